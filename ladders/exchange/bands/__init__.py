"""Bands from a file: read, resolved to grades, compared with what holds, scheduled in one transaction."""
