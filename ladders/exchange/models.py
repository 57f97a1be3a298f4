"""Files that somebody brought, until they have become a framework or are thrown away."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ladders.core.models import Job
from ladders.frameworks.models import Framework

KEPT = dt.timedelta(days=30)


class UploadState(models.TextChoices):
    """How far an upload is."""

    READING = "reading", _("Being read")
    READY = "ready", _("Read, to be looked at")
    REFUSED = "refused", _("Cannot be taken in")
    APPLYING = "applying", _("Being written")
    APPLIED = "applied", _("Taken in")


class UploadQuerySet(models.QuerySet["Upload"]):
    """Named states."""

    def visible_to(self, user: Any) -> UploadQuerySet:
        """A person's own uploads."""
        return self.filter(owner=user) if user.is_authenticated else self.none()

    def outdated(self, now: dt.datetime) -> UploadQuerySet:
        """Those nobody needs any more."""
        return self.filter(created_at__lt=now - KEPT)


class Upload(models.Model):
    """One import: files, what they were understood to mean, and what came of it.

    The content is kept in the database because worker and web may run on different machines; it goes when the import is
    applied.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("name of the framework"), max_length=80)
    where = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    mapping = models.JSONField(null=True)
    report = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=UploadState.choices, default=UploadState.READING)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    frameworks = models.ManyToManyField(Framework, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = UploadQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["owner", "-created_at"], name="exchange_upload_owner")]

    def __str__(self) -> str:
        return self.name


class UploadedFile(models.Model):
    """One file of an upload, as it came."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=255)
    content = models.BinaryField()
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name


class PeopleUploadQuerySet(models.QuerySet["PeopleUpload"]):
    """Named states."""

    def visible_to(self, user: Any) -> PeopleUploadQuerySet:
        """A person's own uploads."""
        return self.filter(owner=user) if user.is_authenticated else self.none()

    def outdated(self, now: dt.datetime) -> PeopleUploadQuerySet:
        """Those nobody needs any more."""
        return self.filter(created_at__lt=now - KEPT)


class PeopleUpload(models.Model):
    """One people file, what it would change, and what came of it. The content goes when it was taken in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=255)
    content = models.BinaryField()
    mapping = models.JSONField(null=True)
    report = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=UploadState.choices, default=UploadState.READING)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = PeopleUploadQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["owner", "-created_at"], name="exchange_people_owner")]

    def __str__(self) -> str:
        return self.name
