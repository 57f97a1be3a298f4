"""What levels pay: zones, bands on grades, and the few dated things that may deviate. No reporting line is known here."""
