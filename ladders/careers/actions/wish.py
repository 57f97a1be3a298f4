"""Recording whether one wishes to lead people. Nothing of it reaches audit or history."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from accounts.models import Employee

from ..models import LeadWish, WishAnswer
from .own import oneself


def record_wish(*, employee: Employee, answer: WishAnswer, note: str, today: dt.date, by: Any) -> LeadWish:
    """One's answer from today on. A second one on the same day replaces the first; earlier ones stay with the person."""
    with transaction.atomic():
        person = oneself(employee, by)
        LeadWish.objects.filter(employee=person, recorded_on=today).delete()
        return LeadWish.objects.create(employee=person, answer=answer, note=note.strip(), recorded_on=today)


def remove_wish(*, employee: Employee, key: int, by: Any) -> None:
    """Remove one answer for good. Harmless when repeated."""
    with transaction.atomic():
        LeadWish.objects.filter(employee=oneself(employee, by), pk=key).delete()
