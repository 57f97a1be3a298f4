"""Who is asked, and what happens when nobody answers, somebody is away, or the manager changes."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.models import RoleGrant, User
from ladders.core.errors import DomainError
from ladders.core.once import read_once
from ladders.moves.actions import answers, dates, drafts, overdue, questions
from ladders.moves.domain.enums import Decider
from ladders.moves.domain.escalation import DeciderCandidate, after_silence, choose
from ladders.moves.domain.states import NoticeKind, ReassignmentReason, Via
from ladders.moves.models import (
    Absence,
    DeciderGroup,
    GroupMember,
    Mail,
    MovePolicy,
    MoveRequest,
    Notice,
    PassedOn,
    Step,
)
from ladders.moves.notifications import text
from ladders.moves.queries import deciders
from ladders.reporting.models import ReportingLine
from tests.compensation.payroll import place
from tests.factories import EmployeeFactory

from .company import EVIDENCE, TODAY, Company, answer, fresh, now_open, open_step, reports, user_of, with_their_yes

LINE = [
    DeciderCandidate(1, Via.ROLE),
    DeciderCandidate(2, Via.STAND_IN),
    DeciderCandidate(3, Via.UP),
    DeciderCandidate(4, Via.UP),
    DeciderCandidate(5, Via.OWNER),
    DeciderCandidate(6, Via.HR),
    DeciderCandidate(7, Via.HR),
]


def change(line: list[DeciderCandidate], **by_user: dict[str, Any]) -> list[DeciderCandidate]:
    return [replace(each, **by_user.get(f"u{each.user}", {})) for each in line]


@pytest.mark.parametrize(
    ("changes", "expected", "over"),
    [
        ({}, 1, []),
        ({"u1": {"away": True}}, 2, [(1, ReassignmentReason.AWAY)]),
        (
            {"u1": {"here": False}, "u2": {"here": False}},
            3,
            [(1, ReassignmentReason.LEFT), (2, ReassignmentReason.LEFT)],
        ),
        (
            {"u1": {"barred": True}, "u2": {"barred": True}},
            3,
            [(1, ReassignmentReason.BARRED), (2, ReassignmentReason.BARRED)],
        ),
        ({f"u{n}": {"here": False} for n in range(1, 6)}, 6, [(n, ReassignmentReason.LEFT) for n in range(1, 6)]),
        # Everybody is away: an HR lead who is away is sooner asked than nobody, and never one who is barred.
        ({f"u{n}": {"away": True} for n in range(1, 8)}, 6, [(n, ReassignmentReason.AWAY) for n in range(1, 8)]),
        (
            {f"u{n}": {"away": True} for n in range(1, 8)} | {"u6": {"barred": True}},
            7,
            [
                *((n, ReassignmentReason.AWAY) for n in range(1, 6)),
                (6, ReassignmentReason.BARRED),
                (7, ReassignmentReason.AWAY),
            ],
        ),
    ],
)
def test_the_first_in_line_who_can_answer(changes: Any, expected: int, over: list[Any]) -> None:
    choice = choose(change(LINE, **changes))
    assert choice is not None
    assert (choice.candidate.user, list(choice.over)) == (expected, over)


def test_nobody_at_all() -> None:
    assert choose(change(LINE, **{f"u{n}": {"barred": True} for n in range(1, 8)})) is None


@pytest.mark.parametrize(
    ("who", "via", "asked", "silences", "expected"),
    [
        (Decider.CURRENT_MANAGER, Via.ROLE, {1}, 0, 3),  # to the next above, and not to theirs
        (Decider.CURRENT_MANAGER, Via.UP, {1, 3}, 1, 6),
        (Decider.CURRENT_MANAGER, Via.HR, {1, 3, 6}, 2, None),
        (Decider.RECEIVING_MANAGER, Via.UP, {1, 3}, 1, 5),
        (Decider.RECEIVING_MANAGER, Via.OWNER, {1, 3, 5}, 2, 6),
        (Decider.HR, Via.HR, {6}, 0, 7),
        (Decider.HR, Via.HR, {6, 7}, 1, None),
        (Decider.GROUP, Via.ROLE, {1}, 0, 6),
    ],
)
def test_silence_passes_it_on_and_ends_at_hr(
    who: Decider, via: Via, asked: set[int], silences: int, expected: int | None
) -> None:
    choice = after_silence(LINE, who, via, asked=asked, silences=silences)
    assert (choice.candidate.user if choice else None) == expected


def told(row: MoveRequest, kind: NoticeKind) -> list[str]:
    return sorted(str(each.recipient) for each in Notice.objects.filter(request=row, kind=kind))


@pytest.mark.django_db
def test_silence_is_never_an_answer(firm: Company) -> None:
    row = firm.asked("S5")
    assert overdue.sweep(dt.date(2026, 3, 16)) == 0  # on the last day it is not late yet
    day = dt.date(2026, 3, 17)
    assert overdue.sweep(day) == 1
    assert overdue.sweep(day) == 0
    step = now_open(row)
    assert (step.decider, step.via, step.due_on) == (firm.user("greta"), "up", dt.date(2026, 3, 24))
    with pytest.raises(DomainError, match="next in line"):
        answers.release(step=step, on=day, by=firm.user("mia"), today=day)
    assert not MoveRequest.objects.visible_to(firm.user("mia"), day).exists()
    assert fresh(row).hr_hears_at is None
    day = dt.date(2026, 3, 25)
    overdue.sweep(day)
    step = now_open(row)
    assert (step.decider, step.via, step.due_on) == (firm.user("hana"), "hr", dt.date(2026, 4, 1))  # the lead
    for later in (dt.date(2026, 4, 2), dt.date(2026, 5, 2)):
        overdue.sweep(later)
    step = now_open(row)
    assert (step.decider, step.outcome, step.due_on) == (firm.user("hana"), "", dt.date(2026, 4, 1))
    assert (fresh(row).state, fresh(row).owner, fresh(row).due_on) == ("submitted", step.decider, step.due_on)
    # Whoever answers is reminded every week; the author hears once, in other words.
    assert told(row, NoticeKind.OVERDUE) == ["Hana Lead", "Hana Lead", "Pia Person"]
    for name, said in (("hana", "the next step is yours"), ("pia", "you need do nothing")):
        late = Notice.objects.filter(kind=NoticeKind.OVERDUE, recipient=firm.user(name)).select_related("step")
        assert {said in each.sentence for each in text.told(late, firm.user(name), later)} == {True}
        assert len(text.worth_telling(list(late), firm.user(name), later)) == late.count()
    # The mail to whoever answers says until when; that to the author, that nothing waits for them.
    mails = {name: _mail_about(firm.user(name), NoticeKind.OVERDUE, later) for name in ("hana", "pia")}
    assert "2 things wait for you in Ladders" in mails["hana"]
    assert "Please answer by 1 April 2026." in mails["hana"]
    assert "There is 1 piece of news for you in Ladders" in mails["pia"]
    assert "Please answer by" not in mails["pia"]
    assert told(row, NoticeKind.DUE) == ["Greta Top", "Hana Lead", "Mia Nager"]
    whys = list(PassedOn.objects.filter(step=step).values_list("why", "before__name", "after__name"))
    assert whys == [("silence", "Mia Nager", "Greta Top"), ("silence", "Greta Top", "Hana Lead")]


def _mail_about(user: User, kind: NoticeKind, today: dt.date) -> str:
    """The text of a mail about this person's notices of that kind."""
    told = Notice.objects.filter(kind=kind, recipient=user).select_related("step")
    return str(text.message(Mail(recipient=user, made_at=timezone.now()), list(told), today).body)


@pytest.mark.django_db
def test_a_quiet_sweep_looks_at_no_request_by_itself(firm: Company, django_assert_max_num_queries: Any) -> None:
    """Neither while the answer is not due, nor where the end of the line has been reminded today."""
    row = firm.asked("S5")
    with django_assert_max_num_queries(21):
        assert overdue.sweep(TODAY) == 0
    for day in (dt.date(2026, 3, 17), dt.date(2026, 3, 25), dt.date(2026, 4, 2)):
        overdue.sweep(day)
    assert now_open(row).checked_on == dt.date(2026, 4, 2)
    with django_assert_max_num_queries(21):
        assert overdue.sweep(dt.date(2026, 4, 2)) == 0
    with django_assert_max_num_queries(60):
        assert overdue.sweep(dt.date(2026, 4, 3)) == 0
    assert now_open(row).checked_on == dt.date(2026, 4, 3)


@pytest.mark.django_db
def test_the_manager_changes_meanwhile(firm: Company) -> None:
    row = firm.asked("S5")
    step = now_open(row)
    ReportingLine.objects.filter(employee=firm.pia).update(ends_on=TODAY)
    reports(firm.pia, firm.otto, TODAY + dt.timedelta(days=1))
    day = dt.date(2026, 3, 10)
    # From that day on the old manager finds nothing, even before anything has run.
    assert not MoveRequest.objects.visible_to(firm.user("mia"), day).exists()
    with pytest.raises(PermissionDenied):
        answers.release(step=step, on=day, by=firm.user("mia"), today=day)
    overdue.sweep(day)
    step = now_open(row)
    assert (step.decider, step.opens_on, fresh(row).owner) == (None, dt.date(2026, 3, 11), firm.user("pia"))
    assert fresh(row).due_on == dt.date(2026, 3, 11)
    assert told(row, NoticeKind.MANAGER_CHANGED) == ["Pia Person"]  # first, and alone
    assert not MoveRequest.objects.visible_to(firm.user("otto"), day).exists()
    day = dt.date(2026, 3, 11)
    overdue.sweep(day)
    step = now_open(row)
    assert (step.decider, step.due_on) == (firm.user("otto"), dt.date(2026, 3, 18))  # all five days
    assert MoveRequest.objects.visible_to(firm.user("otto"), day).exists()
    assert overdue.sweep(day) == 0


@pytest.mark.django_db
def test_away_departed_or_without_an_account(firm: Company) -> None:
    Absence.objects.create(employee=firm.mia, starts_on=TODAY, ends_on=TODAY, stand_in=firm.peer)
    row = firm.asked("S5")
    step = now_open(row)
    assert (step.decider, step.via) == (firm.user("peer"), "stand_in")
    firm.peer.left_on = TODAY
    firm.peer.save()
    day = dt.date(2026, 3, 11)
    overdue.sweep(day)
    step = now_open(row)
    assert (step.decider, step.due_on) == (firm.user("mia"), dt.date(2026, 3, 18))  # she is back
    assert told(row, NoticeKind.PASSED_ON) == ["Peer Colleague", "Pia Person"]


@pytest.mark.django_db
def test_at_the_top_of_the_company_hr_is_asked_and_nobody_decides_upwards(firm: Company) -> None:
    place(firm.greta, firm.level("M6"))
    greta, by = firm.greta, firm.user("greta")
    row = drafts.draft(person=greta, level=firm.level("S5"), by=by, today=TODAY)
    # All of HR stands below her, so nobody can answer, and nothing is sent.
    with pytest.raises(DomainError, match="HR needs somebody"):
        drafts.submit(request=row, by=by, today=TODAY)
    assert fresh(row).state == "draft"
    outside = EmployeeFactory.create(name="Olga Outside")
    RoleGrant.objects.create(user=user_of(outside), role="hr_admin")
    row = drafts.submit(request=row, by=by, today=TODAY)
    assert now_open(row).decider == outside.user
    assert now_open(row).via == "hr"
    with pytest.raises(DomainError, match="above them"):
        questions.delegate(step=now_open(row), to=firm.user("hana"), by=outside.user, today=TODAY)
    with pytest.raises(PermissionDenied):
        answers.release(step=now_open(row), on=TODAY, by=firm.user("hana"), today=TODAY)
    with pytest.raises(PermissionDenied):
        questions.name_receiving(request=row, manager=firm.otto, by=firm.user("hana"), today=TODAY)
    assert deciders.barred(by, greta, TODAY)


@pytest.mark.django_db
def test_the_receiving_manager_is_found_named_or_the_owner(firm: Company) -> None:
    far = EmployeeFactory.create(name="Far Boss", legal_entity="Ltd")
    for number in range(2):  # more holders there, and none of them near
        holder = EmployeeFactory.create(name=f"Far {number}", legal_entity="Ltd")
        reports(holder, far)
        place(holder, firm.level("S5"))
    key = firm.level("S5").key
    assert deciders.receiving_managers(firm.pia, key, TODAY) == [firm.otto, far]
    row = answer(now_open(firm.asked("S5")), TODAY)
    assert now_open(row).decider == firm.user("otto")
    with pytest.raises(PermissionDenied):
        questions.name_receiving(request=row, manager=far, by=firm.user("otto"), today=TODAY)
    questions.name_receiving(request=row, manager=far, by=firm.user("henry"), today=TODAY)
    assert now_open(row).decider == far.user
    assert not MoveRequest.objects.visible_to(firm.user("otto"), TODAY).exists()
    assert told(row, NoticeKind.HANDED_ON) == ["Pia Person"]


@pytest.mark.django_db
@pytest.mark.parametrize("below", [False, True])
def test_nobody_whom_the_person_leads_receives_and_the_terms_name_who_is_asked(firm: Company, below: bool) -> None:
    """Pia leads most people on the level, herself or through somebody below her; Otto leads one."""
    leader, below_leader = (EmployeeFactory.create(name=name, department="Lab", legal_entity="GmbH") for name in "AB")
    reports(leader, firm.pia)
    reports(below_leader, leader)
    for person, manager in (
        ("Olaf Other", firm.otto),
        ("Nils Own", below_leader if below else firm.pia),
        ("Nal Own", below_leader if below else firm.pia),
    ):
        holder = EmployeeFactory.create(name=person, department="Lab", legal_entity="GmbH")
        reports(holder, manager)
        place(holder, firm.level("P6"))
    row = firm.asked("P6")
    assert row.terms is not None
    assert row.terms["manager"]["names"] == ["Otto Ther"]
    steps = list(Step.objects.filter(request=row).select_related("request__person", "request__framework"))
    receiving = [step for step in steps if step.who == Decider.RECEIVING_MANAGER]
    with read_once():
        deciders.read_deciders(steps, TODAY)
        swept = [deciders.line_of(step, TODAY)[0].user for step in receiving]
    assert swept == [firm.user("otto").pk]
    while (step := open_step(row)) is not None:
        row = answer(step, TODAY)
    assert [step.decider for step in Step.objects.filter(pk__in=[each.pk for each in receiving])] == [firm.user("otto")]


@pytest.mark.django_db
def test_where_only_the_person_leads_people_on_the_level_nobody_receives(firm: Company) -> None:
    holder = EmployeeFactory.create(name="Nils Own", department="Lab", legal_entity="GmbH")
    reports(holder, firm.pia)
    place(holder, firm.level("P6"))
    key = firm.level("P6").key
    assert deciders.receiving_managers(firm.pia, key, TODAY) == []
    assert deciders.receiving_managers(firm.peer, key, TODAY) == [firm.pia]


@pytest.mark.django_db
@pytest.mark.parametrize("late", [False, True])
def test_one_of_a_group_answers_for_it(firm: Company, late: bool) -> None:
    group = DeciderGroup.objects.create(name="Committee")
    for person in (firm.peer, firm.otto, firm.pia):
        GroupMember.objects.create(group=group, employee=person)
    old = MovePolicy.objects.current().get(kind="step_back", framework=None)
    old.replaced_at = old.made_at
    old.save()
    policy = MovePolicy.objects.create(
        kind="step_back", number=2, length=1, pay_rule="kept", right_of_return=True, made_at=old.made_at
    )
    policy.steps.create(position=1, deed="approve", decider="group", group=group, days=5)
    row = firm.asked("S5")
    step = now_open(row)
    assert sorted(step.among) == sorted([firm.user("otto").pk, firm.user("peer").pk])  # never oneself
    assert told(row, NoticeKind.DUE) == ["Otto Ther", "Peer Colleague"]
    assert row.terms is not None
    named = dt.date.fromisoformat(row.terms["on"])
    day = named + dt.timedelta(days=1) if late else TODAY
    row = answers.approve(step=step, by=firm.user("peer"), today=day)
    with pytest.raises(DomainError, match="Peer Colleague answered"):
        answers.approve(step=step, by=firm.user("otto"), today=day)
    assert MoveRequest.objects.visible_to(firm.user("otto"), TODAY).exists()  # to read that it is answered
    if not late:  # everybody has said yes to the day that the terms named
        assert (row.state, row.owner, row.agreed_on) == ("scheduled", firm.user("hana"), named)
        return
    # It has passed, and no step of these rules sets another one: HR does.
    assert (row.state, row.owner, row.agreed_on) == ("approved", firm.user("hana"), None)
    on = day + dt.timedelta(days=7)
    row = with_their_yes(dates.schedule(request=row, on=on, by=firm.user("hana"), today=day), day)
    assert (row.state, row.agreed_on) == ("scheduled", on)


@pytest.mark.django_db
def test_handing_on_keeps_the_day_and_tells_the_author(firm: Company) -> None:
    row = firm.asked("S5")
    step = now_open(row)
    questions.delegate(step=step, to=firm.user("otto"), by=firm.user("mia"), today=TODAY)
    questions.delegate(step=step, to=firm.user("otto"), by=firm.user("mia"), today=TODAY)
    after = now_open(row)
    assert (after.decider, after.via, after.due_on) == (firm.user("otto"), "delegate", step.due_on)
    assert PassedOn.objects.filter(step=step).count() == 1
    assert told(row, NoticeKind.HANDED_ON) == ["Pia Person"]
    assert overdue.sweep(TODAY) == 0


@pytest.mark.django_db
def test_whoever_a_step_comes_back_to_is_told_again(firm: Company) -> None:
    row, mia, otto = firm.asked("S5"), firm.user("mia"), firm.user("otto")
    for by, to in ((mia, otto), (otto, mia), (mia, otto)):
        questions.delegate(step=now_open(row), to=to, by=by, today=TODAY)
    assert sorted(told(row, NoticeKind.DUE)) == ["Mia Nager", "Mia Nager", "Otto Ther", "Otto Ther"]
    assert told(row, NoticeKind.HANDED_ON) == ["Pia Person"] * 3


@pytest.mark.django_db
def test_a_manager_proposes_and_the_person_alone_makes_it_a_request(firm: Company) -> None:
    mia, pia = firm.user("mia"), firm.user("pia")
    with pytest.raises(DomainError, match="started by Pia"):
        drafts.propose(person=firm.pia, level=firm.level("S5"), by=mia, today=TODAY)
    with pytest.raises(PermissionDenied):
        drafts.propose(person=firm.pia, level=firm.level("P6"), by=firm.user("greta"), today=TODAY)
    row = drafts.propose(person=firm.pia, level=firm.level("P6"), by=mia, today=TODAY)
    assert drafts.propose(person=firm.pia, level=firm.level("P6"), by=mia, today=TODAY) == row
    assert MoveRequest.objects.visible_to(pia, TODAY).get() == row
    assert not MoveRequest.objects.visible_to(firm.user("hana"), TODAY).exists()
    with pytest.raises(PermissionDenied):
        drafts.submit(request=row, by=mia, today=TODAY)
    drafts.change_draft(request=row, by=pia, today=TODAY, wished_on=None, evidence=EVIDENCE)
    row = drafts.submit(request=row, by=pia, today=TODAY)
    first, second, _third = row.steps.order_by("position")
    assert (first.outcome, first.decider) == ("not_needed", mia)  # who proposed it is not asked
    assert second.is_open
    assert told(row, NoticeKind.DUE) == [str(second.decider)]
    assert user_of(firm.pia) == row.submitted_by
