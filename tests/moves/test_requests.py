"""The way of a request, from draft to effect, and what everybody may do on it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from ladders.compensation.models import PayProtection
from ladders.core.errors import DomainError
from ladders.moves.actions import answers, drafts, effects, withdrawals
from ladders.moves.domain.states import FirstEar
from ladders.moves.models import FollowUp, MoveRequest, Notice, ReturnRight, Step
from ladders.placements.models import Placement

from .company import TODAY, Company, answer, fresh, now_open, open_step, with_their_yes

pytestmark = pytest.mark.django_db
APRIL = dt.date(2026, 4, 1)


def way(row: MoveRequest) -> list[tuple[str, str, str, str]]:
    steps = Step.objects.filter(request=row).order_by("position").select_related("decider")
    return [(step.deed, step.who, str(step.decider or ""), step.outcome) for step in steps]


def placements(firm: Company) -> list[tuple[Any, ...]]:
    rows = Placement.objects.filter(employee=firm.pia).order_by("starts_on")
    return list(rows.values_list("level__code", "starts_on", "ends_on", "source"))


def test_a_step_back_from_the_wish_to_the_right_of_return(firm: Company) -> None:
    row = firm.draft("S5")
    assert (row.kind, row.state, row.owner, row.hr_hears_at) == ("step_back", "draft", firm.user("pia"), None)
    row = drafts.submit(request=row, by=firm.user("pia"), today=TODAY)
    assert way(row) == [
        ("release", "current_manager", "Mia Nager", ""),
        ("approve", "receiving_manager", "", ""),
        ("confirm", "hr", "", ""),
    ]
    assert (row.state, row.owner, row.due_on) == ("submitted", firm.user("mia"), dt.date(2026, 3, 16))
    assert fresh(row).hr_hears_at is None  # the manager hears first
    row = answers.release(step=now_open(row), on=APRIL, by=firm.user("mia"), today=TODAY)
    assert (row.agreed_on, row.offered_on) == (None, APRIL)  # the terms named another day
    row = with_their_yes(row)
    assert fresh(row).hr_hears_at is not None
    row = answers.approve(step=now_open(row), by=firm.user("otto"), today=TODAY)
    step = now_open(row)
    assert step.decider == firm.user("henry")  # the HR of the department
    row = answers.confirm(step=step, on=APRIL, by=firm.user("henry"), today=TODAY)
    assert (row.state, row.agreed_on, row.due_on) == ("scheduled", APRIL, APRIL)
    assert effects.run_effects(dt.date(2026, 3, 31)) == 0
    assert effects.run_effects(APRIL) == 1
    assert effects.run_effects(APRIL) == 0
    row = fresh(row)
    assert row.placement is not None
    assert (row.state, row.placement.level.code) == ("in_effect", "S5")
    assert placements(firm) == [
        ("S6", dt.date(2024, 1, 1), dt.date(2026, 3, 31), "hr"),
        ("S5", APRIL, None, "move"),
    ]
    protections = PayProtection.objects.order_by("starts_on").values_list("amount", "starts_on", "ends_on")
    assert list(protections) == [
        (Decimal("110000.00"), APRIL, dt.date(2027, 3, 31)),
        (Decimal("104500.00"), dt.date(2027, 4, 1), dt.date(2027, 9, 30)),
    ]
    right = ReturnRight.objects.get()
    assert (right.levels, right.until, right.came_from) == ([row.from_key], dt.date(2028, 3, 31), "step_back")
    assert {item["name"] for item in right.evidence} == {"Method", "Teaching"}
    assert set(FollowUp.objects.values_list("what", flat=True)) >= {"letter", "hr_system", "right", "pay_1", "pay_2"}


def test_a_promotion_asks_the_same_number_of_people(firm: Company) -> None:
    Placement.objects.filter(employee=firm.pia).update(level=firm.level("S5"), level_key=firm.level("S5").key)
    row = firm.asked("S6")
    assert [(deed, who) for deed, who, _name, _out in way(row)] == [
        ("approve", "current_manager"),
        ("approve", "receiving_manager"),
        ("confirm", "hr"),
    ]
    assert row.hr_hears_at is None  # as the terms say: once somebody has answered
    row = answer(now_open(row), APRIL)
    assert fresh(row).hr_hears_at is not None
    # Nobody holds S6, so whoever answers for the framework is asked.
    assert now_open(row).decider == firm.version.framework.owner.user  # type: ignore[union-attr]
    assert now_open(row).via == "owner"


def test_hr_hears_first_where_the_author_wants_it(firm: Company) -> None:
    row = firm.asked("S5", first_ear=FirstEar.HR)
    assert [(deed, who) for deed, who, _name, _out in way(row)] == [
        ("confirm", "hr"),
        ("release", "current_manager"),
        ("approve", "receiving_manager"),
    ]
    assert not MoveRequest.objects.visible_to(firm.user("mia"), TODAY).exists()
    assert MoveRequest.objects.visible_to(firm.user("henry"), TODAY).exists()
    row = with_their_yes(answers.confirm(step=now_open(row), on=APRIL, by=firm.user("henry"), today=TODAY))
    # HR has set a day, and it is agreed: the manager releases for it, or another one is offered to Pia first.
    with pytest.raises(DomainError, match="is agreed"):
        answers.release(step=now_open(row), on=dt.date(2026, 4, 6), by=firm.user("mia"), today=TODAY)
    row = answers.release(step=now_open(row), on=APRIL, by=firm.user("mia"), today=TODAY)
    row = answers.approve(step=now_open(row), by=firm.user("otto"), today=TODAY)
    assert (row.state, row.agreed_on) == ("scheduled", APRIL)


def test_a_draft_is_its_authors_alone(firm: Company) -> None:
    row = firm.draft("S5")
    for name in ("mia", "otto", "greta", "hana", "henry", "peer"):
        assert not MoveRequest.objects.visible_to(firm.user(name), TODAY).exists(), name
        with pytest.raises(PermissionDenied):
            drafts.submit(request=row, by=firm.user(name), today=TODAY)
    assert Notice.objects.count() == 0
    assert drafts.draft(person=firm.pia, level=firm.level("S5"), by=firm.user("pia"), today=TODAY).pk == row.pk
    drafts.discard(request=row, by=firm.user("pia"), today=TODAY)
    drafts.discard(request=row, by=firm.user("pia"), today=TODAY)
    assert MoveRequest.objects.count() == 0


def test_declined_then_looked_at_again_once(firm: Company) -> None:
    row = firm.asked("S5")
    with pytest.raises(DomainError, match="cannot be declined"):
        answers.decline(step=now_open(row), reason="No", would_change="-", by=firm.user("mia"), today=TODAY)
    row = answer(now_open(row), APRIL)
    step = now_open(row)
    with pytest.raises(DomainError, match="Write both"):
        answers.decline(step=step, reason="No", would_change=" ", by=firm.user("otto"), today=TODAY)
    row = answers.decline(step=step, reason="Too many", would_change="A seat", by=firm.user("otto"), today=TODAY)
    assert (row.state, row.declined_step) == ("declined", step)
    with pytest.raises(DomainError, match="declined"):
        answers.approve(step=step, by=firm.user("otto"), today=TODAY)
    row = answers.look_again(request=row, text="There is one.", by=firm.user("pia"), today=TODAY)
    step = now_open(row)
    assert (step.deed, step.who, step.decider) == ("approve", "hr", firm.user("henry"))
    row = answers.decline(step=step, reason="Still", would_change="Time", by=firm.user("henry"), today=TODAY)
    with pytest.raises(DomainError, match="already"):
        answers.look_again(request=row, text="Please.", by=firm.user("pia"), today=TODAY)
    assert firm.asked("P6").state == "submitted"  # a new request is free


def test_withdrawn_at_any_time_before_effect(firm: Company) -> None:
    row = firm.scheduled("S5")
    assert row.state == "scheduled"
    with pytest.raises(PermissionDenied):
        withdrawals.withdraw(request=row, by=firm.user("mia"), today=TODAY)
    assert withdrawals.withdraw(request=row, by=firm.user("pia"), today=TODAY).state == "withdrawn"
    assert withdrawals.withdraw(request=row, by=firm.user("pia"), today=TODAY).state == "withdrawn"
    assert effects.run_effects(dt.date(2027, 1, 1)) == 0
    assert [row[0] for row in placements(firm)] == ["S6"]
    assert open_step(row) is None


def test_one_open_request(firm: Company) -> None:
    firm.asked("S5")
    with pytest.raises(DomainError, match="open request already"):
        firm.asked("P6")
    assert MoveRequest.objects.open().count() == 1
