"""Files in and out: frameworks, people, salaries and bands, read, understood, corrected, compared and written."""
