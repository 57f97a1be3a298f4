"""From a version to files."""
