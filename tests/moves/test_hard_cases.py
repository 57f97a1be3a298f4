"""What goes wrong on the way: a role that is taken away, a line that changes, an hour of nobody, two clicks at once."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from accounts.models import Employee, RoleGrant, User
from accounts.roles import Role
from ladders.compensation.domain.position import Basis, Range, Salaried
from ladders.compensation.models import PayProtection, Salary
from ladders.core.errors import DomainError
from ladders.core.permissions import Permission
from ladders.moves.actions import answers, batches, dates, drafts, effects, overdue, questions, reasons, return_rights
from ladders.moves.actions.answers import SalarySet
from ladders.moves.domain.default_policy import DEFAULTS
from ladders.moves.domain.pay_projection import Protected, outlook
from ladders.moves.domain.states import FirstEar, NoticeKind
from ladders.moves.models import MoveRequest, NewSalary, Notice, Reason, ReturnRight
from ladders.moves.queries.doubts import doubts_about
from ladders.placements.models import Placement
from ladders.reporting.models import ReportingLine
from tests.conftest import signed_in
from tests.rights import role_without

from .company import EVIDENCE, TODAY, Company, answer, fresh, now_open, open_step, reports

pytestmark = pytest.mark.django_db
APRIL = dt.date(2026, 4, 1)
D = Decimal


def today_of(user: User) -> User:
    """With the roles of now."""
    return User.objects.get(pk=user.pk)


def sees(user: User, day: dt.date = TODAY) -> bool:
    return MoveRequest.objects.visible_to(today_of(user), day).exists()


def confirming(firm: Company, code: str = "S5") -> MoveRequest:
    """Pia's request, with HR's confirmation as the one that is open."""
    row = firm.asked(code)
    while (step := open_step(row)) is not None and step.deed != "confirm":
        answer(step, APRIL)
    return row


def test_whoever_leaves_hr_neither_sees_nor_answers_what_they_were_asked_there(firm: Company) -> None:
    row = confirming(firm)
    step = now_open(row)
    assert step.decider == firm.user("henry")
    RoleGrant.objects.filter(user=firm.user("henry")).delete()
    henry = today_of(firm.user("henry"))
    assert not sees(henry)
    assert not MoveRequest.objects.waiting_for(henry, TODAY).exists()
    with pytest.raises(PermissionDenied):
        answers.confirm(step=step, on=APRIL, by=henry, today=TODAY)
    overdue.sweep(TODAY)
    answer(now_open(row), APRIL)
    assert fresh(row).state == "scheduled"
    RoleGrant.objects.filter(user=firm.user("hana")).delete()
    assert not sees(firm.user("hana"))  # what was answered is not taken along


def test_with_the_manager_go_those_who_were_asked_in_their_place(firm: Company) -> None:
    row = firm.asked("P6")
    questions.delegate(step=now_open(row), to=firm.user("peer"), by=firm.user("mia"), today=TODAY)
    assert sees(firm.user("peer"))
    ReportingLine.objects.filter(employee=firm.pia).update(ends_on=TODAY - dt.timedelta(days=1))
    reports(firm.pia, firm.otto, TODAY)
    assert not sees(firm.user("peer"))
    with pytest.raises(PermissionDenied):
        answers.approve(step=now_open(row), by=firm.user("peer"), today=TODAY)
    assert fresh(row).state == "submitted"


def test_the_next_above_sees_what_they_answered_until_the_line_changes(firm: Company) -> None:
    row = firm.asked("P6")
    later = TODAY + dt.timedelta(days=60)
    overdue.sweep(later)
    assert now_open(row).decider == firm.user("greta")
    answer(now_open(row), APRIL, today=later)
    assert sees(firm.user("greta"), later)
    ReportingLine.objects.filter(employee=firm.pia).update(ends_on=later)
    reports(firm.pia, firm.hana, later + dt.timedelta(days=1))
    assert not sees(firm.user("greta"), later + dt.timedelta(days=1))


def test_one_request_that_nobody_can_answer_holds_up_no_other(firm: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    row = firm.asked("P6")
    ReportingLine.objects.filter(employee=firm.pia).delete()
    overdue.sweep(TODAY)  # it waits for a new manager, and there is none
    RoleGrant.objects.all().delete()  # nor anybody in HR
    other = drafts.draft(person=firm.peer, level=firm.level("P6"), by=firm.user("peer"), today=TODAY)
    Employee.objects.filter(pk=firm.peer.pk).update(left_on=TODAY)
    overdue.sweep(TODAY + dt.timedelta(days=30))
    assert (fresh(row).state, now_open(row).decider) == ("submitted", None)
    assert fresh(other).state == "lapsed"
    # In the same run, behind it:
    assert batches.in_batches([row.pk], lambda *_: _refuse(), TODAY, None) == 0


def _refuse() -> bool:
    raise DomainError("Nobody can answer.")


def test_what_somebody_writes_on_a_proposal_is_theirs_until_they_accept(firm: Company) -> None:
    mia, pia = firm.user("mia"), firm.user("pia")
    today = timezone.localdate()
    row = drafts.propose(person=firm.pia, level=firm.level("P6"), by=mia, today=today)
    drafts.change_draft(request=row, by=pia, today=today, wished_on=None, evidence=["My own draft words"])
    until = today + dt.timedelta(days=30)
    reasons.write_reason(request=row, text="My own reason", readers=[mia], delete_on=until, by=pia, today=today)
    assert Reason.objects.readable_by(pia, today).exists()
    assert not Reason.objects.readable_by(mia, today).exists()
    page = signed_in(mia).get(reverse("move", args=[row.pk]))
    assert page.status_code == 200
    assert "My own" not in page.content.decode()
    drafts.submit(request=row, by=pia, today=today)
    assert Reason.objects.readable_by(mia, today).exists()


def test_every_agreement_about_the_day_is_told_and_says_what_is_true(firm: Company) -> None:
    row = firm.asked("S5")
    answer(now_open(row), APRIL)
    may, pia, otto = dt.date(2026, 5, 1), firm.user("pia"), firm.user("otto")
    told = Notice.objects.filter(kind=NoticeKind.SCHEDULED, recipient=pia)
    dates.offer_day(request=row, on=may, by=pia, today=TODAY)
    dates.accept_day(request=row, by=otto, today=TODAY, seen=may)
    assert told.count() == 2  # Pia's own yes to the day of release, and Otto's to hers
    while (step := open_step(row)) is not None:
        answer(step, may)
    assert fresh(row).state == "scheduled"
    assert told.count() == 3  # now it will take effect
    henry = firm.user("henry")
    for day in (APRIL, may):
        dates.offer_day(request=row, on=day, by=pia, today=TODAY)
        dates.accept_day(request=row, by=henry, today=TODAY, seen=day)
    assert told.count() == 5  # there and back again: both were news
    offers = Notice.objects.filter(kind=NoticeKind.DATE_OFFERED)
    before = offers.count()
    for day, by in ((APRIL, pia), (dt.date(2026, 4, 20), henry), (APRIL, pia)):
        dates.offer_day(request=row, on=day, by=by, today=TODAY)
    assert offers.count() == before + 3


@pytest.mark.parametrize(
    "wrong",
    [
        {"currency": "eur"},
        {"currency": "E1"},
        {"fte": D("0.0000000001")},
        {"fte": D(0)},
        {"fte": D(2)},
        {"amount": D("1e13")},
        {"amount": D(-1)},
        {"basis": Basis.HOUR, "full_time_hours": D(-40)},
        {"basis": Basis.HOUR, "full_time_hours": D(400)},
        {"basis": Basis.HOUR, "full_time_hours": D(0)},
    ],
)
def test_a_salary_that_cannot_be_is_refused_in_a_sentence(firm: Company, wrong: dict[str, Any]) -> None:
    step = now_open(confirming(firm))
    values: dict[str, Any] = {"amount": D(120_000), "currency": "EUR"}
    salary = SalarySet(**values | wrong)
    with pytest.raises(DomainError):
        answers.confirm(step=step, on=APRIL, by=firm.user("henry"), today=TODAY, salary=salary)
    assert not NewSalary.objects.exists()


def test_pay_is_set_by_those_who_may_set_pay(firm: Company) -> None:
    step = now_open(confirming(firm))
    with role_without(Role.HR_ADMIN, Permission.EDIT_PAY), pytest.raises(PermissionDenied):
        answers.confirm(step=step, on=APRIL, by=firm.user("henry"), today=TODAY, salary=SalarySet(D(120_000), "EUR"))
    answers.confirm(step=step, on=APRIL, by=firm.user("henry"), today=TODAY)
    assert not NewSalary.objects.exists()


def test_what_is_protected_is_money_of_one_currency(firm: Company) -> None:
    row = firm.scheduled("S5", APRIL)
    Salary.objects.filter(employee=firm.pia).update(ends_on=dt.date(2026, 3, 20))
    Salary.objects.create(employee=firm.pia, starts_on=dt.date(2026, 3, 21), amount=17_000_000, currency="JPY")
    assert effects.run_effects(APRIL) == 1
    assert fresh(row).state == "in_effect"
    promised = PayProtection.objects.filter(employee=firm.pia).order_by("starts_on")
    assert [(each.amount, each.currency) for each in promised][:1] == [(D(110_000), "EUR")]


def test_pay_protected_without_an_end_has_an_outlook() -> None:
    """HR systems write the last day of the calendar for "without an end"."""
    band = Range(D(71_000), D(85_000), D(99_000), "EUR")
    for rules in DEFAULTS.values():
        for where in (band, None):
            protection = Protected(D(110_000), "EUR", dt.date.max)
            found = outlook(rules, Salaried(D(110_000), "EUR"), where, APRIL, protection=protection)
            assert found.stages[0].annual == D(110_000)
            assert [stage.starts_on for stage in found.stages] == [APRIL]


def test_a_right_is_not_made_endless_by_a_slip(firm: Company) -> None:
    firm.scheduled("S5", APRIL)
    effects.run_effects(APRIL)
    right = ReturnRight.objects.get()
    with pytest.raises(DomainError, match="ten years"):
        return_rights.extend_right(right=right, until=dt.date(2206, 4, 1), by=firm.user("hana"), today=APRIL)


def moved_within_the_team(firm: Company) -> MoveRequest:
    """Pia's step back to a level that her own manager's people hold."""
    ReportingLine.objects.filter(employee=firm.peer).update(manager=firm.mia)
    return firm.asked("S5")


def test_the_present_manager_who_receives_answers_once_and_cannot_refuse(firm: Company) -> None:
    row = moved_within_the_team(firm)
    row = answers.release(step=now_open(row), on=TODAY, by=firm.user("mia"), today=TODAY)
    _release, approval, _confirmation = row.steps.order_by("position")
    assert (approval.outcome, approval.answered_by) == ("not_needed", firm.user("mia"))
    assert now_open(row).decider == firm.user("henry")
    page = signed_in(firm.user("pia")).get(reverse("move", args=[row.pk])).content.decode()
    assert "Skipped: Mia Nager has a say in another step, and nobody is asked twice." in page
    assert "Passed on" not in page  # how it came to her says nothing
    again = signed_in(firm.user("mia")).post(reverse("move-deed", args=[row.pk, "object"]), {"object-reason": "Late"})
    assert "Mia Nager answered on" in again.content.decode()
    assert ": released." in again.content.decode()  # of the step that she did answer
    with pytest.raises(DomainError, match="Mia Nager answered"):
        answers.decline(step=approval, reason="No", would_change="Time", by=firm.user("mia"), today=TODAY)


@pytest.mark.parametrize("first_ear", FirstEar)
def test_an_objection_of_who_receives_too_is_judged_by_hr_and_asked_once(firm: Company, first_ear: FirstEar) -> None:
    ReportingLine.objects.filter(employee=firm.peer).update(manager=firm.mia)
    row = firm.asked("S5", first_ear=first_ear)
    if first_ear == FirstEar.HR:
        row = answer(now_open(row), TODAY)
    row = answers.object_to(step=now_open(row), reason="Too soon", by=firm.user("mia"), today=TODAY)
    assert now_open(row).who == "hr"
    while (step := open_step(row)) is not None:
        assert step.who == "hr"
        row = answer(step, TODAY)
    assert fresh(row).state == "scheduled"
    answered = [step.who for step in row.steps.exclude(outcome="not_needed").order_by("position")]
    assert answered.count("current_manager") == 1
    assert "receiving_manager" not in answered
    assert len(answered) <= 3  # no more than a promotion asks


def test_the_weaker_right_holds_however_the_second_step_comes_to_who_released(firm: Company) -> None:
    row = firm.asked("S5")
    row = answers.release(step=now_open(row), on=TODAY, by=firm.user("mia"), today=TODAY)
    questions.delegate(step=now_open(row), to=firm.user("mia"), by=firm.user("otto"), today=TODAY)
    page = signed_in(firm.user("mia")).get(reverse("move", args=[row.pk]))
    assert "approve" in page.context
    assert "decline" not in page.context
    with pytest.raises(DomainError, match="cannot decline"):
        answers.decline(step=now_open(row), reason="No", would_change="Time", by=firm.user("mia"), today=TODAY)
    assert now_open(answers.approve(step=now_open(row), by=firm.user("mia"), today=TODAY)).who == "hr"


def test_silence_of_the_present_manager_gives_them_no_second_say(firm: Company) -> None:
    row = moved_within_the_team(firm)
    later = TODAY + dt.timedelta(days=8)
    overdue.sweep(later)
    row = answers.release(step=now_open(row), on=later, by=firm.user("greta"), today=later)
    approval = row.steps.get(who="receiving_manager")
    assert (approval.outcome, approval.answered_by) == ("not_needed", firm.user("mia"))


def proposed_within_the_team(firm: Company) -> MoveRequest:
    """Mia proposes, and would receive."""
    there = firm.level("P6")
    Placement.objects.filter(employee=firm.peer).update(level=there, level_key=there.key)
    ReportingLine.objects.filter(employee=firm.peer).update(manager=firm.mia)
    row = drafts.propose(person=firm.pia, level=there, by=firm.user("mia"), today=TODAY)
    row = drafts.change_draft(request=row, by=firm.user("pia"), today=TODAY, wished_on=None, evidence=EVIDENCE)
    return drafts.submit(request=row, by=firm.user("pia"), today=TODAY)


def test_no_move_comes_about_by_one_manager_alone(firm: Company) -> None:
    """The receiving step of somebody who proposed goes to the next above, and no way leads back to who proposed."""
    mia, greta = firm.user("mia"), firm.user("greta")
    row = proposed_within_the_team(firm)
    step = now_open(row)
    assert [(each.who, each.answered_by) for each in row.steps.filter(outcome="not_needed")] == [
        ("current_manager", mia)
    ]
    assert (step.who, step.decider, step.via, answers.may_decline(step, TODAY)) == (
        "receiving_manager",
        greta,
        "up",
        True,
    )
    assert [(each.before, each.why) for each in step.passings.all()] == [(mia, "proposed")]
    with pytest.raises(DomainError, match="Mia Nager proposed this move"):
        questions.delegate(step=step, to=mia, by=greta, today=TODAY)
    questions.delegate(step=step, to=firm.user("otto"), by=greta, today=TODAY)
    MoveRequest.objects.filter(pk=row.pk).update(hr_hears_at=timezone.now())
    questions.name_receiving(request=row, manager=firm.mia, by=firm.user("henry"), today=TODAY)
    assert now_open(row).decider == greta


def test_who_proposed_and_is_the_manager_again_is_not_asked(firm: Company) -> None:
    row = drafts.propose(person=firm.pia, level=firm.level("P6"), by=firm.user("mia"), today=TODAY)
    ReportingLine.objects.filter(employee=firm.pia).update(manager=firm.otto)
    row = drafts.change_draft(request=row, by=firm.user("pia"), today=TODAY, wished_on=None, evidence=EVIDENCE)
    row = drafts.submit(request=row, by=firm.user("pia"), today=TODAY)
    assert now_open(row).decider == firm.user("otto")
    ReportingLine.objects.filter(employee=firm.pia).update(manager=firm.mia)
    for days in range(1, 5):
        overdue.sweep(TODAY + dt.timedelta(days=days))
    first = row.steps.get(who="current_manager")
    assert (first.outcome, first.answered_by, now_open(row).who) == (
        "not_needed",
        firm.user("mia"),
        "receiving_manager",
    )


def test_what_the_only_one_in_hr_proposes_is_not_sent(firm: Company) -> None:
    """Nobody else could answer for HR: the sentence says which role is missing."""
    ReportingLine.objects.filter(employee=firm.pia).update(manager=firm.hana)
    firm.user("henry").grants.all().delete()
    with pytest.raises(DomainError, match="HR needs somebody else who handles moves"):
        drafts.propose(person=firm.pia, level=firm.level("P6"), by=firm.user("hana"), today=TODAY)


def test_hr_only_sets_the_day_where_somebody_else_has_said_yes(firm: Company) -> None:
    row = drafts.propose(person=firm.pia, level=firm.level("P6"), by=firm.user("mia"), today=TODAY)
    row = drafts.change_draft(request=row, by=firm.user("pia"), today=TODAY, wished_on=None, evidence=EVIDENCE)
    row = drafts.submit(request=row, by=firm.user("pia"), today=TODAY)
    while now_open(row).deed == "approve":
        row = answer(now_open(row), TODAY)
    yes = row.steps.filter(outcome="approved")
    assert answers.may_decline(now_open(row), TODAY) is not yes.exists()


def test_a_day_that_both_agreed_on_is_confirmed_though_it_lies_before_the_wish(firm: Company) -> None:
    row, early = firm.asked("S5", wished_on=APRIL), dt.date(2026, 3, 20)
    manager = now_open(row).decider
    dates.offer_day(request=row, on=early, by=manager, today=TODAY)
    dates.accept_day(request=row, by=firm.user("pia"), today=TODAY, seen=early)
    while (step := open_step(row)) is not None:
        answer(step, early)
    assert (fresh(row).state, fresh(row).agreed_on) == ("scheduled", early)


def test_nobody_is_released_on_a_day_that_has_passed(firm: Company) -> None:
    row, on = firm.asked("S5"), TODAY + dt.timedelta(days=1)
    step = now_open(row)
    dates.offer_day(request=row, on=on, by=step.decider, today=TODAY)
    dates.accept_day(request=row, by=firm.user("pia"), today=TODAY, seen=on)
    with pytest.raises(DomainError, match="Propose a day between"):
        answers.release(step=step, on=on, by=step.decider, today=TODAY + dt.timedelta(days=2))


def test_a_day_that_nobody_can_look_after_holds_up_no_other(firm: Company) -> None:
    row = firm.scheduled("S5", on=APRIL)
    RoleGrant.objects.all().delete()
    User.objects.filter(pk=firm.user("pia").pk).update(is_active=False)
    Placement.objects.all().delete()
    assert effects.run_effects(APRIL) == 0
    assert fresh(row).stopped_why.startswith("Pia Person no longer holds")


def test_hr_is_asked_before_pay_falls_below_what_is_protected_on_the_day(firm: Company) -> None:
    row, until = firm.draft("P6", wished_on=APRIL), dt.date(2026, 12, 31)
    PayProtection.objects.create(
        employee=firm.pia, starts_on=APRIL, ends_on=until, amount=110_000, currency="EUR", follows="The band.", reason="Agreed."
    )  # fmt: skip
    less = Salaried(Decimal(109_000), "EUR")
    said = "A full-time year of it is less than what is protected for the person until 31 December 2026."
    assert doubts_about(row, less, APRIL) == [said]
    assert doubts_about(row, less, APRIL - dt.timedelta(days=1)) == []  # not protected yet
    assert doubts_about(row, Salaried(Decimal(110_000), "EUR"), APRIL) == []
