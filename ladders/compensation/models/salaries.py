"""What people are paid, what protects it, and who has looked at it. Dates are whole days, both ends included."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Employee
from ladders.core.history import append_only, tracked
from ladders.core.periods import PeriodQuerySet, ordered, overlap

from ..domain.position import Basis, RangeStatus, Salaried
from ..queries.readers import people_whose_log, people_whose_pay

BASES = [
    (Basis.YEAR.value, _("a year")),
    (Basis.MONTH.value, _("a month")),
    (Basis.MONTH_13.value, _("a month, 13 times a year")),
    (Basis.MONTH_14.value, _("a month, 14 times a year")),
    (Basis.WEEK.value, _("a week")),
    (Basis.HOUR.value, _("an hour")),
]

STANDINGS = [  # findings first, in the order of their weight
    (RangeStatus.BELOW.value, _("Below the minimum")),
    (RangeStatus.ABOVE.value, _("Above this band")),
    (RangeStatus.OTHER_CURRENCY.value, _("Paid in another currency than the zone’s")),
    (RangeStatus.NO_SALARY.value, _("No salary")),
    (RangeStatus.NO_LEVEL.value, _("Not placed on a level")),
    (RangeStatus.NO_GRADE.value, _("Level without a grade")),
    (RangeStatus.NO_ZONE.value, _("Location without a pay zone")),
    (RangeStatus.NO_BAND.value, _("No band for grade and zone")),
    (RangeStatus.WITHIN.value, _("Within the band")),
]

_currency = RegexValidator(r"^[A-Z]{3}$", _("A currency has three capital letters: EUR."))


class PayQuerySet(PeriodQuerySet):
    """Rows about a person's pay."""

    def visible_to(self, user: Any) -> PayQuerySet:
        """Of the people whose pay this user may see: their own, those in the reach of a role, and what a setting adds."""
        return self.filter(employee__in=people_whose_pay(user))


class SalarySource(models.TextChoices):
    """Where a salary came from."""

    HR = "hr", _("Entered by HR")
    IMPORT = "import", _("From a file")


@tracked()
class Salary(models.Model):
    """What somebody is paid from a date: an amount for a period of time, at a full-time equivalent."""

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="salaries")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3, validators=[_currency])
    basis = models.CharField(_("for"), max_length=8, choices=BASES, default=Basis.YEAR.value)
    fte = models.DecimalField(
        _("full-time equivalent"),
        max_digits=10,
        decimal_places=9,
        default=Decimal(1),
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(Decimal(1))],
    )
    full_time_hours = models.DecimalField(
        _("weekly hours of full-time work"),
        max_digits=4,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(1)), MaxValueValidator(Decimal(60))],
    )
    source = models.CharField(max_length=10, choices=SalarySource.choices, default=SalarySource.HR)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PayQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-id"]
        verbose_name_plural = "salaries"
        constraints = [
            ExclusionConstraint(
                name="compensation_salary_no_overlap",
                expressions=[("employee", RangeOperators.EQUAL), overlap()],
                violation_error_message=_("On some of these days the person has another salary already."),
            ),
            ordered("compensation_salary_dates"),
            models.CheckConstraint(
                name="compensation_salary_amount",
                condition=Q(amount__gt=0),
                violation_error_message=_("A salary is more than 0."),
            ),
            models.CheckConstraint(
                name="compensation_salary_fte",
                condition=Q(fte__gt=0, fte__lte=1),
                violation_error_message=_("A full-time equivalent lies above 0 and is at most 1."),
            ),
            models.CheckConstraint(name="compensation_salary_currency", condition=Q(currency__regex=r"^[A-Z]{3}$")),
            models.CheckConstraint(
                name="compensation_salary_basis", condition=Q(basis__in=[value for value, _label in BASES])
            ),
            models.CheckConstraint(
                name="compensation_salary_hours",
                condition=~Q(basis="hour") | Q(full_time_hours__isnull=False),
                violation_error_message=_("Pay by the hour needs the weekly hours of full-time work."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee}: {self.amount} {self.currency}"

    @property
    def pay(self) -> Salaried:
        """As plain data, for the pure functions."""
        return Salaried(self.amount, self.currency, Basis(self.basis), self.fte, self.full_time_hours)

    @property
    def annual(self) -> Decimal:
        """A full-time year's pay."""
        return self.pay.annual


@tracked(exclude=["reason", "follows"])
class PayProtection(models.Model):
    """A promise to a person: pay stays up to an amount until a day, and what follows then. It belongs to no level or band."""

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="pay_protections")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    amount = models.DecimalField(
        _("protected pay"), max_digits=14, decimal_places=2, help_text=_("Of a full-time year.")
    )
    currency = models.CharField(_("currency"), max_length=3, validators=[_currency])
    follows = models.CharField(
        _("what follows"),
        max_length=300,
        help_text=_("In a sentence for the person: what happens to the pay when the protection ends."),
    )
    reason = models.CharField(_("reason"), max_length=300)
    promised_by = models.UUIDField(null=True, editable=False)  # the move whose terms promise it; empty: HR promised it
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PayQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-id"]
        constraints = [
            ExclusionConstraint(
                name="compensation_protection_no_overlap",
                expressions=[("employee", RangeOperators.EQUAL), overlap()],
                violation_error_message=_("On some of these days the person’s pay is protected already."),
            ),
            ordered("compensation_protection_dates"),
            models.CheckConstraint(
                name="compensation_protection_amount",
                condition=Q(amount__gt=0),
                violation_error_message=_("Protected pay is more than 0."),
            ),
            models.CheckConstraint(name="compensation_protection_currency", condition=Q(currency__regex=r"^[A-Z]{3}$")),
            models.CheckConstraint(name="compensation_protection_words", condition=~Q(follows="") & ~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.employee}: {self.amount} {self.currency} until {self.ends_on}"


class AccessKind(models.TextChoices):
    """Where somebody saw another person's pay."""

    PERSON = "person", _("Opened the person’s pay page")
    LIST = "list", _("Saw the person in a list of pay")
    EXPORT = "export", _("Exported a list with the person’s pay")


class PayAccessQuerySet(models.QuerySet["PayAccess"]):
    """Named states."""

    def visible_to(self, user: Any) -> PayAccessQuerySet:
        """About oneself, and about the people whose pay log a role lets this user read."""
        return self.filter(employee__in=people_whose_log(user))


@append_only(at="at")
class PayAccess(models.Model):
    """Somebody looked at another person's pay. Rows are only ever added (the database refuses the rest)."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(default=timezone.now)
    # Without constraints: to check one, the database would have to lock rows of a table that nobody may change, and
    # refuse to delete anybody at all, seen or not. Rows stay when an account goes.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    kind = models.CharField(max_length=10, choices=AccessKind.choices)

    objects = PayAccessQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["employee", "-id"], name="compensation_access_employee"),
            models.Index(fields=["by", "-id"], name="compensation_access_by"),
        ]

    def __str__(self) -> str:
        return f"{self.by} → {self.employee} ({self.kind})"

    def get_kind_display(self) -> str:  # type: ignore[no-redef]
        """In words. Django's own would make a table of all kinds for every row."""
        return str(AccessKind(self.kind).label)
