"""Writes. Every one locks the draft first, so that edits of one draft happen one after the other."""
