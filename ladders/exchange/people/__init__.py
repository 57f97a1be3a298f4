"""People in: from the HR system's file to accounts, employees, reporting lines and placements."""
