"""Labelled choices for fields of models and forms."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from .labels import Labelled


def choices_of(choices: Iterable[Labelled]) -> list[tuple[str, Promise]]:
    """An enum, or some of its members, as `choices`: translated when they are read."""
    return [(each.value, gettext_lazy(each.text)) for each in choices]
