"""What was paid in a calendar year, from a file of the payroll."""
