"""HR's decision on the people of a level that a publication gives another grade."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from ladders.core.errors import DomainError

from ..holders_provider import people_on
from ..models import Reorganisation, ReorganisationPayRule, Version
from ..queries.regrades import may_decide, regrades
from .base import editing, trace


def decide_reorganisation(
    *,
    version: Version,
    level: UUID,
    reason: str,
    pay_rule: str,
    protected_until: dt.date | None,
    told_on: dt.date,
    by: Any,
) -> Reorganisation:
    """HR takes it upon itself: why, what becomes of pay, and when the people are told. It comes about by publishing.

    Raises PermissionDenied for whoever does not place people everywhere, DomainError where there is nothing to decide,
    something is missing, or `by` holds the level.
    """
    if not may_decide(by):
        raise PermissionDenied
    if not reason.strip():
        raise DomainError(_("Write the reason: everybody who holds the level can read it."))
    protect = pay_rule == ReorganisationPayRule.PROTECT
    if protect and (protected_until is None or protected_until <= timezone.localdate()):
        raise DomainError(_("Until when is pay protected? Choose a day after today."))
    with editing(version.pk) as draft:
        found = next((item for item in regrades(draft) if item.held.key == level), None)
        if found is None:
            raise DomainError(_("Nobody would get another grade by this level any more, so nothing is left to decide."))
        own = getattr(by, "employee", None)
        if own is not None and people_on([level], only=own.pk):
            raise DomainError(_("You hold this level yourself, so somebody else in HR has to decide."))
        row, _made = Reorganisation.objects.update_or_create(
            version=draft,
            level_key=level,
            defaults={
                "successor_key": found.level.key,
                "from_grade": found.before,
                "to_grade": found.after,
                "reason": reason.strip(),
                "pay_rule": pay_rule if found.down else ReorganisationPayRule.BAND,
                "protected_until": protected_until if protect and found.down else None,
                "told_on": told_on,
                "by": by,
                "at": timezone.now(),
            },
        )
        detail = {
            "grade": [found.before, found.after],
            "told_on": [None, str(told_on)],
            "pay_rule": [None, row.pay_rule],
        }
        trace(
            draft,
            by=by,
            verb="reorganisation.decided",
            subject=f"{found.held.code} → {found.level.code}",
            detail=detail,
        )
        return row


def withdraw_reorganisation(*, version: Version, level: UUID, by: Any) -> None:
    """Take the decision back. Harmless where there is none. Raises PermissionDenied as above."""
    if not may_decide(by):
        raise PermissionDenied
    with editing(version.pk) as draft:
        row = Reorganisation.objects.filter(version=draft, level_key=level).first()
        if row:
            trace(draft, by=by, verb="reorganisation.withdrawn", subject=str(row))
            row.delete()
