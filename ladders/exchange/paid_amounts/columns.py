"""What the columns of a payroll's year are, and which of them nobody takes in. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from ladders.core.amounts import readings
from ladders.core.sentences import gettext as _
from ladders.insights.domain.paid_kinds import folded_kind, proposed

from ..tables.placeholders import is_placeholder
from ..tables.sheets import Table, bare, fold
from .mapping import HEADINGS, PaidField, PaidMapping

F = PaidField
ANSWERS: Final = frozenset("yes|no|y|n|true|false|ja|nein|j|oui|non|o|sí|si|sim|não|nee|nej".split("|"))  # noqa: SIM905


def meanings(cells: Sequence[str], mapping: PaidMapping, known: Collection[str]) -> list[PaidField | None]:
    """Each field once but for columns of pay, the first column wins; what the mapping names comes first. A file with a
    column for kinds is long: its other columns are no pay."""
    said = [mapping.columns.get(fold(cell)) for cell in cells]
    guessed = [own or HEADINGS.get(bare(cell)) for own, cell in zip(said, cells, strict=True)]
    long = F.KIND in guessed or F.KIND in mapping.constants
    taken = {each for each in said if each}
    meant: list[PaidField | None] = []
    for own, guess, cell in zip(said, guessed, cells, strict=True):
        each = own
        if own is None and guess is not None and guess not in taken and (long or guess is not F.AMOUNT):
            taken.add(guess)
            each = guess
        elif own is None and not long and (folded_kind(cell) in known or proposed(cell)):
            each = F.PAY
        meant.append(None if each is F.IGNORE or (each in meant and each is not F.PAY) else each)
    return meant


def columns_of_answers(
    table: Table, head: int, meant: Sequence[PaidField | None], mapping: PaidMapping
) -> dict[int, str]:
    """Places and headings of columns that are called like pay and answer a question in every row, such as “Overtime: yes”."""
    found = {}
    for place, each in enumerate(meant):
        heading = table.rows[head].cells[place]
        if each is not F.PAY or fold(heading) in mapping.columns:
            continue
        if _answers(row.cells[place] for row in table.rows[head + 1 :]):
            found[place] = heading
    return found


def _answers(texts: Iterable[str]) -> bool:
    """Whether whatever stands there is an answer: an amount says at once that it is not."""
    found = False
    for text in texts:
        if fold(text) in ANSWERS:
            found = True
        elif text and not is_placeholder(text):
            return False
    return found


def twins_of_pay(table: Table, head: int, meant: Sequence[PaidField | None]) -> Iterator[str]:
    """A sentence about each kind of pay that stands above several columns: of two years, say, which nobody adds up."""
    places: dict[str, list[int]] = {}
    for place, each in enumerate(meant):
        if each is F.PAY and any(row.cells[place] for row in table.rows[head + 1 :]):
            places.setdefault(folded_kind(table.rows[head].cells[place]), []).append(place)
    for columns in places.values():
        if len(columns) > 1:
            yield _(
                "%(file)s: “%(heading)s” stands above several columns of pay: %(columns)s. Give each a heading of its own, "
                "and leave out what is of another year."
            ) % {
                "file": table.file,
                "heading": table.rows[head].cells[columns[0]],
                "columns": ", ".join(table.letters[place] for place in columns),
            }


def amounts_not_taken(table: Table, head: int, meant: Sequence[PaidField | None], mapping: PaidMapping) -> str:
    """A sentence that names the columns of numbers that nothing is taken from though nobody said so; "": there are none."""
    found = []
    for place, heading in enumerate(table.rows[head].cells):
        if meant[place] is None and fold(heading) not in mapping.columns:
            some = islice(dict.fromkeys(row.cells[place] for row in table.rows[head + 1 :]), 50)
            texts = [text for text in some if text and not is_placeholder(text)]
            if texts and all(readings(str(text).strip("-−–() ")) for text in texts):
                found.append(f"“{heading}”" if heading else table.letters[place])
    if not found:
        return ""
    return _("%(file)s: these columns of numbers are not taken in: %(columns)s. If one is pay, say so.") % {
        "file": table.file,
        "columns": ", ".join(found),
    }
