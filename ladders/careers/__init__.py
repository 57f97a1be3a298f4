"""Where can I go: paths, routes, seasons, evidence, assessments, and what managers see of their team."""
