"""In which manner the names of a column are written: “Lead, Ann” is Ann Lead where most rows are written so. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from ladders.core.sentences import gettext as _

from ..tables.lists import first_of
from ..tables.sheets import Severity, bare, fold
from .fields import PeopleField
from .mapping import PeopleMapping

if TYPE_CHECKING:
    from ..tables.problems import Problems
    from .parse import PersonRow

NAMED: Final = 10  # odd rows that are named
# What follows a comma without being a first name.
_TITLES: Final = frozenset(
    {"jr", "sr", "ii", "iii", "iv", "phd", "md", "mba", "msc", "bsc", "ma", "ba", "esq", "cpa", "dr"}
)


def turn_names(
    rows: Sequence[PersonRow], mapping: PeopleMapping, problems: Problems, *, by_heading: str, column: str
) -> list[str]:
    """Give each row of “Lead, Ann” its last and first name. The mapping says the manner, else the heading (`by_heading`:
    see `name_order`), else what more than half of the names show. Rows that are written otherwise stay as they are: a
    warning names them, and their names are the answer, row by row. `column`: its letters."""
    said = {fold(meant) for meant in mapping.values.get(PeopleField.NAME, {}).values()}
    named = [(person, _parts(person.name)) for person in rows if person.name and fold(person.name) not in said]
    pairs = [(person, parts) for person, parts in named if parts]
    turned = len(pairs) * 2 > len(named) or by_heading == "last_first"
    manner = mapping.names or by_heading or ("last_first" if turned else "as_written")
    if manner == "as_written":
        odd = [] if mapping.names else [person for person, _parts in pairs]
        how = _("have a comma and stay as they are. Where the last name stands first, say so")
    else:
        odd = [person for person, parts in named if not parts]
        how = _("do not tell which is the last name and stay as they are. Say what they mean, or fix them")
        for person, (last, first) in pairs:
            person.last_name, person.first_name, person.name = last, first, f"{first} {last}"
        if pairs and not mapping.names:
            person, (last, first) = pairs[0]
            told = f"“{last}, {first}” is {person.name}"
            problems.note(
                _("%(file)s: names are written with the last name first: %(told)s. If not, say so.")
                % {"file": problems.file, "told": told}
            )
    if odd:
        cells = [f"“{person.name[:80]}” (row {person.row})" for person in odd]
        sentence = _("%(file)s: names that %(how)s: %(cells)s.") % {
            "file": problems.file,
            "how": how,
            "cells": first_of(cells, NAMED),
        }
        problems.add("odd names", odd[0].row, sentence, Severity.WARNING, column=column)
    return [person.name for person in odd]


def _parts(name: str) -> tuple[str, str] | None:
    """Last and first name of “Lead, Ann”; None where the commas do not tell them."""
    last, _comma, first = (part.strip() for part in name.partition(","))
    return (last, first) if last and first and "," not in first and bare(first) not in _TITLES else None
