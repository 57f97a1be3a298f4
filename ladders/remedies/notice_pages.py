"""What the pages of cases are about, for whoever may open them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from .models import RemedyCase


def matters(user: Any, keys: Collection[str]) -> dict[str, str]:
    """Category and legal entity of each case: 1 query beside those of roles."""
    rows = RemedyCase.objects.visible_to(user).filter(pk__in=keys).select_related("category__report")
    return {str(row.pk): str(row) for row in rows}
