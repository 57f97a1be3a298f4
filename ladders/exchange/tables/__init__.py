"""Files of any kind into tables of text cells that remember where they stood. No Django."""
