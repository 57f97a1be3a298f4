"""People who may be asked about a move they made, and what others ask them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Employee
from ladders.core.private import SealedTextField

from .targets import signed_in


class WalkedWayQuerySet(models.QuerySet["WalkedWay"]):
    """Named states."""

    def visible_to(self, user: Any, day: dt.date | None = None) -> WalkedWayQuerySet:
        """To whoever works here, of everybody who works here: that is what they agreed to. Nothing to others."""
        here = Employee.objects.working_on(day or timezone.localdate())
        if not signed_in(user) or not here.filter(user=user).exists():
            return self.none()
        return self.filter(employee__in=here.values("pk"))


class WalkedWay(models.Model):
    """Somebody may be asked about their move to a level, as it was: where they came from, and when. Taking back deletes it."""

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="walked_ways")
    level_key = models.UUIDField(editable=False)
    level = models.CharField(max_length=170, editable=False)
    from_key = models.UUIDField(editable=False)
    from_level = models.CharField(max_length=170, editable=False)
    moved_on = models.DateField(editable=False)

    objects = WalkedWayQuerySet.as_manager()

    class Meta:
        ordering = ["-moved_on", "id"]
        constraints = [models.UniqueConstraint(fields=["employee", "level_key"], name="growth_way_once")]
        indexes = [models.Index(fields=["level_key"], name="growth_way_level")]

    def __str__(self) -> str:
        return f"{self.from_level} → {self.level}"


class WayQuestionQuerySet(models.QuerySet["WayQuestion"]):
    """Named states."""

    def visible_to(self, user: Any, day: dt.date | None = None) -> WayQuestionQuerySet:
        """To the two between whom it is, as long as both work here."""
        if not signed_in(user):
            return self.none()
        here = Employee.objects.working_on(day or timezone.localdate()).values("pk")
        return self.filter(Q(by__user=user) | Q(asked__user=user), by__in=here, asked__in=here)


class WayQuestion(models.Model):
    """A question about a move somebody made, with their answer. It is between the two."""

    by = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="+")
    asked = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="+")
    level = models.CharField(max_length=170, editable=False)
    text = SealedTextField("growth question")
    answer = SealedTextField("growth question", blank=True, default=b"")
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    answered_at = models.DateTimeField(null=True)

    objects = WayQuestionQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["by", "asked"], condition=Q(answered_at=None), name="growth_question_one"),
            models.CheckConstraint(name="growth_question_two", condition=~Q(by=F("asked"))),
            models.CheckConstraint(name="growth_question_said", condition=~Q(text=b"")),
        ]
        indexes = [models.Index(fields=["asked", "-asked_at"], name="growth_question_asked")]

    def __str__(self) -> str:
        return str(_("Question"))
