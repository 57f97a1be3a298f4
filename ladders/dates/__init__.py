"""What is due on which day: reminders before it, and a calendar of one's own."""
