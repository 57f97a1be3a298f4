"""Conditions for queries that stay conditions wherever they stand.

`Q()` is no condition: `Q() | a` is `a`, and `~Q()` is still nothing. Whoever says "every row" in code that others combine
takes `everything()`, which means the same under `|`, `&` and `~`; its opposite is `nothing()`. Neither costs anything in SQL.
"""

from __future__ import annotations

from django.db.models import Q


def everything() -> Q:
    """True for every row."""
    return ~nothing()


def nothing() -> Q:
    """True for no row; alone, it saves the query."""
    return Q(pk__in=[])
