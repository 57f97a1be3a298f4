"""What the columns of the list of people show, but for those with a form of their own (name and level)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format

from ladders.core.lists.page import ListPage

from ..queries.people import Listed


@dataclass(frozen=True, slots=True)
class PersonCell:
    """One cell; empty where nothing is known."""

    key: str
    title: str
    value: str
    number: bool


def cells_of(row: Listed, seen: ListPage) -> list[PersonCell]:
    """The cells of a person behind the name, in the order of the columns."""
    return [
        PersonCell(column.key, str(column.title), _text(row, column.key), column.number)
        for column in seen.columns
        if column.key != "name"
    ]


def _text(row: Listed, key: str) -> str:
    person = row.person
    told: dict[str, Any] = {
        "email": person.user.email if person.user else "",
        "grade": row.level.grade.code if row.level and row.level.grade else "",
        "ahead": row.ahead,
        "department": person.department,
        "entity": person.legal_entity,
        "title": person.job_title,
        "location": person.location,
        "country": person.country,
        "contract": person.get_contract_display() if person.contract else "",
        "hours": f"{person.weekly_hours:f}".rstrip("0").rstrip(".") if person.weekly_hours else "",
        "hired": date_format(person.hired_on, "j M Y") if person.hired_on else "",
        "left": date_format(person.left_on, "j M Y") if person.left_on else "",
        "manager": row.manager.name if row.manager else "",
    }
    return str(told.get(key, ""))
