"""Pages that exist in the demo alone."""
