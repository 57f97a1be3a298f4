"""Telling people: notices, and the entry of the audit trail, written with what happened."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from ladders.core.audit import SealedEntry
from ladders.core.conditions import nothing
from ladders.core.once import known
from ladders.core.person_keys import mark_of

from ..domain.states import NoticeKind
from ..models import MoveRequest, Notice, PassedOn, Step
from .later import add_entry, add_notices


def person_user(request: MoveRequest) -> User | None:
    """The account of the person whose request it is."""
    return request.person.user


def log(request: MoveRequest, verb: str, by: Any) -> None:
    """An entry of the audit trail, once HR may hear of the request; never what kind of move it is.

    Sealed under the request's own key: when it is let go of, nobody can tell whose it was or who did what.
    """
    if request.hr_hears_at is not None:
        add_entry(
            SealedEntry(
                by=by,
                verb=f"moves.request.{verb}",
                subject=mark_of(request.person),
                subject_key=str(request.pk),
                under=request,
            )
        )


def notify(
    kind: NoticeKind,
    *people: User | int | None,
    request: MoveRequest | None = None,
    step: Step | None = None,
    right: Any = None,
    on: object = "",
) -> None:
    """Write notices, once for each person (or id of one), matter and `on` (a day, a number: what makes it another one)."""
    rows = []
    for pk in dict.fromkeys(user.pk if isinstance(user, User) else user for user in people):
        if pk is None:
            continue
        about = request.pk if request else f"right-{right.pk}"
        key = ":".join(map(str, (kind, about, step.pk if step else "", pk, on)))
        rows.append(Notice(recipient_id=pk, kind=kind, request=request, step=step, right=right, key=key))
    add_notices(rows)


def notify_of_page(kind: NoticeKind, *people: User | None, page: str, about: object, on: object = "") -> None:
    """Write notices that lead to a page of another room, once for each person, matter and `on`. 1 query.

    `page`: its name and, where it needs them, what stands in its address, with spaces between, and a part of it behind a "#":
    "framework engineering#reasons-title".
    """
    notify_of_pages(kind, [(people, page, about, on)])


def notify_of_pages(kind: NoticeKind, told: Iterable[tuple[Iterable[User | None], str, object, object]]) -> None:
    """The same for several matters: people, page, about and on of each. 1 query for every thousand notices."""
    rows = [
        Notice(recipient=user, kind=kind, page=page, key=f"{kind}:{about}:{user.pk}:{on}")
        for people, page, about, on in told
        for user in dict.fromkeys(people)
        if user is not None
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)


def settle_page(kinds: Collection[NoticeKind], about: object) -> None:
    """Nobody is asked any more: notices of that matter count as read. 1 query."""
    keys = nothing()
    for kind in kinds:
        keys |= Q(kind=kind, key__startswith=f"{kind}:{about}:")
    Notice.objects.unread().filter(keys).update(read_at=timezone.now())


def tell_asked(kind: NoticeKind, request: MoveRequest, step: Step, on: object = "") -> None:
    """Write to everybody who is asked in a step."""
    notify(
        kind, *sorted({*step.among, *([step.decider_id] if step.decider_id else [])}), request=request, step=step, on=on
    )


def ask(request: MoveRequest, step: Step) -> None:
    """Tell whoever is asked now; somebody to whom it comes back is told again."""
    tell_asked(NoticeKind.DUE, request, step, on=turn(step))


def turn(step: Step) -> str:
    """What makes one asking another one: the day, and how often the step was passed on. 1 query."""
    return f"{step.due_on}.{len(passings(step))}"


def passings(step: Step) -> list[PassedOn]:
    """How the step went from one person to another until now: 1 query, none where it was read in this scope."""
    kept: list[PassedOn] | None = known(passings).get(step.pk)
    return list(step.passings.all()) if kept is None else kept
