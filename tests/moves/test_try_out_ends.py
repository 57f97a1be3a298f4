"""What ends a try-out, on which day and with which trace; and what does not."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client

from ladders.core.audit import opened
from ladders.core.errors import DomainError
from ladders.core.models import AuditEntry
from ladders.frameworks.models import Reorganisation
from ladders.moves.actions import consequences, effects, try_outs
from ladders.placements.actions import placements as placing
from ladders.placements.actions.reorganisations import reorganise
from ladders.placements.models import Placement

from .company import Company, fresh
from .test_try_outs import APRIL, JUNE, _somebody_on_p6, held, running  # noqa: F401

pytestmark = pytest.mark.django_db
BEGAN = dt.date(2024, 1, 1)


def own(firm: Company) -> Placement:
    """Pia's first level today."""
    return Placement.objects.get(employee=firm.pia, primary=True, ends_on=None)


def tried_until() -> dt.date | None:
    return Placement.objects.get(source="try_out").ends_on


def test_a_level_that_is_put_right_ends_no_try_out(firm: Company) -> None:
    running(firm)
    placing.correct(placement=own(firm), level=firm.level("S5"), starts_on=BEGAN, reason="Wrong", by=firm.user("hana"))
    assert consequences.end_consequences_of_ended(dt.date(2026, 6, 1)) == 0
    assert tried_until() == JUNE


def test_a_change_dated_back_ends_it_yesterday_and_not_in_the_past(firm: Company) -> None:
    running(firm)
    may = dt.date(2026, 5, 4)
    placing.change(employee=firm.pia, level=firm.level("S5"), starts_on=may, reason="Merger", by=firm.user("hana"))
    assert consequences.end_consequences_of_ended(dt.date(2026, 6, 1)) == 1
    assert tried_until() == dt.date(2026, 5, 31)


def test_nobody_goes_on_trying_what_they_hold_after_a_correction(firm: Company) -> None:
    running(firm)
    placing.correct(placement=own(firm), level=firm.level("P6"), starts_on=BEGAN, reason="Wrong", by=firm.user("hana"))
    assert consequences.end_consequences_of_ended(APRIL + dt.timedelta(days=9)) == 1
    assert tried_until() == APRIL + dt.timedelta(days=8)


def test_a_publication_on_its_first_day_leaves_it_that_day_and_says_so_in_the_audit(firm: Company) -> None:
    row = running(firm)
    decision = Reorganisation(version=firm.version, level_key=firm.level("S6").key, reason="One level of two")
    assert reorganise(decision, firm.level("P6"), APRIL, firm.user("hana")) == {firm.pia.pk}
    assert [each[:1] + each[3:5] for each in held(firm)] == [
        ("S6", BEGAN, dt.date(2026, 3, 31)),
        ("P6", APRIL, APRIL),
        ("P6", APRIL, None),
    ]
    assert fresh(row).placement == Placement.objects.get(source="try_out")
    assert AuditEntry.objects.filter(verb="try_out.ended").count() == 1


def test_hr_ends_none_by_hand_neither_later_nor_earlier(firm: Company, client: Client) -> None:
    running(firm)
    placement, hana = Placement.objects.get(source="try_out"), firm.user("hana")
    for day in (dt.date(2026, 5, 1), dt.date(2027, 12, 31)):
        with pytest.raises(DomainError, match="A request decided this"):
            placing.end(placement=placement, last_day=day, by=hana)
    assert tried_until() == JUNE
    client.force_login(hana)
    page = client.get(f"/people/{firm.pia.pk}/").content.decode()
    offered = page.split('id="id_end_placement"')[1].split("</select>")[0]
    assert ("S6" in offered, "P6" in offered) == (True, False)


def test_a_gap_between_two_levels_makes_no_second_one_of_it(firm: Company) -> None:
    running(firm)
    hana, first = firm.user("hana"), own(firm)
    placing.change(employee=firm.pia, level=firm.level("S5"), starts_on=dt.date(2026, 6, 1), reason="Merger", by=hana)
    placing.end(placement=first, last_day=dt.date(2026, 4, 30), by=hana)
    assert [each[0] for each in held(firm) if each[5] == "try_out"] == ["P6"]
    assert tried_until() == dt.date(2026, 4, 30)


def test_a_move_to_what_was_tried_is_told_in_the_audit(firm: Company) -> None:
    running(firm)
    firm.scheduled("P6", dt.date(2026, 5, 1), APRIL)
    assert effects.run_effects(dt.date(2026, 5, 1)) == 1
    [entry] = opened(AuditEntry.objects.filter(verb="try_out.ended"))
    assert entry.detail["until"] == ["2026-06-30", "2026-04-30"]
    assert (entry.subject, entry.detail["level"][1]) == (firm.pia.name, None)


def test_one_that_cannot_be_ended_holds_up_no_other(firm: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    running(firm)
    placing.end(placement=own(firm), last_day=dt.date(2026, 4, 30), by=firm.user("hana"))
    Placement.objects.filter(source="try_out").update(ends_on=JUNE)  # as where the level ended in another way

    def broken(**_fields: Any) -> bool:
        raise DatabaseError("a lock that is not had")

    with monkeypatch.context() as held_by_another:
        held_by_another.setattr(try_outs, "end_try_out", broken)
        assert consequences.end_consequences_of_ended(dt.date(2026, 5, 4)) == 0
    assert consequences.end_consequences_of_ended(dt.date(2026, 5, 4)) == 1
    assert tried_until() == dt.date(2026, 5, 3)
