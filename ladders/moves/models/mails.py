"""Mail that carries notices, and how each person wants to be told. A mail is written down before it leaves."""

from __future__ import annotations

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ladders.core.choices import choices_of

from ..notifications.topics import Channel, Topic


class NoticeSetting(models.Model):
    """How somebody wants to be told of one sort of notices; without a row it is as usual (`sorts.USUAL`)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_settings")
    sort = models.CharField(max_length=10, choices=choices_of(Topic))
    way = models.CharField(max_length=10, choices=choices_of(Channel))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "sort"], name="moves_noticesetting_once")]

    def __str__(self) -> str:
        return f"{self.user}: {self.sort} {self.way}"


class Ending(models.TextChoices):
    """What became of a mail."""

    SENT = "sent", _("handed to the mail server")
    EMPTY = "empty", _("nothing was left to say")
    REFUSED = "refused", _("the mail server refused it")
    FAILED = "failed", _("given up after many attempts")


class MailQuerySet(models.QuerySet["Mail"]):
    """Named states."""

    def waiting(self, now: dt.datetime) -> MailQuerySet:
        """Those to be sent now, that nobody holds."""
        free = Q(lease_until=None) | Q(lease_until__lt=now)
        return self.filter(free, ended_at=None, try_at__lte=now)


class Mail(models.Model):
    """One mail with one or more notices. Its id is its Message-ID, in every attempt.

    Whoever sends it holds a lease. `digest_on` is the day of a daily digest: one for each person and day.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    digest_on = models.DateField(null=True)
    former_address = models.EmailField(
        max_length=254, blank=True
    )  # it goes there, with no notice; empty once it is over
    # It invites somebody, with no notice.
    invitation = models.OneToOneField("accounts.Invitation", on_delete=models.CASCADE, null=True, related_name="mail")
    made_at = models.DateTimeField(default=timezone.now)
    try_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=10, choices=Ending.choices, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "digest_on"],
                condition=Q(digest_on__isnull=False),
                name="moves_mail_one_digest_a_day",
            ),
            models.CheckConstraint(
                name="moves_mail_ended",
                condition=Q(ended_at=None, ending="") | (Q(ended_at__isnull=False) & ~Q(ending="")),
            ),
            models.CheckConstraint(
                name="moves_mail_lease",
                condition=Q(lease=None, lease_until=None) | Q(lease__isnull=False, lease_until__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["try_at"], name="moves_mail_waiting", condition=Q(ended_at=None))]

    def __str__(self) -> str:
        return str(self.pk)
