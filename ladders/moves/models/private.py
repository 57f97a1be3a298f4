"""Why somebody asks: theirs to give, sealed, for those they name, until the day they name. It has no history."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ladders.core.private import SealedTextField

from .requests import MoveRequest


class ReasonQuerySet(models.QuerySet["Reason"]):
    """Named states."""

    def readable_by(self, user: Any, day: dt.date | None = None) -> ReasonQuerySet:
        """Its author's, and those whose author named this user, until their day."""
        if not getattr(user, "is_authenticated", False) or not user.is_active:
            return self.none()
        return self.readable_by_account(user.pk, day or timezone.localdate())

    def readable_by_account(self, account: int, day: dt.date) -> ReasonQuerySet:
        """The same of an account that is active."""
        named = Q(pk__in=self.model.readers.through.objects.filter(user=account).values("reason"))
        named &= Q(request__submitted_at__isnull=False)  # until it is sent, a reason is its author's alone
        return self.filter(Q(request__person__user=account) | named, delete_on__gt=day)

    def with_named(self) -> ReasonQuerySet:
        """Each with `named`: `pk`, `name` and `email` of everybody whom its author named. No query of its own."""
        rows = self.model.readers.through.objects.filter(reason=OuterRef("pk")).order_by("pk")
        data = JSONObject(pk="user__pk", name="user__name", email="user__email")
        return self.annotate(named=ArraySubquery(rows.values_list(data)))  # type: ignore[no-redef]  # declared, to be read


class Reason(models.Model):
    """The reason of a request. Named people may read it, whatever their office; a new decider is not among them."""

    request = models.OneToOneField(MoveRequest, on_delete=models.CASCADE, related_name="reason")
    text = SealedTextField("moves.reason")
    readers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)
    delete_on = models.DateField(_("deleted on"))  # on this day it is gone
    named: list[dict[str, Any]]  # see `with_named`

    objects = ReasonQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(name="moves_reason_said", condition=~Q(text=b""))]
        indexes = [models.Index(fields=["delete_on"], name="moves_reason_delete")]

    def __str__(self) -> str:
        return str(_("Reason"))

    def readable_by(self, user: Any, day: dt.date | None = None) -> bool:
        """True where this user may read it today: 1 query."""
        return Reason.objects.filter(pk=self.pk).readable_by(user, day).exists()
