"""Tables and their mapping into records. No Django."""
