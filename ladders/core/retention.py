"""How long rows are kept. Each room says which of its tables go after a while; `ladders.privacy` keeps the days and does it."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import ngettext


def delete_rows(keys: Sequence[Any], rows: models.QuerySet[Any]) -> None:
    """Delete these rows, and what hangs on them by cascade."""
    rows.model._base_manager.filter(pk__in=keys).delete()


@dataclass(frozen=True, slots=True)
class RetainedRows:
    """Rows of one table that go when `since` (a date or a moment; one of their columns) lies far enough back.

    `erase` gets the keys of some of them, and the queryset, inside a transaction of its own.
    """

    rows: Callable[[], models.QuerySet[Any]]
    since: str
    erase: Callable[[Sequence[Any], models.QuerySet[Any]], None] = delete_rows

    def before(self, moment: dt.datetime) -> models.QuerySet[Any]:
        """Those that had their time at that moment, oldest first."""
        rows = self.rows()
        field = rows.model._meta.get_field(self.since)
        limit: Any = moment if isinstance(field, models.DateTimeField) else timezone.localdate(moment)
        return rows.filter(**{f"{self.since}__lt": limit}).order_by(self.since, "pk")


@dataclass(frozen=True, slots=True)
class RetentionKind:
    """One kind of data with its own time: `usual`, between `least` and `most`, in days or months."""

    name: str
    title: Promise
    about: Promise  # what goes, and what stays of it
    tables: tuple[RetainedRows, ...]
    usual: int
    least: int
    most: int
    months: bool = True

    def words(self, amount: int) -> str:
        """`6 months`, `90 days`."""
        text = (
            ngettext("%(n)s month", "%(n)s months", amount)
            if self.months
            else ngettext("%(n)s day", "%(n)s days", amount)
        )
        return text % {"n": amount}

    def limit(self, amount: int, now: dt.datetime) -> dt.datetime:
        """What is older than this goes."""
        return months_before(now, amount) if self.months else now - dt.timedelta(days=amount)


_kinds: dict[str, RetentionKind] = {}


def keep_for(kind: RetentionKind) -> None:
    """Register a kind (from `AppConfig.ready`)."""
    _kinds[kind.name] = kind


def retention_kinds() -> list[RetentionKind]:
    """All kinds, in the order of their titles."""
    return sorted(_kinds.values(), key=lambda kind: str(kind.title))


def months_before(moment: dt.datetime, months: int) -> dt.datetime:
    """The same day so many months earlier; the last of that month where it has no such day."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    return moment.replace(year=year, month=month + 1, day=min(moment.day, calendar.monthrange(year, month + 1)[1]))
