"""People are reminded before a day: once for each date and person, whoever's turn it is, never somebody who is away.

A notice is known by its key (what, whom, which day), which the database keeps unique: a run that is killed or repeated, or two at
a time, tell nobody twice. Mail follows from notices, once, and says nothing of the matter.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q

from accounts.models import Employee, User
from ladders.core.access import may
from ladders.core.approvals.kinds import people_holding
from ladders.core.permissions import Permission
from ladders.frameworks.enums import VersionState
from ladders.frameworks.models import ParityReason
from ladders.growth.models import Goal, GoalState, Talk
from ladders.moves.actions.dates import company_of
from ladders.moves.actions.notices import notify, notify_of_page, person_user
from ladders.moves.domain.states import NoticeKind, RequestState
from ladders.moves.models import Absence, MoveRequest, Step
from ladders.moves.notifications.text import SOON
from ladders.pay_information.actions import reminders as pay_information

from ..models import ReminderRules


def remind(today: dt.date) -> int:
    """Remind of everything whose day comes near; how many dates those are. Harmless when repeated."""
    rules = ReminderRules.current()
    answers = pay_information.remind(today, dt.timedelta(days=rules.answers), lambda users: present(users, today))
    return (
        _steps(today, rules.steps)
        + _proposals(today, rules.steps)
        + _days(today, rules.steps)
        + _talks(today, rules.talks)
        + _goals(today, rules.goals)
        + _reviews(today, rules.reviews)
        + answers
    )


def present(users: Sequence[User], today: dt.date) -> list[User]:
    """Those of several who are here today: 1 query. All of them, where nobody is."""
    away = _away(users, today)
    here = [user for user in users if user.pk not in away]
    return here or list(users)


def _away(users: Iterable[User | int], today: dt.date) -> dict[int, Absence]:
    """Account id → absence, of those who are away today: 1 query."""
    ids = {user.pk if isinstance(user, User) else user for user in users}
    rows = Absence.objects.on(today).filter(employee__user__in=ids)
    found = {}
    for row in rows.select_related("employee", "stand_in__user"):
        assert row.employee.user_id is not None
        found[row.employee.user_id] = row
    return found


def _window(today: dt.date, days: int) -> tuple[dt.date, dt.date]:
    return today, today + dt.timedelta(days=days)


def _steps(today: dt.date, days: int) -> int:
    """Whoever is asked; of somebody away the step goes to the stand-in, who is asked then, and reminded.

    Where nobody stands in the step stays with them, and so does the reminder: nobody else can answer in time.
    """
    if not days:
        return 0
    rows = Step.objects.filter(
        request__state=RequestState.SUBMITTED,
        request__stopped_at=None,
        answered_at=None,
        opened_on__lt=today,  # not on the day on which it is asked
        decider__isnull=False,
        due_on__range=_window(today, days),
    )
    steps = list(rows.select_related("request").order_by("pk"))
    absences = _away({pk for step in steps for pk in (step.decider_id, *step.among) if pk is not None}, today)
    away = {pk for pk, absence in absences.items() if absence.stand_in_id is not None}
    for step in steps:
        asked = sorted({pk for pk in (step.decider_id, *step.among) if pk is not None and pk not in away})
        notify(NoticeKind.DUE, *asked, request=step.request, step=step, on=f"{SOON}{step.due_on}")
    return len(steps)


def _proposals(today: dt.date, days: int) -> int:
    """Whom something was proposed to: nobody else can answer, so they are reminded wherever they are."""
    if not days:
        return 0
    rows = MoveRequest.objects.proposals().filter(due_on__range=_window(today, days), created_at__date__lt=today)
    proposals = list(rows.select_related("person__user"))
    for row in proposals:
        notify(NoticeKind.PROPOSED, person_user(row), request=row, on=f"{SOON}{row.due_on}")
    return len(proposals)


def _days(today: dt.date, days: int) -> int:
    """Whoever is to agree a day that was offered, before it comes; and whoever is to name one, before that is due."""
    if not days:
        return 0
    rows = MoveRequest.objects.open().filter(stopped_at=None).select_related("person__user", "owner")
    offered = rows.filter(offered_on__range=_window(today, days), offered_at__date__lt=today)
    without = Q(agreed_on=None) | Q(agreed_on__lt=today)  # or the agreed one has passed
    missing = rows.filter(without, state=RequestState.APPROVED, offered_on=None, due_on__range=_window(today, days))
    found = [*offered, *missing]
    for row in found:
        if row.offered_on is None:
            kind, asked = NoticeKind.APPROVED, [row.owner]
        else:
            kind, by_author = NoticeKind.DATE_OFFERED, row.offered_by_id == row.person.user_id
            asked = company_of(row, today) if by_author else [person_user(row)]
        here = present([user for user in asked if user is not None], today)
        notify(kind, *here, request=row, on=f"{SOON}{row.offered_on or row.due_on}")
    return len(found)


def _talks(today: dt.date, days: int) -> int:
    """The two who have it. What is between two is handed on to nobody: whoever is away hears of it when they are back."""
    if not days:
        return 0
    here = Employee.objects.working_on(today).values("pk")
    rows = Talk.objects.ahead().filter(on__range=_window(today, days), created_at__date__lt=today)
    talks = list(rows.filter(employee__in=here, manager__in=here).select_related("employee__user", "manager__user"))
    _tell_each(
        NoticeKind.TALK,
        [(f"talk {row.pk}", f"growth-talk-{row.pk}", row.on, [row.employee.user, row.manager.user]) for row in talks],
        today,
    )
    return len(talks)


def _goals(today: dt.date, days: int) -> int:
    """Whose goal it is, alone."""
    if not days:
        return 0
    here = Employee.objects.working_on(today).values("pk")
    rows = Goal.objects.filter(
        state=GoalState.OPEN,
        taken_up_on__isnull=False,
        target__ended_on=None,
        target__employee__in=here,
        due_on__range=_window(today, days),
        created_at__date__lt=today,
    )
    goals = list(rows.select_related("target__employee__user").only("due_on", "target__employee__user"))
    _tell_each(
        NoticeKind.INFORMED,
        [
            (f"growth-target {row.target_id}", f"growth-goal-{row.pk}", row.due_on, [row.target.employee.user])
            for row in goals
        ],
        today,
    )
    return len(goals)


def _tell_each(kind: NoticeKind, rows: list[tuple[str, str, Any, list[User | None]]], today: dt.date) -> None:
    """`rows`: page, matter, day and whom to tell."""
    people = [user for *_rest, users in rows for user in users if user is not None and user.is_active]
    away = _away(people, today) if people else {}
    for page, about, day, users in rows:
        here = [user for user in users if user is not None and user.is_active and user.pk not in away]
        notify_of_page(kind, *here, page=page, about=about, on=f"{SOON}{day}")


def _reviews(today: dt.date, days: int) -> int:
    """Whoever answers for the framework; where they are away their stand-in, if that person may edit it; else who publishes."""
    if not days:
        return 0
    rows = ParityReason.objects.filter(
        version__state=VersionState.PUBLISHED, review_on__range=_window(today, days), at__date__lt=today
    )
    found = list(rows.select_related("version__framework__owner__user", "version__framework__owner_account"))
    first = {row.version.framework_id: row for row in sorted(found, key=lambda row: row.review_on, reverse=True)}
    for row in first.values():
        users = _reviewers(row.version.framework, today)
        framework = row.version.framework
        page, about = f"framework {framework.slug}#reasons-title", f"framework-review-{framework.pk}"
        notify_of_page(NoticeKind.REMEDY_DUE, *users, page=page, about=about, on=f"{SOON}{row.review_on}")
    return len(first)


def _reviewers(framework: Any, today: dt.date) -> list[User]:
    owner = framework.accountable
    user: User | None = owner.user if isinstance(owner, Employee) else owner
    if user is not None and user.is_active:
        away = _away([user], today).get(user.pk)
        if away is None:
            return [user]
        other = away.stand_in.user if away.stand_in else None
        if other is not None and other.is_active and may(other, Permission.EDIT_FRAMEWORK, framework):
            return [other]
    return present(list(people_holding(Permission.PUBLISH_FRAMEWORK, None)), today)
