"""The statement that counts the lines of Home, put together once for all who may see the same.

For Django, putting thirty conditions together takes forty milliseconds; for the database, answering them takes two. What is
asked hangs on a reader's roles and how far they reach, and else on nothing but who they are, which day it is and the moment. So
it is made once for each kind of reader, with marks in place of those (as `statements` does for one queryset), and filled in from
then on. A day that lies some days before or after today lies as far from the day that is filled in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Protocol

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from .statements import MARKS, near_marks

ACCOUNT, EMPLOYEE = (MARKS[int](number) for number in (0, 1))
DAY: dt.date = MARKS[dt.date](0)
NOW: dt.datetime = MARKS[dt.datetime](0)
MOST = 99  # counted no further: nobody looks after the hundredth before the first
NEAR = dt.timedelta(days=3000)  # as far as anything looks from today
EVER = (dt.date.min, dt.date.max)  # constants, for what has no first or last day
PLAIN = bool | float | Decimal | None  # of these types no value is filled in


class ReaderKind(Hashable, Protocol):
    """What a reader's lines are kept by: equal for those who may see the same."""

    def reader(self, account: int, employee: int) -> Any:
        """Whoever stands in for all of this kind: has these ids, and knows nothing else of anybody."""


class Counts(Protocol):
    """Of a line: what it counts, and the field of which the first is read."""

    @property
    def rows(self) -> QuerySet[Any] | int: ...
    @property
    def when(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Question:
    """Asks how many rows each line has, by the line's number: parts of one statement, and the values in them."""

    parts: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)

    def __add__(self, other: Question) -> Question:
        return Question([*self.parts, *other.parts], [*self.values, *other.values])

    @property
    def sql(self) -> str:
        """The whole statement: number of the line, number of its rows, and the first day or moment as text."""
        return " UNION ALL ".join(self.parts)

    def filled(self, account: int, employee: int | None, day: dt.date, now: dt.datetime) -> Question:
        """The same with these in place of the marks."""
        ids = {ACCOUNT: account, EMPLOYEE: employee}
        later, passed = day - DAY, now - NOW

        def fill(value: Any) -> Any:
            if isinstance(value, dt.datetime):
                return value + passed
            if isinstance(value, dt.date):
                return value if value in EVER else value + later
            if isinstance(value, list):
                return [fill(each) for each in value]
            if isinstance(value, str):
                return value.replace(str(ACCOUNT), str(account)).replace(str(EMPLOYEE), str(employee))
            return ids.get(value, value) if isinstance(value, int) else value

        return Question(self.parts, [fill(value) for value in self.values])

    def checked(self) -> Question:
        """The same. ValueError where something in it would stay as it is now."""
        if strange := [each for value in self.values for each in _within(value) if _would_stay(each)]:
            raise ValueError(f"These values of lines of Home would stay as they are now: {strange}")
        return self


def question_of(lines: Mapping[int, Counts]) -> Question:
    """What counts the rows of these lines, up to one more than `MOST`; those known already are left out."""
    question = Question()
    for number, line in lines.items():
        if isinstance(line.rows, int):
            continue
        rows = line.rows.order_by(*filter(None, [line.when])).values_list(line.when or "pk")[: MOST + 1]
        try:
            sql, values = rows.query.sql_with_params()
        except EmptyResultSet:
            continue  # nobody's: it costs nothing
        first = "min(found.first)::text" if line.when else "NULL"
        question.parts.append(f"SELECT {number}, count(*), {first} FROM ({sql}) AS found(first) HAVING count(*) > 0")
        question.values.extend(values)
    return question


@contextmanager
def asking_nothing() -> Iterator[None]:
    """Raise ValueError at each query: its answer would be kept for everybody."""

    def refuse(_execute: Callable[..., Any], sql: str, *_more: Any) -> Any:
        raise ValueError(f"A line of Home asks while it is put together: {sql}")

    with connection.execute_wrapper(refuse):
        yield


def _within(value: Any) -> Iterator[Any]:
    if isinstance(value, list):
        for each in value:
            yield from _within(each)
    else:
        yield value


def _would_stay(value: Any) -> bool:
    """A day or moment that does not count from now, an id of nobody's or made of one, or what is of no type that is filled in."""
    if isinstance(value, dt.datetime):
        return abs(value - NOW) > NEAR
    if isinstance(value, dt.date):
        return value not in EVER and abs(value - DAY) > NEAR
    if isinstance(value, int):
        return near_marks(value) and value not in (ACCOUNT, EMPLOYEE)
    return not isinstance(value, PLAIN | str)
