"""Sentences of this room."""
