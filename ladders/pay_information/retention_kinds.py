"""How long this room keeps what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ladders.core.person_keys import throw_away
from ladders.core.retention import RetainedRows, RetentionKind, delete_rows

from .models import InformationRequest
from .models.requests import trail_mark


def forget(keys: Sequence[Any], rows: QuerySet[InformationRequest]) -> None:
    """Let go of these requests with their answers, and of what the audit trail holds of them."""
    throw_away(trail_mark(key) for key in keys)
    delete_rows(keys, rows)


PAY_INFORMATION = RetentionKind(
    name="pay_information",
    title=_("Requests about pay, and their answers"),
    about=_(
        "Who asked for their level and the averages beside their pay, and what they were answered. That somebody was "
        "answered stays in the audit trail, and nobody can tell who."
    ),
    tables=(RetainedRows(lambda: InformationRequest.objects.filter(closed_at__isnull=False), "closed_at", forget),),
    usual=48,
    least=12,
    most=120,
)
