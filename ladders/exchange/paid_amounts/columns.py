"""What the columns of a payroll's year are, and which of them nobody takes in. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from ladders.core.sentences import gettext as _
from ladders.insights.domain.paid_kinds import folded_kind, proposed

from ..tables.amount_checks import note_numbers
from ..tables.amount_signs import holds_signs, is_sign_heading, lone_sign, lone_word
from ..tables.placeholders import is_placeholder
from ..tables.problems import Problems
from ..tables.sheets import Table, bare, fold
from .mapping import HEADINGS, PaidField, PaidMapping

F = PaidField
ANSWERS: Final = frozenset("yes|no|y|n|true|false|ja|nein|j|oui|non|o|sí|si|sim|não|nee|nej".split("|"))  # noqa: SIM905


def meanings(cells: Sequence[str], mapping: PaidMapping, known: Collection[str]) -> list[PaidField | None]:
    """Each field once but for columns of pay, the first column wins; what the mapping names comes first. A file with a
    column for kinds is long: its other columns are no pay."""
    said = [mapping.columns.get(fold(cell)) for cell in cells]
    guessed = [own or guess_of(cell) for own, cell in zip(said, cells, strict=True)]
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


def guess_of(heading: str) -> PaidField | None:
    """What a heading says by itself."""
    return F.SIGN if is_sign_heading(heading) else HEADINGS.get(bare(heading))


def find_signs(table: Table, head: int, meant: list[PaidField | None], mapping: PaidMapping) -> None:
    """Where no heading says so, the column of a long file whose cells are both words of a pair, such as S and H."""
    if F.AMOUNT not in meant or F.SIGN in meant:
        return
    for place, heading in enumerate(table.rows[head].cells):
        unsaid = meant[place] is None and fold(heading) not in mapping.columns
        if unsaid and holds_signs((row.cells[place] for row in table.rows[head + 1 :]), letters=True):
            meant[place] = F.SIGN
            return


def tell_lone_signs(
    problems: Problems, table: Table, head: int, meant: Sequence[PaidField | None], mapping: PaidMapping
) -> None:
    """Ask about columns of a long file in which a minus stands beside some amounts, and nothing beside others."""
    headings = table.rows[head].cells
    for place, heading in enumerate(headings):
        if F.AMOUNT not in meant or F.SIGN in meant or meant[place] is not None or fold(heading) in mapping.columns:
            continue
        if word := lone_word(row.cells[place] for row in table.rows[head + 1 :]):
            column = table.letters[place]
            told = lone_sign(table.file, heading or column, word)
            problems.add("signs", table.rows[head].number, told, column=column)


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


def tell_numbers(problems: Problems, table: Table, head: int, places: Sequence[int], *, wide: bool) -> None:
    """What is said of these columns. In a wide file each may be pay that would be missing from every figure: somebody says so."""
    headings = table.rows[head].cells
    for place in places if wide else ():
        column = table.letters[place]
        if headings[place]:
            sentence = _(
                "%(file)s: “%(heading)s” has numbers, and nobody has said what they are. Say whether it is pay, and what it "
                "counts as, or that it is not pay (in a mapping: “columns”, “pay” or “ignore”)."
            )
        else:
            sentence = _(
                "%(file)s: column %(column)s has numbers and no heading. Give it one if it is pay, else remove the column."
            )
        words = {"file": table.file, "heading": headings[place], "column": column}
        problems.add("numbers", table.rows[head].number, sentence % words, column=column)
    if not wide:
        note_numbers(problems, table, head, places)
