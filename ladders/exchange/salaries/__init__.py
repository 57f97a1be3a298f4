"""Salaries from a file: read, compared with what is there, written by COPY in one transaction."""
