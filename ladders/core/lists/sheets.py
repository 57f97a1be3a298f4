"""Rows of a query as a workbook's sheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from ..xlsx import Cell
from .kinds import Sheet
from .stream import TOGETHER


def sheet_of(
    rows: QuerySet[Any], title: str, file: str, headings: Mapping[str, str], cells: Callable[[Any], Sequence[Cell]]
) -> Sheet:
    """A sheet with `cells` of each row, in a file of that name and today's date: 2 queries."""
    name = f"{file}-{timezone.localdate():%Y-%m-%d}"
    return Sheet(title, name, headings, map(cells, rows.iterator(chunk_size=TOGETHER)), rows.count())


def moment(at: dt.datetime | None) -> dt.datetime | None:
    """Day and time as the clock here says it, to the minute, for a cell."""
    return timezone.localtime(at).replace(second=0, microsecond=0, tzinfo=None) if at else None


def day(at: dt.datetime | None) -> dt.date | None:
    """The day alone."""
    return timezone.localdate(at) if at else None
