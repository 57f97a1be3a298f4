"""Guesses what tables mean; every guess says which rule decided. No Django."""
