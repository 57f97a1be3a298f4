"""Reason files as they were made. They never change; their content is sealed, since it holds pay and recorded sex."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Employee, reach_of
from ladders.core.permissions import Permission
from ladders.core.private import SealedTextField


class ReasonFileQuerySet(models.QuerySet["ReasonFile"]):
    """Whose they are to read."""

    def visible_to(self, user: Any) -> ReasonFileQuerySet:
        """About people in the reach of a role with the pay equity verb, and about categories of employers whom it reaches
        whole, where everybody whose pay stands in the file is in that reach today; never about oneself, and nobody's without
        such a role."""
        if not getattr(user, "is_authenticated", False) or not user.holds(Permission.VIEW_PAY_EQUITY):
            return self.none()
        people = Q(employee__isnull=False) & reach_of(user, Permission.VIEW_PAY_EQUITY, "employee")
        categories = Q(employee=None)
        if not user.reaches_all(Permission.VIEW_PAY_EQUITY):
            grants = user.scopes(Permission.VIEW_PAY_EQUITY)
            whole = [entity for grant in grants if not grant.departments for entity in grant.legal_entities]
            categories &= Q(legal_entity__in=whole)
            # Whoever made the file may have had a wider role: everybody else reads it as if they made it.
            reached = Employee.objects.within(user, Permission.VIEW_PAY_EQUITY).values("pk")
            in_reach = Q(people__contained_by=ArraySubquery(reached))
            people, categories = people & in_reach, categories & in_reach
        own = getattr(getattr(user, "employee", None), "pk", None)
        found = self.filter(people | categories)
        return found if own is None else found.exclude(employee=own).exclude(employee=None, people__contains=[own])


class ReasonFile(models.Model):
    """About one person, or about one category of workers of an employer ("" is the whole group)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, null=True, related_name="+")
    category = models.CharField(_("category of workers"), max_length=80, blank=True)
    legal_entity = models.CharField(_("legal entity"), max_length=120, blank=True)
    day = models.DateField(_("as of"))
    people = ArrayField(
        models.BigIntegerField(), default=list
    )  # everybody whose pay stands in it, by the employee's id
    content = SealedTextField("reason file")  # canonical JSON, see `queries/dossier.py`, and the `salt` of its marks
    digests = models.JSONField()  # part → SHA-256
    digest = models.CharField(max_length=64)  # over those
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    objects = ReasonFileQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        triggers = [pgtrigger.Protect(name="made_stays", operation=pgtrigger.Update)]
        constraints = [
            models.CheckConstraint(name="reason_files_about_one", condition=Q(employee=None) ^ Q(category=""))
        ]

    def __str__(self) -> str:
        return str(self.pk)  # never whose: this reaches logs

    @property
    def parts(self) -> dict[str, Any]:
        """The content; empty where it cannot be read."""
        return json.loads(self.content) if self.content else {}
