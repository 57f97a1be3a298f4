"""How long before a day people are reminded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from ladders.core import audit
from ladders.core.access import require
from ladders.core.errors import DomainError
from ladders.core.permissions import Permission
from ladders.core.single_rows import change_row

from ..models import MOST_DAYS, ReminderRules

FIELDS: Final = ("steps", "talks", "goals", "answers", "reviews")


def change_rules(*, days: Mapping[str, int], by: Any) -> bool:
    """So many days before each kind of day; False where nothing differs. Raises DomainError for a number out of bounds."""
    require(by, Permission.MANAGE_SETTINGS)
    if any(not 0 <= days[name] <= MOST_DAYS for name in FIELDS):
        raise DomainError(_("Choose between 0 and %(most)s days.") % {"most": MOST_DAYS})
    with transaction.atomic():
        detail = change_row(ReminderRules, {name: days[name] for name in FIELDS})
        if detail:
            audit.record(by=by, verb="dates.reminders.changed", subject=_("Reminders"), detail=detail)
    return bool(detail)
