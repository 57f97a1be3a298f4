"""What looks wrong in a file of people as a whole, and is asked about before anything is written. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from ladders.core.sentences import gettext as _

from .managers import name_key
from .parse import PersonRow
from .shapes import KnownPerson

FEWEST: Final = 5  # people who would be called otherwise: fewer may well have married
NAMED: Final = 3


def people_doubts(rows: Iterable[PersonRow], known: Mapping[str, KnownPerson]) -> list[str]:
    """Sentences, none mostly. Where at least half of those who are here already would get another name, numbers have moved
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
