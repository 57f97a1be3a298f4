"""Levels that somebody would like to get to, and what they want to grow for it, in their own words."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Employee
from ladders.core.private import SealedTextField
from ladders.frameworks.models import Framework
from ladders.reporting.queries.lines import reports_to

PURPOSE = "growth plan"


class Ending(models.TextChoices):
    """How a target ended. Neither is better than the other."""

    REACHED = "reached", _("Reached")
    LEFT = "left", _("Left: something else matters more")


class GoalState(models.TextChoices):
    """Where a goal stands, by the person's own word. It is no score."""

    OPEN = "open", _("Working on it")
    REACHED = "reached", _("Reached")
    DROPPED = "dropped", _("Dropped")


def shown_to(user: Any, day: dt.date, target: str = "") -> Q:
    """Whose targets this user may read on that day, as a condition; `target` is the path to it ("target__").

    Their own; and an open one that a person who reports to them that day has shared with them by name. Nobody else's: no
    manager of a manager, no HR, no former manager.
    """
    mine = Q(**{f"{target}employee__user": user})
    me = getattr(user, "employee", None)
    if me is None:
        return mine
    return mine | Q(
        **{
            f"{target}shared_with": me,
            f"{target}ended_on": None,
            f"{target}employee__in": reports_to(me, day).values("pk"),
        }
    )


def signed_in(user: Any) -> bool:
    """Whether anything can be this user's."""
    return bool(getattr(user, "is_authenticated", False) and user.is_active)


class TargetQuerySet(models.QuerySet["Target"]):
    """Named states."""

    def open(self) -> TargetQuerySet:
        """Those that somebody works towards."""
        return self.filter(ended_on=None)

    def visible_to(self, user: Any, day: dt.date | None = None) -> TargetQuerySet:
        """One's own, and what was shared with this user (today); nothing by default."""
        return self.filter(shown_to(user, day or timezone.localdate())) if signed_in(user) else self.none()


class Target(models.Model):
    """A level that somebody works towards. Levels and framework read as they were when it was chosen.

    It is shared with one manager by name: the next one sees nothing until the person shares it with them.
    """

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="targets")
    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="+")
    level_key = models.UUIDField(editable=False)
    level = models.CharField(max_length=170, editable=False)  # "S6 Principal"
    from_level = models.CharField(max_length=170, blank=True, editable=False)
    chosen_on = models.DateField(default=timezone.localdate)
    shared_with = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")
    ended_on = models.DateField(null=True)
    ending = models.CharField(max_length=7, choices=Ending.choices, blank=True)

    objects = TargetQuerySet.as_manager()

    class Meta:
        ordering = ["ended_on", "chosen_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "level_key"], condition=Q(ended_on=None), name="growth_target_once"
            ),
            models.CheckConstraint(
                name="growth_target_ended",
                condition=Q(ended_on=None, ending="") | (Q(ended_on__isnull=False, shared_with=None) & ~Q(ending="")),
            ),
            models.CheckConstraint(name="growth_target_not_oneself", condition=~Q(shared_with=F("employee"))),
        ]

    def __str__(self) -> str:
        return self.level


class GoalQuerySet(models.QuerySet["Goal"]):
    """Named states."""

    def visible_to(self, user: Any, day: dt.date | None = None) -> GoalQuerySet:
        """Those of the targets that this user may read; what a manager suggested, until it is taken up, only to the two."""
        if not signed_in(user):
            return self.none()
        between = Q(taken_up_on__isnull=False) | Q(target__employee__user=user) | Q(suggested_by__user=user)
        return self.filter(shown_to(user, day or timezone.localdate(), "target__") & between)


class Goal(models.Model):
    """What somebody wants to grow: what, by when, how it will show, who helps. For a competency, or beyond them.

    A manager's suggestion is a goal as soon as the person takes it up. An agreement is one to the words of that revision.
    """

    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="goals")
    competency = models.UUIDField(null=True, editable=False)  # the key, the same through all versions
    competency_name = models.CharField(max_length=120, blank=True, editable=False)
    what = SealedTextField(PURPOSE)
    shows = SealedTextField(PURPOSE, blank=True)
    helps = SealedTextField(PURPOSE, blank=True)
    due_on = models.DateField(_("by when"), null=True, blank=True)
    state = models.CharField(max_length=7, choices=GoalState.choices, default=GoalState.OPEN)
    closed_on = models.DateField(null=True)
    suggested_by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")
    taken_up_on = models.DateField(null=True, default=timezone.localdate)
    agreed_by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")
    agreed_on = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = GoalQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(name="growth_goal_said", condition=~Q(what=b"")),
            models.CheckConstraint(
                name="growth_goal_closed",
                condition=Q(state="open", closed_on=None) | (~Q(state="open") & Q(closed_on__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return str(_("Goal"))

    @property
    def suggested(self) -> bool:
        """Whether it is a suggestion that the person has not taken up."""
        return self.taken_up_on is None


class GoalRemarkQuerySet(models.QuerySet["GoalRemark"]):
    """Named states."""

    def visible_to(self, user: Any, day: dt.date | None = None) -> GoalRemarkQuerySet:
        """The person's, and the one manager's with whom it was said, as long as they may read the goal."""
        if not signed_in(user):
            return self.none()
        between = Q(goal__target__employee__user=user) | Q(manager__user=user)
        return self.filter(shown_to(user, day or timezone.localdate(), "goal__target__") & between)


class GoalRemark(models.Model):
    """A question or an answer about a goal, between the person and one manager: the next one reads none of it."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="remarks")
    manager = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="+")
    text = SealedTextField(PURPOSE)
    said_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = GoalRemarkQuerySet.as_manager()

    class Meta:
        ordering = ["said_at", "id"]
        constraints = [models.CheckConstraint(name="growth_remark_said", condition=~Q(text=b""))]

    def __str__(self) -> str:
        return str(_("Remark"))
