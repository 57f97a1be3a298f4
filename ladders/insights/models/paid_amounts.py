"""What was really paid in a calendar year: amounts by kind, and paid hours. What a kind counts as is said once."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Employee
from ladders.core.history import tracked
from ladders.core.permissions import Permission

from ..domain.paid_kinds import Treatment

TREATMENTS = [
    (Treatment.BASIC.value, _("basic pay")),
    (Treatment.VARIABLE.value, _("complementary or variable pay")),
    (Treatment.LEFT_OUT.value, _("left out")),
]


@tracked()
class PaidKind(models.Model):
    """What one kind of pay counts as. Said once for the whole organisation, and kept for every later file."""

    name = models.CharField(_("kind"), max_length=80)
    folded = models.CharField(max_length=80, unique=True, editable=False)  # what it is found by, however it is written
    treatment = models.CharField(_("counts as"), max_length=10, choices=TREATMENTS)
    rule = models.CharField(
        _("rule"), max_length=200, blank=True, help_text=_("Why it is left out, such as: refund of expenses.")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    said_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="insights_kind_treatment", condition=Q(treatment__in=[value for value, _label in TREATMENTS])
            ),
            models.CheckConstraint(
                name="insights_kind_rule",
                condition=~Q(treatment="left_out") | ~Q(rule=""),
                violation_error_message=_("Say by which rule it is left out."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PaidYearQuerySet(models.QuerySet["PaidYear"]):
    """Whose it may be read, and of which year."""

    def visible_to(self, user: Any) -> PaidYearQuerySet:
        """Of the people for whom a role carries the pay equity verb; nobody by default."""
        return self.filter(employee__in=Employee.objects.within(user, Permission.VIEW_PAY_EQUITY))


class PaidYear(models.Model):
    """One person, one employer and one calendar year. An import replaces it as a whole; reports keep what they counted."""

    id = models.BigAutoField(primary_key=True)
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("year"), validators=[MinValueValidator(1990), MaxValueValidator(2100)])
    legal_entity = models.CharField(_("legal entity"), max_length=120, blank=True)  # who paid
    currency = models.CharField(_("currency"), max_length=3, validators=[RegexValidator(r"^[A-Z]{3}$")])
    hours = models.DecimalField(_("paid hours"), max_digits=6, decimal_places=2, null=True, blank=True)
    brought_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PaidYearQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["employee", "year", "legal_entity"], name="insights_paid_once"),
            models.CheckConstraint(name="insights_paid_year", condition=Q(year__gte=1990, year__lte=2100)),
            models.CheckConstraint(name="insights_paid_currency", condition=Q(currency__regex=r"^[A-Z]{3}$")),
            models.CheckConstraint(
                name="insights_paid_hours", condition=Q(hours=None) | Q(hours__gt=0, hours__lte=9000)
            ),
        ]
        indexes = [models.Index(fields=["year", "legal_entity"], name="insights_paid_of_year")]

    def __str__(self) -> str:
        return f"{self.employee_id}: {self.year}"


class PaidAmount(models.Model):
    """How much of one kind was paid in the year; corrections can make it less than nothing."""

    id = models.BigAutoField(primary_key=True)
    paid_year = models.ForeignKey(PaidYear, on_delete=models.CASCADE, related_name="amounts")
    kind = models.ForeignKey(PaidKind, on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["paid_year", "kind"], name="insights_amount_once")]

    def __str__(self) -> str:
        return f"{self.paid_year_id}: {self.kind_id}"  # never the amount: this reaches logs
