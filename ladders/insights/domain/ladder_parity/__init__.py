"""Whether the tracks are equal paths: how soon the next level comes, who arrives from where, what gets a request approved."""
