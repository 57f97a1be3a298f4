"""Who reports to whom, and the lists and pages of people."""
