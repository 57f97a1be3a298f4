"""Feedback that somebody asks for: of named colleagues, on named competencies, read by whom its giver agreed to."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Employee
from ladders.core.private import SealedTextField
from ladders.reporting.queries.lines import reports_to

from .talks import Talk
from .targets import signed_in

PURPOSE = "growth feedback"
DAYS_TO_TAKE_BACK = 7


class Readers(models.IntegerChoices):
    """Who reads what was given, from few to many: each holds those before it."""

    ASKER = 1, _("only who asked")
    MANAGER = 2, _("who asked, and their manager if they bring it to a talk")
    REQUESTS = 3, _("these, and whoever answers a request for which they choose it")


class FeedbackAskQuerySet(models.QuerySet["FeedbackAsk"]):
    """Named states."""

    def visible_to(self, user: Any) -> FeedbackAskQuerySet:
        """One's own; whoever is asked reads it with what they give (`Feedback.objects.visible_to`)."""
        return self.filter(by__user=user) if signed_in(user) else self.none()


class FeedbackAsk(models.Model):
    """What somebody asks about themselves. Level and expectations read as they did when it was asked.

    `competencies`: [{"key", "name", "text"}], the text in Markdown as the level asks it.
    """

    by = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="+")
    level_key = models.UUIDField(editable=False)
    level = models.CharField(max_length=170, editable=False)
    competencies = models.JSONField(default=list, editable=False)
    question = SealedTextField(PURPOSE, blank=True, default=b"")
    due_on = models.DateField(_("by when"))
    asked_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = FeedbackAskQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]
        indexes = [models.Index(fields=["by", "-asked_at"], name="growth_feedback_by")]

    def __str__(self) -> str:
        return str(_("Feedback asked for"))


def reads_feedback(user: Any, day: dt.date) -> Q:
    """Which feedback this user may read on that day, as a condition.

    The giver their own, as long as who asked works here; who asked, always; the manager whom the giver agreed to, if who
    asked reports to them that day and has brought it to a talk of the two that is ahead. Nobody else: no other manager, no HR.
    """
    here = Employee.objects.working_on(day)
    found = Q(giver__user=user, ask__by__in=here.values("pk")) | Q(ask__by__user=user)
    me = getattr(user, "employee", None)
    if me is None:
        return found
    return found | Q(
        readers__gte=Readers.MANAGER,
        written_at__isnull=False,
        manager=me,
        talk__in=Talk.objects.ahead().filter(manager=me).values("pk"),
        ask__by__in=reports_to(me, day).values("pk"),
    )


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    """Named states."""

    def visible_to(self, user: Any, day: dt.date | None = None) -> FeedbackQuerySet:
        """What this user may read (today); nothing by default."""
        return self.filter(reads_feedback(user, day or timezone.localdate())) if signed_in(user) else self.none()

    def asked_of(self, user: Any, day: dt.date) -> FeedbackQuerySet:
        """What waits for this user's words: not written, not declined, not lapsed, of somebody who works here."""
        here = Employee.objects.working_on(day)
        return self.filter(
            giver__user=user, written_at=None, declined_at=None, ask__due_on__gte=day, ask__by__in=here.values("pk")
        )

    def given(self) -> FeedbackQuerySet:
        """Those that were written and not taken back."""
        return self.filter(written_at__isnull=False)


class Feedback(models.Model):
    """What one colleague gives, or does not. Who declined is known to nobody but them.

    `readers` and `manager` are what the giver saw and chose when writing. To widen them, who asked puts `wider_readers` and
    `wider_manager`, and the giver says yes (`widened_at`); the database refuses any other way.
    """

    ask = models.ForeignKey(FeedbackAsk, on_delete=models.CASCADE, related_name="given")
    giver = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="+")
    readers = models.PositiveSmallIntegerField(choices=Readers.choices, default=Readers.ASKER)
    manager = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")
    text = SealedTextField(PURPOSE, blank=True, default=b"")
    written_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)  # by who asked
    declined_at = models.DateTimeField(null=True)
    wider_readers = models.PositiveSmallIntegerField(choices=Readers.choices, null=True)
    wider_manager = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")
    widened_at = models.DateTimeField(null=True)
    talk = models.ForeignKey(Talk, on_delete=models.SET_NULL, null=True, related_name="feedback")
    revision = models.PositiveIntegerField(default=0, editable=False)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        ordering = ["ask", "id"]
        verbose_name_plural = "feedback"
        indexes = [models.Index(fields=["giver"], name="growth_feedback_giver")]
        constraints = [
            models.UniqueConstraint(fields=["ask", "giver"], name="growth_feedback_once"),
            models.CheckConstraint(
                name="growth_feedback_written",
                condition=Q(written_at=None, text=b"", read_at=None, talk=None, wider_readers=None)
                | (Q(written_at__isnull=False, declined_at=None) & ~Q(text=b"")),
            ),
            models.CheckConstraint(name="growth_feedback_readers", condition=Q(readers__in=Readers.values)),
            models.CheckConstraint(
                name="growth_feedback_talk", condition=Q(talk=None) | Q(readers__gte=Readers.MANAGER)
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="never_wider",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__written_at__isnull=False, new__written_at__isnull=False),
                func="""
                    IF (NEW.readers > OLD.readers
                        OR (NEW.manager_id IS NOT NULL AND NEW.manager_id IS DISTINCT FROM OLD.manager_id))
                        AND NOT (OLD.wider_readers IS NOT DISTINCT FROM NEW.readers
                                 AND OLD.wider_manager_id IS NOT DISTINCT FROM NEW.manager_id
                                 AND NEW.widened_at IS NOT NULL
                                 AND NEW.widened_at IS DISTINCT FROM OLD.widened_at)
                    THEN
                        RAISE EXCEPTION 'who reads feedback is never widened without its giver'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'growth_feedback_never_wider';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return str(_("Feedback"))

    @property
    def wider_mark(self) -> str:
        """What the giver is asked for now, "" for nothing. A yes names it, and is a yes to just that."""
        return f"{self.wider_readers}:{self.wider_manager_id or ''}" if self.wider_readers else ""

    @property
    def may_take_back_until(self) -> dt.date | None:
        """The last day on which the giver can take it back; None while nothing is written."""
        if self.written_at is None:
            return None
        return timezone.localdate(self.written_at) + dt.timedelta(days=DAYS_TO_TAKE_BACK)
