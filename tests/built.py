"""How often a function is called, which a busy machine does not change: what work costs."""

from __future__ import annotations

import cProfile
import pstats
from collections.abc import Callable


def calls_of(work: Callable[[], object], file: str, name: str) -> int:
    """Calls in `work` of the functions of that name in files that end so."""
    profile = cProfile.Profile()
    profile.runcall(work)
    calls = pstats.Stats(profile).stats.items()  # type: ignore[attr-defined]
    return sum(said[1] for (where, _line, called), said in calls if where.endswith(file) and called == name)


def statements_built(work: Callable[[], object]) -> int:
    """How many statements are put together from querysets, which takes longer than answering them; what stands within others
    counts, too."""
    return calls_of(work, "sql/compiler.py", "as_sql")
