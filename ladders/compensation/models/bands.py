"""Bands on grades, changes of them that wait, and what may deviate: market supplements and dated exceptions."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import ExpressionWrapper, F, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ladders.core.approvals.apart import asked_by_the_same
from ladders.core.history import tracked
from ladders.core.periods import PeriodQuerySet, ordered, overlap
from ladders.frameworks.models import Framework
from ladders.impact.models import Grade

from .zones import Objective, PayPolicy, PayZone, ShownToBandReaders


def money(label: Any) -> models.DecimalField[Any, Any]:
    """An amount per year, in the zone's currency."""
    return models.DecimalField(label, max_digits=14, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))])


def rising(name: str) -> models.CheckConstraint:
    """A constraint: minimum, midpoint and maximum rise."""
    return models.CheckConstraint(
        name=name,
        condition=Q(minimum__gt=0, minimum__lte=F("midpoint"), midpoint__lte=F("maximum")),
        violation_error_message=_("Minimum, midpoint and maximum have to rise."),
    )


class DatedForBandReaders(PeriodQuerySet, ShownToBandReaders):  # type: ignore[override]  # each has a manager of its own
    """Dated rows about the structure of pay."""


@tracked()
class Band(models.Model):
    """What a grade pays in a zone, per year and full time, for a period. Every track has the same."""

    grade = models.ForeignKey(Grade, on_delete=models.PROTECT, related_name="bands")
    zone = models.ForeignKey(PayZone, on_delete=models.PROTECT, related_name="bands")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    minimum = money(_("minimum"))
    midpoint = money(_("midpoint"))
    maximum = money(_("maximum"))

    objects = DatedForBandReaders.as_manager()

    class Meta:
        ordering = ["grade__rank", "starts_on"]
        constraints = [
            ExclusionConstraint(
                name="compensation_band_no_overlap",
                expressions=[("grade", RangeOperators.EQUAL), ("zone", RangeOperators.EQUAL), overlap()],
                violation_error_message=_("On some of these days the grade has a band in this zone already."),
            ),
            ordered("compensation_band_dates"),
            rising("compensation_band_rising"),
        ]

    def __str__(self) -> str:
        return f"{self.zone} {self.grade}: {self.minimum} – {self.maximum}"


class ChangeState(models.TextChoices):
    """Where a change of bands is."""

    WAITING = "waiting", _("Waits for a second person")
    SCHEDULED = "scheduled", _("Approved")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


@tracked()
class BandChange(models.Model):
    """New figures for some grades of a zone from a date. Approved, they become bands; the past stays as it was."""

    zone = models.ForeignKey(PayZone, on_delete=models.PROTECT, related_name="changes")
    starts_on = models.DateField(_("from"))
    note = models.CharField(_("what for"), max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=ChangeState.choices, default=ChangeState.WAITING)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, editable=False)
    reason = models.TextField(_("reason"), blank=True)

    objects = ShownToBandReaders.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="compensation_change_decided",
                condition=Q(state="waiting", decided_at=None, decided_by=None)
                | Q(~Q(state="waiting"), decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="compensation_change_decline_reason", condition=~Q(state="declined") | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.zone} {self.starts_on}"


@tracked()
class BandChangeLine(models.Model):
    """The new figures of one grade."""

    change = models.ForeignKey(BandChange, on_delete=models.CASCADE, related_name="lines")
    grade = models.ForeignKey(Grade, on_delete=models.PROTECT, related_name="+")
    minimum = money(_("minimum"))
    midpoint = money(_("midpoint"))
    maximum = money(_("maximum"))

    objects = ShownToBandReaders.as_manager()

    class Meta:
        ordering = ["grade__rank"]
        constraints = [
            models.UniqueConstraint(fields=["change", "grade"], name="compensation_line_once"),
            rising("compensation_line_rising"),
        ]

    def __str__(self) -> str:
        return f"{self.grade}: {self.minimum} – {self.maximum}"


class SupplementQuerySet(DatedForBandReaders):  # type: ignore[override]
    """Named states."""

    def to_review(self, day: dt.date) -> SupplementQuerySet:
        """Those that hold and whose day for looking at them again has come."""
        return self.on(day).filter(review_on__lte=day)


@tracked()
class MarketSupplement(models.Model):
    """A percentage on top of the bands, for all tracks of a framework alike, shown apart from them."""

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="+")
    zone = models.ForeignKey(PayZone, on_delete=models.PROTECT, related_name="supplements")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    percent = models.DecimalField(
        _("percent"),
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(Decimal(100))],
    )
    evidence = models.TextField(_("evidence"), help_text=_("Which survey or which vacancies show it."))
    criterion = models.CharField(
        _("objective criterion"), max_length=20, choices=Objective.choices, default=Objective.LABOUR_MARKET
    )
    review_on = models.DateField(_("looked at again on"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SupplementQuerySet.as_manager()

    class Meta:
        ordering = ["framework__name", "zone__name", "-starts_on"]
        constraints = [
            ExclusionConstraint(
                name="compensation_supplement_no_overlap",
                expressions=[("framework", RangeOperators.EQUAL), ("zone", RangeOperators.EQUAL), overlap()],
                violation_error_message=_("On some of these days the framework has a supplement in this zone already."),
            ),
            ordered("compensation_supplement_dates"),
            models.CheckConstraint(
                name="compensation_supplement_percent", condition=Q(percent__gt=0, percent__lte=100)
            ),
            models.CheckConstraint(name="compensation_supplement_evidence", condition=~Q(evidence="")),
        ]

    def __str__(self) -> str:
        return f"{self.framework} {self.zone}: {self.percent} %"


class ExceptionState(models.TextChoices):
    """Where an exception is. Only an approved one counts, and only within its dates."""

    PROPOSED = "proposed", _("Proposed")
    APPROVED = "approved", _("Approved")
    DECLINED = "declined", _("Declined")


class ExceptionQuerySet(DatedForBandReaders):  # type: ignore[override]
    """Named states."""

    def approved(self) -> ExceptionQuerySet:
        """Those that somebody approved."""
        return self.filter(state=ExceptionState.APPROVED)

    def proposed(self) -> ExceptionQuerySet:
        """Those that wait for a decision."""
        return self.filter(state=ExceptionState.PROPOSED)

    def to_decide(self, user: Any, now: dt.datetime | None = None) -> ExceptionQuerySet:
        """Those that wait for this user's word, for whoever approves bands: where the rules about pay ask for a second person,
        not what they proposed themselves. No query of its own."""
        asks = PayPolicy._meta.get_field("second_approver").default
        second = Coalesce(Subquery(PayPolicy.objects.values("second_approver")[:1]), Value(asks))
        rows = self.proposed().alias(asks_second=second)
        own = Q(proposed_by=user.pk) | asked_by_the_same(user, "proposed_by", now)
        found: ExceptionQuerySet = rows.exclude(Q(asks_second=True) & own)
        return found

    def end_soon(self, day: dt.date) -> ExceptionQuerySet:
        """Approved ones that end within the days of the pay policy and have no renewal. No query of its own."""
        days = Coalesce(Subquery(PayPolicy.objects.values("remind_days")[:1]), PayPolicy().remind_days)
        last = ExpressionWrapper(Value(day, models.DateField()) + days, models.DateField())
        rows = self.approved().filter(ends_on__gte=day, ends_on__lte=last)
        return rows.exclude(renewals__state__in=[ExceptionState.PROPOSED, ExceptionState.APPROVED])


@tracked()
class BandException(models.Model):
    """One level deviates from its grade's band in a zone, justified and for at most 24 months. `level_key` is the level's
    in all versions; code and title are as they were."""

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="+")
    level_key = models.UUIDField()
    level_code = models.CharField(max_length=24)
    level_title = models.CharField(max_length=120)
    zone = models.ForeignKey(PayZone, on_delete=models.PROTECT, related_name="exceptions")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), help_text=_("At most 24 months; it can be renewed."))
    minimum = money(_("minimum"))
    midpoint = money(_("midpoint"))
    maximum = money(_("maximum"))
    reason = models.TextField(_("reason"))
    criterion = models.CharField(_("objective criterion"), max_length=20, choices=Objective.choices, blank=True)
    state = models.CharField(max_length=10, choices=ExceptionState.choices, default=ExceptionState.PROPOSED)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now, editable=False)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, editable=False)
    decision = models.TextField(_("reason of the decision"), blank=True)
    renews = models.ForeignKey("self", on_delete=models.PROTECT, null=True, editable=False, related_name="renewals")
    reminded_on = models.DateField(null=True, editable=False)

    objects = ExceptionQuerySet.as_manager()

    class Meta:
        ordering = ["ends_on", "level_code", "id"]
        constraints = [
            ExclusionConstraint(
                name="compensation_exception_no_overlap",
                expressions=[("level_key", RangeOperators.EQUAL), ("zone", RangeOperators.EQUAL), overlap()],
                condition=Q(state="approved"),
                violation_error_message=_("On some of these days the level has an exception in this zone already."),
            ),
            ordered("compensation_exception_dates"),
            rising("compensation_exception_rising"),
            models.CheckConstraint(
                name="compensation_exception_decided",
                condition=Q(state="proposed", decided_at=None, decided_by=None)
                | Q(~Q(state="proposed"), decided_at__isnull=False, decided_by__isnull=False),
            ),
            models.CheckConstraint(
                name="compensation_exception_justified",
                condition=~Q(state="approved") | (~Q(reason="") & ~Q(criterion="")),
            ),
            models.CheckConstraint(
                name="compensation_exception_decline_reason", condition=~Q(state="declined") | ~Q(decision="")
            ),
        ]
        indexes = [models.Index(fields=["framework", "zone"], name="compensation_exception_place")]

    def __str__(self) -> str:
        return f"{self.level_code} {self.zone}"
