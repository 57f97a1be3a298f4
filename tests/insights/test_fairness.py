"""The page about how moves are answered: its figures, who sees which, and what it costs."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from accounts import kept_counts
from accounts.models import Employee, User
from accounts.roles import Role
from ladders.careers.actions.assessments import Mark, assess
from ladders.careers.domain.move_kinds import MoveKind
from ladders.careers.models import Side
from ladders.frameworks.actions.plan import activate_plan
from ladders.frameworks.models import Expectation
from ladders.impact.actions.decision_rights import add_right
from ladders.impact.actions.plan import start_draft
from ladders.impact.models import FactorPlan
from ladders.insights.actions.release import release
from ladders.insights.domain.answers import GroupPart
from ladders.insights.domain.ladder_parity.approval import Asked, approval_model
from ladders.insights.models import Release
from ladders.insights.queries.approvals import answered_rises
from ladders.insights.queries.outcomes import after_step_back, answered, retention
from ladders.insights.text.approvals import approval_sentences
from ladders.moves.actions import drafts, withdrawals
from ladders.moves.actions.effects import run_effects
from ladders.moves.domain.states import FirstEar
from ladders.moves.models import MoveRequest
from ladders.placements.models import Placement, Source
from tests.compensation.payroll import level, place
from tests.conftest import signed_in
from tests.factories import EmployeeFactory, account, draft_framework, hr_admin
from tests.frameworks.published import force_published
from tests.moves.company import EVIDENCE, LONG_AGO, Company, answer, open_step, reports, user_of
from tests.moves.conftest import firm, limited_firm  # noqa: F401
from tests.pages import squeezed

DAY = dt.date(2024, 9, 2)
EFFECT = dt.date(2024, 11, 1)
NOW = dt.date(2026, 11, 27)


class Clock:
    """What time it is for whoever asks."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.day = DAY
        monkeypatch.setattr(timezone, "now", self.now)

    def now(self) -> dt.datetime:
        return dt.datetime.combine(self.day, dt.time(10), dt.UTC)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def ask(firm: Company, clock: Clock, number: int, held: str, wanted: str) -> MoveRequest:  # noqa: F811
    clock.day = DAY
    person: Employee = EmployeeFactory.create(
        name=f"Person {held} {number}", department="Lab", legal_entity="GmbH", country="DE", location="DE"
    )
    reports(person, firm.mia)
    place(person, firm.level(held), starts_on=dt.date(2023, 1, 1))
    by = user_of(person)
    row = drafts.draft(person=person, level=firm.level(wanted), by=by, today=DAY)
    row = drafts.change_draft(
        request=row, by=by, today=DAY, wished_on=EFFECT, first_ear=FirstEar(row.first_ear), evidence=EVIDENCE
    )
    return drafts.submit(request=row, by=by, today=DAY)


def answer_all(row: MoveRequest, clock: Clock, days: int) -> None:
    clock.day = DAY + dt.timedelta(days=days)
    while (step := open_step(row)) is not None:
        answer(step, EFFECT, clock.day)


@pytest.fixture
def past(firm: Company, clock: Clock) -> Company:  # noqa: F811
    """Six promotions, answered on the next day; seven steps back, of which five took 10, 20, … 50 days, one was withdrawn and
    one is open. One of the five left after a year and a half.
    """
    reports(firm.greta, EmployeeFactory.create(name="Board"), starts_on=LONG_AGO)
    for number in range(6):
        answer_all(ask(firm, clock, number, "S5", "S6"), clock, 1)
    back = [ask(firm, clock, number, "S6", "S5") for number in range(7)]
    for number, row in enumerate(back[:5], start=1):
        answer_all(row, clock, 10 * number)
    withdrawals.withdraw(request=back[5], by=user_of(back[5].person), today=DAY)
    clock.day = EFFECT
    assert run_effects(EFFECT) == 11
    Employee.objects.filter(pk=back[0].person_id).update(left_on=dt.date(2026, 5, 1))
    clock.day = NOW
    return firm


def test_figures_follow_the_requests_and_nobody_sees_a_small_group(
    past: Company, clock: Clock, django_assert_num_queries: object
) -> None:
    rows = {row.kind: row for row in answered()}
    back, up = rows[MoveKind.STEP_BACK], rows[MoveKind.PROMOTION]
    assert (back.counts, up.counts, rows[MoveKind.RETURN].counts) == ((5, 0, 1, 1), (6, 0, 0, 0), (0, 0, 0, 0))
    assert (back.median_days, back.p90_days, up.median_days) == (30.0, 46.0, 1.0)
    assert (back.steps, up.steps) == (2.0, 2.0)  # the manager who releases or approves, and receives, is asked once

    found = after_step_back(NOW)
    assert (found.people, found.rose, found.compa_ratio) == (5, GroupPart(None, few=True), None)
    assert found.stayed.after_12 == GroupPart(None, rest_few=True)
    assert found.stayed.after_24 == GroupPart(None, few=True, rest_few=True)  # four of five
    assert {(row.track.value, row.kind): row.stayed.after_12 for row in retention(NOW)} == {
        ("specialist", MoveKind.PROMOTION): GroupPart(None, rest_few=True),
        ("specialist", MoveKind.STEP_BACK): GroupPart(None, rest_few=True),
        ("specialist", None): GroupPart(None, rest_few=True),  # within the last year
    }

    colleague = signed_in(account(name="Any One"))
    assert "No figures yet" in colleague.get("/moves/fairness/").content.decode()
    made = release(NOW)
    assert made is not None
    assert made.day == dt.date(2026, 11, 1)
    assert release(NOW) is None  # once a month
    shown = colleague.get("/moves/fairness/").content.decode()
    assert "Figures of 1 November 2026" in shown
    assert "Step back: half of the answers take longer than 30 days; for promotions it is 1." in shown
    assert "After a step back" not in shown
    hr = signed_in(account(name="Hr", user__roles=[Role.HR_ADMIN]))
    front = hr.get("/moves/fairness/").content.decode()
    assert "Figures of 1 November 2026" in front  # what everybody reads
    assert "After a step back" not in front
    whole = hr.get("/moves/fairness/now/").content.decode()
    assert "As of 27 November 2026" in whole
    assert "After a step back" in whole
    for page in (shown, whole):  # neither the one that is open nor the one that was withdrawn
        row = page.split("Step back</th>")[1].split("</tr>")[0]
        assert (">1<" in row, "fewer than 5" in row) == (False, True)
        assert "too few requests to show anything" in page.split("Diagonal move</th>")[1].split("</tr>")[0]
    with django_assert_num_queries(8):  # type: ignore[operator]  # session and user, 6 of its own
        hr.get("/moves/fairness/now/")

    # One request more changes nothing that everybody sees.
    answer_all(ask(past, clock, 99, "S5", "S6"), clock, 3)
    clock.day = NOW
    assert release(dt.date(2026, 12, 1)) is not None
    newest, before = Release.objects.all()
    assert newest.answered[0] == before.answered[0]


def test_whoever_the_company_moved_is_not_among_those_who_did_not_move(firm: Company) -> None:  # noqa: F811
    """Ten stay on S5; six went on to M6 without a request, as files of the HR system bring it, and left soon after. Six more
    came to a level of equal worth on the same kind of track when their department got a framework of its own."""
    elsewhere = force_published(draft_framework(name="Finance"), hr_admin())
    away, later = NOW - dt.timedelta(days=200), NOW - dt.timedelta(days=100)
    for number in range(22):
        person: Employee = EmployeeFactory.create(name=f"Person {number}", left_on=later if number < 6 else None)
        held = place(person, firm.level("S5"), starts_on=dt.date(2023, 1, 1))
        there = firm.level("M6") if number < 6 else level(elsewhere, "S5") if number < 12 else None
        if there is not None:
            Placement.objects.filter(pk=held.pk).update(ends_on=away - dt.timedelta(days=1))
            place(person, there, starts_on=away, ends_on=person.left_on, source=Source.IMPORT)
    rows = {(row.track.value, row.kind): row.stayed for row in retention(NOW)}
    assert rows["specialist", None].after_12 == GroupPart(None, rest_few=True)  # all who did not move are here
    assert rows["specialist", None].after_24 == GroupPart(None, rest_few=True)
    assert ("management", None) not in rows


def test_a_large_organisation_reads_all_requests_once_a_minute(
    past: Company, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    hr = signed_in(account(name="Hr", user__roles=[Role.HR_ADMIN]))
    monkeypatch.setattr(kept_counts, "LARGE", 0)
    first = hr.get("/moves/fairness/now/").context["rows"]
    with django_assert_num_queries(3):  # session and user, and whether there are many people
        assert hr.get("/moves/fairness/now/").context["rows"] == first
    cache.clear()
    with django_assert_num_queries(8):
        assert hr.get("/moves/fairness/now/").context["rows"] == first


@pytest.mark.parametrize("role", [Role.FRAMEWORK_EDITOR, Role.COMPENSATION_ANALYST, Role.SYSTEM_ADMINISTRATOR])
def test_other_roles_see_what_everybody_sees(db: None, role: Role) -> None:
    client = signed_in(account(name="Some One", user__roles=[role]))
    assert "No figures yet" in client.get("/moves/fairness/").content.decode()
    assert client.get("/moves/fairness/now/").status_code == 403


def test_hr_of_a_department_sees_what_everybody_sees(db: None) -> None:
    user = account(name="Hr Lab", user__roles=[Role.HR_ADMIN])
    user.grants.update(departments=["Lab"])
    assert signed_in(User.objects.get(pk=user.pk)).get("/moves/fairness/now/").status_code == 403


def test_the_front_page_says_what_there_is_and_what_not_in_five_queries(
    plan: FactorPlan, django_assert_max_num_queries: Any
) -> None:
    clients = {role: signed_in(account(user__roles=[role])) for role in Role}
    nobody = signed_in(account())
    body = squeezed(nobody.get("/moves/fairness/"))
    for empty in ("No figures yet", "No report on equal pay is published yet", "No rights to decide are written down"):
        assert empty in body
    assert "The next figures follow on" in body
    assert reverse("pay-data") not in body

    draft = start_draft(by=None)
    add_right(plan_id=draft.pk, code="6", name="A say in hiring", by=None)
    add_right(plan_id=draft.pk, code="5", name="A say in hiring", by=None)
    add_right(plan_id=draft.pk, code="6", name="A budget", kinds=["management"], by=None)
    activate_plan(plan_id=draft.pk, on=timezone.localdate(), seen=None, by=hr_admin())
    release(timezone.localdate())
    for client in (nobody, *clients.values()):
        with django_assert_max_num_queries(5):
            body = squeezed(client.get("/moves/fairness/"))
        assert "A say in hiring: grades 5, 6" in body
        assert "A budget (only Management): grade 6" in body
        assert reverse("my-pay") in body
        assert reverse("pay-information") in body
    assert reverse("pay-categories") in squeezed(clients[Role.EMPLOYEE_REPRESENTATIVE].get("/moves/fairness/"))
    analyst = squeezed(clients[Role.PAY_EQUITY_ANALYST].get("/moves/fairness/"))
    assert all(reverse(name) in analyst for name in ("pay-data", "remedies", "import-paid", "fairness-now"))


def test_what_goes_with_approval_is_read_from_levels_held_and_assessments_of_the_day(
    firm: Company,  # noqa: F811
    clock: Clock,
) -> None:
    reports(firm.greta, EmployeeFactory.create(name="Board"), starts_on=LONG_AGO)
    asks = list(
        Expectation.objects.filter(level=firm.level("S6"), proficiency__gt=1).select_related("competency", "version")
    )
    first, second, unassessed = (ask(firm, clock, number, "S5", "S6") for number in range(3))
    clock.day = DAY - dt.timedelta(days=20)
    for row, below in ((first, 0), (second, 1)):
        marks = {
            each.competency.key: Mark(
                framework=asks[0].version.framework_id, step=each.proficiency - (below and place == 0)
            )
            for place, each in enumerate(asks)
            if each.proficiency
        }
        person = row.person
        assess(employee=person, side=Side.SELF, marks=marks, seen=0, today=clock.day, by=user_of(person))
    clock.day = DAY + dt.timedelta(days=40)  # what is assessed later says nothing about what was known then
    lower = {asks[0].competency.key: Mark(framework=asks[0].version.framework_id, step=1)}
    assess(employee=first.person, side=Side.SELF, marks=lower, seen=1, today=clock.day, by=user_of(first.person))
    for row in (first, second, unassessed):
        answer_all(row, clock, 1)
    held = (dt.datetime.combine(DAY, dt.time(10)) - dt.datetime(2023, 1, 1)).total_seconds() / 31_557_600
    found = sorted(answered_rises(dt.date(2024, 1, 1)), key=lambda each: each.assessed_gaps)
    assert [(round(each.years_in_level, 1), each.assessed_gaps, each.approved) for each in found] == [
        (round(held, 1), 0, True),
        (round(held, 1), 1, True),
    ]
    assert answered_rises(DAY + dt.timedelta(days=1)) == []


@pytest.mark.parametrize(
    ("by_years", "conclusion"),
    [
        (True, "So far time in the level goes further than what somebody can do: look at how requests are decided."),
        (False, "What somebody can do goes further than time in the level, as it should."),
    ],
)
def test_loyalty_or_impact_in_sentences(by_years: bool, conclusion: str) -> None:
    asked = [
        Asked(*((years, years * 7 % 5) if by_years else (years * 7 % 5, years)), (years >= 5) is by_years)
        for years in range(1, 11)
        for _again in range(3)
    ]
    said = approval_sentences(approval_model(asked))
    assert said[0] == f"30 requests for a higher grade were answered in three years, {18 if by_years else 12} approved."
    assert said[3] == conclusion
    assert "in 100 more are approved" in said[1] or not by_years
    assert "in 100 fewer are approved" in said[2] or by_years
    assert approval_sentences(approval_model(asked[:27]))[0].startswith("There are too few answered requests")
