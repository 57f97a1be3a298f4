"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class MovesConfig(AppConfig):
    """Asking for a move, answering it in time, and the right to return."""

    name = "ladders.moves"
    label = "moves"
