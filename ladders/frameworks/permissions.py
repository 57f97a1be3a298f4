"""Who may do what with which framework: pure questions, registered as rules in `rules`."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from accounts.models import RoleGrant, User
from accounts.roles import PERMISSIONS_OF
from ladders.core.access import may
from ladders.core.approvals.apart import without_same_hands
from ladders.core.permissions import Permission

from .models import Framework, Version


def framework_of(thing: object) -> Framework | None:
    """The framework that `thing` is, or belongs to; None for anything else."""
    if isinstance(thing, Framework):
        return thing
    if isinstance(thing, Version):
        return thing.framework
    version = getattr(thing, "version", None)
    return version.framework if isinstance(version, Version) else None


def owns(user: Any, thing: object) -> bool:
    """True when `user` is the accountable owner of the framework that `thing` is or belongs to."""
    framework = framework_of(thing)
    if framework is None or user.pk is None:
        return False
    employee = getattr(user, "employee", None)
    return framework.owner_account_id == user.pk or (employee is not None and framework.owner_id == employee.pk)


def may_edit(user: Any, thing: object) -> bool:
    """True when `user` may change drafts of this framework."""
    return may(user, Permission.EDIT_FRAMEWORK, thing)


def may_publish(user: Any, thing: object) -> bool:
    """True when `user` may publish this framework."""
    return may(user, Permission.PUBLISH_FRAMEWORK, thing)


def second_publishers(framework: Framework, first: Any) -> list[str]:
    """Names of those who may publish this framework beside `first`, who asks for it: 2 queries.

    The same question as `may_publish`, asked of everybody: roles for the whole organisation, and the framework's owner.
    """
    roles = [role for role, verbs in PERMISSIONS_OF.items() if Permission.PUBLISH_FRAMEWORK in verbs]
    held = RoleGrant.objects.filter(role__in=roles, legal_entities=[], departments=[]).values("user")
    owning = Q(pk=framework.owner_account_id) | Q(employee__pk=framework.owner_id, employee__isnull=False)
    people = User.objects.filter(Q(pk__in=held) | owning, is_active=True).exclude(pk=first.pk)
    return [str(user) for user in without_same_hands(first, list(people.order_by("sort_name", "pk")))]
