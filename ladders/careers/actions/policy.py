"""The organisation's rules about careers."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ladders.core.audit import record
from ladders.core.single_rows import change_row

from ..models import CareerPolicy


def change_policy(*, values: dict[str, Any], by: Any) -> bool:
    """Change the rules; False where nothing differs."""
    with transaction.atomic():
        detail = change_row(CareerPolicy, values)
        if detail:
            record(by=by, verb="careers.policy.changed", subject=_("Rules about careers"), detail=detail)
    return bool(detail)
