"""Writing the draft plan: factors, degrees, weights and grades."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

import pytest

from accounts.models import User
from ladders.core.errors import DomainError, StaleError
from ladders.core.models import AuditEntry
from ladders.impact.actions import grades
from ladders.impact.actions import plan as actions
from ladders.impact.actions.base import mark_of_factor, mark_of_ranges, mark_of_weights
from ladders.impact.actions.plan import FactorContent
from ladders.impact.models import Factor, FactorPlan, Grade, GradeRange
from tests.shared_rows import shared_rows

pytestmark = pytest.mark.django_db
TEN = [(str(n), n, first) for n, first in enumerate([100, 190, 270, 350, 430, 520, 620, 720, 820, 910], start=1)]


@shared_rows
def draft(plan: FactorPlan, hr: User) -> FactorPlan:
    """A draft of the next plan."""
    return actions.start_draft(by=hr)


def _scale(plan: FactorPlan) -> list[tuple[str, int]]:
    return [
        (item.grade.code, item.points_from) for item in GradeRange.objects.filter(plan=plan).select_related("grade")
    ]


def _content(factor: Factor, **changes: object) -> FactorContent:
    fields = {
        "name": factor.name,
        "definition": factor.definition,
        "weight": factor.weight,
        "covers": tuple(factor.covers),
        "degrees": tuple((d.points, d.anchor) for d in factor.degrees.all()),
    }
    return FactorContent(**{**fields, **changes})  # type: ignore[arg-type]


def test_a_draft_begins_as_a_copy_of_the_plan_in_force(plan: FactorPlan, draft: FactorPlan) -> None:
    old, new = (FactorPlan.objects.with_parts().get(pk=item.pk).shape() for item in (plan, draft))
    assert (draft.number, draft.state, draft.name) == (2, "draft", plan.name)
    assert (new.factors, new.grades) == (old.factors, old.grades)
    assert FactorPlan.objects.in_force() == plan


def test_a_second_click_finds_the_same_draft(draft: FactorPlan, hr: User) -> None:
    assert actions.start_draft(by=hr) == draft
    assert FactorPlan.objects.count() == 2


def test_there_is_no_draft_without_a_plan_in_force(hr: User) -> None:
    with pytest.raises(DomainError, match="no plan in force"):
        actions.start_draft(by=hr)


def test_a_discarded_draft_takes_its_own_grades_along(draft: FactorPlan, plan: FactorPlan, hr: User) -> None:
    grades.add_grade(plan_id=draft.pk, code="10a", title="Beyond", points_from=960, by=hr)
    actions.discard_draft(plan_id=draft.pk, by=hr)
    assert list(FactorPlan.objects.all()) == [plan]
    assert [(g.code, g.rank) for g in Grade.objects.all()] == [(code, rank) for code, rank, _first in TEN]
    with pytest.raises(DomainError, match="no longer there"):
        actions.discard_draft(plan_id=draft.pk, by=hr)


def test_a_plan_in_force_is_not_edited(plan: FactorPlan, hr: User) -> None:
    with pytest.raises(DomainError, match="no longer changes"):
        actions.describe_plan(plan_id=plan.pk, name="Other", description="", seen=None, by=hr)
    assert FactorPlan.objects.get(pk=plan.pk).name == "Impact plan"


def test_a_factor_changes_with_its_degrees_and_leaves_a_trace(draft: FactorPlan, hr: User) -> None:
    factor = draft.factors.get(code="demands")
    degrees = tuple((100 * n, f"Anchor {n}") for n in range(1, 6))
    content = _content(factor, name="Demands", weight=Decimal("12.5"), covers=("effort",), degrees=degrees)
    actions.change_factor(plan_id=draft.pk, key=factor.key, content=content, seen=mark_of_factor(factor), by=hr)
    factor = draft.factors.get(code="demands")
    assert (factor.name, factor.weight, factor.covers) == ("Demands", Decimal("12.5"), ["effort"])
    assert [(d.number, d.points, d.anchor) for d in factor.degrees.all()] == [
        (n, 100 * n, f"Anchor {n}") for n in range(1, 6)
    ]
    entry = AuditEntry.objects.filter(verb="factor.changed").get()
    assert (entry.by, entry.area, entry.detail["weight"], entry.detail["degree 8"]) == (
        hr,
        "impact",
        ["10", "12.5"],
        [1000, None],
    )
    assert FactorPlan.objects.get(pk=draft.pk).revision == 1


def test_a_second_editor_of_a_factor_is_told_and_overwrites_nothing(draft: FactorPlan, hr: User) -> None:
    factor = draft.factors.get(code="demands")
    seen = mark_of_factor(factor)
    actions.change_factor(plan_id=draft.pk, key=factor.key, content=_content(factor, name="First"), seen=seen, by=hr)
    with pytest.raises(StaleError, match="somebody else"):
        actions.change_factor(
            plan_id=draft.pk, key=factor.key, content=_content(factor, name="Second"), seen=seen, by=hr
        )
    assert draft.factors.get(code="demands").name == "First"


def test_editors_of_two_factors_do_not_meet(draft: FactorPlan, hr: User) -> None:
    one, other = draft.factors.get(code="demands"), draft.factors.get(code="autonomy")
    seen = mark_of_factor(other)
    actions.change_factor(plan_id=draft.pk, key=one.key, content=_content(one, name="First"), seen=None, by=hr)
    actions.change_factor(plan_id=draft.pk, key=other.key, content=_content(other, name="Second"), seen=seen, by=hr)
    assert {f.name for f in draft.factors.filter(code__in=["demands", "autonomy"])} == {"First", "Second"}


def test_a_new_factor_gets_the_points_of_the_first_and_a_code_no_plan_had(draft: FactorPlan, hr: User) -> None:
    actions.delete_factor(plan_id=draft.pk, key=draft.factors.get(code="demands").key, by=hr)
    content = FactorContent("Demands", "What it asks of a person.", Decimal(10), ("effort",))
    factor = actions.add_factor(plan_id=draft.pk, content=content, by=hr)
    assert (factor.code, factor.position) == ("demands-2", 4)
    assert [(d.points, d.anchor) for d in factor.degrees.all()] == [
        (points, "") for points in (100, 200, 310, 430, 560, 700, 850, 1000)
    ]


def test_factors_move_up_and_down_and_stop_at_the_ends(draft: FactorPlan, hr: User) -> None:
    first, second = list(draft.factors.all())[:2]
    actions.move_factor(plan_id=draft.pk, key=second.key, up=True, by=hr)
    assert list(draft.factors.all())[:2] == [second, first]
    actions.move_factor(plan_id=draft.pk, key=second.key, up=True, by=hr)
    assert list(draft.factors.all())[:2] == [second, first]
    actions.move_factor(plan_id=draft.pk, key=second.key, up=False, by=hr)
    assert list(draft.factors.all())[:2] == [first, second]
    with pytest.raises(DomainError, match="no longer in the plan"):
        actions.move_factor(plan_id=draft.pk, key=uuid4(), up=True, by=hr)


def test_weights_need_not_sum_to_100(draft: FactorPlan, hr: User) -> None:
    factors = {factor.code: factor for factor in draft.factors.all()}
    seen = mark_of_weights(draft)
    weights = {factors["complexity"].key: Decimal(60)}
    actions.set_weights(plan_id=draft.pk, weights=weights, seen=seen, by=hr)
    assert FactorPlan.objects.with_parts().get(pk=draft.pk).shape().total_weight == 130
    assert AuditEntry.objects.get(verb="weights.changed").detail == {"Complexity of the work": ["30.00", "60"]}
    with pytest.raises(StaleError):
        actions.set_weights(plan_id=draft.pk, weights=weights, seen=seen, by=hr)


def test_grades_change_together_even_where_ranges_overtake_each_other(draft: FactorPlan, hr: User) -> None:
    ranges = list(draft.ranges.select_related("grade"))
    firsts = [100, 270, 350, 430, 440, 450, 460, 470, 480, 490]  # up and down, over one another
    wanted = {code: (f"G{code}", first) for (code, _rank, _old), first in zip(TEN, firsts, strict=True)}
    grades.change_grades(plan_id=draft.pk, grades=wanted, seen=mark_of_ranges(ranges), by=hr)
    assert _scale(draft) == [(code, first) for (code, _rank, _old), first in zip(TEN, firsts, strict=True)]
    with pytest.raises(StaleError):
        grades.change_grades(plan_id=draft.pk, grades=wanted, seen=mark_of_ranges(ranges), by=hr)


def test_points_of_grades_rise(draft: FactorPlan, hr: User) -> None:
    with pytest.raises(DomainError, match="more points than the one below"):
        grades.change_grades(plan_id=draft.pk, grades={"2": ("Two", 270)}, seen=None, by=hr)
    assert _scale(draft) == [(code, first) for code, _rank, first in TEN]


@pytest.mark.parametrize(("points", "place"), [(300, 3), (960, 10), (50, 0)], ids=["between", "top", "bottom"])
def test_a_new_grade_stands_where_its_points_say(draft: FactorPlan, hr: User, points: int, place: int) -> None:
    grades.add_grade(plan_id=draft.pk, code="New", title="New grade", points_from=points, by=hr)
    assert _scale(draft)[place] == ("New", points)


@pytest.mark.parametrize(("code", "points", "why"), [("3", 300, "already"), ("3a", 270, "begins at 270")])
def test_a_grade_is_not_there_twice(draft: FactorPlan, hr: User, code: str, points: int, why: str) -> None:
    with pytest.raises(DomainError, match=why):
        grades.add_grade(plan_id=draft.pk, code=code, title="Again", points_from=points, by=hr)
    assert len(_scale(draft)) == 10


def test_a_removed_grade_leaves_its_points_to_the_neighbour_and_keeps_its_identity(draft: FactorPlan, hr: User) -> None:
    assert grades.remove_grade(plan_id=draft.pk, code="4", by=hr) == "Independent"
    assert _scale(draft)[2:4] == [("3", 270), ("5", 430)]
    grades.remove_grade(plan_id=draft.pk, code="1", by=hr)
    assert _scale(draft)[0] == ("2", 100)
    assert Grade.objects.filter(code__in=["1", "4"]).count() == 2  # the plan in force has them still


def test_a_removed_grade_comes_back_only_to_its_own_place(draft: FactorPlan, hr: User) -> None:
    grades.remove_grade(plan_id=draft.pk, code="4", by=hr)
    with pytest.raises(DomainError, match="another place of the scale"):
        grades.add_grade(plan_id=draft.pk, code="4", title="Moved", points_from=700, by=hr)
    grades.add_grade(plan_id=draft.pk, code="New", title="New", points_from=300, by=hr)
    again = grades.add_grade(plan_id=draft.pk, code="4", title="Back", points_from=360, by=hr)
    assert again.grade == Grade.objects.get(code="4", rank=4)


def test_the_last_grade_stays(draft: FactorPlan, hr: User) -> None:
    for code, _rank, _first in TEN[1:]:
        grades.remove_grade(plan_id=draft.pk, code=code, by=hr)
    with pytest.raises(DomainError, match="at least one grade"):
        grades.remove_grade(plan_id=draft.pk, code="1", by=hr)
    with pytest.raises(DomainError, match="no longer in the plan"):
        grades.remove_grade(plan_id=draft.pk, code="2", by=hr)


def test_ranks_follow_the_points_once_a_plan_is_in_force(draft: FactorPlan, hr: User) -> None:
    grades.remove_grade(plan_id=draft.pk, code="4", by=hr)
    grades.add_grade(plan_id=draft.pk, code="2a", title="New", points_from=230, by=hr)
    assert Grade.objects.get(code="3").rank == 3
    grades.settle_ranks(draft)
    ranks = dict(Grade.objects.values_list("code", "rank"))
    assert ranks == {"1": 1, "2": 2, "2a": 3, "3": 4, "4": 5, "5": 6, "6": 7, "7": 8, "8": 9, "9": 10, "10": 11}
