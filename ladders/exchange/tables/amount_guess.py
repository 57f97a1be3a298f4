"""Says how a column of amounts was read where it could be read in two ways."""

from __future__ import annotations

from ladders.core.amounts import AmountColumn

from .problems import Problems
from .sheets import Severity


def tell_guess(problems: Problems, column: AmountColumn) -> None:
    """Say how amounts that could be two were read, and by what; nothing where each has one reading."""
    if not column.open or column.mixed:
        return
    text, cure = column.open[0], "If that is wrong, say how amounts are written"
    by = f"as “{column.decided_by}” in the same table says" if column.decided_by else "which is a guess"
    problems.add(
        "manner",
        None,
        f"{problems.file}: “{text}” could be two amounts and was read as {column.read(text):,.2f}, {by}. {cure}: "
        "like 62,670.50 (in a mapping: “amounts”: “point”) or like 62.670,50 (“comma”).",
        Severity.WARNING,
    )
