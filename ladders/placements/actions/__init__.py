"""Writes of this room: each checks who may, locks, writes and records in one transaction."""
