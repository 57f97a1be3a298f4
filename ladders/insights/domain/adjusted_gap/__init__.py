"""Pay compared between people whose work is worth the same: regressions, in floats, with robust intervals."""
