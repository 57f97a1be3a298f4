"""The many who work at the demo's organisation: about 370 people by a seeded generator, with three years of pay and moves."""
