"""Grades of levels from a column of a file: read once, chosen on a page, and looked at where all levels are graded."""
