"""Moves: rules, requests with frozen terms, who answers by when, the effective day, rights of return."""
