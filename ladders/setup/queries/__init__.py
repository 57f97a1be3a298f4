"""Reads of this room, each with its number of queries."""
