"""Pages of this room, part by part."""
