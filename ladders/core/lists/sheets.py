"""Rows of a query as a workbook's sheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise

from ..xlsx import Cell
from .kinds import Order, Sheet
from .stream import TOGETHER

Cells = Mapping[
    str, tuple[Promise, Callable[[Any], Cell]]
]  # of each column its key, its heading, and what a row has in it


def sheet_of(rows: QuerySet[Any], title: str, file: str, cells: Cells) -> Sheet:
    """A sheet with a row for each of `rows`, in a file of that name and today's date: 2 queries."""
    name = f"{file}-{timezone.localdate():%Y-%m-%d}"
    headings = {key: str(heading) for key, (heading, _of) in cells.items()}
    written = ([of(row) for _heading, of in cells.values()] for row in rows.iterator(chunk_size=TOGETHER))
    return Sheet(title, name, headings, written, rows.count())


def sheets(
    title: Promise,
    file: str,
    cells: Cells,
    asked: Callable[[Any, QueryDict], QuerySet[Any]],
    usual: Callable[[QueryDict], tuple[str, ...]] = lambda query: (),
) -> Callable[[Any, QueryDict, Order], Sheet]:
    """What `ListKind.sheet` is of most lists: all rows that the list has been `asked` for, in the order that somebody chose, else
    in the `usual` one. 2 queries beside those of `asked`."""

    def sheet(user: Any, query: QueryDict, order: Order) -> Sheet:
        return sheet_of(asked(user, query).order_by(*(order.names or usual(query))), str(title), file, cells)

    return sheet


def moment(at: dt.datetime | None) -> dt.datetime | None:
    """Day and time as the clock here says it, to the minute, for a cell."""
    return timezone.localtime(at).replace(second=0, microsecond=0, tzinfo=None) if at else None


def day(at: dt.datetime | None) -> dt.date | None:
    """The day alone."""
    return timezone.localdate(at) if at else None
