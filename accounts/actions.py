"""Writes of this room: giving and taking roles."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from ladders.core.approvals.actions import ask
from ladders.core.approvals.kinds import ApprovalKind
from ladders.core.audit import record
from ladders.core.errors import DomainError, StaleError
from ladders.core.models import Approval
from ladders.core.permissions import Permission

from .models import RoleGrant, User
from .roles import OPENS_PAY, PERMISSIONS_OF, SCOPED, Role

Reach = tuple[Collection[str], Collection[str]]  # legal entities and departments; both empty: everybody


def set_roles(*, user: User, roles: Collection[Role], seen: Collection[Role] | None, by: User | None) -> list[Role]:
    """Give `user` exactly these roles. Returns those that changed, in the order of `Role`; harmless when repeated.

    `seen` is what the person deciding saw: where somebody else has changed it since, StaleError (None skips that check).
    Raises DomainError where nobody would be left who can give roles, where somebody would take away their own power to
    do so, and for an account that is closed. `by` None is the system's own command. People go by `give_roles`, which asks a
    second person where a role opens pay.
    """
    wanted = frozenset(roles)
    with transaction.atomic():
        person, held = _locked(user)
        if seen is not None and held != frozenset(seen):
            raise StaleError(_("Somebody else has just changed these roles. Look at them again, then decide."), held)
        given, taken = wanted - held, held - wanted
        _check(person, given, taken, by)
        if given:
            _refuse_own_role(person, by)
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
                    about=person,
                    subject_key=str(person.pk),
                    detail={"role": change},
                )
    for kept in ("_roles", "_scoped_roles", "_scopes", "role_names", "scoped_role_names"):
        user.__dict__.pop(kept, None)
    return [role for role in Role if role in given | taken]


def roles_held(user: User) -> set[Role]:
    """The roles of somebody whose roles nobody else changes until the present transaction ends: what is given or taken
    beside them brings back none that was taken meanwhile."""
    return _locked(user)[1]


def _locked(user: User) -> tuple[User, set[Role]]:
    # Whoever changes any HR admin waits here, so that two of them cannot remove each other at the same moment.
    list(RoleGrant.objects.select_for_update().filter(role=Role.HR_ADMIN).order_by("pk"))
    person = User.objects.select_for_update().get(pk=user.pk)
    return person, {Role(name) for name in RoleGrant.objects.filter(user=person).values_list("role", flat=True)}


@dataclass(frozen=True, slots=True)
class GivenRoles:
    """Whether anything was changed, and what waits for a second person."""

    changed: bool
    waits: tuple[Approval, ...] = ()


def give_roles(
    *,
    user: User,
    roles: Collection[Role],
    seen: Collection[Role] | None,
    reaches: Mapping[Role, Reach],
    by: User,
    why: str = "",
) -> GivenRoles:
    """`set_roles`, and for whom each of them counts (`set_reach`), all or nothing: no role counts for everybody meanwhile.

    A role that opens people's pay is given, and reaches more people, when a second person has confirmed it: it is asked
    for, with the reason `why`. `reaches` names roles whose reach was chosen; those that are not held afterwards are passed
    over. Raises DomainError as both do, and where it cannot be asked for.
    """
    with transaction.atomic():
        held = roles_held(user)
        opening = [role for role in Role if role in roles and role in OPENS_PAY and role not in held]
        if opening:
            _check(user, opening, (), by)
            _refuse_own_role(user, by)
        changed = bool(set_roles(user=user, roles=set(roles) - set(opening), seen=seen, by=by))
        waits = [
            ask_for_role(user=user, role=role, reach=reaches.get(role, ((), ())), why=why, by=by) for role in opening
        ]
        for role, reach in reaches.items():
            if role not in roles or role in opening:
                continue
            if role in OPENS_PAY and widens(RoleGrant.objects.get(user=user, role=role), reach):
                if user.pk == by.pk:
                    raise DomainError(_("Nobody sets the reach of their own role. Ask another HR admin to do it."))
                waits.append(ask_for_role(user=user, role=role, reach=reach, why=why, by=by))
            else:
                changed |= set_reach(user=user, role=role, legal_entities=reach[0], departments=reach[1], by=by)
    return GivenRoles(changed, tuple(waits))


def widens(grant: RoleGrant, reach: Reach) -> bool:
    """True where the role would count for somebody for whom it does not count now."""
    pairs = ((grant.legal_entities, reach[0]), (grant.departments, reach[1]))
    return any(now and not (then and set(then) <= set(now)) for now, then in pairs)


def ask_for_role(*, user: User, role: Role, reach: Reach, why: str, by: User) -> Approval:
    """Ask a second person to confirm that somebody gets a role that opens pay, or holds it for more people."""
    grant = RoleGrant.objects.filter(user=user, role=role).first()
    then = RoleGrant(user=user, role=role, legal_entities=sorted(set(reach[0])), departments=sorted(set(reach[1])))
    everybody = _("everybody")
    return ask(
        kind=ROLE.name,
        key=f"{user.pk}:{role.value}",
        subject=str(user),
        payload={
            "user": user.pk,
            "role": role.value,
            "legal_entities": then.legal_entities,
            "departments": then.departments,
        },
        shown=[(str(role.label), (grant.counts_for or everybody) if grant else "", then.counts_for or everybody)],
        reason=why,
        by=by,
    )


def give_confirmed_role(payload: dict[str, Any], by: User) -> None:
    """What a second person has confirmed. Harmless where the person holds the role for these people already."""
    user, role = User.objects.get(pk=payload["user"]), Role(payload["role"])
    with transaction.atomic():
        set_roles(user=user, roles={*roles_held(user), role}, seen=None, by=by)
        reach = {"legal_entities": payload["legal_entities"], "departments": payload["departments"]}
        set_reach(user=user, role=role, by=by, **reach)


ROLE = ApprovalKind(
    name="role",
    title=lazy("Role that opens pay"),
    asks=Permission.MANAGE_ROLES,
    confirms=Permission.MANAGE_ROLES,
    carry_out=give_confirmed_role,
    barred=lambda payload: [payload["user"]],
)


def _refuse_own_role(person: User, by: User | None) -> None:
    if by is not None and person.pk == by.pk:
        raise DomainError(_("Nobody gives themselves a role. Ask another HR admin to do it."))


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
            about=user,
            subject_key=str(user.pk),
            detail={"role": [None, str(role.label)]} | {name: [before[name], after[name]] for name in after},
        )
    return True
