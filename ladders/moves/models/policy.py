"""The rules of each kind of move. A change is a new row that replaces the one before; what was in force stays readable."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, OuterRef, Q
from django.db.models.functions import JSONObject, Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Employee
from ladders.careers.domain.move_kinds import MoveKind
from ladders.core.choices import choices_of
from ladders.core.history import tracked
from ladders.frameworks.models import Framework

from ..domain.enums import Decider, PayRule, StepAction
from ..domain.policy import MEASURES, PolicyShape, StepRule

MOST_MONTHS = 120


def months(
    label: Any, most: int = MOST_MONTHS, least: int = 0, **options: Any
) -> models.PositiveSmallIntegerField[Any, Any]:
    """A number of months."""
    return models.PositiveSmallIntegerField(
        label, validators=[MinValueValidator(least), MaxValueValidator(most)], **options
    )


@tracked()
class DeciderGroup(models.Model):
    """People of whom one answers a step: a promotion committee, say."""

    name = models.CharField(_("name"), max_length=80)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Upper("name"),
                name="moves_group_name",
                violation_error_message=_("A group of this name exists already."),
            )
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class GroupMember(models.Model):
    """Somebody who can answer for a group."""

    group = models.ForeignKey(DeciderGroup, on_delete=models.CASCADE, related_name="members")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["employee__sort_name"]
        constraints = [models.UniqueConstraint(fields=["group", "employee"], name="moves_member_once")]

    def __str__(self) -> str:
        return f"{self.group}: {self.employee}"


class PolicyQuerySet(models.QuerySet["MovePolicy"]):
    """Named states."""

    def current(self) -> PolicyQuerySet:
        """The rules in force now."""
        return self.filter(replaced_at=None)

    def with_steps(self) -> PolicyQuerySet:
        """Steps and their groups in the same query; what `shape()` needs."""
        fields = {name: F(name) for name in ("deed", "decider", "days", "weeks", "group_id")}
        rows = PolicyStep.objects.filter(policy=OuterRef("pk")).order_by("position")
        return self.annotate(
            step_rows=ArraySubquery(rows.values(row=JSONObject(**fields, group_name=F("group__name"))))
        )

    def visible_to(self, user: Any) -> PolicyQuerySet:
        """Rules are no secret: everybody who is signed in may read them."""
        return self.all() if getattr(user, "is_authenticated", False) else self.none()


@tracked()
class MovePolicy(models.Model):
    """The rules of a kind of move, everywhere or in one framework, from the moment they were saved until they were replaced.

    Rows never change but for their replacement (the database sees to that). `number` counts the versions.
    """

    kind = models.CharField(_("kind of move"), max_length=10, choices=choices_of(MoveKind))
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    number = models.PositiveIntegerField(default=1, editable=False)
    length = models.PositiveSmallIntegerField(editable=False)  # how many steps: none can be added afterwards
    least_months_in_level = months(_("least months in the present level"), default=0)
    evidence = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    trial_months = months(_("months of trial"), most=24, default=0)
    pay_rule = models.CharField(_("pay"), max_length=10, choices=choices_of(PayRule), default=PayRule.BAND.value)
    pay_months = months(_("months for which pay is kept"), default=0)
    pay_steps = models.PositiveSmallIntegerField(_("steps afterwards"), default=0, validators=[MaxValueValidator(12)])
    pay_step_months = months(_("months between the steps"), most=24, default=0)
    right_of_return = models.BooleanField(_("every move of this kind carries a right of return"), default=False)
    return_months = months(_("months for which a right of return holds"), least=1, default=24)
    return_needs_review = models.BooleanField(_("what lapsed is reviewed on return"), default=False)
    # Of try-outs alone.
    most_months = months(_("months at most"), most=12, default=0)
    most_share = models.PositiveSmallIntegerField(
        _("share of working time at most, in per cent"), default=0, validators=[MaxValueValidator(50)]
    )
    notice_weeks = models.PositiveSmallIntegerField(
        _("weeks of notice to go back"), default=0, validators=[MaxValueValidator(12)]
    )
    longer_months = months(_("months by which it can be made longer, once"), most=12, default=0)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    replaced_at = models.DateTimeField(null=True, editable=False)

    objects = PolicyQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "framework__name", "-number"]
        verbose_name_plural = "move policies"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "framework"],
                condition=Q(replaced_at=None),
                nulls_distinct=False,
                name="moves_policy_one_in_force",
            ),
            models.UniqueConstraint(
                fields=["kind", "framework", "number"], nulls_distinct=False, name="moves_policy_number"
            ),
            models.CheckConstraint(name="moves_policy_length", condition=Q(length__gte=1, length__lte=12)),
            models.CheckConstraint(name="moves_policy_kind", condition=Q(kind__in=list(map(str, MoveKind)))),
            models.CheckConstraint(
                name="moves_policy_replaced", condition=Q(replaced_at=None) | Q(replaced_at__gte=F("made_at"))
            ),
            models.CheckConstraint(
                name="moves_policy_pay",
                condition=Q(pay_rule__in=["kept", "band"], pay_months=0, pay_steps=0, pay_step_months=0)
                | Q(pay_rule="stepped", pay_months__gte=1, pay_steps=1, pay_step_months=0)
                | Q(pay_rule="stepped", pay_months__gte=1, pay_steps__gte=2, pay_step_months__gte=1),
            ),
            models.CheckConstraint(
                name="moves_policy_return",
                condition=Q(return_months__gte=1) & (~Q(kind="step_back") | Q(right_of_return=True)),
            ),
            models.CheckConstraint(
                name="moves_policy_trial_within_return", condition=Q(trial_months__lte=F("return_months"))
            ),
            models.CheckConstraint(
                name="moves_policy_try_out",
                condition=Q(
                    kind="try_out",
                    most_months__gte=1,
                    most_months__lte=12,
                    most_share__gte=1,
                    most_share__lte=50,
                    notice_weeks__lte=12,
                    longer_months__lte=12,
                    pay_rule="kept",
                    trial_months=0,
                    right_of_return=False,
                )
                | Q(~Q(kind="try_out"), most_months=0, most_share=0, notice_weeks=0, longer_months=0),
            ),
        ]

    def __str__(self) -> str:
        where = f" ({self.framework})" if self.framework_id else ""
        return f"{self.get_kind_display()}{where} {self.number}"

    def shape(self) -> PolicyShape:
        """As plain data. Use `with_steps()` to read it in one query for any number of rows."""
        return PolicyShape(
            kind=MoveKind(self.kind),
            steps=self._steps(),
            framework=self.framework_id,
            evidence=tuple(self.evidence),
            pay_rule=PayRule(self.pay_rule),
            number=self.number,
            **{name: getattr(self, name) for name in MEASURES},
        )

    def _steps(self) -> tuple[StepRule, ...]:
        rows: list[dict[str, Any]] | None = getattr(self, "step_rows", None)
        if rows is None:
            return tuple(step.shape() for step in self.steps.select_related("group").order_by("position"))
        return tuple(
            StepRule(
                StepAction(row["deed"]),
                Decider(row["decider"]),
                row["days"],
                row["weeks"],
                row["group_id"],
                row["group_name"] or "",
            )
            for row in rows
        )


@tracked()
class PolicyStep(models.Model):
    """A step of the rules, in order. Written with its policy and never changed."""

    policy = models.ForeignKey(MovePolicy, on_delete=models.PROTECT, related_name="steps")
    position = models.PositiveSmallIntegerField()
    deed = models.CharField(_("what"), max_length=10, choices=choices_of(StepAction))
    decider = models.CharField(_("who"), max_length=20, choices=choices_of(Decider))
    group = models.ForeignKey(DeciderGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    days = models.PositiveSmallIntegerField(_("working days"), validators=[MinValueValidator(1), MaxValueValidator(60)])
    weeks = models.PositiveSmallIntegerField(
        _("weeks until a proposed date"), default=0, validators=[MaxValueValidator(26)]
    )

    class Meta:
        ordering = ["policy", "position"]
        constraints = [
            models.UniqueConstraint(fields=["policy", "position"], name="moves_policystep_position"),
            models.CheckConstraint(name="moves_policystep_first", condition=Q(position__gte=1)),
            models.CheckConstraint(name="moves_policystep_days", condition=Q(days__gte=1, days__lte=60)),
            models.CheckConstraint(
                name="moves_policystep_group",
                condition=Q(decider="group", group__isnull=False) | Q(~Q(decider="group"), group=None),
            ),
            models.CheckConstraint(
                name="moves_policystep_release",
                condition=Q(deed="release", decider="current_manager", weeks__gte=1) | Q(~Q(deed="release"), weeks=0),
            ),
            models.CheckConstraint(name="moves_policystep_confirm", condition=~Q(deed="confirm") | Q(decider="hr")),
        ]

    def __str__(self) -> str:
        return f"{self.policy}: {self.deed} {self.decider}"

    def shape(self) -> StepRule:
        """As plain data; needs `group` joined."""
        return StepRule(
            StepAction(self.deed),
            Decider(self.decider),
            self.days,
            self.weeks,
            self.group_id,
            self.group.name if self.group else "",
        )
