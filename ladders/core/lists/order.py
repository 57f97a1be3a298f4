"""The order of a list, and what comes behind one of its rows: a page is found by an index, however far back it lies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import BooleanField, F, Func, Q, Value

from ..conditions import nothing


def bare(names: Sequence[str]) -> list[str]:
    """The columns of an order without their directions."""
    return [name.removeprefix("-") for name in names]


def turned(names: Sequence[str]) -> tuple[str, ...]:
    """The same order from its other end: the same index, read backwards."""
    return tuple(name[1:] if name.startswith("-") else f"-{name}" for name in names)


class _Beyond(Func):
    """`(a, b) > (x, y)`, or `<`: the database begins at that very place of an index over a and b, however many a are alike."""

    def __init__(self, *both: Any, sign: str = ">") -> None:
        super().__init__(*both, output_field=BooleanField())
        self.sign = sign

    def as_sql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        """The columns are the first half of the expressions, the values the second."""
        parts = [compiler.compile(each) for each in self.source_expressions]
        half = len(parts) // 2
        left, right = (", ".join(sql for sql, _values in side) for side in (parts[:half], parts[half:]))
        return f"({left}) {self.sign} ({right})", [value for _sql, values in parts for value in values]


def behind(names: Sequence[str], last: Sequence[Any]) -> Q:
    """The rows that come after the one with these values; no column may be empty, and the last one is nobody else's.

    For rows that are joined with others: the database guesses from it how many there are.
    """
    found = nothing()
    columns = bare(names)
    beyond = [
        f"{column}__{'lt' if name.startswith('-') else 'gt'}" for name, column in zip(names, columns, strict=True)
    ]
    for place, further in enumerate(beyond):
        same = dict(zip(columns[:place], last[:place], strict=True))
        found |= Q(**same, **{further: last[place]})
    # The plain bound lets the database start at the right place of the index.
    return Q(**{f"{beyond[0]}e": last[0]}) & found


def right_behind(names: Sequence[str], last: Sequence[Any]) -> Q:
    """The same for an order that goes one way, where very many rows are alike in its first column, and nothing else is sorted."""
    sign = "<" if names[0].startswith("-") else ">"
    return Q(_Beyond(*map(F, bare(names)), *map(Value, last), sign=sign))
