"""Columns of a salary file that nothing is taken from, and that say something about amounts all the same. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ladders.core.sentences import gettext as _

from ..tables.amount_checks import note_numbers, numbers_not_taken
from ..tables.amount_signs import holds_signs, is_sign_heading, may_take_away
from ..tables.problems import Problems
from ..tables.sheets import Table, fold


def check_others(
    problems: Problems, table: Table, head: int, meant: Sequence[str | None], said: Collection[str]
) -> None:
    """Refuse a column that says of amounts whether they are taken away: a salary is more than nothing. Columns of numbers that
    nothing is taken from are named: one may be a part of the salary."""
    numbers = numbers_not_taken(table, head, meant, said)
    twins = {
        fold(cell) for cell, each in zip(table.rows[head].cells, meant, strict=True) if each
    }  # are named by themselves
    note_numbers(problems, table, head, [at for at in numbers if fold(table.rows[head].cells[at]) not in twins])
    for place, heading in enumerate(table.rows[head].cells):
        if meant[place] is not None or fold(heading) in said:
            continue
        texts = [row.cells[place] for row in table.rows[head + 1 :]]
        if holds_signs(texts, letters=False) or (is_sign_heading(heading) and may_take_away(texts)):
            sentence = _(
                "%(file)s: “%(heading)s” seems to say which amounts are taken away, and a salary is more than nothing. Leave "
                "such rows out, or say that the column is left out."
            )
            words = {"file": table.file, "heading": heading or table.letters[place]}
            problems.add("signs", table.rows[head].number, sentence % words, column=table.letters[place])
