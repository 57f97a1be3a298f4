"""Labelled choices for fields of models and forms."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from .labels import Labelled


def choices_of(choices: Iterable[Labelled]) -> list[tuple[str, Promise]]:
    """An enum, or some of its members, as `choices`: translated when they are read."""
    return [(each.value, gettext_lazy(each.text)) for each in choices]


class FilterChoice(forms.ChoiceField):
    """A field of a list’s filter: all its forms share the choices until one is given others, where Django copies each of them."""

    def __deepcopy__(self, memo: Any) -> FilterChoice:
        return forms.Field.__deepcopy__(self, memo)
