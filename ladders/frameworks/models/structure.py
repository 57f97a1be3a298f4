"""What a version is made of: scale, tracks, levels, competencies, expectations."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ladders.core.history import tracked
from ladders.impact.models import Grade

from ..domain.links import TEXT as LINKS
from ..domain.shapes import GradingMethod, GroupKind
from ..enums import GRADING_METHODS, GROUP_KINDS, TRACK_KINDS
from ..labels import level_label
from .versions import Version, VersionPart


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
class Track(VersionPart):
    """A parallel ladder. All kinds have the same fields."""

    kind = models.CharField(_("kind"), max_length=12, choices=TRACK_KINDS)
    name = models.CharField(_("name"), max_length=80)
    tagline = models.CharField(_("in a few words"), max_length=80, blank=True)
    purpose = models.TextField(_("what this track is for"), blank=True)

    class Meta(VersionPart.Meta):
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="frameworks_track_key"),
            models.UniqueConstraint(fields=["version"], condition=Q(kind="shared"), name="frameworks_track_one_shared"),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class Level(VersionPart):
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

    class Meta(VersionPart.Meta):
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
        return level_label(self)


@tracked()
class CompetencyGroup(VersionPart):
    """A group of competencies; a kind marks leadership by influence and leading people."""

    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=12, choices=GROUP_KINDS, default=GroupKind.GENERAL)

    class Meta(VersionPart.Meta):
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="frameworks_group_key")]

    def __str__(self) -> str:
        return self.name


@tracked()
class Competency(VersionPart):
    """An ability."""

    group = models.ForeignKey(CompetencyGroup, on_delete=models.CASCADE, related_name="competencies")
    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"), blank=True)
    links = models.TextField(_("learning links"), blank=True)

    class Meta(VersionPart.Meta):
        verbose_name_plural = "competencies"
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="frameworks_competency_key"),
            models.CheckConstraint(name="frameworks_competency_links", condition=Q(links__regex=LINKS)),
        ]

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
    links = models.TextField(_("learning links"), blank=True)
    revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["level", "competency"], name="frameworks_expectation_once"),
            models.CheckConstraint(name="frameworks_expectation_links", condition=Q(links__regex=LINKS)),
        ]
        indexes = [models.Index(fields=["version"], name="frameworks_expectation_version")]

    def __str__(self) -> str:
        return f"{self.level} · {self.competency}"
