"""Gathers what is to be translated, also from where the functions that mark it have shorter names."""

from django.core.management.commands import makemessages

SHORT = ("lazy", "_l", "_t", "_now", "plural:1,2")  # how modules import gettext, gettext_lazy and ngettext_lazy


class Command(makemessages.Command):
    """As Django's."""

    xgettext_options = [
        *makemessages.Command.xgettext_options,
        *(f"--keyword={name}" for name in SHORT),
    ]
