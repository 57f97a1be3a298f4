"""The texts in force."""

from __future__ import annotations

from ..domain.letters import LetterKind
from ..models import LetterText
from ..texts import DEFAULTS


def text_of(kind: LetterKind, row: LetterText | None) -> str:
    """What the organisation wrote, else what Ladders begins with."""
    return row.text if row else str(DEFAULTS[kind])


def text_in_force(kind: LetterKind) -> str:
    """The same: 1 query."""
    return text_of(kind, LetterText.objects.filter(kind=kind).first())
