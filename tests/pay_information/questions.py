"""Requests about pay in every state, for the test that walks all addresses."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from accounts.models import Employee, User
from ladders.moves.actions.notices import notify_of_page
from ladders.moves.domain.states import NoticeKind
from ladders.moves.models import Notice
from ladders.pay_information.models import InformationAnswer, InformationRequest

CLOCK = {"asked_on": dt.date(2026, 1, 1), "due_on": dt.date(2026, 3, 1), "months": 2}
SIDE = {"annual": "50000", "hourly": None, "people": 1}
CONTENT: dict[str, Any] = {
    "format": "ladders-pay-information-1",
    "day": "2026-02-01",
    "level": None,
    "salary": None,
    "paid": None,
    "averages": None,
    "missing": "",
    "recipient": {"kind": "equality_body", "name": "", "contact": "", "handed_to": "Ms Body"},
    "smallest": 5,
}
WITHHELD = {"year": 2025, "employer": "", "currency": "EUR", "category": "6", "women": SIDE, "men": SIDE, "nobody": []}


def answered(person: Employee, representative: User | None, by: User, **content: Any) -> InformationRequest:
    """A request with its answer."""
    row = InformationRequest.objects.create(employee=person, representative=representative, **CLOCK)
    InformationAnswer.objects.create(
        request=row, content=CONTENT | content, withheld=json.dumps(WITHHELD), sent_by=by, digest="0" * 64
    )
    InformationRequest.objects.filter(pk=row.pk).update(state="answered", closed_at=timezone.now())
    return row


def questions(people: Mapping[str, User], employee: Employee, representative: User, hr: User) -> dict[str, Any]:
    """One of each, about the same person; and everybody's notice that leads to a page."""
    done = answered(employee, representative, hr)
    waiting = InformationRequest.objects.create(
        employee=employee, representative=representative, by_representative=True, state="waiting"
    )
    notify_of_page(NoticeKind.YEARLY, *people.values(), page="pay-information", about=2026)
    notices = {who: Notice.objects.get(recipient=user, kind="yearly").pk for who, user in people.items()}
    return {
        "open question": InformationRequest.objects.create(employee=employee, **CLOCK).pk,
        "unagreed question": waiting.pk,
        "answered question": done.pk,
        "withheld question": done.pk,
        "own page notice": notices,
    }
