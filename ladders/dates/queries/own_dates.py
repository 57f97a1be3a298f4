"""The dates of one person: what is agreed, what they owe an answer to, what ends. Nothing of whom they concern."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

from django.db.models import Q
from django.urls import reverse

from ladders.core.lists.page import plain_url
from ladders.core.permissions import Permission
from ladders.growth.models import Talk
from ladders.moves.domain.states import RequestState
from ladders.moves.models import MoveRequest, ReturnRight, Step
from ladders.moves.queries.inbox import days_waiting_for
from ladders.moves.queries.try_outs import TRY_OUTS
from ladders.pay_information.models import InformationRequest

from ..domain.own_dates import DateKind, OwnDate

BACK: Final = dt.timedelta(days=90)  # so long what took place stays in a calendar
AGREED: Final = (RequestState.SCHEDULED, RequestState.IN_EFFECT)


def dates_of(user: Any, today: dt.date) -> list[OwnDate]:
    """All of them, the first first: 7 queries, 1 more for whoever answers on the right to know."""
    found = [
        *_days(user, today),
        *_moves(user, today),
        *_try_outs(user, today),
        *_talks(user, today),
        *_steps(user, today),
        *_rights(user, today),
    ]
    return sorted([*found, *_information(user)], key=lambda each: (each.day, each.name))


def _moves(user: Any, today: dt.date) -> Iterator[OwnDate]:
    """Of one's own: what takes effect, proposals to answer, and days that the company offers."""
    agreed = Q(state__in=AGREED, agreed_on__gte=today - BACK)
    offered = Q(pk__in=MoveRequest.objects.with_day_offered().filter(offered_on__gte=today).values("pk"))
    proposed = Q(pk__in=MoveRequest.objects.proposals().filter(due_on__gte=today).values("pk"))
    rows = MoveRequest.objects.filter(agreed | offered | proposed, person__user=user)
    for row in rows.only("state", "agreed_on", "offered_on", "offered_by", "stopped_at", "due_on"):
        page = reverse("move", args=[row.pk])
        if row.state == RequestState.DRAFT and row.due_on:
            yield OwnDate(f"proposal-{row.pk}", DateKind.PROPOSAL, row.due_on, None, page)
        if (day := row.day_offered) and row.offered_by_id != user.pk and day >= today:
            yield OwnDate(f"day-{row.pk}", DateKind.DAY, day, None, page)
        if row.state in AGREED and row.agreed_on and row.agreed_on >= today - BACK:
            begun = row.state == RequestState.IN_EFFECT
            yield OwnDate(f"move-{row.pk}", DateKind.MOVE, row.agreed_on, None, reverse("my-moves"), over=begun)


def _try_outs(user: Any, today: dt.date) -> Iterator[OwnDate]:
    """The last day of one's own that have begun; one that is made longer ends with what makes it longer."""
    longer = MoveRequest.objects.filter(state__in=AGREED, follows__isnull=False).values("follows")
    rows = TRY_OUTS.filter(person__user=user, placement__ends_on__gte=today - BACK).exclude(pk__in=longer)
    for pk, day in rows.values_list("pk", "placement__ends_on"):
        assert day is not None  # by the condition
        yield OwnDate(f"tried-{pk}", DateKind.TRIED, day, None, reverse("move", args=[pk]))


def _days(user: Any, today: dt.date) -> Iterator[OwnDate]:
    """Of others: days that their authors offer, and those that are still to be named."""
    for row in days_waiting_for(user, today).only("offered_on", "due_on"):
        if (day := row.offered_on or row.due_on) is not None and day >= today:
            yield OwnDate(f"day-{row.pk}", DateKind.DAY, day, None, reverse("move", args=[row.pk]))


def _talks(user: Any, today: dt.date) -> Iterator[OwnDate]:
    rows = Talk.objects.visible_to(user, today).filter(called_off_at=None, on__gte=today - BACK)
    for pk, day, at, held in rows.values_list("pk", "on", "at", "held_at"):
        yield OwnDate(f"talk-{pk}", DateKind.TALK, day, at, reverse("talk", args=[pk]), over=held is not None)


def _steps(user: Any, today: dt.date) -> Iterator[OwnDate]:
    waits = MoveRequest.objects.waiting_for(user, today)
    rows = Step.objects.filter(
        Q(decider=user) | Q(among__contains=[user.pk]),
        request__in=waits.values("pk"),
        opened_on__isnull=False,
        answered_at=None,
        due_on__isnull=False,
    )
    for pk, day in rows.values_list("pk", "due_on"):
        assert day is not None
        yield OwnDate(f"answer-{pk}", DateKind.ANSWER, day, None, reverse("moves-inbox"))


def _rights(user: Any, today: dt.date) -> Iterator[OwnDate]:
    for pk, day in ReturnRight.objects.on(today).filter(person__user=user).values_list("pk", "until"):
        yield OwnDate(f"return-{pk}", DateKind.RETURN, day, None, f"{reverse('my-moves')}#rights")


def _information(user: Any) -> Iterator[OwnDate]:
    own = InformationRequest.objects.of(user).open()
    for pk, day in own.values_list("pk", "due_on"):
        assert day is not None  # what is open has a day
        yield OwnDate(f"informed-{pk}", DateKind.INFORMED, day, None, reverse("pay-information"))
    if not user.holds(Permission.ANSWER_PAY_REQUESTS):
        return
    for pk, day in InformationRequest.objects.to_answer(user).values_list("pk", "due_on"):
        assert day is not None
        yield OwnDate(f"for-hr-{pk}", DateKind.FOR_HR, day, None, plain_url("pay-information-requests"))
