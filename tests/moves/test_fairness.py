"""A step back, a lateral move and a return ask no more than a promotion, wherever the rules come from."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ladders.careers.domain.move_kinds import MoveKind
from ladders.moves.domain.default_policy import DEFAULTS
from ladders.moves.domain.enums import Decider, PayRule, StepAction
from ladders.moves.domain.fairness import (
    BACK,
    BY_RULES,
    COMPARED,
    Difference,
    Excess,
    Flaw,
    Measure,
    Place,
    asked,
    changed,
    differences,
    flaws,
    holding,
    refusals,
    refused,
    steps_asked,
)
from ladders.moves.domain.policy import PolicyShape, StepRule

START: dict[Place, PolicyShape] = {(kind, None): shape for kind, shape in DEFAULTS.items()}
Change = tuple[Place, PolicyShape | None]
CONFIRM = StepRule(StepAction.CONFIRM, Decider.HR, 5)


def test_the_rules_to_start_with_are_fair_and_sound() -> None:
    assert refusals(START) == ()
    assert {kind: flaws(shape) for kind, shape in DEFAULTS.items()} == dict.fromkeys(MoveKind, ())


@pytest.mark.parametrize("kind", COMPARED)
@pytest.mark.parametrize(
    ("more", "excess"),
    [
        ({"steps": (*DEFAULTS[MoveKind.PROMOTION].steps, CONFIRM)}, [(Measure.STEPS, 4, 3), (Measure.DAYS, 30, 25)]),
        ({"steps": (StepRule(StepAction.APPROVE, Decider.HR, 21), CONFIRM)}, [(Measure.DAYS, 26, 25)]),
        (
            {
                "steps": (
                    StepRule(StepAction.RELEASE, Decider.CURRENT_MANAGER, 5, weeks=12),
                    *DEFAULTS[MoveKind.RETURN].steps[1:],
                )
            },
            [(Measure.WEEKS, 12, 4)],
        ),
        ({"least_months_in_level": 13}, [(Measure.MONTHS, 13, 12)]),
        ({"evidence": ("a", "b", "c")}, [(Measure.EVIDENCE, 3, 2)]),
    ],
)
def test_more_than_a_promotion_is_refused_with_both_sides(
    kind: MoveKind, more: dict[str, object], excess: list[tuple[Measure, int, int]]
) -> None:
    wanted = replace(DEFAULTS[kind], **more)  # type: ignore[arg-type]
    (refusal,) = refusals(changed(START, (kind, None), wanted))
    assert (refusal.framework, refusal.policy, refusal.promotion) == (None, wanted, DEFAULTS[MoveKind.PROMOTION])
    assert refusal.excesses == tuple(Excess(*each) for each in excess)


@pytest.mark.parametrize("kind", BACK)
@pytest.mark.parametrize(
    ("promotion", "other", "excess"),
    [
        # Two steps of the promotion are one where one manager is both; two others are always two.
        (
            (Decider.CURRENT_MANAGER, Decider.RECEIVING_MANAGER),
            (Decider.CURRENT_MANAGER, Decider.HR),
            [(Measure.STEPS_OF_ONE, 3, 2), (Measure.DAYS_OF_ONE, 25, 15)],
        ),
        # Whoever answers twice is asked once.
        (
            (Decider.CURRENT_MANAGER, Decider.CURRENT_MANAGER),
            (Decider.CURRENT_MANAGER, Decider.RECEIVING_MANAGER),
            [(Measure.STEPS_ASKED, 3, 2), (Measure.DAYS_ASKED, 25, 15)],
        ),
        ((Decider.HR, Decider.RECEIVING_MANAGER), (Decider.CURRENT_MANAGER, Decider.RECEIVING_MANAGER), []),
        ((Decider.CURRENT_MANAGER,), (Decider.HR,), []),
    ],
)
def test_steps_that_nobody_is_asked_do_not_count_for_a_promotion(
    kind: MoveKind,
    promotion: tuple[Decider, ...],
    other: tuple[Decider, ...],
    excess: list[tuple[Measure, int, int]],
) -> None:
    """What counts is who has to say something, not how many lines the rules of a promotion have."""

    def by(move: MoveKind, deciders: tuple[Decider, ...]) -> PolicyShape:
        steps = tuple(StepRule(StepAction.APPROVE, each, 10) for each in deciders)
        return replace(DEFAULTS[move], steps=(*steps, CONFIRM))

    rules = {place: by(place[0], promotion) for place in START}
    rules = changed(rules, (kind, None), by(kind, other))
    assert [each.excesses for each in refusals(rules)] == ([tuple(Excess(*each) for each in excess)] if excess else [])


def approved_by(move: MoveKind, *deciders: Decider) -> PolicyShape:
    """The rules of everywhere with these approvals, and HR's confirmation."""
    steps = tuple(StepRule(StepAction.APPROVE, each, 10) for each in deciders)
    return replace(DEFAULTS[move], steps=(*steps, CONFIRM))


MANAGERS, MANAGER_AND_HR = (
    (Decider.CURRENT_MANAGER, Decider.RECEIVING_MANAGER),
    (Decider.CURRENT_MANAGER, Decider.HR),
)


def broken_twice() -> dict[tuple[MoveKind, int | None], PolicyShape]:
    """Rules in force of both kinds of going back ask more than the promotion: they were saved before that was compared."""
    rules = {place: approved_by(place[0], *MANAGERS) for place in START}
    for kind in BACK:
        rules[(kind, None)] = approved_by(kind, *MANAGER_AND_HR)
    assert [each.policy.kind for each in refusals(rules)] == list(BACK)
    return rules


@pytest.mark.parametrize(("kind", "other"), [BACK, BACK[::-1]])
def test_one_is_mended_while_another_is_still_to_be(kind: MoveKind, other: MoveKind) -> None:
    rules = broken_twice()
    mended = approved_by(kind, *MANAGERS)
    assert refused(rules, (kind, None), mended) == ()
    after = changed(rules, (kind, None), mended)
    assert [each.policy.kind for each in refusals(after)] == [other]
    assert refused(after, (kind, None), rules[(kind, None)]) != ()  # not back again
    assert refused(after, (other, None), approved_by(other, *MANAGERS)) == ()
    # What has nothing to do with either is saved, too; so are rules of their own where they hold.
    assert refused(rules, (MoveKind.LATERAL, None), replace(rules[(MoveKind.LATERAL, None)], trial_months=1)) == ()
    assert refused(rules, (kind, 1), replace(mended, framework=1)) == ()


@pytest.mark.parametrize("kind", BACK)
def test_rules_that_stay_unfair_themselves_are_refused(kind: MoveKind) -> None:
    rules = broken_twice()
    still = replace(rules[(kind, None)], trial_months=1, return_months=24)
    assert [(each.framework, each.policy.kind) for each in refused(rules, (kind, None), still)] == [(None, kind)]
    own = replace(still, framework=1)
    assert [(each.framework, each.policy.kind) for each in refused(rules, (kind, 1), own)] == [(1, kind)]


def test_a_promotion_is_refused_for_what_it_makes_worse_alone() -> None:
    rules = broken_twice()
    place = (MoveKind.PROMOTION, None)
    promotion = rules[place]
    assert refused(rules, place, replace(promotion, evidence=(*promotion.evidence, "A third thing"))) == ()
    assert refused(rules, place, approved_by(MoveKind.PROMOTION, *MANAGER_AND_HR)) == ()  # a heavier one frees both
    lighter = approved_by(MoveKind.PROMOTION, Decider.CURRENT_MANAGER)
    assert {each.policy.kind for each in refused(rules, place, lighter)} == set(COMPARED)
    hurried = replace(promotion, steps=(replace(promotion.steps[0], days=9), *promotion.steps[1:]))
    assert {each.policy.kind for each in refused(rules, place, hurried)} >= set(BACK)


def test_own_rules_end_where_nothing_is_worse_for_it() -> None:
    rules = broken_twice() | {
        (MoveKind.LATERAL, 1): replace(approved_by(MoveKind.LATERAL, *MANAGERS), framework=1),
        (MoveKind.RETURN, 1): replace(approved_by(MoveKind.RETURN, *MANAGERS), framework=1),
    }
    assert refused(rules, (MoveKind.LATERAL, 1), None) == ()
    assert [(each.framework, each.policy.kind) for each in refused(rules, (MoveKind.RETURN, 1), None)] == [
        (1, MoveKind.RETURN)
    ]


def test_who_releases_is_not_asked_to_approve() -> None:
    release = StepRule(StepAction.RELEASE, Decider.CURRENT_MANAGER, 5, weeks=4)
    receives = StepRule(StepAction.APPROVE, Decider.RECEIVING_MANAGER, 10)
    for steps in ((release, receives, CONFIRM), (receives, release, CONFIRM)):
        policy = replace(DEFAULTS[MoveKind.STEP_BACK], steps=steps)
        assert steps_asked(policy, one_manager=False) == steps
        assert steps_asked(policy, one_manager=True) == (release, CONFIRM)


def test_a_longer_release_is_fair_only_where_a_promotion_has_it_too() -> None:
    """Where a promotion is released within eight weeks, a step back may take eight, and not nine."""

    def released(kind: MoveKind, weeks: int) -> PolicyShape:
        first = replace(DEFAULTS[kind].steps[0], deed=StepAction.RELEASE, weeks=weeks)
        return replace(DEFAULTS[kind], steps=(first, *DEFAULTS[kind].steps[1:]))

    rules = changed(START, (MoveKind.PROMOTION, None), released(MoveKind.PROMOTION, 8))
    found = {
        weeks: refusals(changed(rules, (MoveKind.STEP_BACK, None), released(MoveKind.STEP_BACK, weeks)))
        for weeks in (8, 9)
    }
    assert [each.excesses for each in found[9]] == [(Excess(Measure.WEEKS, 9, 8),)]
    assert found[8] == ()


def test_a_diagonal_move_may_ask_more() -> None:
    wanted = replace(DEFAULTS[MoveKind.DIAGONAL], least_months_in_level=36)
    assert refusals(changed(START, (MoveKind.DIAGONAL, None), wanted)) == ()


def test_a_promotion_cannot_be_made_lighter_than_the_others() -> None:
    lighter = replace(DEFAULTS[MoveKind.PROMOTION], least_months_in_level=3)
    found = refusals(changed(START, (MoveKind.PROMOTION, None), lighter))
    assert [(each.policy.kind, each.excesses) for each in found] == [
        (MoveKind.LATERAL, (Excess(Measure.MONTHS, 6, 3),))
    ]
    # In a framework of its own, too: there the others come from everywhere.
    found = refusals(changed(START, (MoveKind.PROMOTION, 7), replace(lighter, framework=7)))
    assert [(each.framework, each.policy.kind) for each in found] == [(7, MoveKind.LATERAL)]


def test_ending_a_framework_s_own_promotion_is_looked_at_too() -> None:
    heavy = replace(DEFAULTS[MoveKind.PROMOTION], framework=7, least_months_in_level=24)
    lateral = replace(DEFAULTS[MoveKind.LATERAL], framework=7, least_months_in_level=18)
    rules = changed(changed(START, (MoveKind.PROMOTION, 7), heavy), (MoveKind.LATERAL, 7), lateral)
    assert refusals(rules) == ()
    assert [each.framework for each in refusals(changed(rules, (MoveKind.PROMOTION, 7), None))] == [7]


def test_frameworks_that_differ_are_told() -> None:
    own = replace(DEFAULTS[MoveKind.LATERAL], framework=7, trial_months=3, number=4)
    same = replace(DEFAULTS[MoveKind.RETURN], framework=8, number=2)
    rules = changed(changed(START, (MoveKind.LATERAL, 7), own), (MoveKind.RETURN, 8), same)
    assert differences(rules) == {
        (MoveKind.LATERAL, 7): (Difference("trial_months", 3, 0),),
        (MoveKind.RETURN, 8): (),
    }


@pytest.mark.parametrize(
    ("change", "flaw"),
    [
        ({"steps": ()}, [Flaw.NO_STEPS]),
        ({"steps": (*(StepRule(StepAction.APPROVE, Decider.HR, 1),) * 12, CONFIRM)}, [Flaw.TOO_MANY_STEPS]),
        ({"steps": (StepRule(StepAction.APPROVE, Decider.HR, 1),)}, [Flaw.CONFIRMS_LAST]),
        ({"steps": (CONFIRM, StepRule(StepAction.APPROVE, Decider.HR, 1), CONFIRM)}, [Flaw.CONFIRMS_LAST]),
        ({"steps": (CONFIRM,)}, [Flaw.ONLY_RELEASED]),
        ({"steps": (StepRule(StepAction.APPROVE, Decider.GROUP, 1), CONFIRM)}, [Flaw.GROUP_MISSING]),
        ({"pay_rule": PayRule.STEPPED}, [Flaw.PAY]),
        ({"pay_months": 3}, [Flaw.PAY]),
        ({"pay_rule": PayRule.STEPPED, "pay_months": 3, "pay_steps": 1, "pay_step_months": 2}, [Flaw.PAY]),
        ({"pay_rule": PayRule.STEPPED, "pay_months": 3, "pay_steps": 2, "pay_step_months": 2}, []),
        ({"kind": MoveKind.STEP_BACK}, [Flaw.RIGHT_OF_RETURN]),
        ({"trial_months": 25}, [Flaw.TRIAL_OUTLASTS_RIGHT]),
        ({"most_months": 3}, [Flaw.BOUNDS]),
        ({"kind": MoveKind.TRY_OUT, "most_months": 3, "most_share": 20}, [Flaw.HR_ANSWERS]),
        ({"kind": MoveKind.TRY_OUT, "most_months": 13, "most_share": 20}, [Flaw.HR_ANSWERS, Flaw.BOUNDS]),
    ],
)
def test_rules_that_cannot_be_followed(change: dict[str, object], flaw: list[Flaw]) -> None:
    assert list(flaws(replace(DEFAULTS[MoveKind.PROMOTION], **change))) == flaw  # type: ignore[arg-type]


def shapes() -> st.SearchStrategy[Change]:
    """A change somewhere: new rules, or the end of a framework's own."""

    def build(kind: MoveKind, framework: int | None, days: list[int], months: int, items: int, end: bool) -> Change:
        steps = tuple(StepRule(StepAction.APPROVE, Decider.HR, each) for each in days)
        policy = PolicyShape(kind, steps, framework, months, tuple(map(str, range(items))))
        return (kind, framework), None if end and framework is not None else policy

    return st.builds(
        build,
        st.sampled_from(MoveKind),
        st.sampled_from([None, 1, 2]),
        st.lists(st.integers(1, 20), min_size=1, max_size=5),
        st.integers(0, 24),
        st.integers(0, 4),
        st.booleans(),
    )


@given(st.lists(shapes(), max_size=12))
def test_whatever_is_saved_no_kind_asks_more_than_a_promotion(
    changes: list[Change],
) -> None:
    rules = START
    for place, policy in changes:
        after = changed(rules, place, policy)
        unfair = {
            (kind, framework)
            for framework in (None, 1, 2)
            for kind in COMPARED
            for own, most in [(holding(after, kind, framework), holding(after, MoveKind.PROMOTION, framework))]
            if any(asked(own)[name] > asked(most)[name] for name in (Measure if kind in BACK else BY_RULES))
        }
        own_rules = {framework for _kind, framework in after} | {None}
        assert {(each.policy.kind, each.framework) for each in refusals(after)} == {
            each for each in unfair if each[1] in own_rules
        }
        assert (refusals(after) == ()) == (not unfair)
        if not unfair:
            rules = after
    assert refusals(rules) == ()
