"""Tests of reminders and calendars."""
