"""What the fields of a people file are called on pages."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

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


def in_words(people: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """People of a report, with the fields of their changes in words."""
    return [
        each
        | {"changes": [change | {"field": FIELD_WORDS.get(change["field"], change["field"])} for change in changed]}
        if (changed := each.get("changes"))
        else each
        for each in people
    ]
