"""Columns as a person sees them."""

from __future__ import annotations


def letters(index: int) -> str:
    """Spreadsheet letters of a column index: 0 → `A`, 26 → `AA`. (This process imports nothing of the project.)"""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name
