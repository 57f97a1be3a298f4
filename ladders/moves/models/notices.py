"""What people are told: written with what happened, in the same transaction; inbox and mail are made from it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from ladders.core.choices import choices_of
from ladders.core.models import Approval
from ladders.frameworks.models import Reorganisation

from ..domain.states import NoticeKind
from .mails import Mail
from .requests import MoveRequest
from .return_rights import ReturnRight
from .steps import Step


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Named states."""

    def visible_to(self, user: Any) -> NoticeQuerySet:
        """One's own."""
        return self.filter(recipient=user) if getattr(user, "is_authenticated", False) else self.none()

    def unread(self) -> NoticeQuerySet:
        """Not opened yet."""
        return self.filter(read_at=None)

    def unsettled(self) -> NoticeQuerySet:
        """Of which nobody has decided yet whether a mail tells them."""
        return self.filter(settled_at=None)


class Notice(models.Model):
    """Somebody is told something. `key` keeps a repeated run from telling it twice. It holds no word about the matter."""

    id = models.BigAutoField(primary_key=True)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="move_notices")
    kind = models.CharField(max_length=20, choices=choices_of(NoticeKind))
    request = models.ForeignKey(MoveRequest, on_delete=models.CASCADE, null=True, related_name="notices")
    step = models.ForeignKey(Step, on_delete=models.CASCADE, null=True, related_name="+")
    right = models.ForeignKey(ReturnRight, on_delete=models.CASCADE, null=True, related_name="notices")
    decision = models.ForeignKey(Reorganisation, on_delete=models.CASCADE, null=True, related_name="+")
    approval = models.ForeignKey(Approval, on_delete=models.CASCADE, null=True, related_name="+")
    page = models.CharField(max_length=120, blank=True)  # the page that says it, as `notify_of_page` takes it
    key = models.CharField(max_length=160, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)  # when it was decided which mail tells it, or that none does
    mail = models.ForeignKey(Mail, on_delete=models.SET_NULL, null=True, related_name="notices")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="moves_notice_about",
                condition=Q(request__isnull=False)
                | Q(right__isnull=False)
                | Q(decision__isnull=False)
                | Q(approval__isnull=False)
                | ~Q(page=""),
            ),
            models.CheckConstraint(name="moves_notice_settled", condition=Q(mail=None) | Q(settled_at__isnull=False)),
        ]
        indexes = [
            models.Index(fields=["recipient", "-created_at", "-id"], name="moves_notice_inbox"),
            models.Index(fields=["recipient"], name="moves_notice_unread", condition=Q(read_at=None)),
            models.Index(fields=["id"], name="moves_notice_unsettled", condition=Q(settled_at=None)),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())
