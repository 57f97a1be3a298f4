"""Setting up, and inviting people."""
