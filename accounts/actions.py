"""Writes of this room: giving and taking roles."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from ladders.core.audit import record
from ladders.core.errors import DomainError, StaleError

from .models import RoleGrant, User
from .roles import PERMISSIONS_OF, SCOPED, Role

Reach = tuple[Collection[str], Collection[str]]  # legal entities and departments; both empty: everybody


def set_roles(*, user: User, roles: Collection[Role], seen: Collection[Role] | None, by: User | None) -> list[Role]:
    """Give `user` exactly these roles. Returns those that changed, in the order of `Role`; harmless when repeated.

    `seen` is what the person deciding saw: where somebody else has changed it since, StaleError (None skips that check).
    Raises DomainError where nobody would be left who can give roles, where somebody would take away their own power to
    do so, and for an account that is closed. `by` None is the system's own command.
    """
    wanted = frozenset(roles)
    with transaction.atomic():
        # Whoever changes any HR admin waits here, so that two of them cannot remove each other at the same moment.
        list(RoleGrant.objects.select_for_update().filter(role=Role.HR_ADMIN).order_by("pk"))
        person = User.objects.select_for_update().get(pk=user.pk)
        held = {Role(name) for name in RoleGrant.objects.filter(user=person).values_list("role", flat=True)}
        if seen is not None and held != frozenset(seen):
            raise StaleError(_("Somebody else has just changed these roles. Look at them again, then decide."), held)
        given, taken = wanted - held, held - wanted
        _check(person, given, taken, by)
        if given and by is not None and person.pk == by.pk:
            raise DomainError(_("Nobody gives themselves a role. Ask another HR admin to do it."))
        RoleGrant.objects.filter(user=person, role__in=taken).delete()
        RoleGrant.objects.bulk_create(
            RoleGrant(user=person, role=role, granted_by=by) for role in Role if role in given
        )
        for role in Role:
            if role in given | taken:
                done, change = (
                    ("granted", [None, str(role.label)]) if role in given else ("revoked", [str(role.label), None])
                )
                record(
                    by=by,
                    verb=f"accounts.role.{done}",
                    subject=str(person),
                    subject_key=str(person.pk),
                    detail={"role": change},
                )
    for kept in ("_roles", "_scoped_roles", "_grants", "role_names", "scoped_role_names"):
        user.__dict__.pop(kept, None)
    return [role for role in Role if role in given | taken]


def give_roles(
    *,
    user: User,
    roles: Collection[Role],
    seen: Collection[Role] | None,
    reaches: Mapping[Role, Reach],
    by: User,
) -> bool:
    """`set_roles`, and for whom each of them counts (`set_reach`), all or nothing: no role counts for everybody meanwhile.

    `reaches` names roles whose reach was chosen; those that are not held afterwards are passed over. False where all of it
    was so before. Raises DomainError as both do.
    """
    with transaction.atomic():
        changed = bool(set_roles(user=user, roles=roles, seen=seen, by=by))
        for role, (legal_entities, departments) in reaches.items():
            if role in roles:
                changed |= set_reach(
                    user=user, role=role, legal_entities=legal_entities, departments=departments, by=by
                )
    return changed


def _check(person: User, given: Collection[Role], taken: Collection[Role], by: User | None) -> None:
    if given and not person.is_active:
        raise DomainError(_("This account is closed: it can lose roles, but not get any."))
    if Role.HR_ADMIN not in taken:
        return
    others = RoleGrant.objects.filter(
        role=Role.HR_ADMIN, user__is_active=True, legal_entities=[], departments=[]
    ).exclude(user=person)
    if not others.exists():
        raise DomainError(
            _("%(name)s is the last HR admin. Make somebody else HR admin first; without one nobody can give roles.")
            % {"name": person}
        )
    if by is not None and person.pk == by.pk:
        raise DomainError(_("You cannot take your own role as HR admin away. Ask another HR admin to do it."))


def set_reach(
    *, user: User, role: Role, legal_entities: Collection[str], departments: Collection[str], by: User
) -> bool:
    """Say for whom a role that somebody holds counts: everybody where both are empty. False where it was so before.

    Raises DomainError where the person does not hold the role, where the names are unknown, or where nobody would be left
    who can give roles.
    """
    entities, parts = sorted(set(legal_entities)), sorted(set(departments))
    with transaction.atomic():
        list(RoleGrant.objects.select_for_update().filter(role=Role.HR_ADMIN).order_by("pk"))
        grant = RoleGrant.objects.select_for_update().filter(user=user, role=role).first()
        if grant is None:
            raise DomainError(_("%(name)s does not hold this role any more. Give it first.") % {"name": user})
        before = {"legal entities": ", ".join(grant.legal_entities), "departments": ", ".join(grant.departments)}
        if (grant.legal_entities, grant.departments) == (entities, parts):
            return False
        if user.pk == by.pk:
            raise DomainError(_("Nobody sets the reach of their own role. Ask another HR admin to do it."))
        if (entities or parts) and role == Role.HR_ADMIN:
            _check(user, (), (Role.HR_ADMIN,), by)
        if (entities or parts) and not PERMISSIONS_OF[role] & SCOPED:
            raise DomainError(_("This role says nothing about single people, so it counts everywhere or not at all."))
        grant.legal_entities, grant.departments = entities, parts
        grant.save(update_fields=["legal_entities", "departments"])
        after = {"legal entities": ", ".join(entities), "departments": ", ".join(parts)}
        record(
            by=by,
            verb="accounts.role.scoped",
            subject=str(user),
            subject_key=str(user.pk),
            detail={"role": [None, str(role.label)]} | {name: [before[name], after[name]] for name in after},
        )
    return True
