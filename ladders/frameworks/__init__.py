"""Ladders: frameworks with tracks, levels and competencies, drafted, checked for parity, published, read."""
