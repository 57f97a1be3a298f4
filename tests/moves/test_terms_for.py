"""The terms of one person's move, from what is in force, in numbers and in words."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import Employee
from ladders.careers.domain.move_kinds import MOVES, MoveKind
from ladders.careers.models import Seat
from ladders.careers.move_terms import terms_of
from ladders.compensation.domain.position import Range, RangeStatus
from ladders.compensation.models import BandException, BandVisibility, MarketSupplement, PayPolicy, PayZone
from ladders.compensation.queries.pay_positions import standing_of
from ladders.compensation.queries.ranges import range_of, zone_of
from ladders.core.months import months_after
from ladders.frameworks.models import Version
from ladders.impact.models import FactorPlan
from ladders.moves.domain.terms import MoveTerms
from ladders.moves.models import MovePolicy
from ladders.moves.queries.terms import terms_for
from ladders.moves.text.policy_sentences import pay_rule
from ladders.moves.text.terms import PayRow, pay_rows, pay_told, right_told, sees, title_told, told, way_told
from ladders.placements.models import Placement
from tests.compensation.payroll import band, level, pay, somebody, zone
from tests.frameworks.published import published
from tests.shared_rows import shared_rows

DAY, ON = dt.date(2026, 6, 1), dt.date(2026, 9, 1)
D = Decimal


@shared_rows
def research(plan: FactorPlan, hr: Any) -> Version:
    """Research, published: S5 and M5 are grade 5, S6 and M6 are grade 6."""
    return published(by=hr)


@shared_rows
def germany(plan: FactorPlan) -> PayZone:
    """Grade 6 at 84,000 to 117,000, grade 5 at 71,000 to 99,000."""
    where = zone("DE", "EUR")
    band(where, "5", 71_000, 85_000, 99_000)
    band(where, "6", 84_000, 100_500, 117_000)
    return where


@shared_rows
def ada(research: Version, germany: PayZone) -> Employee:
    """On S6 at 110,000."""
    return somebody(level(research, "S6"), 110_000, name="Ada")


def test_a_salary_above_the_new_maximum_reads_as_it_should(ada: Employee, research: Version) -> None:
    terms = terms_for(ada, MoveKind.STEP_BACK, level(research, "S5").key, DAY, wished_on=ON)
    assert terms is not None
    assert pay_told(terms).sentences == (
        "Your pay now: €110,000 for a year.",
        "That is €11,000 above the maximum of grade 5 (€71,000 – €99,000).",
        "It stays as it is until 31 August 2027, then goes in 2 steps to €99,000 on 1 March 2028.",
        "If bands rise in the meantime, your cut gets smaller or disappears. The amounts here are the least you get.",
    )
    assert pay_rows(terms) == [
        PayRow("1 September 2026 – 31 August 2027", "€110,000", ""),
        PayRow("1 September 2027 – 29 February 2028", "€104,500", ""),
        PayRow("From 1 March 2028", "€99,000", ""),
    ]
    assert right_told(terms).sentences == (
        "You may return to S6 Specialist 6 until 31 August 2028. It is a right, in writing. "
        "On return we only re-check certificates and proofs that have expired.",
        "Returning never lowers your pay; it is at least the minimum of that level’s band.",
    )
    assert title_told(terms).sentences[0].startswith("S6 Specialist 6 now; S5 Specialist 5 from 1 September 2026")


def asked(terms: MoveTerms | None) -> MoveTerms:
    """As they are asked for: a try-out for some months."""
    assert terms is not None
    return replace(terms, share=20, months=3, until=months_after(ON, 3)) if terms.kind == MoveKind.TRY_OUT else terms


def test_whoever_decides_reads_about_the_person(ada: Employee, research: Version) -> None:
    pay(bo := somebody(level(research, "S6"), name="Bo"), 44_000, fte="0.4")
    cleo = somebody(level(research, "S6"), name="Cleo")
    pay(cleo, 110_000, "USD")
    dora = somebody(level(research, "S6"), 110_000, name="Dora", location="Nowhere")
    nora = somebody(level(research, "S6"), name="Nora")
    for person in (ada, bo, cleo, dora, nora):
        for kind in MoveKind:
            terms = asked(terms_for(person, kind, level(research, "S5").key, DAY, wished_on=ON))
            theirs = [each for part in told(terms, own=False) for each in part.sentences]
            theirs.append(pay_rule(terms.policy, own=False))
            assert not re.search(r"\byou(r)?\b", " ".join(theirs), re.IGNORECASE), theirs
            mine = [each for part in told(terms) for each in part.sentences]
            mine.append(pay_rule(terms.policy))
            assert not re.search(r"\bthe(y|ir)\b", " ".join(mine), re.IGNORECASE), mine
            assert len(mine) == len(theirs)
    terms = asked(terms_for(bo, MoveKind.STEP_BACK, level(research, "S5").key, DAY, wished_on=ON))
    assert pay_told(terms, own=False).sentences[0] == (
        "Their pay now: €110,000 for a full-time year, €44,000 at the 40 % they work."
    )
    assert (
        right_told(terms, own=False).sentences[0].startswith("They may return to S6 Specialist 6 until 31 August 2028.")
    )


def test_the_whole_way_is_said_to_its_end(ada: Employee, research: Version) -> None:
    terms = terms_for(ada, MoveKind.STEP_BACK, level(research, "S5").key, DAY, wished_on=ON)
    assert terms is not None
    first = way_told(terms.way[0])
    assert first.heading == "Your manager proposes a day within 4 weeks, and cannot refuse"
    assert first.sentences == (
        "Asked first: your manager, within 5 working days, by 8 June 2026 at the latest.",
        "Silence or absence passes it on to the next manager above, then to the HR lead, each with 5 working days.",
        "There it stays open until it is answered. Silence is never a no.",
        "Public holidays are not known there: every Monday to Friday counts as a working day.",
    )
    second = way_told(terms.way[1]).sentences[1]
    assert "to the next manager above, then to the framework owner, then to the HR lead" in second
    rows = sees(terms)
    assert [(row.who, row.when) for row in rows][:7] == [
        ("You", "at all times"),
        ("Your manager", "when you send it"),
        ("HR in charge of you", "once somebody has answered, or when it is passed on to HR"),
        ("The receiving manager", "when the step is theirs"),
        ("The next manager above", "if it is passed on to them"),
        ("The next manager above", "if it is passed on to them"),
        ("The framework owner", "if it is passed on to them"),
    ]
    assert ["with your pay" in row.what for row in rows][1:4] == [
        False,
        True,
        False,
    ]  # HR, and managers where they see pay
    assert ["with your pay" in row.what for row in sees(terms, managers_see_pay=True)][1:4] == [True, True, False]


def test_part_time_is_said_in_both_amounts(ada: Employee, research: Version, germany: PayZone) -> None:
    bo = somebody(level(research, "S6"), name="Bo")
    pay(bo, 44_000, fte="0.4")
    terms = terms_for(bo, MoveKind.STEP_BACK, level(research, "S5").key, DAY, wished_on=ON)
    assert terms is not None
    assert pay_told(terms).sentences[0] == (
        "Your pay now: €110,000 for a full-time year, €44,000 at the 40 % you work."
    )
    assert [(row.annual, row.paid) for row in pay_rows(terms)] == [
        ("€110,000", "€44,000"),
        ("€104,500", "€41,800"),
        ("€99,000", "€39,600"),
    ]


@pytest.mark.parametrize("kind", MOVES)
def test_nothing_is_guessed(kind: MoveKind, ada: Employee, research: Version, germany: PayZone) -> None:
    cleo = somebody(level(research, "S6"), name="Cleo")
    pay(cleo, 110_000, "USD")
    dora = somebody(level(research, "S6"), 110_000, name="Dora", location="Nowhere")
    nora = somebody(level(research, "S6"), name="Nora")
    said = {}
    for person in (cleo, dora, nora):
        terms = terms_for(person, kind, level(research, "S5").key, DAY)
        assert terms is not None
        said[person.name] = " ".join(pay_told(terms).sentences)
    assert "Your pay is in USD and the band of grade 5 in EUR. Nothing is converted" in said["Cleo"]
    assert "Your location belongs to no pay zone yet" in said["Dora"]
    assert said["Nora"].startswith("No salary is recorded for you")
    for text in said.values():
        assert not re.search(r"€(104|99,000 on)|above|below", text)


def test_words_for_every_kind_are_neutral(ada: Employee, research: Version) -> None:
    for kind in MoveKind:
        terms = asked(terms_for(ada, kind, level(research, "S5").key, DAY))
        parts = [*told(terms), *(way_told(way) for way in terms.way)]
        text = " ".join(sentence for part in parts for sentence in (part.heading, *part.sentences)).lower()
        assert not re.search(r"demot|downgrad|lower level|los[es]|fail|drop|decrease|reduc", text), text


def test_the_band_of_a_level_is_the_one_that_standings_give(ada: Employee, research: Version, germany: PayZone) -> None:
    s6 = level(research, "S6")

    def same() -> Range | None:
        at = standing_of(DAY, ada.pk)
        assert at is not None
        found = range_of(s6, zone_of("DE"), DAY)
        assert found.zone == at.zone_name
        assert found.band == Range(at.minimum, at.midpoint, at.maximum, at.zone_currency)
        return found.band

    plain = same()
    period = {"zone": germany, "starts_on": dt.date(2026, 1, 1), "ends_on": dt.date(2026, 12, 31)}
    MarketSupplement.objects.create(
        framework=research.framework, percent=D("3.33"), evidence="x", review_on=dt.date(2026, 12, 1), **period
    )
    supplemented = same()
    BandException.objects.create(
        framework=research.framework,
        level_key=s6.key,
        level_code="S6",
        level_title="x",
        minimum=D(90000),
        midpoint=D(100000),
        maximum=D(110000),
        reason="x",
        criterion="skills",
        state="approved",
        decided_by=research.published_by,
        decided_at=research.published_at,
        **period,
    )
    assert len({plain, supplemented, same()}) == 3
    assert range_of(s6, None, DAY).missing == RangeStatus.NO_ZONE
    assert range_of(s6, germany, dt.date(1999, 1, 1)).missing == RangeStatus.NO_BAND


def test_terms_are_frozen_from_the_rules_of_the_framework_moved_to(ada: Employee, research: Version) -> None:
    policy = MovePolicy.objects.create(
        kind="step_back", framework=research.framework, length=1, right_of_return=True, pay_rule="kept"
    )
    policy.steps.create(position=1, deed="confirm", decider="hr", days=2)
    terms = terms_for(ada, MoveKind.STEP_BACK, level(research, "S5").key, DAY, wished_on=ON)
    assert terms is not None
    assert terms.policy.framework == research.framework_id
    assert pay_told(terms).sentences[2:] == ("It stays as it is.",)


def test_the_compare_page_gets_terms_with_amounts_for_who_may_see_the_band(ada: Employee, research: Version) -> None:
    key = level(research, "S5").key
    hidden = terms_of(ada, key, DAY)
    assert hidden is not None
    assert "€" not in hidden.pay
    assert hidden.pay.startswith("Your pay stays as it is for 12 months.")
    assert [step.days for step in hidden.steps] == [5, 10, 5]
    PayPolicy.objects.create(band_visibility=BandVisibility.EVERYONE)
    shown = terms_of(ada, key, DAY)
    assert shown is not None
    assert "to €99,000 on " in shown.pay
    lateral = terms_of(ada, level(research, "M6").key, DAY)
    assert lateral is not None
    assert "It is a right, in writing." in lateral.right_of_return  # into management


def test_the_compare_page_says_how_time_on_the_level_stands(ada: Employee, research: Version) -> None:
    key = level(research, "M6").key
    enough = terms_of(ada, key, DAY)
    assert enough is not None
    assert enough.least_months == 6
    assert enough.passed_months > 6
    assert enough.ready_on is None
    assert [(each.what, each.given) for each in enough.shown] == [
        ("A self-assessment against what the new level expects", False)
    ]
    assert not enough.seat
    Seat.objects.create(framework=research.framework, level_key=key)
    began = DAY - dt.timedelta(days=70)
    Placement.objects.filter(employee=ada).update(starts_on=began)
    soon = terms_of(Employee.objects.get(pk=ada.pk), key, DAY)
    assert soon is not None
    assert (soon.passed_months, soon.ready_on, soon.seat) == (2, months_after(began, 6), True)


def test_how_many_queries_terms_take(ada: Employee, research: Version, django_assert_max_num_queries: Any) -> None:
    key = level(research, "S5").key
    person = Employee.objects.select_related("user").get(pk=ada.pk)
    with django_assert_max_num_queries(11):
        terms_for(person, MoveKind.STEP_BACK, key, DAY)
    with django_assert_max_num_queries(22):
        terms_of(person, key, DAY)


def test_nobody_without_a_level_has_terms(research: Version, employee: Any) -> None:
    assert terms_for(employee.employee, MoveKind.LATERAL, level(research, "S5").key, DAY) is None
