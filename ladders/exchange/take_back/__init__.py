"""Taking an import back as a whole, while nothing was built on it: each kind says what would go back, and what hinders."""
