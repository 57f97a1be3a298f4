"""What looks wrong in a file of people as a whole, and is asked about before anything is written. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from ladders.core.sentences import gettext as _

from ..tables.lists import first_of
from .managers import name_key
from .parse import PersonRow
from .shapes import KnownPerson

FEWEST: Final = 5  # people who would be called otherwise: fewer may well have married
NAMED: Final = 3
REWRITTEN: Final = re.compile(r"\d+\.0+|\d+(?:[.,]\d+)?E\+?\d+", re.IGNORECASE)  # 17.0 and 2.00E+05


def people_doubts(rows: Iterable[PersonRow], known: Mapping[str, KnownPerson]) -> list[str]:
    """Sentences, none mostly, about names that moved and about numbers that no longer are what they were."""
    people = list(rows)
    return [*_moved_names(people, known), *_rewritten_numbers(people, known)]


def _rewritten_numbers(rows: Iterable[PersonRow], known: Mapping[str, KnownPerson]) -> list[str]:
    """Where a spreadsheet took numbers for amounts, and would make other people of them."""
    odd = [row.number for row in rows if REWRITTEN.fullmatch(row.number) and row.number not in known]
    if not odd:
        return []
    return [
        _(
            "These employee numbers look as if a spreadsheet had rewritten them: %(some)s. Whoever has them would be "
            "new here."
        )
        % {"some": first_of(odd, NAMED)}
    ]


def _moved_names(rows: Iterable[PersonRow], known: Mapping[str, KnownPerson]) -> list[str]:
    """Where at least half of those who are here already would get another name, numbers have moved
    against names: a column was sorted alone, or somebody numbered the rows. The order of a name’s words does not count."""
    both = [(row, known[row.number]) for row in rows if row.name and row.number in known]
    other = [(row, old) for row, old in both if old.name and name_key(row.name) != name_key(old.name)]
    if len(other) < FEWEST or 2 * len(other) < len(both):
        return []
    some = "; ".join(
        _("%(row)s %(name)s would be %(new_name)s") % {"row": row.number, "name": old.name, "new_name": row.name}
        for row, old in other[:NAMED]
    )
    return [
        _(
            "%(count)s of %(all)s people who are here already would get another name: %(some)s. Perhaps "
            "the numbers stand in the wrong rows."
        )
        % {"count": len(other), "all": len(both), "some": some}
    ]
