"""Conditions for queries that stay conditions wherever they stand.

`Q()` is no condition: `Q() | a` is `a`, and `~Q()` is still nothing. Whoever says "every row" in code that others combine
takes `everything()`, which means the same under `|`, `&` and `~`; its opposite is `nothing()`. Neither costs anything in SQL.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import BooleanField, F, Func, Q, QuerySet, Value
from django.db.models.expressions import Combinable


def everything() -> Q:
    """True for every row."""
    return ~nothing()


def nothing() -> Q:
    """True for no row; alone, it saves the query."""
    return Q(pk__in=[])


def among(field: str, ids: QuerySet[Any, Any]) -> Q:
    """True where the field is one of `ids` (a query of one column), which the database finds first.

    With `__in` it may as well walk a whole list in its order and ask of every row whether it is one of them: quick where
    many are, and slow at any size where hardly anybody is. This way few are found by the field's index, and none is none.
    """
    return _any(field, ArraySubquery(ids.order_by()))


def one_of(field: str, ids: list[int] | list[UUID]) -> Q:
    """True where the field is one of these, of which there is at least one, as one value: with `__in` each number of them is
    another statement, which cannot be kept."""
    base = models.UUIDField() if isinstance(ids[0], UUID) else models.BigIntegerField()
    return _any(field, Value(ids, output_field=ArrayField(base)))


def _any(field: str, found: Combinable) -> Q:
    return Q(Func(F(field), found, template="%(expressions)s)", arg_joiner=" = ANY(", output_field=BooleanField()))
