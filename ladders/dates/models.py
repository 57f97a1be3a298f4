"""How long before a day people are reminded, the secret address of one's own calendar, and what a calendar was told."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MOST_DAYS: Final = 60


def _days(words: Any, usual: int) -> models.PositiveSmallIntegerField[Any, Any]:
    return models.PositiveSmallIntegerField(words, default=usual, validators=[MaxValueValidator(MOST_DAYS)])


class ReminderRules(models.Model):
    """One row, or none while the usual days hold. So many days before its day somebody is reminded; 0: not at all.

    An answer on the right to know that is late is told each week, whatever stands in `answers`.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    steps = _days(_("before the answer to a request is due"), 3)
    talks = _days(_("before a talk"), 2)
    goals = _days(_("before the day that somebody set for a goal"), 7)
    answers = _days(_("before an answer on the right to know is due"), 14)
    reviews = _days(_("before a reason in a framework is to be looked at again"), 14)

    class Meta:
        verbose_name_plural = "reminder rules"
        constraints = [
            models.CheckConstraint(name="dates_rules_one_row", condition=Q(id=1)),
            models.CheckConstraint(
                name="dates_rules_days",
                condition=Q(steps__lte=60, talks__lte=60, goals__lte=60, answers__lte=60, reviews__lte=60),
            ),
        ]

    def __str__(self) -> str:
        return "Reminder rules"

    @classmethod
    def current(cls) -> ReminderRules:
        """The one row; the usual days where nothing was set yet."""
        return cls.objects.filter(pk=1).first() or cls()


class CalendarAddressQuerySet(models.QuerySet["CalendarAddress"]):
    """Named states."""

    def open(self) -> CalendarAddressQuerySet:
        """Those that have not ended by themselves."""
        return self.filter(ended_at=None)


class CalendarAddress(models.Model):
    """The address under which somebody's calendar program reads their dates. Only a digest of its secret is kept.

    `proof` is what an open browser has to know (`User.fits_proof`): with it the address ends, whichever way it changes. Of
    one that ended by itself nothing is left but when, so that its owner hears why the calendar is silent.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="calendar_address"
    )
    digest = models.CharField(max_length=64, unique=True, null=True)  # null: it has ended
    proof = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)  # by a calendar program, within an hour
    ended_at = models.DateTimeField(null=True)

    objects = CalendarAddressQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "calendar addresses"
        constraints = [
            models.CheckConstraint(
                name="dates_address_ended",
                condition=Q(digest__isnull=False, ended_at=None) | Q(digest=None, proof="", ended_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return str(self.made_at)


class ToldDate(models.Model):
    """A date as a calendar of this person was told it last: what changes gets a higher number, what is no more is called off."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)  # the same as long as it is the same date
    kind = models.CharField(max_length=12)  # of `domain.own_dates.DateKind`
    day = models.DateField()
    at = models.TimeField(null=True)
    number = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)  # it came to nothing

    class Meta:
        ordering = ["day", "id"]
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="dates_told_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.day}"
