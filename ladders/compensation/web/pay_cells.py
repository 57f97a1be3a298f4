"""What the columns of the list of pay show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from operator import itemgetter
from typing import Any

from babel.core import Locale
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ladders.core.lists.kinds import Column, Holds
from ladders.core.lists.page import ListPage
from ladders.core.lists.rows import NOTHING, Cells, address_of, markup, moments, short_day, write_rows
from ladders.frameworks.labels import code_with_title

from ..models import STANDINGS, AccessKind, PayPosition, Salary
from ..models.salaries import BASES
from ..money import locale
from ..templatetags.pay import compa, full_time, money, percent, period
from .log_list import PAY_LOG

BELOW = '{}<br><span class="small soft">{}</span>'
LINKED = '<a href="{}{}">{}</a><br><span class="small soft">{}{}</span>'
WITHIN, NOT_WITHIN = '<span class="soft">{}</span>', '<span class="tag-warm">{}</span>'


def pay_rows(rows: list[PayPosition], page: ListPage, other: dt.date | None) -> SafeString:
    """The body of the table; `other` is the day that is asked for, where it is another than today."""
    address, on = address_of("person-pay"), f"?on={other.isoformat()}" if other else ""

    def name(row: PayPosition) -> object:
        department = f" · {row.department}" if row.department else ""
        someone = row.employee
        return LINKED, address(row.pk), on, someone.name, someone.number, department

    where = locale()
    cells: Cells = {
        **CELLS,
        **_amounts(where),
        "name": name,
        "level": _level_in(_("Grade %(code)s")),
        "standing": _standing(where),
    }
    return write_rows(page.columns, rows, cells, heading="name")


def look_rows(rows: Iterable[Any]) -> SafeString:
    """Of looks at somebody's pay, for that person: when, who and how. Rows: at, kind, and who looked: name, address."""
    ways = {value: str(label) for value, label in AccessKind.choices}
    moment = moments()
    said = [(moment(at), name or address, ways.get(kind, kind)) for at, kind, name, address in rows]
    cells: Cells = {"when": itemgetter(0), "who": itemgetter(1), "how": itemgetter(2)}
    return write_rows([column for column in PAY_LOG.columns if column.key in cells], said, cells)


SALARIES = (
    Column("from", gettext_lazy("From"), ()),
    Column("until", gettext_lazy("Until"), ()),
    Column("amount", gettext_lazy("Amount"), (), holds=Holds.NUMBERS),
    Column("for", gettext_lazy("For"), ()),
    Column("fte", gettext_lazy("Of full time"), (), holds=Holds.NUMBERS),
)


def salary_rows(rows: Iterable[Salary], *, edited: bool) -> SafeString:
    """Somebody's salaries; `edited`: each leads to its letter and to taking it out."""
    still = markup('<span class="soft">{}</span>', _("open"))
    cells: Cells = {
        "from": lambda row: short_day(row.starts_on),
        "until": lambda row: short_day(row.ends_on) or still,
        "amount": lambda row: money(row.amount, row.currency),
        "for": lambda row: period(row.basis),
        "fte": _share_and_deeds if edited else lambda row: full_time(row.fte),
    }
    return write_rows(SALARIES, rows, cells)


def _share_and_deeds(row: Salary) -> SafeString:
    day = short_day(row.starts_on)
    return markup(
        '{} <a class="small" href="{}">{} <span class="visually-hidden">{}</span></a> <span class="small soft">·</span> '
        '<a class="small" href="{}">{} <span class="visually-hidden">{}</span></a>',
        full_time(row.fte),
        reverse("letter-pay", args=[row.pk]),
        _("Letter"),
        _("about the salary from %(day)s") % {"day": day},
        reverse("salary-remove", args=[row.employee_id, row.pk]),
        _("Take out"),
        _("the salary from %(day)s") % {"day": day},
    )


def _level_in(grade: str) -> Callable[[PayPosition], object]:
    def level(row: PayPosition) -> object:
        if not row.level_code:
            return ""
        below = row.framework.name if row.framework else ""
        if row.grade_code:
            below += " · " + grade % {"code": row.grade_code}
        return BELOW, code_with_title(row.level_code, row.level_title), below

    return level


def _standing(where: Locale) -> Callable[[PayPosition], object]:
    words = {value: str(label) for value, label in STANDINGS}
    lacks = _("lacks %(gap)s, costs %(cost)s a year")
    protected, excepted = _("protected until %(day)s"), _("band exception until %(day)s")

    def standing(row: PayPosition) -> object:
        html = WITHIN if row.standing == "within" else NOT_WITHIN
        said = [words.get(row.standing, row.standing)]
        if row.to_minimum:
            gap, cost = money(row.to_minimum, row.zone_currency, where), money(row.cost, row.zone_currency, where)
            html += '<br><span class="small soft">{}</span>'
            said.append(lacks % {"gap": gap, "cost": cost})
        for day, about in ((row.protected_until, protected), (row.excepted_until, excepted)):
            if day:
                html += '<br><span class="small">{}</span>'
                said.append(about % {"day": short_day(day)})
        return html, *said

    return standing


def _amounts(where: Locale) -> Cells:
    """The cells of amounts, as they are written there."""
    periods = {value: str(label) for value, label in BASES}

    def salary(row: PayPosition) -> object:
        amount = money(row.amount, row.currency, where)
        return (BELOW, amount, periods.get(row.basis, row.basis)) if row.basis else amount

    def band(row: PayPosition) -> str:
        if row.minimum is None:
            return ""
        return (
            f"{money(row.minimum, row.zone_currency, where)} {NOTHING} {money(row.maximum, row.zone_currency, where)}"
        )

    return {
        "salary": salary,
        "annual": lambda row: money(row.annual, row.currency, where),
        "band": band,
        "compa": lambda row: compa(row.compa_ratio, where),
        "penetration": lambda row: percent(row.penetration, where),
    }


CELLS: Cells = {
    "entity": lambda row: row.legal_entity,
    "department": lambda row: row.department,
    "location": lambda row: row.location,
    "zone": lambda row: row.zone_name,
}
