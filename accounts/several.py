"""Giving a role to several people at once, taking one from several, and taking either back."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ladders.core.access import require
from ladders.core.approvals.actions import withdraw_those
from ladders.core.audit import record
from ladders.core.batches import BatchKind, TakenBack
from ladders.core.errors import named
from ladders.core.models import Batch
from ladders.core.permissions import Permission

from .actions import give_roles, roles_held, set_roles
from .models import RoleGrant, User
from .roles import Role

GIVEN, ASKED, TAKEN = "accounts.role_given", "accounts.role_asked", "accounts.role_taken"
Grant = tuple[int, list[str], list[str]]  # account, legal entities, departments


def give_role_to(*, users: Collection[User], role: Role, why: str, by: User) -> Batch:
    """Give a role, for everybody in the organisation, to each of these people who has it not yet; all or nobody.

    A role that opens pay is asked for, person by person, and given when a second person has confirmed it. Raises DomainError as
    `give_roles` does. A fixed number of queries for each person.
    """
    with transaction.atomic():
        given: list[int] = []
        asked: list[int] = []
        waiting: list[int] = []
        for user in users:
            held = roles_held(user)
            if role in held:
                continue
            with named(user):
                done = give_roles(user=user, roles={*held, role}, seen=None, reaches={}, by=by, why=why)
            asked += [each.pk for each in done.waits]
            waiting += [user.pk] if done.waits else []
            given += [user.pk] if done.changed else []
        kind = ASKED if asked else GIVEN  # of one role all are given at once, or all wait
        before = {"role": role.value, "given": given, "asked": asked}
        batch = Batch.objects.create(kind=kind, made_by=by, count=len(given) + len(asked), before=before)
        _tell(by, "granted", role, given)
        _tell(by, "asked", role, waiting)
    return batch


def take_role_from(*, users: Collection[User], role: Role, by: User) -> Batch:
    """Take a role from each of these people who holds it; all or nobody. Raises DomainError as `set_roles` does."""
    with transaction.atomic():
        grants = RoleGrant.objects.filter(user__in=users, role=role).order_by("user")
        taken: list[Grant] = [(each.user_id, each.legal_entities, each.departments) for each in grants]
        people = {user.pk: user for user in users}
        for pk, _entities, _departments in taken:
            with named(people[pk]):
                set_roles(user=people[pk], roles=roles_held(people[pk]) - {role}, seen=None, by=by)
        before = {"role": role.value, "taken": taken}
        batch = Batch.objects.create(kind=TAKEN, made_by=by, count=len(taken), before=before)
        _tell(by, "revoked", role, [pk for pk, *_reach in taken])
    return batch


def take_back_given(batch: Batch, by: Any) -> TakenBack:
    """Whoever was given the role loses it again, unless somebody set its reach, or gave it anew, since. What still waits for a
    second person is no longer asked for; what was confirmed stays."""
    require(by, Permission.MANAGE_ROLES)  # whoever did it may have lost their own role since
    role = Role(batch.before["role"])
    grants = RoleGrant.objects.filter(user__in=batch.before["given"], role=role).select_related("user")
    kept, gone = [], []
    for grant in grants:
        own = grant.granted_by_id == batch.made_by_id and not grant.legal_entities and not grant.departments
        if not own or grant.granted_at > batch.made_at:
            kept.append(str(grant.user))
            continue
        set_roles(user=grant.user, roles=roles_held(grant.user) - {role}, seen=None, by=by)
        gone.append(grant.user_id)
    withdrawn, confirmed = withdraw_those(batch.before["asked"], by=by)
    kept += confirmed
    _tell(by, "revoked", role, gone)
    return TakenBack(len(gone) + withdrawn, tuple(kept))


def take_back_taken(batch: Batch, by: Any) -> TakenBack:
    """Whoever lost the role gets it again, for the same people as before; a role that opens pay by a second person's word."""
    require(by, Permission.MANAGE_ROLES)
    role = Role(batch.before["role"])
    people = User.objects.in_bulk([pk for pk, *_reach in batch.before["taken"]])
    back: list[int] = []
    waiting: list[int] = []
    kept: list[str] = []
    for pk, entities, departments in batch.before["taken"]:
        user = people.get(pk)
        if user is None or role in roles_held(user) or not user.is_active:
            kept += [str(user)] if user else []
            continue
        reaches = {role: (entities, departments)}
        why = _("It was taken away together with others, and that is undone")
        done = give_roles(user=user, roles={*roles_held(user), role}, seen=None, reaches=reaches, by=by, why=why)
        (waiting if done.waits else back).append(pk)
    _tell(by, "granted", role, back)
    _tell(by, "asked", role, waiting)
    return TakenBack(len(back) + len(waiting), tuple(kept), len(waiting))


def _tell(by: User, what: str, role: Role, users: Collection[int]) -> None:
    """One entry that lists them all, beside one for each."""
    if users:
        marks = [f"accounts.user:{pk}" for pk in users]
        detail = {"role": [None, str(role.label)], "people": [None, marks]}
        record(by=by, verb=f"accounts.roles.{what}", subject=_("%(n)s people") % {"n": len(users)}, detail=detail)


GIVEN_KIND: Final = BatchKind(
    GIVEN,
    lambda n: ngettext("You gave a role to %(n)s person.", "You gave a role to %(n)s people.", n),
    "roles",
    take_back_given,
)
ASKED_KIND: Final = BatchKind(
    ASKED,
    lambda n: ngettext(
        "You asked for a role for %(n)s person: a second person confirms it.",
        "You asked for a role for %(n)s people: a second person confirms it.",
        n,
    ),
    "roles",
    take_back_given,
)
TAKEN_KIND: Final = BatchKind(
    TAKEN,
    lambda n: ngettext("You took a role from %(n)s person.", "You took a role from %(n)s people.", n),
    "roles",
    take_back_taken,
)
