"""Tests of plans and talks."""
