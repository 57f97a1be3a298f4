"""The factor plan and the grades, versioned together. No model here can see a person or a team."""

from __future__ import annotations

import uuid
from decimal import Decimal

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ladders.core.history import tracked

from .domain.decision_rights import rights_of
from .domain.points import DegreeShape, FactorShape, GradeShape, PlanShape


class PlanState(models.TextChoices):
    """A plan is edited as a draft, in force once activated, and retired by its successor."""

    DRAFT = "draft", _("Draft")
    ACTIVE = "active", _("In force")
    RETIRED = "retired", _("Retired")


class Criterion(models.TextChoices):
    """The four objective criteria of Directive (EU) 2023/970, article 4(4)."""

    SKILLS = "skills", _("Skills")
    EFFORT = "effort", _("Effort")
    RESPONSIBILITY = "responsibility", _("Responsibility")
    WORKING_CONDITIONS = "working_conditions", _("Working conditions")


class PlanQuerySet(models.QuerySet["FactorPlan"]):
    """Named states."""

    def in_force(self) -> FactorPlan | None:
        """The plan that levels are evaluated with now."""
        return self.filter(state=PlanState.ACTIVE).first()

    def draft(self) -> FactorPlan | None:
        """The plan being edited, if any."""
        return self.filter(state=PlanState.DRAFT).first()

    def with_parts(self) -> PlanQuerySet:
        """Factors, degrees and grades in three more queries; what `shape()` needs."""
        return self.prefetch_related("factors__degrees", "ranges__grade")


@tracked()
class FactorPlan(models.Model):
    """One version of the job evaluation plan: factors with degrees, and the grade ranges they lead to."""

    number = models.PositiveIntegerField(unique=True)
    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"), blank=True)
    state = models.CharField(max_length=10, choices=PlanState.choices, default=PlanState.DRAFT)
    in_force_from = models.DateField(_("in force from"), null=True, blank=True)
    activated_at = models.DateTimeField(null=True, editable=False)
    activated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    revision = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["state"], condition=Q(state="draft"), name="impact_plan_one_draft"),
            models.UniqueConstraint(fields=["state"], condition=Q(state="active"), name="impact_plan_one_active"),
            models.CheckConstraint(
                name="impact_plan_active_dated",
                condition=Q(state="draft") | Q(activated_at__isnull=False, in_force_from__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"

    def shape(self) -> PlanShape:
        """The plan as plain data. Use `with_parts()` to read it in four queries whatever its size."""
        factors = tuple(
            FactorShape(
                key=factor.key,
                code=factor.code,
                name=factor.name,
                weight=factor.weight,
                definition=factor.definition,
                covers=tuple(factor.covers),
                degrees=tuple(DegreeShape(d.number, d.points, d.anchor) for d in factor.degrees.all()),
            )
            for factor in self.factors.all()
        )
        ranges = list(self.ranges.all())
        tops = [*(following.points_from - 1 for following in ranges[1:]), None]
        grades = tuple(
            GradeShape(r.grade.code, r.title, r.points_from, top, r.grade.rank, rights_of(r.rights))
            for r, top in zip(ranges, tops, strict=True)
        )
        return PlanShape(factors, grades, self.number)


@tracked()
class Factor(models.Model):
    """What every level is evaluated on. `key` stays through all versions of the plan."""

    plan = models.ForeignKey(FactorPlan, on_delete=models.CASCADE, related_name="factors")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    code = models.SlugField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=120)
    definition = models.TextField(_("definition"))
    weight = models.DecimalField(
        _("weight"),
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(Decimal(100))],
        help_text=_("Percent of the whole."),
    )
    covers = ArrayField(
        models.CharField(max_length=30, choices=Criterion.choices),
        verbose_name=_("criteria covered"),
        default=list,
        blank=True,
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "key"], name="impact_factor_key"),
            models.UniqueConstraint(fields=["plan", "code"], name="impact_factor_code"),
            models.CheckConstraint(name="impact_factor_weight", condition=Q(weight__gt=0, weight__lte=100)),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class Degree(models.Model):
    """One step of a factor."""

    plan = models.ForeignKey(FactorPlan, on_delete=models.CASCADE, related_name="+")
    factor = models.ForeignKey(Factor, on_delete=models.CASCADE, related_name="degrees")
    number = models.PositiveSmallIntegerField(_("degree"), validators=[MinValueValidator(1)])
    points = models.PositiveIntegerField(_("points"))
    anchor = models.TextField(_("anchor text"))

    class Meta:
        ordering = ["factor", "number"]
        constraints = [models.UniqueConstraint(fields=["factor", "number"], name="impact_degree_number")]

    def __str__(self) -> str:
        return f"{self.factor} {self.number}"


@tracked()
class Grade(models.Model):
    """A grade of the one scale of the organisation. Its title and where it begins are the plan's (GradeRange)."""

    code = models.CharField(_("code"), max_length=12, unique=True)
    rank = models.PositiveSmallIntegerField(_("rank"))  # 1 is the lowest

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["rank"], name="impact_grade_rank", deferrable=models.Deferrable.DEFERRED)
        ]

    def __str__(self) -> str:
        return self.code


@tracked()
class GradeRange(models.Model):
    """Where a grade begins under one plan. It ends where the next begins: gaps and overlaps cannot be written down."""

    plan = models.ForeignKey(FactorPlan, on_delete=models.CASCADE, related_name="ranges")
    grade = models.ForeignKey(Grade, on_delete=models.PROTECT, related_name="ranges")
    title = models.CharField(_("title"), max_length=80)
    points_from = models.PositiveIntegerField(_("from points"))
    # What everybody on the grade may decide: [{"name": "a seat in calibration", "kinds": []}]; see `domain/decision_rights.py`.
    rights = models.JSONField(_("decision rights"), default=list, blank=True)

    class Meta:
        ordering = ["points_from"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "grade"], name="impact_range_grade"),
            models.UniqueConstraint(fields=["plan", "points_from"], name="impact_range_from"),
        ]

    def __str__(self) -> str:
        return self.title
