"""What can wait for a second person. Each room registers its own kinds when it starts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from ladders.core.permissions import Permission
from ladders.core.providers import Provider

Payload = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Beside:
    """What a page shows beside something that waits: a template, and what it is given."""

    template: str
    context: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ApprovalKind:
    """One kind: who asks, who confirms, and what is done then.

    `reach` gives the people for whom a user may confirm, where each approval is about one (its `about`); None where it is
    about nobody. `keys` gives, in a column `key`, those of the approvals that a user may confirm and read on a day, where each is
    about several people. Nobody confirms for themselves: `barred` names the accounts that it is about, `concerned` the employees
    where it is about several. `beside` gives what a reader sees while it waits, where the lines that are kept with it are not
    all of it, and what it does.
    """

    name: str
    title: Promise
    asks: Permission
    confirms: Permission
    carry_out: Callable[[Payload, Any], None]  # what is done, by whoever confirms; DomainError where it cannot be
    reach: Callable[[Any], QuerySet[Any]] | None = None
    keys: Callable[[Any, dt.date], QuerySet[Any, Any]] | None = None
    barred: Callable[[Payload], Collection[int]] = lambda _payload: ()
    concerned: Callable[[Payload], Collection[int]] = lambda _payload: ()
    beside: Callable[[Payload, Any], Beside | None] = lambda _payload, _user: None


APPROVAL_KINDS: dict[str, ApprovalKind] = {}


def register(*kinds: ApprovalKind) -> None:
    """Make kinds known; harmless when repeated."""
    APPROVAL_KINDS.update({kind.name: kind for kind in kinds})


@Provider
def people_holding(permission: Permission, about: int | None) -> Sequence[Any]:
    """The active accounts whose roles carry the verb: for the employee `about`, else for the whole organisation. 2 queries."""
    return ()


@Provider
def tell_waiting(approval: Any, users: Sequence[Any]) -> None:
    """Tell people that something waits for them."""


@Provider
def tell_decided(approval: Any) -> None:
    """Tell whoever asked that it is decided, and nobody else that it waits."""
