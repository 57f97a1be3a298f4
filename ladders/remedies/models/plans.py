"""Plans of raises, kept with their case. A plan changes no pay: what HR decided from it stands beside it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Employee
from ladders.compensation.models.salaries import BASES
from ladders.compensation.queries.readers import people_whose_pay
from ladders.core.choices import choices_of

from ..domain.targets import PlanRules, Target, Whom
from .cases import RemedyCase

PERSON: Any = settings.AUTH_USER_MODEL


def _amount(digits: int = 16, places: int = 2, **more: Any) -> models.DecimalField[Any, Any]:
    return models.DecimalField(max_digits=digits, decimal_places=places, **more)


class RemedyPlan(models.Model):
    """What was asked of the planner, and what it found. `budget` None: whatever it takes. Amounts are in `currency`."""

    case = models.ForeignKey(RemedyCase, on_delete=models.PROTECT, related_name="plans")
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    target = models.CharField(_("to what"), max_length=6, choices=choices_of(Target))
    whom = models.CharField(_("whom"), max_length=9, choices=choices_of(Whom))
    band_point = _amount(5, 2, default=50)
    most_percent = _amount(5, 2, null=True)
    within_band = models.BooleanField(default=True)
    budget = _amount(null=True)
    starts_on = models.DateField(_("raised from"))
    year = models.PositiveSmallIntegerField()
    currency = models.CharField(max_length=3)
    cost = _amount()  # in every whole year, at the hours worked
    cost_this_year = _amount()  # from `starts_on` to the end of that year
    raised = models.PositiveIntegerField()
    asked = models.PositiveIntegerField()  # how many people: raised, not raised, and those who cannot be
    left_out = models.JSONField(default=dict)  # why somebody cannot be raised → how many
    women = models.PositiveIntegerField()  # of the category, behind both gaps
    men = models.PositiveIntegerField()
    gap_before = _amount(16, 4, null=True)
    gap_after = _amount(16, 4, null=True)
    adjusted_before = models.FloatField(null=True)
    adjusted_after = models.FloatField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    decided_from = models.DateField(null=True)
    decided_reason = models.TextField(_("why"), blank=True)
    decided_raises = models.PositiveIntegerField(null=True)
    decided_cost = _amount(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(name="remedies_plan_cost", condition=Q(cost__gte=0, cost_this_year__gte=0)),
            models.CheckConstraint(
                name="remedies_plan_budget", condition=Q(budget=None) | Q(cost__lte=models.F("budget"))
            ),
            models.CheckConstraint(
                name="remedies_plan_decided",
                condition=Q(decided_at=None, decided_by=None, decided_from=None, decided_reason="", decided_cost=None)
                | Q(decided_at__isnull=False, decided_by__isnull=False, decided_from__isnull=False)
                & Q(decided_raises__gt=0, decided_cost__gt=0)
                & ~Q(decided_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d}: {self.raised}"

    @property
    def rules(self) -> PlanRules:
        """What the planner was asked."""
        return PlanRules(Target(self.target), Whom(self.whom), self.band_point, self.most_percent, self.within_band)


class PlannedRaiseQuerySet(models.QuerySet["PlannedRaise"]):
    """Whose it may be read."""

    def visible_to(self, user: Any) -> PlannedRaiseQuerySet:
        """Of the people whose pay this user may see; nobody by default."""
        return self.filter(employee__in=people_whose_pay(user))


class PlannedRaise(models.Model):
    """One person in a plan: what each payment is, and what it would rise by. `decided` is the new amount that was set."""

    id = models.BigAutoField(primary_key=True)
    plan = models.ForeignKey(RemedyPlan, on_delete=models.CASCADE, related_name="raises")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    before = _amount(14)
    basis = models.CharField(max_length=8, choices=BASES)
    fte = models.DecimalField(max_digits=10, decimal_places=9)
    payments = models.DecimalField(max_digits=16, decimal_places=9)  # amounts a year at the hours worked
    more = _amount(14)
    a_year = _amount()
    decided = _amount(14, null=True)

    objects = PlannedRaiseQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "employee"], name="remedies_raise_once"),
            models.CheckConstraint(name="remedies_raise_more", condition=Q(more__gt=0, a_year__gt=0, before__gt=0)),
            models.CheckConstraint(
                name="remedies_raise_nobody_lowered", condition=Q(decided=None) | Q(decided__gt=models.F("before"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee_id}"  # never the amount: this reaches logs

    @property
    def after(self) -> Any:
        """Each payment as planned."""
        return self.before + self.more
