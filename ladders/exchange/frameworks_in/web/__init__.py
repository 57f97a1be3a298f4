"""Pages on which a framework comes in."""
