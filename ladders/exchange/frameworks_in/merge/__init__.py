"""A file beside a framework that exists: what each says, and what comes of both. No Django."""
