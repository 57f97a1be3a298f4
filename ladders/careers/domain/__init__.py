"""What this room knows and works out: pure, without Django and without a database."""
