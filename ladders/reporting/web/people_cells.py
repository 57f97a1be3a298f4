"""What the columns of the list of people show."""

from __future__ import annotations

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.models import ContractType
from ladders.core.lists.page import ListPage
from ladders.core.lists.rows import Cells, address_of, long_day, markup, short_day, write_rows
from ladders.frameworks.labels import beside_code
from ladders.placements.models import NoLevel

from ..queries.people import Listed


def people_rows(rows: list[Listed], seen: ListPage, state: str, *, select: bool) -> SafeString:
    """The body of the table; `state` is what the list is narrowed to, `select` offers a box for each person."""
    pick = (lambda row: (row.person.pk, row.person.name)) if select else None
    return write_rows(seen.columns, rows, {**CELLS, **_linked(state)}, heading="name", select=pick)


def _linked(state: str) -> Cells:
    address = address_of("person")
    none = markup('<span class="soft">{}</span>', _("none any more") if state == "left" else _("none yet"))
    person = '<a href="{}">{}</a><br><span class="small soft">{}{}</span>'
    level = '<span class="code">{}</span> {}<br><span class="small soft">{}{}</span>'
    also = " · " + _("also %(second)s")

    def name(row: Listed) -> object:
        someone = row.person
        when = _when(row, state) if someone.left_on or state == "coming" else ""
        return person, address(someone.pk), someone.name, someone.number, when

    def held(row: Listed) -> object:
        if row.no_level is not None:
            return _on_purpose(row.no_level)
        if row.level is None:
            return none
        beside = also % {"second": row.second} if row.second else ""
        return level, row.level.code, beside_code(row.level), row.level.framework, beside

    return {"name": name, "level": held}


def _on_purpose(said: NoLevel) -> SafeString:
    """Why somebody holds none on purpose, since when, by whom, and when to look again."""
    about = _("since %(day)s, by %(name)s") % {"day": long_day(timezone.localdate(said.made_at)), "name": said.made_by}
    if said.review_on:
        about += " · " + _("look again on %(day)s") % {"day": long_day(said.review_on)}
    return markup('{}<br><span class="small soft">{}</span>', said.reason, about)


def _when(row: Listed, state: str) -> str:
    if row.person.left_on:
        return " · " + _("until %(day)s") % {"day": long_day(row.person.left_on)}
    return " · " + _("from %(day)s") % {"day": long_day(row.person.hired_on)}


def _hours(row: Listed) -> str:
    hours = row.person.weekly_hours
    return f"{hours:f}".rstrip("0").rstrip(".") if hours else ""


CONTRACTS = dict(ContractType.choices)
# What a column shows is worked out for that column alone: a list has many rows.
CELLS: Cells = {
    "email": lambda row: row.person.user__email,
    "grade": lambda row: row.level.grade if row.level else "",
    "ahead": lambda row: row.ahead,
    "department": lambda row: row.person.department,
    "entity": lambda row: row.person.legal_entity,
    "title": lambda row: row.person.job_title,
    "location": lambda row: row.person.location,
    "country": lambda row: row.person.country,
    "contract": lambda row: CONTRACTS.get(row.person.contract, row.person.contract),
    "hours": _hours,
    "hired": lambda row: short_day(row.person.hired_on),
    "left": lambda row: short_day(row.person.left_on),
    "manager": lambda row: row.manager,
}
