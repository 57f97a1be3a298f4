"""Counts of everybody, for pages that many look at: anew each time in a small organisation, once a minute in a large one.

Counting 100,000 people takes a second; whoever looks after an organisation of that size can wait a minute for a number.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Any, Final, TypeVar, cast

from django.core.cache import cache

from ladders.core.permissions import Permission

from .models import Employee

LARGE: Final = 2_000  # people; up to so many are counted anew each time
SECONDS: Final = 60
T = TypeVar("T")


def is_large() -> bool:
    """Whether everybody is too many to be counted for each look: 1 query, which reads no further than to the bound."""
    return Employee.objects.order_by()[: LARGE + 1].count() > LARGE


def kept(name: str, count: Callable[[], T], *, large: bool) -> T:
    """What `count` gives; in a `large` organisation what it gave within the last minute, for everybody who asks."""
    return cast(T, cache.get_or_set(f"counts:{name}", count, SECONDS)) if large else count()


def counted(name: str, about: Sequence[Any], user: Any, verb: Permission, count: Callable[[], T], *, large: bool) -> T:
    """The same for this user and this reach alone. `about` is what else the numbers depend on, such as the day."""
    if not large:
        return count()
    grants = sorted((each.role, sorted(each.legal_entities), sorted(each.departments)) for each in user.scopes(verb))
    reach = sha256(repr((grants, *about)).encode()).hexdigest()
    return kept(f"{name}:{user.pk}:{reach}", count, large=large)
