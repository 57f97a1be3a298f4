"""Notices about cases and measures: what opens, what is due. They name neither a category nor a figure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from django.utils import timezone

from accounts.models import User
from accounts.roles import PERMISSIONS_OF
from ladders.core.permissions import Permission
from ladders.moves.actions.notices import notify_of_page, notify_of_pages, settle_page
from ladders.moves.domain.states import NoticeKind

from ..models import Measure, RemedyCase
from ..queries.cases import who_sees_each

# Days before a measure or a case is due on which people are reminded; after it once a week, until somebody has acted.
BEFORE_MEASURE: Final = (14, 3, 0)
BEFORE_CASE: Final = (60, 30, 14, 0)
AGAIN: Final = 7


def tell_opened(cases: Sequence[RemedyCase]) -> None:
    """Whoever writes about these cases learns of each that something is to be decided: 1 query beside `who_sees_each`."""
    writers = who_sees_each(cases, Permission.EDIT_PAY_EQUITY)
    notify_of_pages(
        NoticeKind.REMEDY, ((writers[case.pk], _page(case.pk), f"remedy-case-{case.pk}", "") for case in cases)
    )


def tell_representatives(case: RemedyCase) -> None:
    """The employees' representatives of the entity learn that they assess pay together with the employer."""
    roles = [role for role, verbs in PERMISSIONS_OF.items() if Permission.REPRESENT_EMPLOYEES in verbs]
    people = User.objects.filter(is_active=True, grants__role__in=roles).distinct()
    asked = [user for user in people if RemedyCase.objects.shared_with(user).filter(pk=case.pk).exists()]
    notify_of_page(
        NoticeKind.REMEDY, *asked, page=f"remedy-assessments#case-{case.pk}", about=f"remedy-joint-{case.pk}"
    )


def tell_owner(measure: Measure) -> None:
    """Somebody was asked to do something."""
    notify_of_page(NoticeKind.REMEDY, measure.owner, page=_page(measure.case_id), about=_about(measure))


def settle_measure(measure: Measure) -> None:
    """Nobody is reminded of it any more."""
    settle_page((NoticeKind.REMEDY, NoticeKind.REMEDY_DUE), _about(measure))


def remind(today: dt.date | None = None) -> int:
    """Remind owners of measures and writers of cases that are due; how many are. Twice on a day says nothing more."""
    today = today or timezone.localdate()
    told = 0
    latest = today + dt.timedelta(days=max(BEFORE_MEASURE))
    for measure in Measure.objects.to_do().filter(due_on__lte=latest).select_related("owner"):
        told += _remind(today, measure.due_on, BEFORE_MEASURE, measure.case_id, _about(measure), [measure.owner])
    cases = RemedyCase.objects.unfinished().filter(remedy_until__lte=today + dt.timedelta(days=max(BEFORE_CASE)))
    writers = who_sees_each(cases, Permission.EDIT_PAY_EQUITY)
    for case in cases:
        told += _remind(today, case.remedy_until, BEFORE_CASE, case.pk, f"remedy-case-{case.pk}", writers[case.pk])
    return told


def _remind(today: dt.date, due: dt.date, before: tuple[int, ...], case: int, about: str, people: list[User]) -> int:
    """One notice for the nearest of the days that has come: a run that was missed is made up for."""
    left = (due - today).days
    if left < 0:
        on = f"{due}+{-left // AGAIN}"
    else:
        passed = [days for days in before if left <= days]
        if not passed:
            return 0
        on = f"{due}-{min(passed)}"
    notify_of_page(NoticeKind.REMEDY_DUE, *people, page=_page(case), about=about, on=on)
    return 1


def _page(case: int) -> str:
    return f"remedy-case {case}"


def _about(measure: Measure) -> str:
    return f"remedy-measure-{measure.pk}"
