"""A real worker imports this: the first effect of all stops in its middle, so that it can be killed there."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

from ladders.moves.actions import effects

MARK = "in-the-middle"
whole = effects._right


def slowly(*args: Any) -> None:
    """Level and pay are written, the rest is not; nothing is committed."""
    mark = Path(os.environ["LADDERS_DATA_DIR"]) / MARK
    if not mark.exists():
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.touch()
        time.sleep(300)
    whole(*args)


if os.environ.get("DJANGO_SETTINGS_MODULE") == "worker_settings":  # not in the tests' own process
    effects._right = slowly  # type: ignore[assignment]
