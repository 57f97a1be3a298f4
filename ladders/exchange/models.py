"""Files that somebody brought, until they have become a framework or are thrown away."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ladders.compensation.models import PayZone
from ladders.core.models import Job
from ladders.frameworks.models import Framework


class UploadState(models.TextChoices):
    """How far an upload is."""

    READING = "reading", _("Being read")
    READY = "ready", _("Read, to be looked at")
    REFUSED = "refused", _("Cannot be taken in")
    APPLYING = "applying", _("Being written")
    APPLIED = "applied", _("Taken in")
    UNDOING = "undoing", _("Being taken back")
    UNDONE = "undone", _("Taken back")


class TakenIn(models.Model):
    """What is remembered of what an import wrote, so that it can be taken back as a whole while nothing was built on it.

    `history` is the context under which the database's history holds every row before and after. `before` is what no history
    holds and the import changed; it goes with the upload.
    """

    history = models.UUIDField(null=True, editable=False)
    applied_at = models.DateTimeField(null=True, editable=False)
    before = models.JSONField(default=dict, editable=False)
    undone_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True


class UploadQuerySet(models.QuerySet["Upload"]):
    """Named states."""

    def visible_to(self, user: Any) -> UploadQuerySet:
        """A person's own uploads."""
        return self.filter(owner=user) if user.is_authenticated else self.none()


class Upload(TakenIn):
    """One import: files, what they were understood to mean, and what came of it.

    The content is kept in the database because worker and web may run on different machines; it goes when the import is
    applied.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("name of the framework"), max_length=80, blank=True)  # of a new one
    target = models.ForeignKey(Framework, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    aimed = models.BooleanField(default=False)  # a person chose name or target; until then both are guessed
    where = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    mapping = models.JSONField(null=True)  # what the tables mean: guessed, kept from an earlier import, or corrected
    corrected = models.BooleanField(default=False)  # a person corrected the mapping here
    kept = models.ForeignKey("KeptMapping", on_delete=models.SET_NULL, null=True, related_name="+")
    unkept = models.BooleanField(default=False)  # a person did not want the kept mapping
    correction = models.JSONField(null=True)  # the mapping while a person corrects it, not read with yet
    sample = models.JSONField(default=list)  # the first rows of each table, for the page where it is corrected
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


class PreviewEntry(models.Model):
    """One line of what an upload would do, to be listed in pages; and where a person chooses, the choice."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="entries")
    position = models.PositiveIntegerField()
    verdict = models.CharField(max_length=10)
    kind = models.CharField(max_length=12)
    framework = models.CharField(max_length=80, blank=True)
    name = models.CharField(max_length=300, blank=True)
    part = models.CharField(max_length=120, blank=True)
    field = models.CharField(max_length=20, blank=True)
    mine = models.TextField(blank=True)
    theirs = models.TextField(blank=True)
    file = models.CharField(max_length=255, blank=True)
    sheet = models.CharField(max_length=255, blank=True)
    row = models.PositiveIntegerField(null=True)
    column = models.CharField(max_length=40, blank=True)
    why = models.CharField(max_length=12, blank=True)
    message = models.TextField(blank=True)
    choosable = models.BooleanField(default=False)
    chosen = models.BooleanField(default=False)  # take the file's

    class Meta:
        ordering = ["position"]
        indexes = [models.Index(fields=["upload", "verdict", "position"], name="exchange_entry_listed")]

    def __str__(self) -> str:
        return self.name


class Baseline(models.Model):
    """What imports remember of a framework, so that the next one knows which side changed what.

    `parts` are fingerprints of what files said, `names` what they call each part, `declined` what a person did not want.
    """

    framework = models.OneToOneField(Framework, on_delete=models.CASCADE, related_name="+")
    parts = models.JSONField(default=dict)
    names = models.JSONField(default=dict)
    declined = models.JSONField(default=dict)
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.framework}"


class KeptMappingQuerySet(models.QuerySet["KeptMapping"]):
    """Whose they are."""

    def visible_to(self, user: Any) -> KeptMappingQuerySet:
        """Those of frameworks that the person sees."""
        return self.filter(framework__in=Framework.objects.visible_to(user))


class KeptMapping(models.Model):
    """A mapping that a person corrected, kept with the framework for the next file of the same shape."""

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="+")
    shape = models.CharField(max_length=64)  # of the tables that it was made for
    mapping = models.JSONField()
    files = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    used_at = models.DateTimeField(default=timezone.now)

    objects = KeptMappingQuerySet.as_manager()

    class Meta:
        ordering = ["-used_at"]
        constraints = [models.UniqueConstraint(fields=["framework", "shape"], name="exchange_kept_once")]

    def __str__(self) -> str:
        return f"{self.framework}: {self.files}"


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


class OwnUploadQuerySet(models.QuerySet[Any]):
    """Named states."""

    def visible_to(self, user: Any) -> OwnUploadQuerySet:
        """A person's own uploads."""
        return self.filter(owner=user) if user.is_authenticated else self.none()


class TableKind(models.TextChoices):
    """What a table is about."""

    PEOPLE = "people", _("people")
    SALARIES = "salaries", _("salaries")
    BANDS = "bands", _("bands")
    PAID = "paid", _("what was paid")


class KeptColumns(models.Model):
    """What somebody said that the columns of a file mean, for the next file with the same headings, whoever brings it.

    No amounts, names, numbers or constants are in it: those are of one file. It stays until somebody forgets it.
    """

    kind = models.CharField(max_length=10, choices=TableKind.choices)
    shape = models.CharField(max_length=64)  # fingerprint of the headings
    mapping = models.JSONField()
    file = models.CharField(max_length=255)  # the one that it was said of
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    said_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "shape"], name="exchange_columns_kept_once")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.file}"


class OwnUpload(TakenIn):
    """One file about people or pay that a worker reads: what its columns were understood to mean, and what came of it. Only who
    brought it sees it.

    The content goes when it was taken in. Until then it can be read again in another way, also where it was refused.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=255)
    content = models.BinaryField()
    mapping = models.JSONField(null=True)
    corrected = models.BooleanField(default=False)  # a person corrected the mapping here
    kept = models.ForeignKey(
        KeptColumns, on_delete=models.SET_NULL, null=True, related_name="+"
    )  # it is read with this
    report = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=UploadState.choices, default=UploadState.READING)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = OwnUploadQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name


class PeopleUpload(OwnUpload):
    """A file of people."""

    class Meta(OwnUpload.Meta):
        indexes = [models.Index(fields=["owner", "-created_at"], name="exchange_people_owner")]


class SalaryUpload(OwnUpload):
    """A file of salaries. Amounts lie here only while somebody looks at them: content and preview go when it was taken in,
    and with the upload after some days (`kept.UPLOADS`)."""

    full_time_hours = models.DecimalField(max_digits=4, decimal_places=2, default=Decimal(40))

    class Meta(OwnUpload.Meta):
        indexes = [models.Index(fields=["owner", "-created_at"], name="exchange_salaries_owner")]


class PaidUpload(OwnUpload):
    """A file of what was paid in one calendar year. As with salaries, its content goes when it was taken in."""

    year = models.PositiveSmallIntegerField()

    class Meta(OwnUpload.Meta):
        indexes = [models.Index(fields=["owner", "-created_at"], name="exchange_paid_owner")]


class BandUpload(OwnUpload):
    """A file of bands, with the day that it is for, and the zone of rows which name none. Its report holds what the worker
    read; that is compared with what is there whenever somebody looks, so what is seen is always what would happen now."""

    zone = models.ForeignKey(PayZone, on_delete=models.CASCADE, related_name="+")
    starts_on = models.DateField()

    class Meta(OwnUpload.Meta):
        indexes = [models.Index(fields=["owner", "-created_at"], name="exchange_bands_owner")]


class GradeFile(models.Model):
    """A file with a column of grades for the levels of a draft. Its content goes when it was read; names of levels and grades
    stay for some days (`kept.UPLOADS`), for whoever brought it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="+")
    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, null=True, related_name="+")  # kept of this import
    name = models.CharField(max_length=255)
    content = models.BinaryField(default=b"")
    tables = models.JSONField(default=list)
    problem = models.CharField(max_length=500, blank=True)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = OwnUploadQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name
