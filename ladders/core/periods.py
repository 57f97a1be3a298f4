"""Periods of whole days, both ends included; an open end is None."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

INCLUSIVE = "[]"


def days(first: str = "starts_on", last: str = "ends_on") -> Func:
    """The period of a row as the database's own range, for exclusion constraints."""
    return Func(F(first), F(last), Value(INCLUSIVE), function="daterange", output_field=DateRangeField())


def overlap() -> tuple[Func, str]:
    """The part of an exclusion constraint that says: periods do not overlap."""
    return days(), RangeOperators.OVERLAPS


def ordered(name: str) -> models.CheckConstraint:
    """A constraint: a period ends on or after the day it starts."""
    return models.CheckConstraint(
        name=name,
        condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
        violation_error_message=_("The last day lies before the first: check the two dates."),
    )


class PeriodQuerySet(models.QuerySet[Any]):
    """Rows that hold from `starts_on` until `ends_on`."""

    def on(self, day: dt.date) -> Self:
        """Those that hold on that day."""
        return self.filter(starts_on__lte=day).filter(Q(ends_on=None) | Q(ends_on__gte=day))

    def after(self, day: dt.date) -> Self:
        """Those that begin later than that day."""
        return self.filter(starts_on__gt=day)
