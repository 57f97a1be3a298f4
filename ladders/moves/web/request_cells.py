"""What the columns of HR's list of requests show."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.safestring import SafeString

from ladders.core.lists.page import ListPage
from ladders.core.lists.rows import Cells, address_of, markup, short_day, write_rows
from ladders.frameworks.labels import beside_code

from ..models import MoveRequest


def request_rows(rows: Iterable[MoveRequest], page: ListPage) -> SafeString:
    """The body of the table. `rows` have in words where they are, see `say`."""
    address = address_of("move", UUID)

    def who(row: MoveRequest) -> SafeString:
        department = f" · {row.person.department}" if row.person.department else ""
        html = '<a href="{}">{}</a><br><span class="small soft">{}{}</span>'
        return markup(html, address(row.pk), row.person.name, row.person.number, department)

    return write_rows(page.columns, rows, {**CELLS, "who": who}, heading="who")


def _levels(row: MoveRequest) -> SafeString:
    before, after = row.from_level, row.to_level
    html = '{} → {} <span class="soft">{}</span>'
    return markup(html, before.code if before else "", after.code, beside_code(after))


def _where(row: Any) -> str:
    said: str = row.said
    return markup("<b>{}</b>", said) if row.overdue or row.stopped_at else said


CELLS: Cells = {
    "department": lambda row: row.person.department,
    "levels": _levels,
    "kind": lambda row: row.get_kind_display(),
    "where": _where,
    "due": lambda row: short_day(row.due_on) if row.is_open else "",
    "heard": lambda row: short_day(row.hr_hears_at),
}
