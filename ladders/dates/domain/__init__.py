"""Pure: days, and files that calendars read."""
