"""What the columns of the list of people show, but for those with a form of their own (name and level)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
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


def with_cells(rows: Iterable[Listed], seen: ListPage) -> list[tuple[Listed, list[PersonCell]]]:
    """People, each with the cells behind the name, in the order of the columns."""
    columns = [(each.key, str(each.title), each.number) for each in seen.columns if each.key != "name"]
    return [(row, [PersonCell(key, title, _text(row, key), number) for key, title, number in columns]) for row in rows]


def _text(row: Listed, key: str) -> str:
    return str(TEXTS[key](row)) if key in TEXTS else ""


def _hours(row: Listed) -> str:
    hours = row.person.weekly_hours
    return f"{hours:f}".rstrip("0").rstrip(".") if hours else ""


def _day(day: dt.date | None) -> str:
    return date_format(day, "j M Y") if day else ""


# What a column shows is worked out for that column alone: a list has many rows.
TEXTS: dict[str, Callable[[Listed], Any]] = {
    "email": lambda row: row.person.user.email if row.person.user else "",
    "grade": lambda row: row.level.grade.code if row.level and row.level.grade else "",
    "ahead": lambda row: row.ahead,
    "department": lambda row: row.person.department,
    "entity": lambda row: row.person.legal_entity,
    "title": lambda row: row.person.job_title,
    "location": lambda row: row.person.location,
    "country": lambda row: row.person.country,
    "contract": lambda row: row.person.get_contract_display() if row.person.contract else "",
    "hours": _hours,
    "hired": lambda row: _day(row.person.hired_on),
    "left": lambda row: _day(row.person.left_on),
    "manager": lambda row: row.manager.name if row.manager else "",
}
