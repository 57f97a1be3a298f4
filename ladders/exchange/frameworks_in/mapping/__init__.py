"""What tables mean, as a person can correct it. No Django."""
