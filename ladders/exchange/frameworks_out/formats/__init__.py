"""The way out: versions as files."""
