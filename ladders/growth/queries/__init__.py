"""Reads of this room. Whoever shows something to somebody has asked `visible_to` first."""
