"""Choices that carry what people read: `SENT = "sent", _("Sent")`, with `_` of `core.sentences`. No Django.

A domain names its choices with their words in one place. Whoever shows one asks `.label`; a field of a model or form takes
`choices_of` (`core.choices`).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from .providers import Provider


@Provider
def translated(message: str) -> str:
    """The text in the reader's language; English where nothing translates."""
    return message


class Labelled(StrEnum):
    """A choice and its words. The value is what is stored and compared; `text` is the English label."""

    _value_: str
    text: str

    def __new__(cls, value: str, text: str = "") -> Self:
        each = str.__new__(cls, value)
        each._value_, each.text = value, str(text)
        return each

    @property
    def label(self) -> str:
        """Its words in the reader's language."""
        return translated(self.text)
