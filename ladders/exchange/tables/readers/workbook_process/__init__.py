"""Runs in a process of its own and imports nothing of the project: what is in a workbook is only ever looked at here."""
