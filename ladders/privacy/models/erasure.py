"""Erasing what is known of somebody: asked for, waited for, done, and what was done."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Employee, reach_of
from ladders.core.permissions import Permission


class ErasureState(models.TextChoices):
    """Where an erasure is."""

    WAITING = "waiting", _("Waits for its day")
    CANCELLED = "cancelled", _("Called off")
    DONE = "done", _("Done")


class ErasureQuerySet(models.QuerySet["Erasure"]):
    """Named states."""

    def visible_to(self, user: Any) -> ErasureQuerySet:
        """Those of people in the reach of a role that erases."""
        return self.filter(reach_of(user, Permission.ERASE_PEOPLE, "employee"))

    def due(self, moment: Any) -> ErasureQuerySet:
        """Those whose waiting time is over."""
        return self.filter(state=ErasureState.WAITING, due_at__lte=moment)


class Erasure(models.Model):
    """One person's erasure. `proof` counts what was done: `{"deleted": {table: rows}, "emptied": …, "left": …}`."""

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=ErasureState.choices, default=ErasureState.WAITING)
    reason = models.TextField(_("why"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    pseudonym = models.CharField(max_length=60, blank=True)
    proof = models.JSONField(default=dict)

    objects = ErasureQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["employee"], condition=~Q(state="cancelled"), name="privacy_erasure_one_at_a_time"
            ),
            models.CheckConstraint(name="privacy_erasure_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="privacy_erasure_ended",
                condition=Q(state="waiting", ended_at=None) | (~Q(state="waiting") & Q(ended_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return str(self.employee)
