"""The terms of a move: dates that follow each other, frozen and thawed, moved to another day."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from dataclasses import replace
from decimal import Decimal

from ladders.careers.domain.move_kinds import MoveKind
from ladders.compensation.domain.position import Basis, Range, RangeStatus, Salaried
from ladders.frameworks.domain.shapes import TrackKind
from ladders.moves.domain.default_policy import DEFAULTS
from ladders.moves.domain.enums import PayRule
from ladders.moves.domain.escalation import Turn
from ladders.moves.domain.term_parts import RightTerm
from ladders.moves.domain.terms import Answerer, MoveTerms, PlaceTerm, redated, terms
from ladders.moves.text.terms import sees

D, E = dt.date, Decimal
KEYS = [uuid.UUID(int=number) for number in range(3)]
S6 = PlaceTerm(KEYS[0], "S6", "Principal", "Specialists", TrackKind.SPECIALIST, "Engineering", "6", 6, "Germany")
S5 = PlaceTerm(
    KEYS[1],
    "S5",
    "Senior",
    "Specialists",
    TrackKind.SPECIALIST,
    "Engineering",
    "5",
    5,
    "Germany",
    Range(E(71000), E(85000), E(99000), "EUR"),
    RangeStatus.WITHIN,
)
M6 = replace(S6, level=KEYS[2], code="M6", title="Lead", track="Management", track_kind=TrackKind.MANAGEMENT)
SALARY = Salaried(E("9166.67"), "EUR", Basis.MONTH)
RETURN = DEFAULTS[MoveKind.RETURN]
ASKED = D(2026, 3, 31)


def step_back(wished_on: dt.date | None = None) -> MoveTerms:
    who = [
        Answerer(("Ada", "Bo", "Lea"), "DE"),
        Answerer(("Cleo", "Lea"), "US", (Turn.OWNER, Turn.LEAD)),
        Answerer(("Hana",), ""),
    ]
    rules = DEFAULTS[MoveKind.STEP_BACK]
    return terms(rules, RETURN, S6, S5, SALARY, asked_on=ASKED, wished_on=wished_on, answerers=who, hr=["Hana", "Lea"])


def test_each_step_is_due_in_the_working_days_of_who_answers_it() -> None:
    found = step_back()
    # Five German days after 31 March jump Easter, then ten American ones, then five in a country nobody named.
    assert [(way.due_on, way.country_known) for way in found.way] == [
        (D(2026, 4, 9), True),
        (D(2026, 4, 23), True),
        (D(2026, 4, 30), False),
    ]
    assert found.answered_by == D(2026, 4, 30)
    assert found.on == D(2026, 5, 1)
    assert [list(zip(way.turns, way.names, strict=True)) for way in found.way] == [
        [(Turn.NAMED, "Ada"), (Turn.ABOVE, "Bo"), (Turn.LEAD, "Lea")],
        [(Turn.OWNER, "Cleo"), (Turn.LEAD, "Lea")],
        [(Turn.HR, "Hana"), (Turn.LEAD, "")],
    ]


def test_a_step_back_carries_a_written_right() -> None:
    found = step_back(D(2026, 7, 1))
    assert found.on == D(2026, 7, 1)
    assert found.right == RightTerm(KEYS[0], "S6", "Principal", D(2028, 6, 30), True, PayRule.BAND)
    assert found.trial_until is None


def test_another_day_moves_amounts_and_right_along() -> None:
    found = step_back(D(2026, 7, 1))
    later = redated(found, D(2026, 9, 1))
    assert later == step_back(D(2026, 9, 1))
    assert [stage.starts_on for stage in later.pay.stages] == [D(2026, 9, 1), D(2027, 9, 1), D(2028, 3, 1)]
    assert redated(later, D(2026, 7, 1)) == found


def test_a_trial_and_a_move_into_management_carry_a_right() -> None:
    diagonal = terms(DEFAULTS[MoveKind.DIAGONAL], RETURN, S5, M6, SALARY, asked_on=ASKED, wished_on=D(2026, 7, 1))
    assert diagonal.trial_until == D(2026, 12, 31)
    assert diagonal.right is not None
    assert (diagonal.right.level, diagonal.right.until) == (KEYS[1], D(2028, 6, 30))
    lateral = DEFAULTS[MoveKind.LATERAL]
    into = terms(lateral, RETURN, S6, M6, SALARY, asked_on=ASKED)
    assert into.right is not None
    assert terms(lateral, RETURN, M6, S6, SALARY, asked_on=ASKED).right is None


def test_two_of_one_name_are_two_readers_and_one_who_answers_twice_is_one() -> None:
    release, approve = "when you send it", "when the step is theirs"

    def named(first: Answerer, second: Answerer) -> list[tuple[str, str]]:
        found = terms(DEFAULTS[MoveKind.LATERAL], RETURN, S5, M6, SALARY, asked_on=ASKED, answerers=[first, second])
        frozen = MoveTerms.from_json(json.loads(json.dumps(found.to_json())))
        return [(row.who, row.when) for row in sees(frozen) if row.who.startswith("Ada")]

    turns = (Turn.NAMED, Turn.ABOVE)
    two = named(
        Answerer(("Ada", "Bo"), turns=turns, accounts=(1, 3)), Answerer(("Ada", "Ada"), turns=turns, accounts=(2, 1))
    )
    one = named(
        Answerer(("Ada", "Bo"), turns=turns, accounts=(1, 3)), Answerer(("Ada", "Bo"), turns=turns, accounts=(1, 3))
    )
    unknown = named(Answerer(("Ada", "Bo"), turns=turns), Answerer(("Ada", "Bo"), turns=turns))
    assert two == [
        ("Ada (your manager; the next manager above)", release),
        ("Ada (the receiving manager)", approve),
    ]
    assert one == [("Ada (your manager; the receiving manager)", release)]
    assert unknown == one  # terms that were frozen before accounts stood in them


def test_terms_survive_being_frozen() -> None:
    shapes = [
        step_back(),
        terms(DEFAULTS[MoveKind.LATERAL], RETURN, S6, M6, None, asked_on=ASKED),
        terms(DEFAULTS[MoveKind.DIAGONAL], RETURN, S5, M6, replace(SALARY, fte=E("0.4")), asked_on=ASKED),
        terms(
            DEFAULTS[MoveKind.STEP_BACK],
            RETURN,
            S6,
            S5,
            Salaried(E(40), "EUR", Basis.HOUR, E(1), E(38)),
            asked_on=ASKED,
        ),
    ]
    for found in shapes:
        frozen = json.loads(json.dumps(found.to_json()))
        assert MoveTerms.from_json(frozen) == found
        for where, name in ((frozen["here"], "band"), (frozen["there"], "band"), (frozen, "salary")):
            where[name] = where[name] and list(where[name].values())  # as they were kept before their parts had names
        assert MoveTerms.from_json(frozen) == found
    assert not any(isinstance(value, float) for found in shapes for value in flat(found.to_json()))


def flat(value: object) -> list[object]:
    """All values in there."""
    if isinstance(value, dict):
        return [each for part in value.values() for each in flat(part)]
    return [each for part in value for each in flat(part)] if isinstance(value, list) else [value]
