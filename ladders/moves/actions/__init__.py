"""Writes of this room. Each takes `by` and `today`, locks the request and then its step, and is harmless when repeated."""
