"""Forms of this room, part by part."""
