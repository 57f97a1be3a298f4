"""Who holds which level, from when until when. Dates are whole days, both ends included."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Employee
from ladders.core.history import tracked
from ladders.core.models import Batch
from ladders.core.periods import PeriodQuerySet, ordered, overlap
from ladders.frameworks.models import Framework, Level, Version


class Source(models.TextChoices):
    """Where a placement came from."""

    IMPORT = "import", _("HR system")
    HR = "hr", _("Placed by HR")
    EMPLOYER = "employer", _("Change by the employer")
    MOVE = "move", _("Move")
    TRY_OUT = "try_out", _("Try-out")


AGREED = (Source.MOVE, Source.TRY_OUT)  # in a request: changed by another one, and not by hand


class PlacementQuerySet(PeriodQuerySet):
    """Named states."""

    def primary(self) -> PlacementQuerySet:
        """The placements that decide grade and band."""
        return self.filter(primary=True)

    def second(self) -> PlacementQuerySet:
        """Those beside a primary one that stay: without try-outs."""
        return self.lasting().filter(primary=False)

    def lasting(self) -> PlacementQuerySet:
        """Those that count: without try-outs, which end by themselves and enter no figure."""
        return self.exclude(source=Source.TRY_OUT)

    def try_outs(self) -> PlacementQuerySet:
        """The others."""
        return self.filter(source=Source.TRY_OUT)

    def visible_to(self, user: Any) -> PlacementQuerySet:
        """Those of the people whom this user may see."""
        return self.filter(employee__in=Employee.objects.visible_to(user))

    def locked(self) -> list[Placement]:
        """These rows with person and level, locked in the order of their keys, so that two writers never wait for each other."""
        return list(self.select_for_update(of=("self",)).select_related("employee", "level").order_by("pk"))


@tracked(exclude=["batch", "reason"])
class Placement(models.Model):
    """A person holds a level from a date. `level` is the row as it was then; `level_key` stays through all versions.

    The primary placement decides grade and band. A second one, partial, adds what its level expects; a try-out is a second one
    that ends by itself and counts nowhere.
    """

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="placements")
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")
    level_key = models.UUIDField(editable=False)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    primary = models.BooleanField(default=True)
    share = models.PositiveSmallIntegerField(
        _("share in per cent"), default=100, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.HR)
    reason = models.TextField(_("reason"), blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    batch = models.ForeignKey(
        Batch, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="placements"
    )

    objects = PlacementQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-primary", "-id"]
        constraints = [
            ExclusionConstraint(
                name="placements_primary_no_overlap",
                expressions=[("employee", RangeOperators.EQUAL), overlap()],
                condition=Q(primary=True),
                violation_error_message=_("On some of these days the person holds another level already."),
            ),
            ExclusionConstraint(
                name="placements_second_no_overlap",
                expressions=[("employee", RangeOperators.EQUAL), overlap()],
                condition=Q(primary=False),
                violation_error_message=_("On some of these days the person has another second level already."),
            ),
            ordered("placements_placement_dates"),
            models.CheckConstraint(name="placements_placement_share", condition=Q(share__gte=1, share__lte=100)),
            models.CheckConstraint(name="placements_second_partial", condition=Q(primary=True) | Q(share__lt=100)),
            models.CheckConstraint(
                name="placements_try_out_ends",
                condition=~Q(source="try_out") | Q(primary=False, share__lte=50, ends_on__isnull=False),
            ),
            models.CheckConstraint(name="placements_employer_reason", condition=~Q(source="employer") | ~Q(reason="")),
        ]
        indexes = [
            models.Index(fields=["level_key"], name="placements_level_key"),
            # Levels that are planned: few of all, and whoever has one waits for none.
            models.Index(
                fields=["starts_on"], include=["employee"], condition=Q(primary=True), name="placements_planned"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee}: {self.level}"


class NoLevelReason(models.TextChoices):
    """Why somebody rightly holds no level."""

    LEADS = "leads", _("leads the whole organisation")
    BOARD = "board", _("sits on a board")
    FRAMEWORK = "framework", _("no framework for this work yet")
    SHORT = "short", _("short stay or apprenticeship")
    OUTSIDE = "outside", _("employed elsewhere, works here for a time")
    OTHER = "other", _("another reason")


class NoLevelQuerySet(models.QuerySet["NoLevel"]):
    """Named states."""

    def on(self, day: dt.date) -> NoLevelQuerySet:
        """Those that hold on that day: they stand, and the day to look again has not come."""
        return self.standing(day).filter(Q(review_on__isnull=True) | Q(review_on__gt=day))

    def standing(self, day: dt.date) -> NoLevelQuerySet:
        """Those said by that day and not taken back by then, whose person was on no level in between, that day included.

        A level that is to begin later ends nothing yet, and one that was removed never did.
        """
        levels = Placement.objects.primary().filter(employee=OuterRef("employee"), starts_on__lte=day)
        held = levels.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=OuterRef("said_on")))
        said = self.alias(said_on=TruncDate("made_at")).filter(said_on__lte=day)
        return said.filter(Q(ended_at__isnull=True) | Q(ended_at__date__gt=day)).filter(~Exists(held))


class NoLevel(models.Model):
    """Somebody holds no level on purpose, so that nobody waits for one. Holding a level puts an end to it for good, whoever wrote
    that level: read from the placements (see `standing`), so that a level which is removed leaves nothing to be mended.

    The person reads the reason. From `review_on` on they are among those without a level again, and this says why.
    """

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="no_level")
    why = models.CharField(_("reason"), max_length=10, choices=NoLevelReason.choices)
    words = models.CharField(_("in your words"), max_length=200, blank=True)
    review_on = models.DateField(_("look again on"), null=True, blank=True)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+")
    batch = models.ForeignKey(Batch, on_delete=models.SET_NULL, null=True, editable=False, related_name="+")
    ended_at = models.DateTimeField(null=True, editable=False)  # taken back, or said anew
    ended_batch = models.ForeignKey(Batch, on_delete=models.SET_NULL, null=True, editable=False, related_name="+")

    objects = NoLevelQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "people without a level on purpose"
        constraints = [
            models.UniqueConstraint(
                name="placements_no_level_once", fields=["employee"], condition=Q(ended_at__isnull=True)
            ),
            models.CheckConstraint(name="placements_no_level_words", condition=~Q(why="other") | ~Q(words="")),
        ]

    def __str__(self) -> str:
        return f"{self.employee}: {self.reason}"

    @property
    def reason(self) -> str:
        """As people read it: what kind of reason, and HR's own words behind it; for another reason the words alone."""
        kind = str(self.get_why_display())
        if not self.words or self.why == NoLevelReason.OTHER:
            return self.words or kind
        return _("%(reason)s (%(words)s)") % {"reason": kind, "words": self.words}
