"""A written right of return: to which levels, until when, what of one's evidence stays, and what would be reviewed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Employee
from ladders.core.choices import choices_of
from ladders.core.history import tracked
from ladders.core.permissions import Permission
from ladders.frameworks.models import Level

from ..domain.enums import PayRule
from ..domain.states import RightFrom
from .requests import MoveRequest, pair


class RightQuerySet(models.QuerySet["ReturnRight"]):
    """Named states."""

    def on(self, day: dt.date) -> RightQuerySet:
        """Those that hold on that day and were not used."""
        return self.filter(starts_on__lte=day, until__gte=day, used_at=None)

    def visible_to(self, user: Any) -> RightQuerySet:
        """One's own, and those of the people whose moves a role handles."""
        if not getattr(user, "is_authenticated", False) or not user.is_active:
            return self.none()
        within = Employee.objects.within(user, Permission.HANDLE_MOVES)
        return self.filter(Q(person__user=user) | Q(person__in=within.values("pk")))


@tracked(exclude=["evidence"])
class ReturnRight(models.Model):
    """A person may return to these levels until a day, included. It came with `request`, and a return uses it up.

    `levels` are keys as they were then; `queries.rights_of` follows them to their successors. `evidence` is what the person
    had shown on the level they left: `[{"competency": key, "name": …, "proficiency": 3}]`; it need not be shown again.
    """

    person = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="return_rights")
    request = models.OneToOneField(MoveRequest, on_delete=models.PROTECT, related_name="right")
    came_from = models.CharField(max_length=10, choices=choices_of(RightFrom))
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")  # the one that was left, as it was
    levels = ArrayField(models.UUIDField())
    starts_on = models.DateField()
    until = models.DateField(_("until"))
    evidence = models.JSONField(default=list)
    evidence_until = (
        models.DateField()
    )  # what was shown counts until then; later it is reviewed, where the rules say so
    reviewed = models.BooleanField(default=False)  # what lapsed is reviewed on return, and nothing else
    pay_rule = models.CharField(max_length=10, choices=choices_of(PayRule))
    reminded_for = models.DateField(null=True)  # the `until` of which the holder was reminded
    extended_at = models.DateTimeField(null=True)
    extended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    used_at = models.DateTimeField(null=True)
    used_by = models.OneToOneField(MoveRequest, on_delete=models.PROTECT, null=True, related_name="used_right")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = RightQuerySet.as_manager()

    class Meta:
        ordering = ["until", "id"]
        constraints = [
            models.CheckConstraint(name="moves_right_dates", condition=Q(until__gte=F("starts_on"))),
            models.CheckConstraint(name="moves_right_levels", condition=~Q(levels=[])),
            pair("moves_right_used_pair", "used_at", "used_by"),
            pair("moves_right_extended_pair", "extended_at", "extended_by"),
        ]
        indexes = [models.Index(fields=["until"], name="moves_right_ending", condition=Q(used_at=None))]

    def __str__(self) -> str:
        return f"{self.person}: {self.level} until {self.until}"
