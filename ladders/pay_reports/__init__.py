"""Reports on equal pay: from what was paid in a year to the document that is handed in."""
