"""What the fields of a people file are called on pages."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..tables.dates import in_words as day_in_words

FIELD_WORDS: dict[str, Promise] = {
    "number": _("employee number"),
    "name": _("name"),
    "first_name": _("first name"),
    "last_name": _("last name"),
    "email": _("email"),
    "manager": _("manager"),
    "legal_entity": _("legal entity"),
    "department": _("department"),
    "job_title": _("job title"),
    "location": _("location"),
    "country": _("country"),
    "contract": _("contract"),
    "weekly_hours": _("weekly hours"),
    "hired_on": _("hire date"),
    "left_on": _("leave date"),
    "framework": _("framework"),
    "level": _("level"),
    "placed_on": _("level since"),
    "sex": _("sex, for pay reporting only"),
    "sign_in": _("sign-in"),
}


DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


def in_words(people: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """People of a report, with the fields of their changes, and the days in them, in words."""
    return [
        each | {"changes": [_in_words(change) for change in changed]} if (changed := each.get("changes")) else each
        for each in people
    ]


def _in_words(change: dict[str, str]) -> dict[str, Any]:
    days = {side: DAY.sub(_day, change[side]) for side in ("before", "after")}
    return change | days | {"field": FIELD_WORDS.get(change["field"], change["field"])}


def _day(found: re.Match[str]) -> str:
    try:
        return day_in_words(dt.date.fromisoformat(found[0]))
    except ValueError:  # what somebody wrote looks like a day and is none
        return found[0]
