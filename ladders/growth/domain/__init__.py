"""What this room works out: pure, no Django."""
