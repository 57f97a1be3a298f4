"""What the columns of a table were read as, with a few of their texts, for the page where a person says what they mean. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ladders.core.sentences import gettext as _

from .sheets import Table, fold

SHOWN: Final = 3  # texts of each column
LOOKED: Final = 50  # rows in which they are looked for
LONGEST: Final = 40  # characters of each text


@dataclass(frozen=True, slots=True)
class ColumnRead:
    """One column: its heading, the field that it was read as (None: not taken), and its first texts, each once. Asked: somebody
    has to say what it is."""

    heading: str
    field: str | None
    samples: tuple[str, ...] = ()
    asked: bool = False

    def to_json(self, *, samples: bool) -> dict[str, Any]:
        """As plain data; the texts of the file only where `samples` are wanted."""
        data: dict[str, Any] = {"heading": self.heading, "field": self.field} | ({"asked": True} if self.asked else {})
        return data | {"samples": list(self.samples)} if samples else data


def columns_read(table: Table, head: int, fields: Iterable[str | None]) -> list[ColumnRead]:
    """The columns of a table whose headings stand in the row of index `head`; those without a heading are left out."""
    below = table.rows[head + 1 : head + 1 + LOOKED]
    return [
        ColumnRead(heading, field, _samples([row.cells[index] for row in below if index < len(row.cells)]))
        for index, (heading, field) in enumerate(zip(table.rows[head].cells, fields, strict=True))
        if heading
    ]


def untaken_twins(table: Table, head: int, fields: Iterable[str | None]) -> list[str]:
    """A sentence about each heading that stands above several columns of which some are taken and others, though they hold
    something, are not: nobody could tell them apart."""
    places: dict[str, list[tuple[int, str | None]]] = {}
    for index, (heading, field) in enumerate(zip(table.rows[head].cells, fields, strict=True)):
        if heading:
            places.setdefault(fold(heading), []).append((index, field))
    found: list[str] = []
    for columns in places.values():
        taken = [table.letters[index] for index, field in columns if field]
        lost = [
            table.letters[index]
            for index, field in columns
            if not field and any(row.cells[index] for row in table.rows[head + 1 :])
        ]
        if taken and lost:
            words = {"file": table.file, "heading": table.rows[head].cells[columns[0][0]]}
            words |= {"taken": ", ".join(taken), "lost": ", ".join(lost)}
            found.append(
                _(
                    "%(file)s: “%(heading)s” stands above several columns. Taken in: %(taken)s. Not taken in: %(lost)s. Give "
                    "each column a heading of its own."
                )
                % words
            )
    return found


def columns_guessed(table: Table, rows: int, guess: Callable[[str], str | None]) -> list[ColumnRead]:
    """The columns where no row could be told to be the headings: the fullest of the first `rows` is taken for it."""
    if not table.rows:
        return []
    head = max(range(min(rows, len(table.rows))), key=lambda index: sum(map(bool, table.rows[index].cells)))
    return columns_read(table, head, map(guess, table.rows[head].cells))


def _samples(texts: Sequence[str]) -> tuple[str, ...]:
    found = list(dict.fromkeys(text for text in texts if text))[:SHOWN]
    return tuple(text if len(text) <= LONGEST else text[: LONGEST - 1] + "…" for text in found)
