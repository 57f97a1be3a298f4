"""The first day: what to set up in which order, and inviting people once it is time."""
