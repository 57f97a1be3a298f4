"""Moves in words, for people."""
