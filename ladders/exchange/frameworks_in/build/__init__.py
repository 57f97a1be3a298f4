"""Records into a framework version as plain data. No Django."""
