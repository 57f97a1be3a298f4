"""Is it fair? How each kind of move is answered, and what came of it, in figures that name nobody."""
