"""How far somebody is in each competency, seen by themselves and by their manager. The two stand side by side."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Employee
from ladders.frameworks.models import Framework

from .evidence import Evidence
from .sharing import ShownQuerySet, Thing, people_who_show


class Side(models.TextChoices):
    """Who assesses."""

    SELF = "self", _("Self")
    MANAGER = "manager", _("Manager")


class SheetQuerySet(ShownQuerySet):
    """Sheets of people."""

    thing = Thing.ASSESSMENT


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    """Named states."""

    def current(self) -> AssessmentQuerySet:
        """What holds now; earlier ones stay to show how somebody grew."""
        return self.filter(replaced_at=None)

    def visible_to(self, user: Any, day: dt.date | None = None) -> AssessmentQuerySet:
        """One's own; the manager's of the day and HR's in reach; and whoever they were shared with."""
        people = people_who_show(user, Thing.ASSESSMENT, day or timezone.localdate())
        return self.filter(sheet__employee__in=people)


class AssessmentSheet(models.Model):
    """One side's assessment of a person: the row that is locked and counted, so that a stale save is noticed."""

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="+")
    side = models.CharField(max_length=8, choices=Side.choices)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True)

    objects = SheetQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["employee", "side"], name="careers_sheet_once")]

    def __str__(self) -> str:
        return f"{self.employee_id}: {self.side}"


class Assessment(models.Model):
    """A step of the framework's proficiency scale in one competency, with a note and the evidence for it."""

    sheet = models.ForeignKey(AssessmentSheet, on_delete=models.CASCADE, related_name="assessments")
    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="+")
    competency = models.UUIDField()  # the key, the same through all versions
    proficiency = models.PositiveSmallIntegerField(_("proficiency"))
    note = models.TextField(_("note"), blank=True, max_length=4000)
    evidence = models.ManyToManyField(Evidence, related_name="+", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    assessed_on = models.DateField(default=timezone.localdate)
    replaced_at = models.DateTimeField(null=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["-assessed_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "competency"], condition=Q(replaced_at=None), name="careers_assessment_one_current"
            ),
            models.CheckConstraint(name="careers_assessment_step", condition=Q(proficiency__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.competency}: {self.proficiency}"
