"""Equal pay in the demo: two published reports, the draft of a third, a case that one of them opened, a question to HR."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.utils import timezone

from accounts.models import User
from ladders.demo.clock import on_day
from ladders.insights.domain.adjusted_gap.pay_model import Worth
from ladders.insights.domain.pay_gap.choices import Basis, Choices
from ladders.moves.models import Notice
from ladders.pay_information.actions.requests import ask
from ladders.pay_reports.actions.drafts import choose_methods, start_report
from ladders.pay_reports.actions.figures import keep_figures
from ladders.pay_reports.actions.publication import consult, explain_category, publish_report, sign, write_opinion
from ladders.pay_reports.models import Report

from .staff.headcount import GERMANY

EXPLANATION: Final = (
    "Women who were hired onto this grade started lower in their band than men, and the difference has stayed with them. "
    "No criterion of ours explains it."
)
FEW: Final = (
    "So few people work on this grade that one salary moves the average. Their places in the band follow years here."
)
OPINION: Final = (
    "The methods are those that we agreed to. We ask that the places in the band of everybody hired since the bands were "
    "introduced are looked at again, and that starting pay is written down with its reason from now on."
)
PUBLISHED: Final = ((3, 400), (2, 40))  # years ago, and how many days ago it was published


def load_equal_pay() -> None:
    """Through the actions, on the days on which it would have happened."""
    today, year = timezone.localdate(), timezone.localdate().year
    for ago, days in PUBLISHED:
        with on_day(today - dt.timedelta(days=days)):
            _publish(_draft(year - ago))
    _draft(year - 1)
    with on_day(today - dt.timedelta(days=12)):
        ask(
            by=_user("Q017"),
            question="I came here two years after others of my level. Has that anything to do with my pay?",
        )
    Notice.objects.update(settled_at=timezone.now())  # they stand in the product; no mail goes out for the past


def _user(number: str) -> User:
    return User.objects.get(employee__number=number)


def _draft(year: int) -> Report:
    analyst = _user("Q052")
    report = start_report(year=year, legal_entity=GERMANY, country="DE", by=analyst)
    choose_methods(report=report, choices=Choices(basis=Basis.HOURLY), worth=Worth.POINTS, by=analyst)
    return keep_figures(report.pk, _nothing, _tell)


def _publish(report: Report) -> None:
    analyst, representative, hr = map(_user, ("Q052", "Q034", "Q005"))
    for category in report.categories.filter(reached=True):
        few = min(category.women, category.men) < (report.smallest_group or 0)
        explain_category(category=category, text=FEW if few else EXPLANATION, by=analyst)
    consult(report=report, by=analyst)
    write_opinion(report=report, body="Staff council in Lübeck", text=OPINION, by=representative)
    sign(report=report, signed_as="Head of people and culture", by=hr)
    publish_report(report=report, by=hr)


def _nothing() -> None: ...


def _tell(done: int, of: int, what: str) -> None: ...
