"""A copy of everything about a person, made for them; private, and gone after a week."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models import Employee
from ladders.core.models import Job
from ladders.core.private import SealedTextField

KEPT = dt.timedelta(days=7)


class CopyQuerySet(models.QuerySet["PersonalCopy"]):
    """Whose they are."""

    def visible_to(self, user: Any) -> CopyQuerySet:
        """Those that somebody asked for themselves, for a week."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self.filter(owner=user, made_at__gt=timezone.now() - KEPT)


class PersonalCopy(models.Model):
    """`content` is the JSON, sealed; empty until the job has made it. `owner` asked for it: the person, or HR for a leaver."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="+")
    content = SealedTextField("personal copy", blank=True)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    objects = CopyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "personal copies"
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def until(self) -> dt.datetime:
        """When it goes."""
        return self.made_at + KEPT
