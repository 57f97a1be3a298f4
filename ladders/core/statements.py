"""Statements that are put together once and asked again and again.

For Django, putting a statement together from a queryset takes longer than the database needs to answer it: half of what a
small page costs. A `Statement` does that once per process, with marks where values belong, and from then on fills values in.
The server, too, plans it once per connection (a prepared statement), unless a pooler stands between (`DATABASE_POOLED`).

    _of_person = Statement(lambda person, day: Line.objects.on(day).filter(employee=person).select_related("manager"))
    rows = _of_person(person.pk, today)

A statement in SQL that pages read is asked by `rows_of`: planning it anew takes longer than answering it.

What is built must depend on nothing but its arguments: no user, no clock, no setting, and no `if` about an argument.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Generic, TypeVar, get_args

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.postgresql.base import CursorMixin, ServerBindingCursor
from django.db.models import Count, QuerySet, Value, prefetch_related_objects
from psycopg import RawCursor
from psycopg.types.numeric import Int2, Int4, Int8

from .kept_rows import RowReader

Row = TypeVar("Row")
KEPT = 300  # statements that the server keeps for a connection; the driver's 100 would push each other out
_PLACE = re.compile(r"%%|%s|%\((\w+)\)s")
FEW = 200  # ids in a list, so that the plan that the server keeps for a handful is still the best

NOBODY = 6_178_042_355_811_901_999  # an id that no row has and no argument stands for

# A value of each type that no row and no condition of ours holds. Those of a statement's arguments, told apart by `number`, are
# far from each other: the day after one must not be the next.
MARKS: dict[type, Callable[[int], Any]] = {
    int: lambda number: 6_178_042_355_811_902_000 + 1000 * number,
    str: lambda number: f"\x02mark {number}\x03",
    dt.date: lambda number: dt.date(4321, 1, 1) + dt.timedelta(days=5009 * number),
    dt.datetime: lambda number: dt.datetime(4321, 2, 3, 4, 5, 6, 789, tzinfo=dt.UTC) + dt.timedelta(days=5009 * number),
    uuid.UUID: lambda number: uuid.UUID(int=0xC0FFEE_6178_0423_5581_1902_0000_0000 + 1000 * number),
}


class Statement(Generic[Row]):
    """Reads what `build(*values)` would, without building it again. `types`: those of the values, in order; a list is one of
    ids, for `one_of`, and holds from one to `FEW` of them. Not `planned_once` where the best plan hangs on the values."""

    def __init__(self, build: Callable[..., QuerySet[Any, Row]], *types: type, planned_once: bool = True) -> None:
        self.build = build
        self.planned_once = planned_once
        self.marks = [_mark(kind, number) for number, kind in enumerate(types)]
        self.made: _Made | None = None

    def __call__(self, *values: Any) -> list[Row]:
        """The rows: 1 query, and those of what is prefetched."""
        made = self.made or self._make()
        if len(values) != len(self.marks):
            raise TypeError(f"{len(values)} values, not {len(self.marks)}")
        link = connections[made.queryset.db]
        ready = prepared(link, RawBindingCursor) if self.planned_once else nullcontext(False)
        with ready as raw, link.cursor() as cursor:
            cursor.execute(made.numbered if raw else made.sql, made.filled(values))
            found: list[Any] = made.reader.read(cursor.fetchall(), link)
        if made.prefetched:
            prefetch_related_objects(found, *made.prefetched)
        return found

    def one(self, *values: Any) -> Row | None:
        """The first row, or None."""
        rows = self(*values)
        return rows[0] if rows else None

    def _make(self) -> _Made:
        queryset: Any = self.build(*self.marks)
        compiler = queryset.query.get_compiler(queryset.db)
        sql, params = compiler.as_sql()
        reached = [each for param in params for each in ([param, *param] if type(param) is list else [param])]
        numbers = {_key(mark): number for number, mark in enumerate(self.marks)}
        if missing := numbers.keys() - {_key(each) for each in reached}:
            raise ValueError(f"These values do not reach the statement as they are: {missing}")
        within = {_key(each) for mark in self.marks if type(mark) is list for each in mark}
        if strange := [each for each in reached if _would_stay(each) and _key(each) not in numbers.keys() | within]:
            raise ValueError(f"These values would stay as they are now: {strange}")
        places = [(at, numbers[key]) for at, param in enumerate(params) if (key := _key(param)) in numbers]
        filled = {at for at, _number in places}
        lists = [
            (at, [numbers.get(_key(each)) for each in param])
            for at, param in enumerate(params)
            if type(param) is list and at not in filled
        ]
        prefetched = queryset._prefetch_related_lookups
        self.made = _Made(
            queryset, sql, _numbered(sql)[0], list(params), places, lists, RowReader(queryset, compiler), prefetched
        )
        return self.made


@dataclass(frozen=True, slots=True)
class _Made:
    """A statement as it was put together."""

    queryset: QuerySet[Any, Any]
    sql: str
    numbered: str  # the same as the server knows it
    params: list[Any]
    places: list[tuple[int, int]]  # of a parameter, and of the value that it is
    lists: list[tuple[int, list[int | None]]]  # the same of each within a parameter that is a list; None: it stays
    reader: RowReader
    prefetched: tuple[Any, ...]

    def filled(self, values: Sequence[Any]) -> tuple[Any, ...]:
        """The parameters with these values."""
        params = self.params.copy()
        for at, number in self.places:
            params[at] = values[number]
        for at, numbers in self.lists:
            pairs = zip(numbers, params[at], strict=True)
            params[at] = [each if number is None else values[number] for number, each in pairs]
        return tuple(params)


def rows_of(
    sql: str, values: Sequence[Any] | Mapping[str, Any], *, using: str = DEFAULT_DB_ALIAS, planned_once: bool = True
) -> list[tuple[Any, ...]]:
    """The rows that a statement in SQL finds: 1 query. Not `planned_once` where the best plan hangs on the values."""
    link = connections[using]
    # While the history notes who asks, something is put before whatever does not begin with SELECT, and two statements cannot
    # be prepared as one.
    alone = not link.execute_wrappers or sql.lstrip()[:6].upper() == "SELECT"
    ready = prepared(link, RawBindingCursor) if alone and planned_once else nullcontext(False)
    with ready as raw, link.cursor() as cursor:
        if raw and values:
            sql, names = _numbered(sql)
            values = [values[name] for name in names] if isinstance(values, Mapping) else values
        cursor.execute(sql, values or None)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def number_of(rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """How many they are, for a statement: one row with it."""
    every: QuerySet[Any, Any] = rows.order_by().values(every=Value(1)).annotate(number=Count("pk"))
    return every.values_list("number", flat=True)


def _mark(kind: Any, number: int) -> Any:
    """A value that stands for the argument; that of a list holds one of its type."""
    within = get_args(kind)
    return [MARKS[within[0]](number)] if within else MARKS[kind](number)


def _key(value: Any) -> Any:
    """Equal for equal values of one type alone: True is not 1, nor a date its midnight. The driver's `Int4` is an int."""
    if type(value) is list:  # the mark of a list holds one
        return (list, _key(value[0])) if len(value) == 1 else None
    kind = int if isinstance(value, Int2 | Int4 | Int8) else type(value)
    return (kind, value) if kind in MARKS else None


def _would_stay(value: Any) -> bool:
    """A day or a moment that is no argument, or what `near_marks` finds."""
    return isinstance(value, dt.date) or near_marks(value)


def near_marks(value: Any) -> bool:
    """Whether it is the id of a stand-in (see `accounts.stand_in`), a mark, or a number made of one."""
    return isinstance(value, int) and NOBODY <= value < MARKS[int](100)


class RawBindingCursor(CursorMixin, RawCursor[Any]):
    """Takes statements as the server knows them, with $1 in place of %s, and so does not look through them each time."""


@lru_cache(KEPT)
def _numbered(sql: str) -> tuple[str, list[str]]:
    """A statement with its places as the server knows them, and the names of values, in their order, where they have names: the
    driver looks through a long one each time."""
    numbers, names = itertools.count(1), list[str]()

    def place(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return "%"
        if found[1] is None:
            return f"${next(numbers)}"
        if found[1] not in names:
            names.append(found[1])
        return f"${names.index(found[1]) + 1}"

    return _PLACE.sub(place, sql), names


@contextmanager
def prepared(connection: Any, cursor: Any = ServerBindingCursor) -> Iterator[bool]:
    """What is asked meanwhile, over cursors of this kind, is prepared by the server, once it was asked a few times: then True.

    While queries are logged (by a test) it is asked as usual: a prepared one does not say with which values.
    """
    connection.close_if_health_check_failed()  # here, since a cursor of another connection would not be of this kind
    connection.ensure_connection()
    raw = connection.connection
    if raw.prepare_threshold is None or connection.queries_logged:
        yield False
        return
    usual = raw.cursor_factory
    raw.cursor_factory, raw.prepared_max = cursor, KEPT
    try:
        yield True
    finally:
        raw.cursor_factory = usual
