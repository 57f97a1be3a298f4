"""What reading and writing files says, translated: the sentences of a report before it is kept, and what an error says."""

from __future__ import annotations

from typing import Any, TypeVar

from django.utils.translation import gettext, ngettext

from ladders.core.errors import DomainError
from ladders.core.sentences import spoken

Data = TypeVar("Data")


def in_words(value: Data) -> Data:
    """Plain data with its sentences translated."""
    found: Any = value
    if isinstance(value, str):
        found = spoken(value, gettext, ngettext)
    elif isinstance(value, dict):
        found = {key: in_words(each) for key, each in value.items()}
    elif isinstance(value, list):
        found = [in_words(each) for each in value]
    translated: Data = found
    return translated


def said(error: DomainError) -> str:
    """What an error says, translated."""
    return in_words(error.sentence)
