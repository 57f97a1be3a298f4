"""What levels pay: zones, bands on grades, salaries, and the few dated things that may deviate."""
