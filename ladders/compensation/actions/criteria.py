"""What pay progression depends on, in the organisation's own words."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ladders.core.audit import record
from ladders.core.single_rows import locked_row

from ..models import PayPolicy


def write_criteria(*, text: str, by: Any) -> bool:
    """Save the text that every "Why this band?" page carries; False where it says that already."""
    with transaction.atomic():
        policy = locked_row(PayPolicy)
        if policy.progression == text:
            return False
        record(
            by=by,
            verb="compensation.criteria.written",
            subject=_("Criteria for pay progression"),
            detail={"text": [policy.progression[:300], text[:300]]},
        )
        policy.progression = text
        policy.save(update_fields=["progression"])
    return True
