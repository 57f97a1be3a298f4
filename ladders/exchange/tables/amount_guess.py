"""Says how a column of amounts was read where it could be read in two ways."""

from __future__ import annotations

from ladders.core.amounts import AmountColumn
from ladders.core.sentences import gettext as _

from .problems import Problems
from .sheets import Severity


def tell_guess(problems: Problems, column: AmountColumn) -> None:
    """Say how amounts that could be two were read, and by what; nothing where each has one reading."""
    if not column.open or column.mixed:
        return
    text, cure = column.open[0], _("If that is wrong, say how amounts are written")
    by = (
        _("as “%(other)s” in the same table says") % {"other": column.decided_by}
        if column.decided_by
        else _("which is a guess")
    )
    problems.add(
        "manner",
        None,
        _(
            "%(file)s: “%(text)s” could be two amounts and was read as %(read)s, %(by)s. %(cure)s: like "
            "62,670.50 (in a mapping: “amounts”: “point”) or like 62.670,50 (“comma”)."
        )
        % {"file": problems.file, "text": text, "read": f"{column.read(text):,.2f}", "by": by, "cure": cure},
        Severity.WARNING,
    )
