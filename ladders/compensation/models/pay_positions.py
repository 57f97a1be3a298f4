"""Where everybody's pay stands today: a copy for lists, which the database makes from the rows that count.

Nothing is ever decided from it alone and it is not tracked, because it can be made anew at any time. What it depends on
leaves a mark in `Touched` by triggers, so no writer can forget to; `queries.pay_positions.refresh` works the marks off.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Case, Q, Value, When

from accounts.models import Employee

from ..queries.readers import people_whose_pay
from .salaries import STANDINGS


def _money(digits: int = 16, places: int = 2) -> models.DecimalField[Any, Any]:
    return models.DecimalField(max_digits=digits, decimal_places=places, null=True)


class PayPositionQuerySet(models.QuerySet["PayPosition"]):
    """Named states."""

    def visible_to(self, user: Any) -> PayPositionQuerySet:
        """Of the people whose pay this user may see."""
        return self.filter(employee__in=people_whose_pay(user))


# Whom to look at first: findings, then those quietly within their band, then those on no level.
URGENCY = Case(
    When(standing="no_level", then=Value(2)),
    When(finding=True, then=Value(0)),
    default=Value(1),
    output_field=models.SmallIntegerField(),
)


class PayPosition(models.Model):
    """One person who works here today. Ranges are of a full-time year and include exception and supplement."""

    employee = models.OneToOneField(Employee, on_delete=models.CASCADE, primary_key=True, related_name="pay_position")
    sort_name = models.CharField(max_length=400, db_collation="C")
    legal_entity = models.CharField(max_length=120, blank=True)
    department = models.CharField(max_length=120, blank=True)
    location = models.CharField(max_length=120, blank=True)
    standing = models.CharField(max_length=14, choices=STANDINGS)
    finding = models.BooleanField()  # anything but quietly within the band
    level_key = models.UUIDField(null=True)  # as it is now
    framework = models.ForeignKey("frameworks.Framework", on_delete=models.CASCADE, null=True, related_name="+")
    level_code = models.CharField(max_length=24, blank=True)
    level_title = models.CharField(max_length=120, blank=True)
    grade_code = models.CharField(max_length=12, blank=True)
    rank = models.PositiveSmallIntegerField(null=True)
    zone_code = models.CharField(max_length=12, blank=True)
    zone_name = models.CharField(max_length=80, blank=True)
    zone_currency = models.CharField(max_length=3, blank=True)
    minimum = _money()
    midpoint = _money()
    maximum = _money()
    supplement = _money(5)  # per cent
    excepted_until = models.DateField(null=True)
    amount = _money(14)
    currency = models.CharField(max_length=3, blank=True)
    basis = models.CharField(max_length=8, blank=True)
    fte = _money(10, 9)
    annual = _money(20)
    compa_ratio = _money(20, 6)
    penetration = _money(24, 6)
    to_minimum = models.DecimalField(max_digits=16, decimal_places=2, default=Decimal(0))  # of a full-time year
    cost = models.DecimalField(max_digits=16, decimal_places=2, default=Decimal(0))  # a year, at the hours worked
    protected_until = models.DateField(null=True)

    objects = PayPositionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["sort_name", "employee"], name="compensation_position_name"),
            models.Index(URGENCY, "sort_name", "employee", name="compensation_position_urgent"),
            models.Index(
                fields=["sort_name", "employee"], name="compensation_position_find", condition=Q(finding=True)
            ),
            models.Index(
                fields=["sort_name", "employee"],
                name="compensation_position_ending",
                condition=Q(protected_until__isnull=False) | Q(excepted_until__isnull=False),
            ),
            models.Index(fields=["standing", "sort_name", "employee"], name="compensation_position_standing"),
            models.Index(fields=["level_key", "sort_name", "employee"], name="compensation_position_level"),
            # Who of a level is below another minimum.
            models.Index(fields=["level_key", "zone_code", "annual"], name="compensation_position_raise"),
            models.Index(fields=["compa_ratio", "employee"], name="compensation_position_compa"),
            models.Index(fields=["-to_minimum", "employee"], name="compensation_position_gap"),
            models.Index(fields=["department", "sort_name", "employee"], name="compensation_position_dept"),
            models.Index(fields=["rank", "sort_name", "employee"], name="compensation_position_rank"),
            models.Index(fields=["zone_name", "sort_name", "employee"], name="compensation_position_zone"),
            models.Index(fields=["penetration", "employee"], name="compensation_position_pen"),
        ]

    def __str__(self) -> str:
        return f"{self.employee_id}: {self.standing}"


class PayPositionsMade(models.Model):
    """Which day the pay positions are of, and their totals: one row, locked while they are made."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    day = models.DateField(null=True)
    totals = models.JSONField(default=list)  # [legal entity, department, standing, currency, people, cost] per group

    class Meta:
        constraints = [models.CheckConstraint(name="compensation_made_one_row", condition=Q(id=1))]

    def __str__(self) -> str:
        return str(self.day)


class Touched(models.Model):
    """Whose pay position is out of date: one person's, those of a zone, or everybody's where neither is said. Written by triggers
    alone."""

    id = models.BigAutoField(primary_key=True)
    employee_id = models.BigIntegerField(null=True)
    zone_id = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return str(self.employee_id or self.zone_id or "everybody")
