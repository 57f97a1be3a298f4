"""Reads of several tables for a page of this room, each with its number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from ladders.core.lists.order import bare, behind
from ladders.core.permissions import Permission

from .backends import works_today
from .models import Employee, RoleGrant, User
from .roles import PERMISSIONS_OF, Role

PAGE = 50
BY_NAME = ("sort_name", "pk")
ANY_ROLE, EVERYBODY = "any", "everybody"
CHOICES = [(ANY_ROLE, _("Anybody with a role")), *Role.choices, (EVERYBODY, _("Everybody"))]


@dataclass(frozen=True, slots=True)
class People:
    """One page of people in the order of their names; `after` is the key of the next page, None on the last.

    `number` is that of the people on all pages.
    """

    people: list[User]
    after: int | None
    number: int


def accounts_asked(words: str, role: str) -> Any:
    """Accounts by name and role, without an order: no query. `role`: one of `Role`, ANY_ROLE or EVERYBODY."""
    people = User.objects.matching(words)
    grants = RoleGrant.objects.filter(user=OuterRef("pk"))
    if role in Role.values:
        return people.filter(Exists(grants.filter(role=role)))
    return people if role == EVERYBODY else people.filter(Exists(grants))


def people_with_roles(
    *, words: str = "", role: str = ANY_ROLE, after: int | None = None, order: Sequence[str] = BY_NAME
) -> People:
    """People by name and role: at most 5 queries, as fast for 100,000 people as for a thousand.

    Pages continue behind a person: no page reads what stands before it.
    """
    people = accounts_asked(words, role)
    number = people.count()
    # Among all accounts: who was the last of a page may have been given or taken the role since.
    if after is not None and (last := User.objects.filter(pk=after).values_list(*bare(order)).first()):
        people = people.filter(behind(order, last))
    page = list(in_order(people, words, order).select_related("employee").prefetch_related("grants")[: PAGE + 1])
    return People(page[:PAGE], page[PAGE - 1].pk if len(page) > PAGE else None, number)


def in_order(people: Any, words: str, order: Sequence[str]) -> Any:
    """The accounts in this order, which begins with the name.

    Sort keys are folded, so Lower() changes nothing but the plan: with words, first find by them, then sort. Walking the sorted
    index instead and looking at everybody's words is slow exactly where there is little to find.
    """
    first, *others = order
    if words.strip():
        name = Lower(first.removeprefix("-"))
        return people.order_by(name.desc() if first.startswith("-") else name, *others)
    return people.order_by(*order)


@dataclass(frozen=True, slots=True)
class WaysToSignIn:
    """How a person signs in. `codes_left` is None without a second factor."""

    password: bool
    app: Authenticator | None
    passkeys: list[Authenticator]
    codes_left: int | None


def ways_to_sign_in(user: User) -> WaysToSignIn:
    """The person's own ways: one query."""
    found = list(Authenticator.objects.filter(user=user).order_by("created_at", "pk"))
    of = {kind: [each for each in found if each.type == kind] for kind in Authenticator.Type}
    codes = of[Authenticator.Type.RECOVERY_CODES]
    return WaysToSignIn(
        password=user.has_usable_password(),
        app=next(iter(of[Authenticator.Type.TOTP]), None),
        passkeys=of[Authenticator.Type.WEBAUTHN],
        codes_left=len(codes[0].wrap().get_unused_codes()) if codes else None,
    )


def people_holding(permission: Permission, about: Employee | int | None) -> list[User]:
    """The accounts that can sign in and whose roles carry the verb: for the employee `about` (an id: 1 query more), else for the
    whole organisation. 1 query."""
    roles = [role for role, verbs in PERMISSIONS_OF.items() if permission in verbs]
    person = Employee.objects.filter(pk=about).first() if isinstance(about, int) else about
    grants = RoleGrant.objects.filter(role__in=roles, user__is_active=True).select_related("user__employee")
    found = [
        grant.user
        for grant in grants.order_by("user__sort_name", "user_id")
        if (grant.covers(person) if person else not grant.legal_entities and not grant.departments)
    ]
    return [user for user in dict.fromkeys(found) if works_today(user)]
