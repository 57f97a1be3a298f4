"""Who signs in, who works here, and which roles they hold for whom."""
