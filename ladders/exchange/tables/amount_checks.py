"""What would be misread without a word: one amount in several cells, and tables beside the one that is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import islice
from typing import Final

from ladders.core.amounts import readings
from ladders.core.sentences import gettext as _

from .currencies import known_codes, other_signs
from .placeholders import is_placeholder
from .problems import Problems
from .sheets import Table, fold

_SIGNS: Final = "-−–() "


def tell_merged(
    problems: Problems,
    table: Table,
    place: int,
    rows: Sequence[int],
    texts: Sequence[str],
    left_out: Collection[int] = (),
) -> list[int]:
    """Refuse what cells of a column have from the cell with which they are merged, above or beside them; the positions in `rows`
    of these. Not what stands for nothing, nor rows that are `left_out`."""
    letters = table.letters[place]
    found = [
        index
        for index, row in enumerate(rows if table.merged else ())
        if (row, letters) in table.merged
        and index not in left_out
        and texts[index]
        and not is_placeholder(texts[index])
    ]
    for index in found:
        sentence = _(
            "%(file)s, row %(row)s: “%(text)s” stands in a cell that is merged with others. Undo that, and write what belongs "
            "in each."
        ) % {"file": table.file, "row": rows[index], "text": texts[index][:40]}
        problems.add("merged", rows[index], sentence, column=letters)
    return found


def tell_other_signs(
    problems: Problems,
    name: str,
    rows: Sequence[int],
    texts: Sequence[str],
    currencies: Sequence[str | None],
    letters: str = "",
) -> list[int]:
    """Refuse amounts, called `name`, with the sign of another currency than their row's; the positions in `rows` of these."""
    found = other_signs(texts, currencies)
    for index in found:
        sentence = _(
            "%(file)s, row %(row)s: %(name)s “%(text)s” is of another currency than its row. Write which it is."
        ) % {"file": problems.file, "row": rows[index], "name": name, "text": texts[index][:40]}
        problems.add("sign", rows[index], sentence, column=letters)
    return found


def tell_further_tables(
    problems: Problems, tables: Iterable[Table], rows: int, amounts: Callable[[Sequence[str]], bool]
) -> None:
    """Refuse a file of which another table has amounts, too: one of its first `rows` has the headings."""
    for table in tables:
        if any(amounts(row.cells) for row in table.rows[:rows]):
            sheet = f", {table.sheet}" if table.sheet else ""
            sentence = _(
                "%(file)s%(sheet)s: this sheet has amounts, too. Put all rows into one table, or import it on its own."
            )
            problems.add("table", None, sentence % {"file": table.file, "sheet": sheet})


def numbers_not_taken(
    table: Table, head: int, meant: Sequence[str | None], known: Collection[str], *, most: bool = False
) -> list[int]:
    """Places of the columns of numbers that nothing is taken from though nobody said so; `known`: folded headings of which
    somebody did. `most`: also of those in which other words stand among the numbers."""
    found = []
    for place, heading in enumerate(table.rows[head].cells):
        if meant[place] is None and (not heading or fold(heading) not in known):
            some = islice(dict.fromkeys(row.cells[place] for row in table.rows[head + 1 :]), 50)
            texts = [text for text in some if text and not is_placeholder(text)]
            numbers = sum(map(_is_number, texts))
            if texts and (numbers == len(texts) or (most and numbers * 2 >= len(texts))):
                found.append(place)
    return found


def _is_number(text: str) -> bool:
    """Also with a minus, and with the three letters of a currency before or behind it."""
    if readings(str(text).strip(_SIGNS)):
        return True
    code = re.match(r"[A-Z]{3}\b", text) or re.search(r"\b[A-Z]{3}$", text)
    return bool(code and code[0] in known_codes() and readings(text.replace(code[0], "").strip(_SIGNS)))


def note_numbers(problems: Problems, table: Table, head: int, places: Iterable[int]) -> None:
    """Name these columns; nothing where there are none."""
    headings = table.rows[head].cells
    named = [f"“{headings[place]}”" if headings[place] else table.letters[place] for place in places]
    if named:
        sentence = _("%(file)s: these columns of numbers are not taken in: %(columns)s. If one is pay, say so.")
        problems.note(sentence % {"file": table.file, "columns": ", ".join(named)})
