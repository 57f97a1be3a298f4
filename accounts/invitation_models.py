"""Tables of invitations: who was told of Ladders when, and the link that lets them in for the first time."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

LONGEST_LINE = 300


class InvitationRound(models.Model):
    """Invitations that were sent together. `whom` says to whom, as `ladders.setup.domain.selection` reads it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    line = models.CharField(max_length=LONGEST_LINE, blank=True)  # a personal one, by whoever invites
    days = models.PositiveSmallIntegerField()  # how long each link opens an account
    whom = models.JSONField(default=dict)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Named states."""

    def newest(self) -> InvitationQuerySet:
        """The last one of each person."""
        later = Invitation.objects.filter(user=OuterRef("user"), made_at__gt=OuterRef("made_at"))
        return self.filter(~Exists(later))


class Invitation(models.Model):
    """One person's invitation. `digest` is that of the key in its link, which is stored nowhere (`invitation_links.py`);
    empty where the link leads to the company's own sign-in and carries none.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(InvitationRound, on_delete=models.CASCADE, related_name="invitations")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="invitations")
    digest = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    superseded_at = models.DateTimeField(null=True)  # a newer one was made

    objects: ClassVar[models.Manager[Invitation]] = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["round", "user"], name="accounts_invitation_once_a_round"),
            models.UniqueConstraint(
                fields=["user"], condition=Q(used_at=None, superseded_at=None), name="accounts_invitation_one_open"
            ),
            models.UniqueConstraint(fields=["digest"], condition=~Q(digest=""), name="accounts_invitation_digest"),
            models.CheckConstraint(
                name="accounts_invitation_one_end", condition=Q(used_at=None) | Q(superseded_at=None)
            ),
            models.CheckConstraint(
                name="accounts_invitation_used_with_a_key", condition=Q(used_at=None) | ~Q(digest="")
            ),
        ]
        indexes = [models.Index(fields=["user", "-made_at"], name="accounts_invitation_newest")]

    def __str__(self) -> str:
        return f"{self.user}, {self.made_at:%Y-%m-%d}"

    def is_open(self, now: dt.datetime) -> bool:
        """Neither used nor followed by a newer one, and in time."""
        return self.used_at is None and self.superseded_at is None and now < self.expires_at
