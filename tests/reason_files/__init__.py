"""Tests of reason files."""
