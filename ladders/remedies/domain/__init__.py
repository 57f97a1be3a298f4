"""States of a case, and the planner of raises: plain data in and out."""
