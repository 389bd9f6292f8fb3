"""Digests: short names for values, equal exactly when the values are."""
