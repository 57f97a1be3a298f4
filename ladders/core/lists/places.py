"""Where a page of a list ends: the values of its last row, sealed, so that the next page goes on there whatever became of it.

A list may shrink by being read: its last row is opened, answered or taken out of it, and cannot be looked for any more. Sealed,
because addresses are written down in logs and histories, and names and pay are none of theirs; and because a place that nobody
makes up tells nobody where somebody else would stand. So it is good for one reader, and for the order it was made in.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import reduce
from typing import Any

from cryptography.fernet import InvalidToken
from django.core.exceptions import ValidationError
from django.db.models import Q

from ..private import box
from .order import bare, behind

PURPOSE = "list"


def values_of(row: Any, order: Sequence[str]) -> list[Any]:
    """What a row says in the columns of this order."""
    return [reduce(getattr, column.split("__"), row) for column in bare(order)]


def seal_place(user: Any, order: Sequence[str], values: Sequence[Any]) -> str:
    """The place behind the row with these values, for an address."""
    kept = json.dumps([user.pk, list(order), list(values)], default=str)
    return box(PURPOSE).encrypt(kept.encode()).decode()


def beyond(user: Any, order: Sequence[str], place: str) -> Q | None:
    """What comes behind this place; None where there is none: another reader's, another order's, or one that was made up."""
    if not place.isascii():
        return None
    try:
        whose, sorted_by, values = json.loads(box(PURPOSE).decrypt(place))
        return behind(order, values) if (whose, sorted_by) == (user.pk, list(order)) else None
    except (InvalidToken, ValidationError, ValueError):
        return None
