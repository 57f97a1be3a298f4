"""How long personal data is kept, what a person gets to see of it, and how it is erased."""
