"""What higher rooms have built on somebody's level, so that it is not pulled away from under them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from ladders.core.providers import Provider


@Provider
def built_upon(employees: Collection[int], since: dt.datetime) -> set[int]:
    """Those of the employees (ids) whose level something was built on since that moment."""
    return set()
