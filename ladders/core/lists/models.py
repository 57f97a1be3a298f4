"""What belongs to lists: filters that people keep, and workbooks that were made for them."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SavedFilter(models.Model):
    """How one person likes to see a list: what it is narrowed to, its order and its columns, as in its address."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    list = models.CharField(max_length=30)
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=2000)
    opens = models.BooleanField(default=False)  # the list opens so

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "list", "name"], name="core_savedfilter_name"),
            models.UniqueConstraint(fields=["owner", "list"], name="core_savedfilter_opens", condition=Q(opens=True)),
            models.CheckConstraint(name="core_savedfilter_named", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name


class ListFileQuerySet(models.QuerySet["ListFile"]):
    """Whose they are."""

    def visible_to(self, user: Any) -> ListFileQuerySet:
        """Those that somebody asked for."""
        return self.filter(owner=user) if getattr(user, "is_authenticated", False) else self.none()


class ListFile(models.Model):
    """A list as a workbook, as somebody saw it; empty until the job has made it. It goes after some days (`retention_kinds.py`).

    `rights` is what the owner's roles reached when it was made: whoever reaches anything else since does not get it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    list = models.CharField(max_length=30)
    query = models.CharField(max_length=2000)
    every_column = models.BooleanField(default=False)
    rights = models.CharField(max_length=64)
    name = models.CharField(max_length=120, blank=True)
    rows = models.PositiveIntegerField(null=True)
    content = models.BinaryField(default=b"")
    job = models.ForeignKey("core.Job", on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    objects = ListFileQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["made_at"], name="core_listfile_made")]

    def __str__(self) -> str:
        return self.name or str(self.pk)
