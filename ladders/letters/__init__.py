"""Letters to people about their level, their right of return and their pay: texts that HR edits, filled in and printed."""
