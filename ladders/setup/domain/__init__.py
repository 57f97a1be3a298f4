"""What this room works out, without a database."""
