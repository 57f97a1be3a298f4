"""Pages about cases and plans."""
