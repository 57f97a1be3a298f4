"""The effective day, what can stop it, and rights of return."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from ladders.careers.models import Seat
from ladders.careers.move_terms import rights_of as shown_rights
from ladders.compensation.actions.salaries import write_salary
from ladders.compensation.domain.position import Basis, Salaried
from ladders.compensation.models import PayProtection, Salary
from ladders.core.errors import DomainError
from ladders.core.models import AuditEntry
from ladders.frameworks.actions.frameworks import start_draft
from ladders.frameworks.actions.levels import delete_level
from ladders.frameworks.actions.publication import set_successor
from ladders.frameworks.models import Level
from ladders.moves.actions import answers, dates, drafts, effects, overdue, questions, return_rights, withdrawals
from ladders.moves.actions.answers import SalarySet
from ladders.moves.domain.states import NoticeKind
from ladders.moves.models import FollowUp, MoveRequest, Notice, ReturnRight
from ladders.moves.queries.draft_terms import terms_now
from ladders.moves.queries.return_rights import held_rights, to_review
from ladders.placements.actions import placements as placing
from ladders.placements.models import Placement
from tests.compensation.payroll import pay, place
from tests.frameworks.published import force_published

from .company import EVIDENCE, TODAY, Company, answer, fresh, now_open
from .many import copies_of

pytestmark = pytest.mark.django_db
APRIL = dt.date(2026, 4, 1)
D = Decimal


def levels(firm: Company) -> list[tuple[str, dt.date, dt.date | None]]:
    rows = Placement.objects.filter(employee=firm.pia).order_by("starts_on")
    return list(rows.values_list("level__code", "starts_on", "ends_on"))


def retire(firm: Company, code: str, successor: str | None) -> None:
    """A new version without that level."""
    hr = firm.user("hana")
    draft = start_draft(framework=firm.version.framework, by=hr)
    gone = Level.objects.get(version=draft, code=code)
    delete_level(version_id=draft.pk, key=gone.key, by=hr)
    if successor:
        level = Level.objects.get(version=draft, code=successor)
        set_successor(version=draft, removed=gone.key, level=level.key, by=hr)
    firm.version = force_published(draft, hr)


def test_late_it_counts_from_the_agreed_day_and_pay_rises_to_the_minimum(firm: Company) -> None:
    Placement.objects.filter(employee=firm.pia).delete()
    place(firm.pia, firm.level("S5"))
    Salary.objects.filter(employee=firm.pia).update(amount=D(3_500), basis="month", fte=D("0.5"))  # 84,000 a year
    row = firm.scheduled("S6", APRIL)
    assert effects.run_effects(dt.date(2026, 4, 20)) == 1
    assert levels(firm) == [("S5", dt.date(2024, 1, 1), dt.date(2026, 3, 31)), ("S6", APRIL, None)]
    salary = Salary.objects.filter(employee=firm.pia).on(APRIL).get()
    assert (salary.starts_on, salary.amount, salary.basis, salary.fte) == (APRIL, D("3541.67"), "month", D("0.5"))
    assert salary.annual >= D(85_000)
    assert PayProtection.objects.count() == 0
    assert "payroll" in set(FollowUp.objects.filter(request=row).values_list("what", flat=True))


def test_a_day_of_many_is_worked_off_together_and_what_cannot_go_on_holds_up_no_other(firm: Company) -> None:
    row = firm.scheduled("S5", APRIL)
    others = copies_of(row, 8, due=0, due_on=APRIL, later=APRIL)
    stuck, held = others[3], others[5]
    Placement.objects.filter(employee=stuck.person_id).delete()
    with CaptureQueriesContext(connection) as asked, transaction.atomic():
        assert effects.run_effects(APRIL) == 8
    said = [each["sql"] for each in asked.captured_queries]
    # 45 for what all of them need and write; the one that is stuck is looked at by itself.
    assert sum("SAVEPOINT" not in sql for sql in said) <= 45 + 30
    assert sum(sql.startswith("SAVEPOINT") for sql in said) <= 5
    states = dict(MoveRequest.objects.values_list("pk", "state"))
    assert states == dict.fromkeys([row.pk, *(each.pk for each in others)], "in_effect") | {stuck.pk: "scheduled"}
    assert "no longer holds" in fresh(stuck).stopped_why
    for each in (row, held):
        rows = Placement.objects.filter(employee=each.person_id).order_by("starts_on")
        assert list(rows.values_list("level__code", flat=True)) == ["S6", "S5"]
        assert PayProtection.objects.filter(promised_by=each.pk).count() == 2
        assert Notice.objects.filter(request=each, kind=NoticeKind.IN_EFFECT).count() == 1
    assert AuditEntry.objects.filter(area="placements", verb="person.moved").count() == 8
    assert AuditEntry.objects.filter(area="moves", verb="request.in_effect").count() == 8
    assert effects.run_effects(APRIL) == 0


def test_what_the_database_refuses_of_one_is_found_and_holds_up_no_other(
    firm: Company, caplog: pytest.LogCaptureFixture
) -> None:
    row = firm.scheduled("S5", APRIL)
    others = copies_of(row, 6, due=0, due_on=APRIL, later=APRIL)
    refused = others[4]
    right = {"came_from": "rules", "level": refused.from_level, "levels": [refused.from_key], "pay_rule": "kept"}
    until = dt.date(2027, 4, 1)
    ReturnRight.objects.create(  # a second one of the same request: nobody but the database looks for that
        person=refused.person, request=refused, starts_on=APRIL, until=until, evidence_until=until, **right
    )
    assert effects.run_effects(APRIL) == 6
    # The whole and the one say where; the halves between them only what.
    assert [each.levelname for each in caplog.records if each.exc_info] == ["WARNING", "ERROR"]
    halves = [each for each in caplog.messages if "tried in halves" in each]
    assert len(halves) >= 2
    assert all("(IntegrityError)" in each for each in halves)
    states = dict(MoveRequest.objects.values_list("pk", "state"))
    assert states == dict.fromkeys([row.pk, *(each.pk for each in others)], "in_effect") | {refused.pk: "scheduled"}
    kept = Placement.objects.filter(employee=refused.person_id).values_list("level__code", "ends_on")
    assert list(kept) == [("S6", None)]
    assert not PayProtection.objects.filter(employee=refused.person_id).exists()
    assert AuditEntry.objects.filter(area="placements", verb="person.moved").count() == 6
    assert Notice.objects.filter(kind=NoticeKind.IN_EFFECT).count() == 6


def test_who_ends_more_than_a_level_is_seen_to_alone_beside_the_others(firm: Company) -> None:
    row = firm.scheduled("S5", APRIL)
    others = copies_of(row, 3, due=0, due_on=APRIL, later=APRIL)
    part = {"framework": firm.version.framework, "version": firm.version, "primary": False, "share": 20, "source": "hr"}
    level = firm.level("S5")
    for each in others[:2]:  # what is held in part is held as a whole
        Placement.objects.create(employee=each.person, level=level, level_key=level.key, starts_on=TODAY, **part)
    assert effects.run_effects(APRIL) == 4
    rows = Placement.objects.filter(employee=others[0].person_id).order_by("starts_on")
    before = APRIL - dt.timedelta(days=1)
    assert list(rows.values_list("level__code", "primary", "ends_on")) == [
        ("S6", True, before),
        ("S5", False, before),
        ("S5", True, None),
    ]
    assert Placement.objects.filter(source="move", starts_on=APRIL).count() == 4


@pytest.mark.parametrize(
    "pay_now", [Salaried(D(50), "EUR", Basis.HOUR, D("0.3"), D(38)), Salaried(D(9), "EUR", Basis.YEAR, D("0.7"))]
)
def test_the_amount_of_a_promised_year_is_never_a_cent_short(pay_now: Salaried) -> None:
    for cents in range(8_500_000, 8_500_060, 7):
        promised = D(cents) / 100
        amount = effects.amount_for(promised, pay_now)
        assert replace(pay_now, amount=amount).annual >= promised


def test_hr_sets_more_than_the_terms_promise_never_less(firm: Company) -> None:
    row = firm.asked("S5")
    row = answer(now_open(row), APRIL)
    row = answer(now_open(row), APRIL)
    step, henry = now_open(row), firm.user("henry")
    with pytest.raises(DomainError, match="promise €110,000"):
        answers.confirm(step=step, on=APRIL, by=henry, today=TODAY, salary=SalarySet(D(99_000), "EUR"))
    with pytest.raises(DomainError, match="is agreed"):
        answers.confirm(step=step, on=dt.date(2026, 5, 3), by=henry, today=TODAY)
    answers.confirm(step=step, on=APRIL, by=henry, today=TODAY, salary=SalarySet(D(111_000), "EUR"))
    effects.run_effects(APRIL)
    assert Salary.objects.filter(employee=firm.pia).on(APRIL).get().amount == D(111_000)


def test_what_is_promised_is_paid_in_cents_of_a_week(firm: Company) -> None:
    """110,000 a year is 2,115.38 a week, of which 52 make 109,999.76."""
    row = answer(now_open(answer(now_open(firm.asked("S5")), APRIL)), APRIL)
    confirmed = partial(answers.confirm, step=now_open(row), on=APRIL, by=firm.user("henry"), today=TODAY)
    with pytest.raises(DomainError, match="promise €110,000"):
        confirmed(salary=SalarySet(D("2115.37"), "EUR", Basis.WEEK))
    confirmed(salary=SalarySet(D("2115.38"), "EUR", Basis.WEEK))
    assert effects.run_effects(APRIL) == 1
    paid = Salary.objects.filter(employee=firm.pia).on(APRIL).get()
    assert (paid.amount, paid.basis, paid.starts_on) == (D("2115.38"), "week", APRIL)


@pytest.mark.parametrize(
    ("promised", "amount", "paid"),
    [((110_000, "2115.38", "2115.38")), (110_000, "2115.37", "2115.39"), (110_001, "2115.40", "2115.40")],
)
def test_a_salary_that_is_the_promised_one_in_cents_stays_as_it_is(
    firm: Company, promised: int, amount: str, paid: str
) -> None:
    """110,001 a year is 2,115.40 a week, of which 52 make 110,000.80."""
    Salary.objects.filter(employee=firm.pia).update(amount=promised)
    row = answer(now_open(answer(now_open(firm.asked("S5")), APRIL)), APRIL)
    answers.confirm(step=now_open(row), on=APRIL, by=firm.user("henry"), today=TODAY)
    week = Salaried(D(amount), "EUR", Basis.WEEK)
    write_salary(employee=firm.pia, starts_on=dt.date(2026, 3, 20), pay=week, by=firm.user("hana"))
    assert effects.run_effects(APRIL) == 1
    assert Salary.objects.filter(employee=firm.pia).on(APRIL).get().amount == D(paid)


@pytest.mark.parametrize(("amount", "asked"), [("1730.83", False), ("1730.84", True)])
def test_hr_is_asked_to_compare_pay_only_where_more_than_cents_are_between(
    firm: Company, amount: str, asked: bool
) -> None:
    """90,003 a year is 1,730.83 a week, of which 52 make 90,003.16."""
    Salary.objects.filter(employee=firm.pia).update(amount=90_003)
    row = answer(now_open(answer(now_open(firm.asked("S5")), APRIL)), APRIL)
    answers.confirm(step=now_open(row), on=APRIL, by=firm.user("henry"), today=TODAY)
    week = Salaried(D(amount), "EUR", Basis.WEEK)
    write_salary(employee=firm.pia, starts_on=dt.date(2026, 3, 20), pay=week, by=firm.user("hana"))
    assert effects.run_effects(APRIL) == 1
    assert FollowUp.objects.filter(request=row, what="pay").exists() is asked


@pytest.mark.parametrize(
    ("newer", "starts_on", "paid"),
    [
        (Salaried(D(115_000), "EUR"), dt.date(2026, 3, 20), ("115000.00", "1", True)),  # raised meanwhile: it stays
        (Salaried(D(115_000), "EUR"), dt.date(2024, 1, 1), ("115000.00", "1", True)),  # put right in place: the same
        (Salaried(D(115_000), "EUR"), APRIL, ("115000.00", "1", True)),
        (Salaried(D(55_000), "EUR", fte=D("0.5")), dt.date(2026, 3, 20), ("55500.00", "0.5", True)),  # the hours stay
        (Salaried(D(111_000), "EUR"), dt.date(2026, 3, 20), ("111000.00", "1", False)),
    ],
)
def test_what_hr_confirmed_replaces_no_salary_that_came_after_it(
    firm: Company, newer: Salaried, starts_on: dt.date, paid: tuple[str, str, bool]
) -> None:
    row = answer(now_open(firm.asked("S5")), APRIL)
    row = answer(now_open(row), APRIL)
    answers.confirm(
        step=now_open(row), on=APRIL, by=firm.user("henry"), today=TODAY, salary=SalarySet(D(111_000), "EUR")
    )
    write_salary(employee=firm.pia, starts_on=starts_on, pay=newer, by=firm.user("hana"))
    assert effects.run_effects(APRIL) == 1
    salary = Salary.objects.filter(employee=firm.pia).on(APRIL).get()
    todo = FollowUp.objects.filter(request=row, what="pay_changed")
    assert (salary.amount, salary.fte, todo.exists()) == (D(paid[0]), D(paid[1]), paid[2])


def test_a_promise_in_force_is_kept_beside_the_new_one(firm: Company) -> None:
    old = {"currency": "EUR", "follows": "Band", "reason": "Earlier"}
    PayProtection.objects.create(
        employee=firm.pia, starts_on=TODAY, ends_on=dt.date(2026, 6, 30), amount=D(120_000), **old
    )
    PayProtection.objects.create(
        employee=firm.pia, starts_on=dt.date(2027, 1, 1), ends_on=dt.date(2028, 12, 31), amount=D(60_000), **old
    )
    firm.scheduled("S5", APRIL)
    effects.run_effects(APRIL)
    rows = PayProtection.objects.order_by("starts_on").values_list("amount", "starts_on", "ends_on")
    assert list(rows) == [
        (D(120_000), TODAY, dt.date(2026, 6, 30)),
        (D(110_000), dt.date(2026, 7, 1), dt.date(2027, 3, 31)),
        (D(104_500), dt.date(2027, 4, 1), dt.date(2027, 9, 30)),
        (D(60_000), dt.date(2027, 10, 1), dt.date(2028, 12, 31)),
    ]


def test_a_retired_level_stops_it_and_the_author_goes_on_with_its_successor(firm: Company) -> None:
    row = firm.scheduled("S5", APRIL)
    retire(firm, "S5", "P5")
    assert overdue.sweep(TODAY) == 1
    assert overdue.sweep(TODAY) == 0
    row = fresh(row)
    assert "P5" in row.stopped_why
    assert (row.state, row.owner, row.due_on) == ("scheduled", firm.user("pia"), dt.date(2026, 3, 16))
    assert effects.run_effects(APRIL) == 0
    assert [code for code, _from, _to in levels(firm)] == ["S6"]
    new = withdrawals.go_on_with_successor(request=row, by=firm.user("pia"), today=TODAY)
    again = withdrawals.go_on_with_successor(request=row, by=firm.user("pia"), today=TODAY)
    assert (new, new.state, new.to_level.code, new.follows) == (again, "draft", "P5", row)
    assert fresh(row).state == "withdrawn"
    assert Notice.objects.filter(kind=NoticeKind.STOPPED, request=row).count() == 2  # the author and HR, once


def test_a_step_of_a_stopped_request_is_refused_and_a_changed_level_stops_it(firm: Company) -> None:
    row = firm.asked("S5")
    step = now_open(row)
    placing.change(
        employee=firm.pia,
        level=firm.level("M6"),
        starts_on=TODAY,
        reason="Reorganisation",
        by=firm.user("hana"),
    )
    with pytest.raises(DomainError, match="no longer holds S6"):
        answers.release(step=step, on=APRIL, by=firm.user("mia"), today=TODAY)
    overdue.sweep(dt.date(2026, 4, 30))  # not even silence passes a stopped step on
    assert now_open(row).decider == firm.user("mia")
    assert "ask anew" in fresh(row).stopped_why


def test_it_lapses_only_when_its_author_has_left(firm: Company) -> None:
    row = firm.scheduled("S5", APRIL)
    firm.pia.left_on = dt.date(2026, 3, 20)
    firm.pia.save()
    assert overdue.lapse(dt.date(2026, 3, 20)) == 0  # the last day of work
    assert overdue.lapse(dt.date(2026, 3, 21)) == 1
    assert (fresh(row).state, fresh(row).due_on) == ("lapsed", None)
    assert effects.run_effects(APRIL) == 0


def test_a_seat_is_confirmed_where_the_level_needs_one(firm: Company) -> None:
    Seat.objects.create(framework=firm.version.framework, level_key=firm.level("S5").key)
    row = answer(now_open(firm.asked("S5")), APRIL)
    with pytest.raises(DomainError, match="vacant seat"):
        answers.approve(step=now_open(row), by=firm.user("otto"), today=TODAY)
    answers.approve(step=now_open(row), by=firm.user("otto"), today=TODAY, seat=True)
    row = answers.confirm(step=now_open(row), on=APRIL, by=firm.user("henry"), today=TODAY)
    assert (row.state, row.seat_by) == ("scheduled", firm.user("otto"))
    with pytest.raises(PermissionDenied):
        questions.confirm_seat(request=row, by=firm.user("mia"), today=TODAY)


def test_another_day_needs_both_sides(firm: Company) -> None:
    row, pia, henry = firm.scheduled("S5", APRIL), firm.user("pia"), firm.user("henry")
    may = dt.date(2026, 5, 1)
    with pytest.raises(PermissionDenied):
        dates.offer_day(request=row, on=may, by=firm.user("peer"), today=TODAY)
    dates.offer_day(request=row, on=may, by=pia, today=TODAY)
    assert fresh(row).agreed_on == APRIL
    with pytest.raises(DomainError, match="other side"):
        dates.accept_day(request=row, by=pia, today=TODAY)
    with pytest.raises(DomainError, match="Meanwhile"):
        dates.accept_day(request=row, by=henry, today=TODAY, seen=APRIL)
    for _again in range(2):
        row = dates.accept_day(request=row, by=henry, today=TODAY, seen=may)
    assert (row.agreed_on, row.due_on, row.state, row.offered_on) == (may, may, "scheduled", None)
    assert effects.run_effects(APRIL) == 0
    assert effects.run_effects(may) == 1
    with pytest.raises(DomainError, match="taken effect"):
        withdrawals.withdraw(request=row, by=pia, today=may)


def test_a_right_of_return_is_kept_used_and_never_shortened(firm: Company) -> None:
    pia, henry = firm.user("pia"), firm.user("henry")
    firm.scheduled("S5", APRIL)
    assert held_rights(firm.pia, APRIL) == []  # not before it takes effect
    effects.run_effects(APRIL)
    key = firm.level("S6").key
    right = ReturnRight.objects.get()
    assert [(each.levels, each.until) for each in shown_rights(firm.pia, APRIL)] == [((key,), dt.date(2028, 3, 31))]
    assert to_review(right, firm.level("S6"), APRIL) == []  # nothing has lapsed
    with pytest.raises(DomainError, match="never shortened"):
        return_rights.extend_right(right=right, until=APRIL, by=henry, today=APRIL)
    for who in ("pia", "mia", "otto"):
        with pytest.raises(PermissionDenied):
            return_rights.extend_right(right=right, until=dt.date(2029, 1, 1), by=firm.user(who), today=APRIL)
    with pytest.raises(DatabaseError), transaction.atomic():
        ReturnRight.objects.update(until=APRIL)
    return_rights.extend_right(right=right, until=dt.date(2028, 9, 30), by=henry, today=APRIL, evidence=False)
    right.refresh_from_db()
    assert [each.name for each in to_review(right, firm.level("S6"), dt.date(2028, 4, 1))] == ["Method", "Teaching"]
    for day, told in ((dt.date(2028, 7, 31), 0), (dt.date(2028, 8, 1), 1), (dt.date(2028, 8, 2), 0)):
        assert overdue.remind(day) == told
    # The framework changes; the right follows to the successor, and is used by a return.
    retire(firm, "S6", "I6")
    day = dt.date(2028, 8, 7)
    there = firm.level("I6")
    assert [each.levels for each in shown_rights(firm.pia, day)] == [(there.key,)]
    row = drafts.draft(person=firm.pia, level=there, by=pia, today=day)
    assert (row.kind, row.uses_right) == ("return", right)
    row = drafts.change_draft(request=row, by=pia, today=day, wished_on=None, evidence=EVIDENCE)
    row = drafts.submit(request=row, by=pia, today=day)
    while row.state == "submitted":
        row = answer(now_open(row), day + dt.timedelta(days=7), day)
    effects.run_effects(day + dt.timedelta(days=7))
    right.refresh_from_db()
    assert (right.used_by, fresh(row).state) == (row, "in_effect")
    assert shown_rights(firm.pia, day) == ()
    with pytest.raises(DomainError, match="was used"):
        return_rights.extend_right(right=right, until=dt.date(2029, 9, 30), by=henry, today=day)


def test_a_move_into_management_carries_a_right_of_return(firm: Company) -> None:
    row = firm.scheduled("M6", APRIL)
    assert row.kind == "lateral"
    effects.run_effects(APRIL)
    assert ReturnRight.objects.get().came_from == "management"


def test_terms_stay_as_they_were_shown(firm: Company) -> None:
    row = firm.draft("S5")
    shown = drafts.terms_digest(terms_now(row, TODAY).to_json())
    Salary.objects.filter(employee=firm.pia).update(ends_on=TODAY - dt.timedelta(days=1))
    pay(firm.pia, 112_000, starts_on=TODAY)
    with pytest.raises(DomainError, match="read them again"):
        drafts.submit(request=row, by=firm.user("pia"), today=TODAY, seen=shown)
    assert fresh(row).state == "draft"
    shown = drafts.terms_digest(terms_now(row, TODAY).to_json())
    row = drafts.submit(request=row, by=firm.user("pia"), today=TODAY, seen=shown)
    assert row.terms is not None
    assert row.terms["pay"]["annual"] == "112000.00"
    assert MoveRequest.objects.get().terms == row.terms


def test_too_early_for_a_promotion_says_from_when(firm: Company) -> None:
    Placement.objects.filter(employee=firm.pia).delete()
    place(firm.pia, firm.level("S5"), starts_on=dt.date(2025, 6, 1))
    with pytest.raises(DomainError, match="from 1 June 2026 on"):
        firm.asked("S6")
