"""App configuration."""

from django.apps import AppConfig


class LettersConfig(AppConfig):
    """Letters to print."""

    name = "ladders.letters"
    label = "letters"
