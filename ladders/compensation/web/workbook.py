"""The list of pay as a workbook. Amounts are numbers; a text stays a text, whatever it begins with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from ladders.core.xlsx import table

from ..domain.position import HUNDRED, TENTH, round_half_up
from ..models import STANDINGS, PayPosition
from ..models.salaries import BASES
from ..queries.pay_positions import read


def headings() -> list[str]:
    """The first row."""
    return [
        _("Employee number"),
        _("Name"),
        _("Legal entity"),
        _("Department"),
        _("Location"),
        _("Framework"),
        _("Level"),
        _("Title"),
        _("Grade"),
        _("Pay zone"),
        _("Amount"),
        _("Currency"),
        _("For"),
        _("Full-time equivalent"),
        _("Full-time year"),
        _("Minimum"),
        _("Midpoint"),
        _("Maximum"),
        _("Band currency"),
        _("Supplement in the band, %"),
        _("Compa-ratio"),
        _("Range penetration, %"),
        _("Standing"),
        _("A full-time year lacks to the minimum"),
        _("Cost of the minimum a year"),
        _("Protected until"),
        _("Exception until"),
    ]


COLUMNS = (
    "employee__number", "employee__name", "legal_entity", "department", "location", "framework__name", "level_code",
    "level_title", "grade_code", "zone_name", "amount", "currency", "basis", "fte", "annual", "minimum", "midpoint", "maximum",
    "zone_currency", "supplement", "compa_ratio", "penetration", "standing", "to_minimum", "cost", "protected_until",
    "excepted_until",
)  # fmt: skip
_TOGETHER = 2_000  # people who are read at once
_BASIS, _COMPA, _PENETRATION, _STANDING = (
    COLUMNS.index(name) for name in ("basis", "compa_ratio", "penetration", "standing")
)


def workbook(people: Sequence[int], day: dt.date | None = None) -> bytes:
    """An xlsx file of the pay positions of these people, in this order: one query for each 2,000 of them.

    Of another `day` than today up to 6 queries for each.
    """
    return table(_("Pay"), headings(), _rows(people, day))


def _rows(people: Sequence[int], day: dt.date | None) -> Iterator[list[Any]]:
    standings = {value: str(label) for value, label in STANDINGS}
    bases = {value: str(label) for value, label in BASES}
    for start in range(0, len(people), _TOGETHER):
        some = people[start : start + _TOGETHER]
        asked = PayPosition.objects.filter(pk__in=some).values_list("pk", *COLUMNS)
        found = {row[0]: row[1:] for row in (asked if day is None else read(asked, day, some))}
        for person in some:
            if person in found:
                values = list(found[person])
                values[_BASIS] = bases.get(values[_BASIS], "")
                values[_STANDING] = standings.get(values[_STANDING], values[_STANDING])
                if values[_COMPA] is not None:
                    values[_COMPA] = round_half_up(values[_COMPA])
                if values[_PENETRATION] is not None:
                    values[_PENETRATION] = round_half_up(values[_PENETRATION] * HUNDRED, TENTH)
                yield values
