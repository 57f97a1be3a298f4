"""How many statements are put together from querysets, which takes longer than answering them."""

from __future__ import annotations

import cProfile
import pstats
from collections.abc import Callable


def statements_built(work: Callable[[], object]) -> int:
    """Those of `work`, with what stands within others."""
    profile = cProfile.Profile()
    profile.runcall(work)
    calls = pstats.Stats(profile).stats.items()  # type: ignore[attr-defined]
    return sum(said[1] for (file, _line, name), said in calls if file.endswith("sql/compiler.py") and name == "as_sql")
