"""Pure: questions about groups of people, and shapes of charts."""
