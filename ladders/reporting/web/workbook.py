"""The list of people as a workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import ContractType
from ladders.core.xlsx import Cell, table

from ..career_links import ways_up
from ..queries.people import Listed, PeopleFilter, everybody_asked


def headings(*, ahead: bool = False) -> list[str]:
    """The first row; `ahead`: with where the levels lead.

    Those that a people file knows are worded as it knows them, so that it can be brought again.
    """
    return [
        _("Employee number"),
        _("Name"),
        _("Email"),
        _("Manager number"),
        _("Manager’s name"),
        _("Legal entity"),
        _("Department"),
        _("Job title"),
        _("Location"),
        _("Country"),
        _("Contract"),
        _("Weekly hours"),
        _("Hire date"),
        _("Leave date"),
        _("Framework"),
        _("Level"),
        _("Level’s title"),
        _("Grade"),
        *([_("Further up")] if ahead else []),
    ]


def workbook(user: Any, asked: PeopleFilter, day: dt.date) -> bytes:
    """Everybody whom the list shows to `user`, in its order."""
    ahead = ways_up(user, ()) is not None
    return table(_("People"), headings(ahead=ahead), _rows(everybody_asked(user, asked, day), ahead))


def _rows(parcels: Iterable[list[Listed]], ahead: bool) -> Iterable[list[Cell]]:
    words = {value: str(label) for value, label in ContractType.choices}
    for parcel in parcels:
        for row in parcel:
            yield [*_row(row, words), row.ahead] if ahead else _row(row, words)


def _row(row: Listed, words: dict[str, str]) -> list[Cell]:
    person, level, manager = row.person, row.level, row.manager
    return [
        person.number,
        person.name,
        person.user.email if person.user else "",
        manager.number if manager else "",
        manager.name if manager else "",
        person.legal_entity,
        person.department,
        person.job_title,
        person.location,
        person.country,
        words.get(person.contract, ""),
        person.weekly_hours,
        person.hired_on,
        person.left_on,
        level.version.framework.name if level else "",
        level.code if level else "",
        level.title if level else "",
        level.grade.code if level and level.grade else "",
    ]
