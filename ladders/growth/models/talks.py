"""Talks of an employee with their manager: when, what about, what was noted."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Employee
from ladders.core.private import SealedTextField

from .targets import signed_in

PURPOSE = "growth talk"


class TalkPart(models.TextChoices):
    """What an entry is, in the order of a talk."""

    POINT = "point", _("To talk about")
    NOTE = "note", _("Note")
    AGREED = "agreed", _("Agreed")


def shared_by(user: Any, day: dt.date, talk: str = "") -> Q:
    """Which talks this user had or has, as a condition; `talk` is the path to it ("talk__").

    The employee's own for as long as they are kept; the manager's with whom it was, as long as both work here. It stays
    between these two: no next manager reads it, no manager of a manager, no HR.
    """
    here = Employee.objects.working_on(day)
    return Q(**{f"{talk}employee__user": user}) | Q(
        **{f"{talk}manager__in": here.filter(user=user).values("pk"), f"{talk}employee__in": here.values("pk")}
    )


class TalkQuerySet(models.QuerySet["Talk"]):
    """Named states."""

    def visible_to(self, user: Any, day: dt.date | None = None) -> TalkQuerySet:
        """Those that this user had or has; nothing by default."""
        return self.filter(shared_by(user, day or timezone.localdate())) if signed_in(user) else self.none()

    def ahead(self) -> TalkQuerySet:
        """Those that have a date and have not taken place."""
        return self.filter(held_at=None, called_off_at=None)

    def with_date(self, manager: Employee) -> QuerySet[Any, Any]:
        """The ids of those with whom this manager has a date."""
        return self.ahead().filter(manager=manager).order_by().values("employee")

    def held(self) -> TalkQuerySet:
        """Those that took place."""
        return self.filter(held_at__isnull=False)


class Talk(models.Model):
    """A talk of two people on a day. Who said that it took place is nobody's business but theirs."""

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="talks")
    manager = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="+")
    on = models.DateField(_("day"))
    at = models.TimeField(_("time"), null=True, blank=True)
    place = models.CharField(_("where"), max_length=120, blank=True)
    changes = models.PositiveIntegerField(default=0, editable=False)  # of day, time or place: calendars go by it
    held_at = models.DateTimeField(null=True)
    called_off_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = TalkQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "manager"],
                condition=Q(held_at=None, called_off_at=None),
                name="growth_talk_one_ahead",
            ),
            models.CheckConstraint(name="growth_talk_two_people", condition=~Q(manager=F("employee"))),
            models.CheckConstraint(name="growth_talk_ended", condition=Q(held_at=None) | Q(called_off_at=None)),
        ]
        indexes = [models.Index(fields=["manager", "-on"], name="growth_talk_manager")]

    def __str__(self) -> str:
        return str(_("Talk"))

    def other(self, me: Employee) -> Employee:
        """With whom `me` has it."""
        return self.manager if me.pk == self.employee_id else self.employee


class TalkEntryQuerySet(models.QuerySet["TalkEntry"]):
    """Named states."""

    def visible_to(self, user: Any, day: dt.date | None = None) -> TalkEntryQuerySet:
        """Those of the talks that this user had or has."""
        return self.filter(shared_by(user, day or timezone.localdate(), "talk__")) if signed_in(user) else self.none()


class TalkEntry(models.Model):
    """A point for the agenda, a note, or something agreed. Both read it; whoever wrote it can take it out."""

    talk = models.ForeignKey(Talk, on_delete=models.CASCADE, related_name="entries")
    by = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="+")
    part = models.CharField(max_length=6, choices=TalkPart.choices)
    text = SealedTextField(PURPOSE)
    written_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = TalkEntryQuerySet.as_manager()

    class Meta:
        ordering = ["written_at", "id"]
        verbose_name_plural = "talk entries"
        constraints = [models.CheckConstraint(name="growth_entry_said", condition=~Q(text=b""))]

    def __str__(self) -> str:
        return str(self.get_part_display())


class PrivateNoteQuerySet(models.QuerySet["PrivateNote"]):
    """Named states."""

    def visible_to(self, user: Any) -> PrivateNoteQuerySet:
        """One's own; nobody else's, ever."""
        return self.filter(author__user=user) if signed_in(user) else self.none()


class PrivateNote(models.Model):
    """What one of the two wrote for themselves alone."""

    talk = models.ForeignKey(Talk, on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="+")
    text = SealedTextField("growth private note")
    revision = models.PositiveIntegerField(default=0, editable=False)

    objects = PrivateNoteQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["talk", "author"], name="growth_note_once")]

    def __str__(self) -> str:
        return str(_("Private note"))
