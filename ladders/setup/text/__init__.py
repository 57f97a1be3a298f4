"""What this room says in words."""
