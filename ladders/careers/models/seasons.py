"""What somebody calls a part of their way, and what they plan."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Employee
from ladders.core.private import SealedTextField

from ..domain.move_kinds import Season
from .sharing import ShownQuerySet, Thing

SEASONS = [  # in the order people should meet them: leading is one among equals and never first
    (Season.SPECIALISING.value, _("Specialising")),
    (Season.BUILDING.value, _("Building")),
    (Season.ADVISING.value, _("Advising")),
    (Season.LEADING.value, _("Leading")),
    (Season.RECALIBRATING.value, _("Recalibrating")),
]


class SeasonQuerySet(ShownQuerySet):
    """Seasons of people."""

    thing = Thing.SEASONS


class NamedSeason(models.Model):
    """What its holder calls a stretch of a placement, instead of what follows from the track.

    It holds from `starts_on` until `ends_on`, or to the end of the placement; it survives a correction of the placement.
    """

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="+")
    season = models.CharField(_("season"), max_length=13, choices=SEASONS)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = SeasonQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["employee", "starts_on"], name="careers_season_once"),
            models.CheckConstraint(
                name="careers_season_dates", condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.season} from {self.starts_on}"


class SeasonPlan(models.Model):
    """A season somebody has in mind: from a day, or simply next. The note is sealed."""

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="+")
    season = models.CharField(_("season"), max_length=13, choices=SEASONS)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    note = SealedTextField("season plan", blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SeasonQuerySet.as_manager()

    class Meta:
        ordering = [F("starts_on").asc(nulls_first=True), "id"]

    def __str__(self) -> str:
        return f"{self.season} ahead"
