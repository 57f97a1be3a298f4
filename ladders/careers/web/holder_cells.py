"""What stands in the table of the people on a level."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as lazy

from ladders.core.lists.kinds import Column
from ladders.core.lists.rows import Cells, address_of, short_day, write_rows

from ..queries.holders import Holder

COLUMNS = (
    Column("name", lazy("Name"), ()),
    Column("department", lazy("Department"), ()),
    Column("entity", lazy("Legal entity"), ()),
    Column("since", lazy("On this level since"), ()),
)
LINKED = '<a href="{}">{}</a><br><span class="small soft">{}</span>'
NAMED = '{}<br><span class="small soft">{}</span>'
CELLS: Cells = {
    "department": lambda row: row.person.department,
    "entity": lambda row: row.person.legal_entity,
    "since": lambda row: short_day(row.since),
}


def holder_rows(rows: Sequence[Holder], *, linked: bool) -> SafeString:
    """The body of the table; `linked`: names lead to the people's pages, for whoever may read these."""
    address = address_of("person")

    def name(row: Holder) -> object:
        someone = row.person
        link = (LINKED, address(someone.pk)) if linked else (NAMED,)
        return *link, someone.name, someone.number

    return write_rows(COLUMNS, rows, {**CELLS, "name": name}, heading="name")
