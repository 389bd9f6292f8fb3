"""Long work on all cores."""
