"""Frameworks and their versions. Every child row carries `version`, so that the database can freeze what is published."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ladders.core.history import tracked
from ladders.core.permissions import Permission
from ladders.impact.models import FactorPlan, Grade

from .enums import GRADING_METHODS, GROUP_KINDS, TRACK_KINDS, VersionState
from .shapes import GradingMethod, GroupKind


class FrameworkQuerySet(models.QuerySet["Framework"]):
    """Named states."""

    def published(self) -> FrameworkQuerySet:
        """Frameworks with a version that everyone can read."""
        return self.filter(versions__state=VersionState.PUBLISHED)

    def visible_to(self, user: Any) -> FrameworkQuerySet:
        """Published ones for whoever is signed in; drafts for who edits frameworks, and for a framework's owner."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        if user.has_perm(Permission.EDIT_FRAMEWORK):
            return self.all()
        published = Version.objects.filter(framework=models.OuterRef("pk"), state=VersionState.PUBLISHED)
        employee = getattr(user, "employee", None)
        owned = Q(owner=employee) if employee else Q(pk__in=[])
        return self.filter(models.Exists(published) | owned)


@tracked()
class Framework(models.Model):
    """The career framework of one job family, with an accountable owner."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=80)
    owner = models.ForeignKey(
        "accounts.Employee",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="owned_frameworks",
        verbose_name=_("accountable owner"),
    )
    owner_title = models.CharField(
        _("owner's function"), max_length=80, blank=True, help_text=_("As readers know it: Chief Technology Officer.")
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects = FrameworkQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Upper("name"),
                name="frameworks_framework_name",
                violation_error_message=_("A framework of this name exists already."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class VersionQuerySet(models.QuerySet["Version"]):
    """Named states."""

    def draft(self) -> Version | None:
        """The version being edited."""
        return self.filter(state=VersionState.DRAFT).first()

    def published(self) -> Version | None:
        """The version everyone reads."""
        return self.filter(state=VersionState.PUBLISHED).first()

    def visible_to(self, user: Any) -> VersionQuerySet:
        """Published and retired ones for everyone signed in; drafts for who may edit that framework."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        if user.has_perm(Permission.EDIT_FRAMEWORK):
            return self.all()
        employee = getattr(user, "employee", None)
        owned = Q(framework__owner=employee) if employee else Q(pk__in=[])
        return self.filter(~Q(state=VersionState.DRAFT) | owned)


@tracked()
class Version(models.Model):
    """A state of a framework: one draft, one published, any number retired. Published and retired never change."""

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=VersionState.choices, default=VersionState.DRAFT)
    summary = models.TextField(_("what this job family does"), blank=True)
    statement = models.TextField(_("statement"), blank=True)
    note = models.TextField(_("what is new"), blank=True, help_text=_("Readers see it above the lattice."))
    based_on = models.ForeignKey("self", on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    # The plan, points and grades a version was published with stay with it; a draft follows the plan in force.
    plan = models.ForeignKey(FactorPlan, on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    revision = models.PositiveIntegerField(default=0, editable=False)  # counts every edit of the draft
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    asked_at = models.DateTimeField(null=True, editable=False)
    asked_revision = models.PositiveIntegerField(null=True, editable=False)  # an edit after asking asks again
    published_at = models.DateTimeField(null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    retired_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "number"], name="frameworks_version_number"),
            models.UniqueConstraint(
                fields=["framework"], condition=Q(state="draft"), name="frameworks_version_one_draft"
            ),
            models.UniqueConstraint(
                fields=["framework"], condition=Q(state="published"), name="frameworks_version_one_published"
            ),
            models.CheckConstraint(
                name="frameworks_version_published_pair",
                condition=Q(state="draft", published_at=None, published_by=None)
                | Q(~Q(state="draft"), published_at__isnull=False, published_by__isnull=False),
            ),
            models.CheckConstraint(
                name="frameworks_version_asked_pair",
                condition=Q(asked_at=None, asked_by=None, asked_revision=None)
                | Q(asked_at__isnull=False, asked_by__isnull=False, asked_revision__isnull=False),
            ),
            models.CheckConstraint(
                name="frameworks_version_retired_pair",
                condition=Q(state="retired", retired_at__isnull=False) | Q(~Q(state="retired"), retired_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.framework} {self.number}"

    @property
    def is_draft(self) -> bool:
        """True while it can be edited."""
        return self.state == VersionState.DRAFT


class Part(models.Model):
    """What every part of a version shares: the version, the key it keeps through all versions, and its place in order."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="%(class)s_set")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    position = models.PositiveIntegerField(default=0, editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)  # what an editor saw, to notice a second editor

    class Meta:
        abstract = True
        ordering = ["position", "id"]


@tracked()
class ProficiencyStep(models.Model):
    """A step of a version's proficiency scale."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(_("name"), max_length=60)
    description = models.TextField(_("description"), blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["version", "number"], name="frameworks_step_number")]

    def __str__(self) -> str:
        return self.name


@tracked()
class Track(Part):
    """A parallel ladder. All kinds have the same fields."""

    kind = models.CharField(_("kind"), max_length=12, choices=TRACK_KINDS)
    name = models.CharField(_("name"), max_length=80)
    tagline = models.CharField(_("in a few words"), max_length=80, blank=True)
    purpose = models.TextField(_("what this track is for"), blank=True)

    class Meta(Part.Meta):
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="frameworks_track_key"),
            models.UniqueConstraint(fields=["version"], condition=Q(kind="shared"), name="frameworks_track_one_shared"),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class Level(Part):
    """A rung of a track. Grade and points come from its job evaluation, or from a source while it is slotted."""

    track = models.ForeignKey(Track, on_delete=models.CASCADE, related_name="levels")
    code = models.CharField(_("code"), max_length=24)
    title = models.CharField(_("title"), max_length=120)
    summary = models.CharField(_("in one line"), max_length=200, blank=True)
    scope = models.TextField(_("scope"), blank=True)
    method = models.CharField(max_length=10, choices=GRADING_METHODS, default=GradingMethod.NONE, blank=True)
    grade = models.ForeignKey(Grade, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    points = models.PositiveIntegerField(null=True, blank=True)
    source = models.CharField(
        _("source of the grade"),
        max_length=120,
        blank=True,
        help_text=_("Hay, Mercer, collective agreement, committee."),
    )
    evaluation_due = models.DateField(_("evaluation due"), null=True, blank=True)

    class Meta(Part.Meta):
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="frameworks_level_key"),
            models.CheckConstraint(
                name="frameworks_level_evaluated",
                condition=~Q(method="evaluated") | Q(points__isnull=False),
            ),
            models.CheckConstraint(
                name="frameworks_level_slotted",
                condition=~Q(method="slotted")
                | (Q(grade__isnull=False, points=None, evaluation_due__isnull=False) & ~Q(source="")),
            ),
            models.CheckConstraint(
                name="frameworks_level_ungraded", condition=~Q(method="") | Q(grade=None, points=None)
            ),
        ]
        indexes = [models.Index(fields=["version", "track", "position"], name="frameworks_level_order")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


@tracked()
class JobEvaluation(models.Model):
    """Who evaluated a level, when, and how it was confirmed. The degrees are its ratings."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="+")
    level = models.OneToOneField(Level, on_delete=models.CASCADE, related_name="evaluation")
    evaluators = ArrayField(models.CharField(max_length=150), verbose_name=_("evaluators"), default=list)
    note = models.TextField(_("note"), blank=True)
    evaluated_on = models.DateField(_("evaluated on"), default=timezone.localdate)
    proposed = models.BooleanField(default=False)  # from a template or an import: nobody has confirmed it yet
    revision = models.PositiveIntegerField(default=0, editable=False)

    def __str__(self) -> str:
        return f"{self.level}"


@tracked()
class FactorRating(models.Model):
    """The degree of one factor, with the rationale. `factor` is the factor's key, the same under every plan version."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="+")
    evaluation = models.ForeignKey(JobEvaluation, on_delete=models.CASCADE, related_name="ratings")
    factor = models.UUIDField()
    degree = models.PositiveSmallIntegerField(_("degree"))
    rationale = models.TextField(_("rationale"), blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["evaluation", "factor"], name="frameworks_rating_factor")]

    def __str__(self) -> str:
        return f"{self.factor}: {self.degree}"


@tracked()
class CompetencyGroup(Part):
    """A group of competencies; a kind marks leadership by influence and leading people."""

    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=12, choices=GROUP_KINDS, default=GroupKind.GENERAL)

    class Meta(Part.Meta):
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="frameworks_group_key")]

    def __str__(self) -> str:
        return self.name


@tracked()
class Competency(Part):
    """An ability."""

    group = models.ForeignKey(CompetencyGroup, on_delete=models.CASCADE, related_name="competencies")
    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"), blank=True)

    class Meta(Part.Meta):
        verbose_name_plural = "competencies"
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="frameworks_competency_key")]

    def __str__(self) -> str:
        return self.name


@tracked()
class Expectation(models.Model):
    """What one level asks of one competency."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="expectation_set")
    level = models.ForeignKey(Level, on_delete=models.CASCADE, related_name="expectations")
    competency = models.ForeignKey(Competency, on_delete=models.CASCADE, related_name="expectations")
    proficiency = models.PositiveSmallIntegerField(_("proficiency"), null=True, blank=True)
    descriptor = models.TextField(_("descriptor"), blank=True)
    examples = models.TextField(_("examples"), blank=True)
    builds_on = models.BooleanField(_("as the level before, and …"), default=False)
    revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["level", "competency"], name="frameworks_expectation_once"),
        ]
        indexes = [models.Index(fields=["version"], name="frameworks_expectation_version")]

    def __str__(self) -> str:
        return f"{self.level} · {self.competency}"


@tracked()
class ParityReason(models.Model):
    """The owner's written reason for publishing a track thinner or lower than management, and when to look again."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="parity_reasons")
    finding = models.CharField(max_length=200)  # the finding's stable key
    sentence = models.TextField()  # the finding as it was answered
    reason = models.TextField(_("reason"))
    review_on = models.DateField(_("look at it again on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "finding"], name="frameworks_reason_once"),
            models.CheckConstraint(name="frameworks_reason_written", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return self.finding


@tracked()
class Successor(models.Model):
    """Where people on a removed level belong: stored with the version that no longer has the level."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="successors")
    removed_key = models.UUIDField()
    removed_code = models.CharField(max_length=24)
    removed_title = models.CharField(max_length=120)
    level = models.ForeignKey(Level, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["removed_code"]
        constraints = [models.UniqueConstraint(fields=["version", "removed_key"], name="frameworks_successor_once")]

    def __str__(self) -> str:
        return f"{self.removed_code} → {self.level}"


@tracked()
class Consultation(models.Model):
    """A consultation on a version: with which body, when, and what came of it."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="consultations")
    body = models.CharField(_("body"), max_length=120, help_text=_("Works council, union, staff forum."))
    held_on = models.DateField(_("date"))
    outcome = models.TextField(_("outcome"))

    class Meta:
        ordering = ["held_on", "id"]

    def __str__(self) -> str:
        return f"{self.body}, {self.held_on}"


class SearchEntry(models.Model):
    """What full-text search finds: one row per level and per competency of every published version."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="search_entries")
    kind = models.CharField(max_length=12)  # level, competency
    key = models.UUIDField()
    code = models.CharField(max_length=24, blank=True)
    title = models.CharField(max_length=200)
    context = models.CharField(max_length=200, blank=True)  # track and grade, or group
    body = models.TextField()
    vector = models.GeneratedField(
        expression=SearchVector(F("code"), F("title"), weight="A", config="english")
        + SearchVector(F("body"), weight="C", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        verbose_name_plural = "search entries"
        indexes = [GinIndex(fields=["vector"], name="frameworks_search_vector")]

    def __str__(self) -> str:
        return self.title
