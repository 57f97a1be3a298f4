"""How levels were evaluated."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ladders.core.history import tracked

from .structure import Level
from .versions import Version


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


class GradingWay(models.TextChoices):
    """How many levels were graded together."""

    SHEET = "sheet", _("In the table")
    PATTERN = "pattern", _("By a pattern")
    LIST = "list", _("By a list")
    BANDS = "bands", _("By pay ranges")
    NEIGHBOUR = "neighbour", _("As the neighbouring track")


class BulkGrading(models.Model):
    """Levels of a draft that were graded in one action: each as it was and as it was left, so that all can be undone."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="bulk_gradings")
    way = models.CharField(max_length=10, choices=GradingWay.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    levels = models.JSONField()  # [{"key", "before", "after"}]: `LevelState`s
    order = models.JSONField(default=dict)  # track's key → keys of its levels before, lowest first
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.version} · {self.way}"
