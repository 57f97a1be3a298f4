"""Page of a person, their pay and their moves lead to each other: each link where this reader may open what it leads to."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Employee
from ladders.compensation.queries.readers import sees_pay_of
from ladders.core.permissions import Permission

from .career_links import Link
from .visibility import Sight, sight_of


def to_person(user: Any, person: Employee) -> list[Link]:
    """The person's page: at most 3 queries."""
    if sight_of(user, person, timezone.localdate()) is Sight.NONE:
        return []
    return [Link(_("Page of the person"), reverse("person", args=[person.pk]))]


def to_pay(user: Any, person: Employee) -> list[Link]:
    """The person's pay, or one's own: at most 4 queries."""
    if person.user_id == user.pk:
        return [Link(_("Pay"), reverse("my-pay"))]
    if not sees_pay_of(user, person):
        return []
    return [Link(_("Pay"), reverse("person-pay", args=[person.pk]))]


def to_moves(user: Any, person: Employee) -> list[Link]:
    """HR's list of the person's requests, ended ones too, or one's own: no query but those of roles."""
    if person.user_id == user.pk:
        return [Link(_("Moves"), reverse("my-moves"))]
    if not user.has_perm(Permission.HANDLE_MOVES, person):
        return []
    return [Link(_("Moves"), f"{reverse('moves-all')}?{urlencode({'q': person.number, 'state': 'any'})}")]


def from_person(user: Any, person: Employee) -> list[Link]:
    """What the person's page leads to."""
    return to_pay(user, person) + to_moves(user, person)


def from_pay(user: Any, person: Employee) -> list[Link]:
    """What the page of their pay leads to."""
    return to_person(user, person) + to_moves(user, person)


def from_moves(user: Any, person: Employee) -> list[Link]:
    """What a request of theirs leads to."""
    return to_person(user, person) + to_pay(user, person)
