"""Who was invited when, who has signed in, and to whom a round would go. All of it of the people in the reader's reach."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from accounts.invitation_actions import company_only
from accounts.kept_counts import counted, is_large
from accounts.models import Employee, EmployeeQuerySet, Invitation, InvitationRound
from ladders.core.conditions import among, nothing
from ladders.core.permissions import Permission
from ladders.core.word_search import words_asked
from ladders.moves.models import Mail
from ladders.moves.models.mails import Ending
from ladders.reporting.queries.people import MOST_NAMES, names_of

from ..domain.progress import InvitationState
from ..domain.selection import Selection, Whom

NAMED: Final = 20  # without an address, on the page that sends
AGAIN_AFTER: Final = dt.timedelta(hours=20)  # nobody is sent two on one day, but by name
ROUNDS: Final = 10
_LOST: Final = (Ending.REFUSED.value, Ending.FAILED.value)

# In which states somebody gets one.
_GETS: Final = {
    Whom.NEW: (InvitationState.NEW,),
    Whom.AGAIN: (InvitationState.INVITED, InvitationState.LATE, InvitationState.LOST),
    Whom.CHOSEN: (InvitationState.NEW, InvitationState.INVITED, InvitationState.LATE, InvitationState.LOST),
}


def people_in_reach(user: Any, day: dt.date) -> EmployeeQuerySet:
    """Everybody who works here on that day and whom this person may invite."""
    return Employee.objects.working_on(day).within(user, Permission.INVITE_PEOPLE)


def departments_of(user: Any) -> list[str]:
    """The departments of the people in reach: 1 query, and one for the reach."""
    if user.reaches_all(Permission.INVITE_PEOPLE):
        return names_of(user, "department")[0]
    people = Employee.objects.within(user, Permission.INVITE_PEOPLE).exclude(department="")
    return list(people.order_by("department").values_list("department", flat=True).distinct()[:MOST_NAMES])


def with_state(people: EmployeeQuerySet, now: dt.datetime) -> QuerySet[Any]:
    """Each with `invitation_state`."""
    mine = Invitation.objects.filter(user=OuterRef("user"))
    lost = Mail.objects.filter(ending__in=_LOST, invitation__superseded_at=None)
    late = nothing() if company_only() else Q(Exists(mine.filter(superseded_at=None, expires_at__lte=now)))
    S = InvitationState
    states = [
        When(Q(user=None) | Q(user__is_active=False), then=Value(S.NO_ADDRESS.value)),
        When(user__last_login__isnull=False, then=Value(S.SIGNED_IN.value)),
        When(Exists(lost.filter(invitation__user=OuterRef("user"))), then=Value(S.LOST.value)),
        When(late, then=Value(S.LATE.value)),
        When(Exists(mine), then=Value(S.INVITED.value)),
    ]
    return people.annotate(invitation_state=Case(*states, default=Value(S.NEW.value), output_field=CharField()))


@dataclass(frozen=True, slots=True)
class InvitedPerson:
    """A row of the list. `waits`: its mail has not left yet."""

    person: Employee
    state: InvitationState
    invited_at: dt.datetime | None
    waits: bool
    expires_at: dt.datetime | None
    signed_in_at: dt.datetime | None

    @property
    def state_words(self) -> str:
        """The state as people read it."""
        return self.state.label


def numbers_of(user: Any, day: dt.date, now: dt.datetime) -> dict[InvitationState, int]:
    """How many people are in each state: 2 queries, and one for the reach. Where there are many, as of the last minute."""
    return counted("invited", [day], user, Permission.INVITE_PEOPLE, lambda: _numbers(user, day, now), large=is_large())


def _numbers(user: Any, day: dt.date, now: dt.datetime) -> dict[InvitationState, int]:
    rows = with_state(people_in_reach(user, day), now).order_by().values_list("invitation_state")
    found = dict(rows.annotate(n=Count("pk")))
    return {state: found.get(state.value, 0) for state in InvitationState}


def invited_asked(user: Any, query: Mapping[str, Any]) -> QuerySet[Any]:
    """The people in reach as an address narrows them, with their state and account, without an order: no query but the reach."""
    around, now = people_in_reach(user, timezone.localdate()), timezone.now()
    if words := words_asked(query):
        around = around.filter(among("pk", Employee.objects.matching(words).values("pk")))
    if department := query.get("department", ""):
        around = around.filter(department=department)
    people, state = with_state(around.select_related("user"), now), query.get("state", "")
    return people.filter(invitation_state=state) if state in set(map(str, InvitationState)) else people


def with_invitation(people: Iterable[Any]) -> list[InvitedPerson]:
    """People of `invited_asked` with their newest invitations: 1 query."""
    found = list(people)
    newest = _newest([person.user_id for person in found if person.user_id])
    return [_row(person, newest.get(person.user_id or 0)) for person in found]


def _newest(users: list[int]) -> Mapping[int, Invitation]:
    rows = Invitation.objects.filter(user__in=users).select_related("mail").order_by("user", "-made_at", "-id")
    return {row.user_id: row for row in rows.distinct("user")}


def _row(person: Any, row: Invitation | None) -> InvitedPerson:
    mail: Mail | None = (
        getattr(row, "mail", None) if row else None
    )  # none when it had its time: the invitation stays longer
    return InvitedPerson(
        person,
        InvitationState(person.invitation_state),
        row.made_at if row else None,
        mail is not None and mail.ended_at is None,
        row.expires_at if row and row.digest else None,
        person.user.last_login if person.user else None,
    )


def recipients(user: Any, selection: Selection, day: dt.date, now: dt.datetime) -> QuerySet[Any]:
    """To whom the round would go, in the order of their keys. Whoever has signed in needs none; who has no address gets none."""
    people = with_state(_selected(user, selection, day), now)
    people = people.filter(invitation_state__in=[state.value for state in _GETS[selection.whom]])
    if selection.whom == Whom.AGAIN:
        people = people.exclude(Exists(_today(now).filter(user=OuterRef("user"))))
    return people.order_by("pk")


def _today(now: dt.datetime) -> QuerySet[Invitation]:
    rows = Invitation.objects.filter(made_at__gt=now - AGAIN_AFTER, superseded_at=None)
    return rows.exclude(mail__ending__in=_LOST)


def _selected(user: Any, selection: Selection, day: dt.date) -> EmployeeQuerySet:
    people = people_in_reach(user, day)
    if selection.whom == Whom.CHOSEN:
        return people.filter(pk__in=selection.people)
    return people.filter(department__in=selection.departments) if selection.departments else people


@dataclass(frozen=True, slots=True)
class RoundPreview:
    """What a round would do. `by_department` are its recipients; `unreached` some of those without an address that works."""

    number: int
    by_department: list[tuple[str, int]]
    unreached: list[Employee]
    unreached_number: int
    signed_in: int
    today: int
    example: Employee | None
    seen: str


def preview(user: Any, selection: Selection, day: dt.date, now: dt.datetime) -> RoundPreview:
    """At most 4 queries, and one for the reach: everybody is counted once, by department and state."""
    around = with_state(_selected(user, selection, day), now)
    had_today = Exists(_today(now).filter(user=OuterRef("user"))) if selection.whom == Whom.AGAIN else Value(False)
    rows = around.annotate(had_today=had_today).order_by()
    counted = list(rows.values_list("department", "invitation_state", "had_today").annotate(n=Count("pk")))
    by_department: dict[str, int] = {}
    by_state: dict[str, int] = {}
    today = 0
    for department, state, had, number in counted:
        if InvitationState(state) in _GETS[selection.whom]:
            today += number if had else 0
            by_state[state] = by_state.get(state, 0) + (0 if had else number)
            by_department[department] = by_department.get(department, 0) + (0 if had else number)
    shown = sorted((name, number) for name, number in by_department.items() if number)

    def in_state(wanted: InvitationState) -> int:
        return sum(number for _department, state, _had, number in counted if state == wanted.value)

    bare = _selected(user, selection, day).filter(Q(user=None) | Q(user__is_active=False))
    unreached = list(bare.order_by("sort_name", "pk")[:NAMED])
    number = sum(each for _name, each in shown)
    if selection.whom == Whom.CHOSEN:  # who is invited by name stays in the same state, but has one more invitation
        invited = Invitation.objects.filter(user__employee__in=_selected(user, selection, day).values("pk"))
        by_state[""] = invited.count()
    example = recipients(user, selection, day, now).select_related("user").first() if number else None
    return RoundPreview(
        number,
        shown,
        unreached,
        in_state(InvitationState.NO_ADDRESS),
        in_state(InvitationState.SIGNED_IN),
        today,
        example,
        seen_of(selection, number, shown, by_state),
    )


def seen_of(
    selection: Selection, number: int, by_department: list[tuple[str, int]], by_state: Mapping[str, int]
) -> str:
    """A mark of what a preview showed: what is sent has to be that, and to people who were not invited meanwhile."""
    text = repr((selection, number, by_department, sorted(by_state.items())))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class SentRound:
    """A round with what came of it, of the people in reach."""

    round: InvitationRound
    number: int
    left: int
    lost: int
    signed_in: int

    @property
    def waiting(self) -> int:
        """Mails that have not left yet."""
        return self.number - self.left - self.lost


def rounds_of(user: Any) -> list[SentRound]:
    """The last rounds in which somebody was invited whom this person reaches: 1 query, and one for the reach."""
    reached = Q(invitations__user__employee__in=Employee.objects.within(user, Permission.INVITE_PEOPLE).values("pk"))
    rows = (
        InvitationRound.objects.filter(reached)
        .select_related("made_by")
        .annotate(
            number=Count("invitations"),
            left=Count("invitations", filter=~Q(invitations__mail__ending__in=["", *_LOST])),
            lost=Count("invitations", filter=Q(invitations__mail__ending__in=_LOST)),
            signed_in=Count("invitations", filter=Q(invitations__user__last_login__gte=F("invitations__made_at"))),
        )
    )
    return [SentRound(row, row.number, row.left, row.lost, row.signed_in) for row in rows.order_by("-made_at")[:ROUNDS]]
