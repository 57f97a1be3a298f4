"""What the pages of cases are about, for whoever may open them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from .models import RemedyCase

PART = "case-"


def matters(user: Any, keys: Collection[str]) -> dict[str, str]:
    """Category and legal entity of each case: 1 query beside those of roles."""
    rows = RemedyCase.objects.visible_to(user).filter(pk__in=keys).select_related("category__report")
    return {str(row.pk): str(row) for row in rows}


def assessed(user: Any, keys: Collection[str]) -> dict[str, str]:
    """Category and legal entity of what representatives assess together with the employer, by the part of the page that it has:
    1 query beside those of roles."""
    parts = {f"{PART}{pk}": pk for pk in (key.removeprefix(PART) for key in keys) if pk.isdecimal()}
    rows = RemedyCase.objects.shared_with(user).filter(pk__in=parts.values()).select_related("category__report")
    return {f"{PART}{row.pk}": str(row) for row in rows}
