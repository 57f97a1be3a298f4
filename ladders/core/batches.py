"""Doing something to several rows at once, and taking that back at once: one way for all lists.

Each room says what its kinds of batch are called and how they go back; whoever made one takes it back, within a week.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from .errors import DomainError
from .models import TAKE_BACK_WITHIN, Batch
from .statements import Statement


@dataclass(frozen=True, slots=True)
class TakenBack:
    """How many went back, the names of those that stay as they are since something was built on them, and how many wait for a
    second person."""

    count: int
    kept: tuple[str, ...] = ()
    waits: int = 0


@dataclass(frozen=True, slots=True)
class BatchKind:
    """`said` is what was done to so many, in words with %(n)s; `page` the name of the list it was done on, or its address.

    `take_back` gets the locked batch and whoever takes it back, inside a transaction; it checks reach and rights, and leaves
    alone what somebody built on.
    """

    name: str
    said: Callable[[int], str]
    page: str | Callable[[Batch], str]
    take_back: Callable[[Batch, Any], TakenBack]

    def words(self, count: int) -> str:
        """What was done to so many: “You placed 1,200 people.”"""
        return self.said(count) % {"n": f"{count:,}"}

    def page_of(self, batch: Batch) -> str:
        """The address of the list that the batch was done on."""
        return reverse(self.page) if isinstance(self.page, str) else self.page(batch)


BATCH_KINDS: dict[str, BatchKind] = {}


def register(kind: BatchKind) -> None:
    """Make a kind known (from `AppConfig.ready`)."""
    BATCH_KINDS[kind.name] = kind


@cache
def _latest_of(kinds: tuple[str, ...]) -> Statement[Batch]:
    """The last one of a user that was made since a moment, put together once for these kinds."""
    return Statement(lambda user, since: Batch.objects.of(user, since, *kinds)[:1], int, dt.datetime)


def latest(user: Any, *kinds: str) -> list[tuple[Batch, str]]:
    """The last batch of these kinds that the user can still take back, with what it did in words; none or one. 1 query."""
    found = _latest_of(kinds)(user.pk, timezone.now() - TAKE_BACK_WITHIN)
    return [(batch, BATCH_KINDS[batch.kind].words(batch.count)) for batch in found]


def take_back(*, batch: Batch, by: Any) -> TakenBack:
    """Take a batch back, all of it but what something was built on. Harmless when repeated.

    Raises DomainError after a week, and where the kind refuses.
    """
    with transaction.atomic():
        row = Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
        if row.taken_back_at is not None:
            return TakenBack(0)
        if row.made_at < timezone.now() - TAKE_BACK_WITHIN:
            raise DomainError(_("That was more than a week ago. Change it one by one."))
        done = BATCH_KINDS[row.kind].take_back(row, by)
        row.taken_back_at, row.before = timezone.now(), {}
        row.save(update_fields=["taken_back_at", "before"])
    return done
