"""What this room knows without a database."""
