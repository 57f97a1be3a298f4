"""What the figures are and how they are worked out. No Django."""
