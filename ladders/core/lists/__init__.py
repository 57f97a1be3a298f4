"""Lists: sorted by their headings, with chosen columns, saved filters, and a workbook of what is seen.

A room says what a list is (`kinds.ListKind`) and registers it when the process starts; everything else is the same for all.
"""
