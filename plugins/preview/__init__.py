"""The local preview: a small server, live reload, and the watch over the source files."""
