"""Frameworks and their versions, and what every part of a version shares."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Employee, User
from ladders.core.conditions import nothing
from ladders.core.history import tracked
from ladders.core.permissions import Permission
from ladders.impact.models import FactorPlan

from ..enums import VersionState


def owned_by(user: Any) -> Q:
    """The frameworks that this user answers for, as employee or as an account: a condition on them."""
    employee = getattr(user, "employee", None)
    return Q(owner_account=user.pk) | (Q(owner=employee) if employee else nothing())


def readable_by(account: int, employee: int) -> Q:
    """The versions that somebody without a role may read, by the ids of account and employee (0: in no people file):
    published and retired ones of frameworks with one in force, and all of those that they answer for."""
    in_force = Version.objects.filter(framework=models.OuterRef("framework"), state=VersionState.PUBLISHED)
    public = ~Q(state=VersionState.DRAFT) & models.Exists(in_force.order_by())
    return public | Q(framework__owner_account=account) | Q(framework__owner=employee)


class FrameworkQuerySet(models.QuerySet["Framework"]):
    """Named states."""

    def published(self) -> FrameworkQuerySet:
        """Frameworks with a version that everyone can read."""
        return self.filter(versions__state=VersionState.PUBLISHED)

    def visible_to(self, user: Any) -> FrameworkQuerySet:
        """Published ones for whoever is signed in; drafts for who edits frameworks, and for a framework's owner."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        if user.has_perm(Permission.EDIT_FRAMEWORK):
            return self.all()
        published = Version.objects.filter(framework=models.OuterRef("pk"), state=VersionState.PUBLISHED)
        return self.filter(models.Exists(published) | owned_by(user))


@tracked()
class Framework(models.Model):
    """The career framework of one job family, with an accountable owner."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=80)
    owner = models.ForeignKey(
        "accounts.Employee",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="owned_frameworks",
        verbose_name=_("accountable owner"),
    )
    # Whoever answers for it without being in the people file (yet): HR is a person, too. One of the two at most.
    owner_account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="owned_frameworks"
    )
    owner_title = models.CharField(
        _("owner's function"), max_length=80, blank=True, help_text=_("As readers know it: Chief Technology Officer.")
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects = FrameworkQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Upper("name"),
                name="frameworks_framework_name",
                violation_error_message=_("A framework of this name exists already."),
            ),
            models.CheckConstraint(
                name="frameworks_framework_one_owner", condition=Q(owner=None) | Q(owner_account=None)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def accountable(self) -> Employee | User | None:
        """Who answers for it: an employee, an account that is no employee yet, or nobody."""
        account = self.owner_account
        return self.owner or getattr(account, "employee", None) or account

    def name_owner(self, owner: Employee | User | None) -> None:
        """Let that person answer for it from now on; saves nothing. An account with an employee is that employee."""
        person = getattr(owner, "employee", None) or owner
        self.owner = person if isinstance(person, Employee) else None
        self.owner_account = None if isinstance(person, Employee) else person


class VersionQuerySet(models.QuerySet["Version"]):
    """Named states."""

    def draft(self) -> Version | None:
        """The version being edited."""
        return self.filter(state=VersionState.DRAFT).first()

    def published(self) -> Version | None:
        """The version everyone reads."""
        return self.filter(state=VersionState.PUBLISHED).first()

    def visible_to(self, user: Any) -> VersionQuerySet:
        """Published ones and those before them for everyone signed in; for who may edit that framework, all of its.

        Where nothing is in force (any more: a publication can be taken back), readers see nothing.
        """
        if not getattr(user, "is_authenticated", False):
            return self.none()
        if user.has_perm(Permission.EDIT_FRAMEWORK):
            return self.all()
        employee = getattr(user, "employee", None)
        return self.filter(readable_by(user.pk, employee.pk if employee else 0))


@tracked()
class Version(models.Model):
    """A state of a framework: one draft, one published, any number retired. Published and retired never change."""

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=VersionState.choices, default=VersionState.DRAFT)
    summary = models.TextField(_("what this job family does"), blank=True)
    statement = models.TextField(_("statement"), blank=True)
    note = models.TextField(_("what is new"), blank=True, help_text=_("Readers see it above the lattice."))
    based_on = models.ForeignKey("self", on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    # The plan, points and grades a version was published with stay with it; a draft follows the plan in force.
    plan = models.ForeignKey(FactorPlan, on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    revision = models.PositiveIntegerField(default=0, editable=False)  # counts every edit of the draft
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    asked_at = models.DateTimeField(null=True, editable=False)
    asked_revision = models.PositiveIntegerField(null=True, editable=False)  # an edit after asking asks again
    published_at = models.DateTimeField(null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    retired_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "number"], name="frameworks_version_number"),
            models.UniqueConstraint(
                fields=["framework"], condition=Q(state="draft"), name="frameworks_version_one_draft"
            ),
            models.UniqueConstraint(
                fields=["framework"], condition=Q(state="published"), name="frameworks_version_one_published"
            ),
            models.CheckConstraint(
                name="frameworks_version_published_pair",
                condition=Q(state="draft", published_at=None, published_by=None)
                | Q(~Q(state="draft"), published_at__isnull=False, published_by__isnull=False),
            ),
            models.CheckConstraint(
                name="frameworks_version_asked_pair",
                condition=Q(asked_at=None, asked_by=None, asked_revision=None)
                | Q(asked_at__isnull=False, asked_by__isnull=False, asked_revision__isnull=False),
            ),
            models.CheckConstraint(
                name="frameworks_version_retired_pair",
                condition=Q(state="retired", retired_at__isnull=False) | Q(~Q(state="retired"), retired_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.framework} {self.number}"

    @property
    def is_draft(self) -> bool:
        """True while it can be edited."""
        return self.state == VersionState.DRAFT


class VersionPart(models.Model):
    """What every part of a version shares: the version, the key it keeps through all versions, and its place in order."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="%(class)s_set")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    position = models.PositiveIntegerField(default=0, editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)  # what an editor saw, to notice a second editor

    class Meta:
        abstract = True
        ordering = ["position", "id"]
