"""Evaluating levels: what is saved, what follows for points and grade, and what two people do to each other."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from ladders.core.errors import DomainError, StaleError
from ladders.core.models import AuditEntry
from ladders.frameworks.actions.evaluations import (
    NOBODY_YET,
    Given,
    clear_evaluation,
    confirm_proposed,
    evaluate_level,
    evaluation_of,
)
from ladders.frameworks.actions.frameworks import start_draft
from ladders.frameworks.actions.levels import slot_level, unslot_level
from ladders.frameworks.models import FactorRating, JobEvaluation, Level, Version
from ladders.frameworks.queries.evaluated_levels import history_of
from ladders.impact.models import FactorPlan, Grade
from tests.factories import draft_framework
from tests.frameworks.published import from_template

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def version(plan: FactorPlan, hr: User) -> Version:
    """A draft whose levels are all evaluated: grade 3, 5 and 6."""
    return draft_framework(by=hr)


@pytest.fixture
def level(version: Version) -> Level:
    """S6: degree 5 everywhere, 560 points, grade 6."""
    return Level.objects.get(version=version, code="S6")


def _given(plan: FactorPlan, degree: int | None, **codes: int | None) -> dict[Any, Given]:
    return {
        factor.key: Given(codes.get(factor.code, degree), f"Because of {factor.code}") for factor in plan.factors.all()
    }


def _evaluate(level: Level, given: dict[Any, Given], by: User, **changes: Any) -> Level:
    fields: dict[str, Any] = {
        "evaluators": ["Ada", " Ben  Okri ", ""],
        "on": TODAY(),
        "note": "",
        "confirm": True,
        "seen": None,
    }
    return evaluate_level(version_id=level.version_id, key=level.key, ratings=given, by=by, **{**fields, **changes})


def _state(level: Level) -> tuple[str, int | None, str | None]:
    level = Level.objects.select_related("grade").get(pk=level.pk)
    return level.method, level.points, level.grade.code if level.grade else None


def test_points_and_grade_follow_from_the_degrees(plan: FactorPlan, level: Level, hr: User) -> None:
    _evaluate(level, _given(plan, 6, complexity=7), hr)
    assert _state(level) == ("evaluated", 745, "8")  # 0.3 × 850 + 0.7 × 700
    evaluation = JobEvaluation.objects.get(level=level)
    assert (evaluation.evaluators, evaluation.proposed, evaluation.evaluated_on) == (
        ["Ada", "Ben Okri"],
        False,
        TODAY(),
    )
    entry = AuditEntry.objects.get(verb="evaluation.confirmed")
    assert (entry.subject, entry.by, entry.detail["points"], entry.detail["grade"]) == (
        "Research · S6 Specialist 6",
        hr,
        [560, 745],
        ["6", "8"],
    )
    assert entry.detail["Complexity of the work"] == [5, 7]


def test_an_unfinished_evaluation_is_kept_and_gives_no_points(plan: FactorPlan, level: Level, hr: User) -> None:
    _evaluate(level, _given(plan, 5, demands=None), hr, confirm=False, evaluators=[])
    assert _state(level) == ("", None, None)
    assert FactorRating.objects.filter(evaluation__level=level).count() == 4
    assert JobEvaluation.objects.get(level=level).proposed is True


@pytest.mark.parametrize(
    ("given", "evaluators", "why"),
    [
        ({"demands": None}, ["Ada"], "No degree yet for: Demands and conditions."),
        ({}, [" "], "Name who evaluated."),
        ({"demands": 9}, ["Ada"], "has no degree 9"),
    ],
)
def test_confirming_needs_everything(
    plan: FactorPlan, level: Level, hr: User, given: dict[str, int | None], evaluators: list[str], why: str
) -> None:
    with pytest.raises(DomainError, match=why):
        _evaluate(level, _given(plan, 6, **given), hr, evaluators=evaluators)
    assert _state(level) == ("evaluated", 560, "6")


def test_confirming_needs_a_rationale_for_each_factor(plan: FactorPlan, level: Level, hr: User) -> None:
    given = _given(plan, 6)
    given[plan.factors.get(code="autonomy").key] = Given(6, "  ")
    with pytest.raises(DomainError, match="No rationale yet for: Autonomy of judgement"):
        _evaluate(level, given, hr)
    _evaluate(level, given, hr, confirm=False)
    assert (_state(level), JobEvaluation.objects.get(level=level).proposed) == (("evaluated", 700, "7"), True)


def test_a_second_evaluator_is_told_and_overwrites_nothing(plan: FactorPlan, level: Level, hr: User) -> None:
    seen = JobEvaluation.objects.get(level=level).revision
    _evaluate(level, _given(plan, 6), hr, seen=seen)
    with pytest.raises(StaleError) as refused:
        _evaluate(level, _given(plan, 2), hr, seen=seen)
    assert refused.value.current == JobEvaluation.objects.get(level=level)
    assert _state(level) == ("evaluated", 700, "7")


def test_an_evaluation_cleared_and_begun_anew_is_another_one(plan: FactorPlan, level: Level, hr: User) -> None:
    seen = JobEvaluation.objects.get(level=level).revision
    clear_evaluation(version_id=level.version_id, key=level.key, seen=seen, by=hr)
    with pytest.raises(StaleError):  # on their page there was one
        _evaluate(level, _given(plan, 2), hr, seen=seen)
    _evaluate(level, _given(plan, 6), hr, seen=NOBODY_YET)
    with pytest.raises(StaleError):
        _evaluate(level, _given(plan, 2), hr, seen=seen)
    assert _state(level) == ("evaluated", 700, "7")


def test_clearing_takes_the_grade_along_and_is_harmless_when_repeated(level: Level, hr: User) -> None:
    for _time in range(2):
        clear_evaluation(version_id=level.version_id, key=level.key, seen=None, by=hr)
    assert _state(level) == ("", None, None)
    assert evaluation_of(level) is None
    assert AuditEntry.objects.filter(verb="evaluation.cleared").count() == 1


def test_a_slotted_grade_stays_until_an_evaluation_is_confirmed(plan: FactorPlan, level: Level, hr: User) -> None:
    clear_evaluation(version_id=level.version_id, key=level.key, seen=None, by=hr)
    slot_level(version_id=level.version_id, key=level.key, by=hr, grade_code="7", source="Hay")
    _evaluate(level, _given(plan, 3), hr, confirm=False)
    assert _state(level) == ("slotted", None, "7")
    _evaluate(level, _given(plan, 3), hr)
    assert _state(level) == ("evaluated", 310, "3")
    level.refresh_from_db()
    assert (level.source, level.evaluation_due) == ("", None)


def test_clearing_a_proposal_leaves_the_slotted_grade(plan: FactorPlan, level: Level, hr: User) -> None:
    clear_evaluation(version_id=level.version_id, key=level.key, seen=None, by=hr)
    slot_level(version_id=level.version_id, key=level.key, by=hr, grade_code="7", source="Hay")
    _evaluate(level, _given(plan, 3), hr, confirm=False)
    clear_evaluation(version_id=level.version_id, key=level.key, seen=None, by=hr)
    assert _state(level) == ("slotted", None, "7")


def test_proposals_are_confirmed_together(plan: FactorPlan, hr: User) -> None:
    version = from_template("design", hr)
    slotted, gap = list(Level.objects.filter(version=version))[:2]
    clear_evaluation(version_id=version.pk, key=slotted.key, seen=None, by=hr)
    slot_level(version_id=version.pk, key=slotted.key, by=hr, grade_code="2", source="Mercer")
    _evaluate(slotted, _given(plan, 3), hr, confirm=False)
    _evaluate(gap, _given(plan, 3, demands=None), hr, confirm=False)
    version.refresh_from_db()
    total = Level.objects.filter(version=version).count()
    confirmed, left = confirm_proposed(
        version_id=version.pk, evaluators=["Committee"], on=dt.date(2026, 1, 5), seen=version.revision, by=hr
    )
    assert len(confirmed) == total - 2
    assert [(item.level, item.because) for item in left] == [(str(gap), "No degree yet for: Demands and conditions.")]
    assert _state(slotted) == ("slotted", None, "2")
    done = JobEvaluation.objects.filter(version=version, proposed=False)
    assert {(tuple(item.evaluators), item.evaluated_on) for item in done} == {(("Committee",), dt.date(2026, 1, 5))}
    assert confirm_proposed(version_id=version.pk, evaluators=["X"], on=TODAY(), seen=None, by=hr)[0] == []


def test_confirming_together_needs_a_name_and_the_list_as_it_was_seen(level: Level, hr: User) -> None:
    JobEvaluation.objects.filter(level=level).update(proposed=True)
    with pytest.raises(DomainError, match="Name who evaluated"):
        confirm_proposed(version_id=level.version_id, evaluators=[" "], on=TODAY(), seen=None, by=hr)
    with pytest.raises(StaleError, match="edited since you looked"):
        confirm_proposed(version_id=level.version_id, evaluators=["Ada"], on=TODAY(), seen=99, by=hr)
    assert JobEvaluation.objects.get(level=level).proposed is True


def test_a_published_version_is_not_evaluated(plan: FactorPlan, level: Level, hr: User) -> None:
    Version.objects.filter(pk=level.version_id).update(
        state="published", published_at=timezone.now(), published_by=hr, plan=plan
    )
    with pytest.raises(DomainError, match="has been published"):
        _evaluate(level, _given(plan, 2), hr)
    with pytest.raises(DomainError, match="has been published"):
        clear_evaluation(version_id=level.version_id, key=level.key, seen=None, by=hr)
    assert _state(level) == ("evaluated", 560, "6")


def test_ratings_of_factors_the_plan_does_not_have_are_kept(plan: FactorPlan, level: Level, hr: User) -> None:
    from uuid import UUID

    evaluation = JobEvaluation.objects.get(level=level)
    FactorRating.objects.create(version=level.version, evaluation=evaluation, factor=UUID(int=9), degree=3)
    _evaluate(level, _given(plan, 6), hr)
    assert FactorRating.objects.filter(evaluation=evaluation, factor=UUID(int=9)).exists()
    assert _state(level) == ("evaluated", 700, "7")


def test_the_next_draft_keeps_what_was_slotted_with_a_proposal(plan: FactorPlan, level: Level, hr: User) -> None:
    clear_evaluation(version_id=level.version_id, key=level.key, seen=None, by=hr)
    slot_level(version_id=level.version_id, key=level.key, by=hr, grade_code="7", source="Hay")
    _evaluate(level, _given(plan, 3), hr, confirm=False)
    version = level.version
    Version.objects.filter(pk=version.pk).update(
        state="published", published_at=timezone.now(), published_by=hr, plan=plan
    )
    draft = start_draft(framework=version.framework, by=hr)
    assert _state(Level.objects.get(version=draft, key=level.key)) == ("slotted", None, "7")


def test_a_slotted_grade_that_no_plan_has_any_more_does_not_come_along(
    level: Level, hr: User, plan: FactorPlan
) -> None:
    old = Grade.objects.create(code="X", rank=11)
    clear_evaluation(version_id=level.version_id, key=level.key, seen=None, by=hr)
    slot_level(version_id=level.version_id, key=level.key, by=hr, grade_code="7", source="Hay")
    Level.objects.filter(pk=level.pk).update(grade=old)
    version = level.version
    Version.objects.filter(pk=version.pk).update(
        state="published", published_at=timezone.now(), published_by=hr, plan=plan
    )
    draft = start_draft(framework=version.framework, by=hr)
    assert _state(level) == ("slotted", None, old.code)
    assert _state(Level.objects.get(version=draft, key=level.key)) == ("", None, None)


@pytest.mark.django_db(transaction=True)
def test_the_history_tells_what_was_decided_when(plan: FactorPlan, level: Level, hr: User) -> None:
    _evaluate(level, _given(plan, 5, complexity=6), hr)
    clear_evaluation(version_id=level.version_id, key=level.key, seen=None, by=hr)
    slot_level(version_id=level.version_id, key=level.key, by=hr, grade_code="7", source="Hay")
    unslot_level(version_id=level.version_id, key=level.key, by=hr)
    shape = FactorPlan.objects.with_parts().get(pk=plan.pk).shape()
    entries = history_of(level, shape)
    assert [(entry["state"], len(entry["factors"]), entry["grading"]) for entry in entries] == [
        ("", 0, {"method": "", "points": None, "source": "", "grade": "–"}),
        ("", 0, {"method": "slotted", "points": None, "source": "Hay", "grade": "7"}),
        ("cleared", 5, {"method": "", "points": None, "source": "", "grade": "–"}),
        ("confirmed", 1, {"method": "evaluated", "points": 602, "source": "", "grade": "6"}),
        ("confirmed", 5, {"method": "evaluated", "points": 560, "source": "", "grade": "6"}),
    ]
    assert entries[3]["factors"] == [("Complexity of the work", 5, 6, "Because of complexity")]
