"""Tests of the right to know."""
