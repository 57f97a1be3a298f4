"""Notes on impact. They belong to the person and stay through every move."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Employee
from ladders.core.conditions import nothing

from .sharing import ShownQuerySet, Thing

KEPT_DAYS = 30  # how long a deleted note can be brought back


class Impact(models.TextChoices):
    """On what: never on a title."""

    BUSINESS = "business", _("Business value")
    CULTURE = "culture", _("Culture")
    INNOVATION = "innovation", _("Innovation")
    CONTINUITY = "continuity", _("Continuity")


class EvidenceQuerySet(ShownQuerySet):
    """Named states."""

    thing = Thing.EVIDENCE

    def kept(self) -> EvidenceQuerySet:
        """Those that were not deleted."""
        return self.filter(deleted_at=None)

    def deleted(self) -> EvidenceQuerySet:
        """Those that can still be brought back."""
        return self.filter(deleted_at__isnull=False)

    def visible_to(self, user: Any, day: dt.date | None = None) -> Any:
        """What was deleted is seen by its author alone."""
        own = Q(employee__user=user) if getattr(user, "is_authenticated", False) else nothing()
        return super().visible_to(user, day).filter(Q(deleted_at=None) | own)


class Evidence(models.Model):
    """What changed for the better through somebody's work. Level and framework read as they were then."""

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="evidence")
    happened_on = models.DateField(_("when"))
    title = models.CharField(_("in one line"), max_length=160)
    text = models.TextField(_("what changed, and how one can tell"), blank=True, max_length=8000)
    impacts = ArrayField(models.CharField(max_length=10, choices=Impact.choices), verbose_name=_("impact on"))
    framework = models.CharField(max_length=80, blank=True, editable=False)
    level_key = models.UUIDField(null=True, editable=False)
    level = models.CharField(max_length=150, blank=True, editable=False)  # "S5 Senior engineer"
    revision = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    deleted_at = models.DateTimeField(null=True, editable=False)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_on", "-id"]
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(
                name="careers_evidence_impacts",
                condition=Q(impacts__len__gte=1)
                & Q(impacts__contained_by=["business", "culture", "innovation", "continuity"]),
            ),
            models.CheckConstraint(name="careers_evidence_title", condition=~Q(title="")),
        ]
        indexes = [models.Index(fields=["employee", "-happened_on", "-id"], name="careers_evidence_order")]

    def __str__(self) -> str:
        return self.title
