"""Who holds which level, from when until when, and changes that an employer decides."""
