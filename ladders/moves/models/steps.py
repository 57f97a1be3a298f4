"""The steps of a request, how they were passed on, and what was asked and answered on the way."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Employee
from ladders.core.choices import choices_of
from ladders.core.history import tracked
from ladders.core.private import SealedTextField
from ladders.core.word_search import PENDING

from ..domain.enums import Decider, StepAction
from ..domain.states import MessageKind, Outcome, ReassignmentReason, Via
from .policy import DeciderGroup
from .requests import MoveRequest, pair


@tracked(exclude=["reason", "would_change", "checked_on"], who=False)
class Step(models.Model):
    """One step of a request. `who` is whom the rules name; `decider` the person who is asked, found when it opens.

    Between two deciders a step may wait for `opens_on`: the author is told first, and nobody is asked until then. `among`
    are the users of a group of whom one answers. `sees`: the decider still sees the request.
    """

    request = models.ForeignKey(MoveRequest, on_delete=models.PROTECT, related_name="steps")
    position = models.PositiveSmallIntegerField()  # 10, 20, …: a step that HR gets in between has its place
    deed = models.CharField(max_length=10, choices=choices_of(StepAction))
    who = models.CharField(max_length=20, choices=choices_of(Decider))
    days = models.PositiveSmallIntegerField()
    weeks = models.PositiveSmallIntegerField(default=0)
    group = models.ForeignKey(DeciderGroup, on_delete=models.PROTECT, null=True, related_name="+")
    added = models.BooleanField(default=False)  # not in the rules: HR judges an objection, or looks again
    opened_on = models.DateField(null=True)
    opens_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    decider = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    via = models.CharField(max_length=10, choices=choices_of(Via), blank=True)
    manager = models.ForeignKey(Employee, on_delete=models.PROTECT, null=True, related_name="+")  # whose step it was
    among = ArrayField(models.BigIntegerField(), default=list)
    sees = models.BooleanField(default=True)
    silences = models.PositiveSmallIntegerField(default=0)
    overdue_on = models.DateField(null=True)  # when the decider was told that it is overdue at the end of the line
    checked_on = models.DateField(null=True)  # when it was last seen to go no further although it is overdue
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=12, choices=choices_of(Outcome), blank=True)
    proposed_on = models.DateField(null=True)  # the day of release
    reason = models.TextField(blank=True)
    would_change = models.TextField(blank=True)  # what would change the answer

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["request", "position"], name="moves_step_position"),
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(opened_on__isnull=False, answered_at=None),
                name="moves_step_one_open",
            ),
            pair("moves_step_opened_pair", "opened_on", "due_on"),
            models.CheckConstraint(
                name="moves_step_asks_somebody",
                condition=Q(opened_on=None, decider=None)
                | Q(opened_on__isnull=False, decider__isnull=False, opens_on=None)
                | Q(opened_on__isnull=False, decider=None, opens_on__isnull=False, answered_at=None),
            ),
            pair("moves_step_answered_pair", "answered_at", "answered_by"),
            models.CheckConstraint(
                name="moves_step_answered",
                condition=Q(answered_at=None, outcome="")
                | (Q(answered_at__isnull=False, opened_on__isnull=False) & ~Q(outcome="")),
            ),
            models.CheckConstraint(name="moves_step_outcome", condition=Q(outcome__in=["", *map(str, Outcome)])),
            models.CheckConstraint(
                name="moves_step_decline_reasoned",
                condition=~Q(outcome="declined") | (~Q(reason="") & ~Q(would_change="")),
            ),
            models.CheckConstraint(
                name="moves_step_objection_reasoned", condition=~Q(outcome="objected") | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="moves_step_release_dated", condition=~Q(outcome="released") | Q(proposed_on__isnull=False)
            ),
            # A release has no veto.
            models.CheckConstraint(
                name="moves_step_no_veto", condition=~Q(deed="release") | ~Q(outcome__in=["declined", "approved"])
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on"],
                name="moves_step_open",
                condition=Q(opened_on__isnull=False, answered_at=None),
            ),
            GinIndex(fields=["among"], name="moves_step_among", gin_pending_list_limit=PENDING),
        ]

    def __str__(self) -> str:
        return f"{self.deed} {self.who}"

    @property
    def is_open(self) -> bool:
        """Opened and not answered."""
        return self.opened_on is not None and self.answered_at is None

    def asks(self, user: Any) -> bool:
        """True where this user is asked."""
        return self.decider_id is not None and (self.decider_id == user.pk or user.pk in self.among)


class PassedOn(models.Model):
    """A step went from one person to another. Rows are only ever added."""

    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="passings")
    before = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    after = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=20, choices=choices_of(ReassignmentReason))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    on = models.DateField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "passed on"

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class MessageQuerySet(models.QuerySet["Message"]):
    """Named states."""

    def visible_to(self, user: Any) -> MessageQuerySet:
        """For the two whom it is between; it does not travel to a later decider."""
        if not getattr(user, "is_authenticated", False) or not user.is_active:
            return self.none()
        return self.filter(Q(by=user) | Q(to=user))


class Message(models.Model):
    """A question of who decides, or what the author answered. Between two people, sealed, without a history."""

    request = models.ForeignKey(MoveRequest, on_delete=models.PROTECT, related_name="messages")
    step = models.ForeignKey(Step, on_delete=models.PROTECT, null=True, related_name="messages")
    kind = models.CharField(max_length=10, choices=choices_of(MessageKind))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answers = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="answer")
    text = SealedTextField("moves.message")
    at = models.DateTimeField(default=timezone.now)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="moves_message_said", condition=~Q(text=b"")),
            models.CheckConstraint(
                name="moves_message_answers",
                condition=Q(kind="answer", answers__isnull=False) | Q(~Q(kind="answer"), answers=None),
            ),
            models.UniqueConstraint(
                fields=["request"], condition=Q(kind="look_again"), name="moves_message_looks_again_once"
            ),
        ]

    def __str__(self) -> str:
        return str(_("Message"))
