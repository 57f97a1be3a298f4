"""What the pages of requests about pay are about, for whoever answers them, and for whoever asked."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from .models import InformationRequest


def matters(user: Any, keys: Collection[str]) -> dict[str, str]:
    """Who asked: 1 query beside those of roles."""
    rows = InformationRequest.objects.answered_by(user).filter(pk__in=keys).values_list("pk", "employee__name")
    return {str(pk): name for pk, name in rows}


def own_matters(user: Any, keys: Collection[str]) -> dict[str, str]:
    """Whom an answer is about, for themselves and whoever represents them today: 1 query beside those of roles."""
    rows = InformationRequest.objects.read_by(user).filter(pk__in=keys)
    names = rows.values_list("pk", "employee__user", "employee__name")
    return {str(pk): "" if account == user.pk else name for pk, account, name in names}
