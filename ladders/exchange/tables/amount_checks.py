"""What would be misread without a word: one amount in several cells, and tables beside the one that is read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from ladders.core.sentences import gettext as _

from .currencies import other_signs
from .placeholders import is_placeholder
from .problems import Problems
from .sheets import Table


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
