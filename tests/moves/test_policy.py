"""The rules of moves: what an organisation starts with, how they freeze, what the database keeps."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ladders.careers.domain.move_kinds import MOVES, MoveKind
from ladders.frameworks.domain.shapes import TrackKind
from ladders.moves.domain.default_policy import DEFAULTS
from ladders.moves.domain.enums import Decider, PayRule, StepAction
from ladders.moves.domain.policy import MEASURES, PolicyShape, StepRule, carries_return
from ladders.moves.models import MovePolicy, PolicyStep
from ladders.moves.queries.requests import policies_in_force, policy_for

STEPS = (StepRule(StepAction.APPROVE, Decider.GROUP, 4, group=3, group_name="Committee"),)


def test_rules_survive_being_frozen() -> None:
    shapes = [*DEFAULTS.values(), PolicyShape(MoveKind.LATERAL, STEPS, framework=7, evidence=("A talk",), number=3)]
    assert [PolicyShape.from_json(json.loads(json.dumps(shape.to_json()))) for shape in shapes] == shapes


def test_an_organisation_starts_with_rules_for_every_kind(db: None) -> None:
    assert policies_in_force() == DEFAULTS
    assert {kind: policy_for(kind, None) for kind in MoveKind} == DEFAULTS
    by_manager = {kind: shape.steps[0] for kind, shape in DEFAULTS.items()}
    assert {kind: (step.deed, step.decider) for kind, step in by_manager.items()} == {
        MoveKind.PROMOTION: (StepAction.APPROVE, Decider.CURRENT_MANAGER),
        MoveKind.LATERAL: (StepAction.APPROVE, Decider.CURRENT_MANAGER),
        MoveKind.DIAGONAL: (StepAction.APPROVE, Decider.CURRENT_MANAGER),
        MoveKind.STEP_BACK: (StepAction.RELEASE, Decider.CURRENT_MANAGER),
        MoveKind.RETURN: (StepAction.RELEASE, Decider.CURRENT_MANAGER),
        MoveKind.TRY_OUT: (StepAction.APPROVE, Decider.CURRENT_MANAGER),
    }
    for kind in MOVES:
        shape = DEFAULTS[kind]
        assert [(step.deed, step.decider) for step in shape.steps[1:]] == [
            (StepAction.APPROVE, Decider.RECEIVING_MANAGER),
            (StepAction.CONFIRM, Decider.HR),
        ]


def test_rules_are_read_in_one_query(db: None, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        policy_for(MoveKind.STEP_BACK, 1)
    with django_assert_num_queries(1):  # type: ignore[operator]
        policies_in_force(1)


@pytest.mark.parametrize("kind", MOVES)
@pytest.mark.parametrize("here", TrackKind)
@pytest.mark.parametrize("there", TrackKind)
def test_a_step_back_a_trial_and_a_move_into_management_carry_a_right(
    kind: MoveKind, here: TrackKind, there: TrackKind
) -> None:
    into = there == TrackKind.MANAGEMENT and here != TrackKind.MANAGEMENT
    assert carries_return(PolicyShape(kind, STEPS), here, there) == (into or kind == MoveKind.STEP_BACK)
    assert carries_return(PolicyShape(kind, STEPS, trial_months=3), here, there)
    assert carries_return(PolicyShape(kind, STEPS, right_of_return=True), here, there)
    assert not carries_return(PolicyShape(MoveKind.TRY_OUT, STEPS, right_of_return=True, trial_months=3), here, there)


def test_the_database_keeps_rules_as_they_were(db: None) -> None:
    policy = MovePolicy.objects.current().get(kind="promotion")
    step = policy.steps.all()[0]
    now = timezone.now()
    deeds: list[Callable[[], Any]] = [
        lambda: MovePolicy.objects.filter(pk=policy.pk).update(trial_months=3),
        lambda: PolicyStep.objects.filter(pk=step.pk).update(days=1),
        lambda: PolicyStep.objects.filter(pk=step.pk).delete(),
        lambda: PolicyStep.objects.create(policy=policy, position=4, deed="approve", decider="hr", days=1),
        lambda: MovePolicy.objects.create(kind="promotion", number=2, length=1),  # a second one in force
        lambda: MovePolicy.objects.filter(pk=policy.pk)._raw_delete("default"),
    ]
    for deed in deeds:
        with pytest.raises(IntegrityError), transaction.atomic():
            deed()
    MovePolicy.objects.filter(pk=policy.pk).update(replaced_at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        MovePolicy.objects.filter(pk=policy.pk).update(replaced_at=None)
    assert policy_for(MoveKind.PROMOTION, None) == DEFAULTS[MoveKind.PROMOTION]  # as built in, where none is in force


def test_the_database_refuses_rules_that_make_no_sense(db: None) -> None:
    MovePolicy.objects.current().update(replaced_at=timezone.now())
    wrong: list[dict[str, Any]] = [
        {"kind": "step_back", "right_of_return": False},
        {"kind": "lateral", "trial_months": 12, "return_months": 6},
        {"kind": "lateral", "pay_rule": PayRule.STEPPED},
        {"kind": "lateral", "pay_rule": PayRule.KEPT, "pay_months": 3},
        {"kind": "sideways"},
    ]
    for values in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            MovePolicy.objects.create(length=1, number=2, **values)
    policy = MovePolicy.objects.create(kind="lateral", length=4, number=2)
    steps: list[dict[str, Any]] = [
        {"deed": "approve", "decider": "group", "days": 3},
        {"deed": "release", "decider": "current_manager", "days": 3},
        {"deed": "release", "decider": "receiving_manager", "days": 3, "weeks": 4},
        {"deed": "confirm", "decider": "current_manager", "days": 3},
        {"deed": "approve", "decider": "hr", "days": 0},
    ]
    for step in steps:
        with pytest.raises(IntegrityError), transaction.atomic():
            PolicyStep.objects.create(policy=policy, position=1, **step)


def test_what_rules_keep_as_it_is_written_is_all_but_what_has_a_shape_of_its_own() -> None:
    apart = {"kind", "steps", "framework", "evidence", "pay_rule", "number"}
    assert {each.name for each in fields(PolicyShape)} == apart | set(MEASURES)
