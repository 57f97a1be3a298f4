"""What would be misread without a word: one amount in several rows, and tables beside the one that is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from ladders.core.sentences import gettext as _

from .problems import Problems
from .sheets import Table


def tell_merged(problems: Problems, table: Table, place: int, rows: Sequence[int], texts: Sequence[str]) -> list[int]:
    """Refuse amounts of a column that stand in a cell merged over several `rows`; the positions of those but the first."""
    letters = table.letters[place]
    found = [index for index, row in enumerate(rows if table.merged else ()) if (row, letters) in table.merged]
    for index in (each for each in found if texts[each]):
        sentence = _(
            "%(file)s, row %(row)s: the amount “%(text)s” stands in a cell merged over several rows. Write each row’s own."
        ) % {"file": table.file, "row": rows[index], "text": texts[index][:40]}
        problems.add("merged", rows[index], sentence, column=letters)
    return found


def tell_further_tables(
    problems: Problems, tables: Iterable[Table], rows: int, amounts: Callable[[Sequence[str]], bool]
) -> None:
    """Refuse a file of which another table has amounts, too: one of its first `rows` has the headings."""
    for table in tables:
        if any(amounts(row.cells) for row in table.rows[:rows]):
            sheet = f", {table.sheet}" if table.sheet else ""
            sentence = _("%(file)s%(sheet)s: has amounts, too. Put all rows into one table, or bring this in alone.")
            problems.add("table", None, sentence % {"file": table.file, "sheet": sheet})
