"""All levels side by side: what sticks out, how the table is filtered and sorted, who sees it, what it costs."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.roles import Role
from ladders.frameworks.actions.frameworks import start_draft
from ladders.frameworks.domain.calibration import CalibrationFilter, CalibrationRow, chosen, lines, medians, ordered
from ladders.frameworks.domain.grading_status import EvaluatedLevel
from ladders.frameworks.domain.neighbours import neighbours
from ladders.frameworks.domain.shapes import EvaluationShape, GradingMethod, LevelShape, RatingShape, TrackKind
from ladders.frameworks.models import FactorRating, Level, Version
from ladders.impact.domain.points import DegreeShape, FactorShape, PlanShape
from ladders.impact.models import FactorPlan
from tests.conftest import signed_in
from tests.factories import UserFactory, draft_framework

DEGREES = tuple(DegreeShape(n, 100 * n) for n in range(1, 9))
DEPTH = FactorShape(UUID(int=1), "depth", "Depth", Decimal(100), DEGREES)
PLAN = PlanShape((DEPTH,), ())
TRACKS = {
    "E": TrackKind.SHARED,
    "S": TrackKind.SPECIALIST,
    "P": TrackKind.PROJECT,
    "I": TrackKind.INFLUENCE,
    "M": TrackKind.MANAGEMENT,
}


def at(code: str, degree: int | None, method: str = "evaluated", framework: str = "F") -> EvaluatedLevel:
    """A level whose track and grade are in its code: S6."""
    grade = code[1:] or None
    level = LevelShape(
        UUID(bytes=code.encode().ljust(16)),
        code,
        f"Title {code}",
        grade=grade,
        rank=int(grade) if grade else None,
        points=degree * 100 if degree and method == "evaluated" else None,
        method=GradingMethod(method),
    )
    evaluation = EvaluationShape({DEPTH.key: RatingShape(degree)}) if degree else None
    kind = TRACKS[code[0]]
    track = UUID(bytes=kind.encode().ljust(16))
    return EvaluatedLevel(1, framework, framework.lower(), 1, "draft", track, kind.value, kind, level, evaluation)


def _codes(rows: tuple[CalibrationRow, ...]) -> list[str]:
    return [row.at.level.code for row in rows]


def test_medians_need_company_and_leave_slotted_levels_out() -> None:
    levels = [at("S6", 5), at("P6", 5), at("I6", 7), at("M6", 1, "slotted"), at("S5", 3), at("P5", 3)]
    assert medians(levels) == {("6", DEPTH.key): 5}


def test_what_is_two_or_more_from_the_middle_of_its_row_sticks_out() -> None:
    rows = lines([at("S6", 5), at("P6", 5), at("I6", 7), at("M6", 4), at("S5", 3)])
    assert [(row.at.level.code, dict(row.far)) for row in rows if row.sticks_out] == [("I6", {DEPTH.key: 5})]


def test_filters_do_not_change_the_measure() -> None:
    rows = lines([at("S6", 5), at("P6", 5), at("I6", 7), at("S5", 3, framework="G"), at("M4", None, "")])
    assert _codes(chosen(rows, CalibrationFilter())) == ["S6", "P6", "I6", "S5", "M4"]
    assert _codes(chosen(rows, CalibrationFilter(framework="g"))) == ["S5"]
    assert _codes(chosen(rows, CalibrationFilter(grade="6", kind="influence"))) == ["I6"]
    assert _codes(chosen(rows, CalibrationFilter(standing="far"))) == ["I6"]
    assert _codes(chosen(rows, CalibrationFilter(standing="none"))) == ["M4"]


@pytest.mark.parametrize(
    ("key", "codes"),
    [
        ("depth", ["S5", "M6", "P6", "S6", "E4"]),
        ("-depth", ["S6", "P6", "M6", "S5", "E4"]),
        ("points", ["S5", "M6", "P6", "S6", "E4"]),
        ("-grade", ["S6", "M6", "P6", "S5", "E4"]),
        ("kind", ["E4", "S6", "S5", "P6", "M6"]),
        ("level", ["E4", "M6", "P6", "S5", "S6"]),
        ("standing", ["S6", "M6", "P6", "S5", "E4"]),
        ("nonsense", ["S6", "M6", "P6", "S5", "E4"]),
    ],
)
def test_the_table_sorts_by_any_column_and_what_is_missing_comes_last(key: str, codes: list[str]) -> None:
    rows = lines([at("S6", 8), at("M6", 4), at("P6", 5), at("S5", 3), at("E4", None, "")])
    assert _codes(ordered(rows, key, PLAN)) == codes


LEVELS = [at("E4", 3), at("S5", 4), at("S6", 5), at("P5", 4), at("P6", 5), at("M5", 4), at("M6", 5)]


def test_a_level_stands_beside_its_row_and_next_to_its_track() -> None:
    key = LEVELS[1].level.key
    found = neighbours(LEVELS, key, "5", {DEPTH.key: 4})
    assert [(item.at.level.code, item.place.value) for item in found] == [
        ("E4", "below"),  # the top of the shared start comes before the first level of a track
        ("S5", "here"),
        ("P5", "beside"),
        ("M5", "beside"),
        ("S6", "above"),
    ]


def test_neighbours_follow_the_degrees_chosen_so_far() -> None:
    found = neighbours(LEVELS, LEVELS[1].level.key, "6", {DEPTH.key: 8})
    assert [(item.at.level.code, item.place.value, dict(item.far)) for item in found] == [
        ("E4", "below", {}),
        ("S5", "here", {DEPTH.key: 5}),
        ("S6", "beside", {}),
        ("P6", "beside", {}),
        ("M6", "beside", {}),
    ]


def test_a_level_without_grade_has_none_beside_it() -> None:
    levels = [*LEVELS, at("I", None, "")]
    found = neighbours(levels, levels[-1].level.key, None, {})
    assert [(item.at.level.code, item.place.value) for item in found] == [("E4", "below"), ("I", "here")]


# --- The page


def _publish(version: Version, by: User) -> None:
    plan = FactorPlan.objects.in_force()
    Version.objects.filter(pk=version.pk).update(
        state="published", published_at=timezone.now(), published_by=by, plan=plan
    )


def _shown(client: Client, query: str = "") -> list[str]:
    page = client.get(f"/calibration/{query}")
    assert page.status_code == 200
    return [f"{row['at'].framework} {row['at'].level.code}" for row in page.context["rows"]]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("roles", "status"),
    [
        ((Role.HR_ADMIN,), 200),
        ((Role.EMPLOYEE_REPRESENTATIVE,), 200),
        ((Role.COMPENSATION_ANALYST,), 200),
        ((Role.SYSTEM_ADMINISTRATOR,), 403),
        ((), 403),
    ],
)
def test_who_sees_the_table(plan: FactorPlan, roles: tuple[Role, ...], status: int) -> None:
    assert signed_in(UserFactory.create(roles=roles)).get("/calibration/").status_code == status
    assert Client().get("/calibration/").status_code == 302


@pytest.mark.django_db
def test_it_shows_what_is_published_and_drafts_to_those_who_may_see_them(plan: FactorPlan, hr: User) -> None:
    _publish(draft_framework(by=hr, name="Published"), hr)
    draft_framework(by=hr, name="Draft")
    editor, representative = (
        signed_in(UserFactory.create(roles=[role])) for role in (Role.HR_ADMIN, Role.EMPLOYEE_REPRESENTATIVE)
    )
    assert {row.split()[0] for row in _shown(editor)} == {"Published"}
    assert {row.split()[0] for row in _shown(editor, "?drafts=on")} == {"Published", "Draft"}
    assert {row.split()[0] for row in _shown(representative, "?drafts=on")} == {"Published"}


@pytest.mark.django_db
def test_a_draft_stands_for_its_published_version(plan: FactorPlan, hr: User, hr_client: Client) -> None:
    version = draft_framework(by=hr)
    _publish(version, hr)
    start_draft(framework=version.framework, by=hr)
    assert len(_shown(hr_client)) == len(_shown(hr_client, "?drafts=on")) == 9


@pytest.mark.django_db
def test_it_is_filtered_and_sorted_by_the_address(plan: FactorPlan, hr: User, hr_client: Client) -> None:
    _publish(draft_framework(by=hr), hr)
    assert _shown(hr_client, "?kind=management&sort=-complexity") == ["Research M6", "Research M5"]
    assert _shown(hr_client, "?grade=3") == ["Research E3"]
    assert len(_shown(hr_client, "?grade=nonsense&sort=nonsense&page=99")) == 9
    assert "No level matches" in hr_client.get("/calibration/?standing=slotted").content.decode()


@pytest.mark.django_db
def test_what_sticks_out_leads_to_where_it_is_mended(plan: FactorPlan, hr: User, hr_client: Client) -> None:
    version = draft_framework(by=hr)
    level = Level.objects.get(version=version, code="I6")
    factor = plan.factors.get(code="demands").key
    FactorRating.objects.filter(evaluation__level=level, factor=factor).update(degree=8)
    _publish(version, hr)
    page = hr_client.get("/calibration/?standing=far")
    (row,) = page.context["rows"]
    assert (row["at"].level.code, row["mends"], row["url"]) == ("I6", False, "/frameworks/research/levels/I6/")
    start_draft(framework=version.framework, by=hr)
    (row,) = hr_client.get("/calibration/?standing=far").context["rows"]
    assert (row["mends"], row["url"]) == (True, reverse("level-evaluation", args=["research", level.key]))
    analyst = signed_in(UserFactory.create(roles=[Role.EMPLOYEE_REPRESENTATIVE]))
    (row,) = analyst.get("/calibration/?standing=far").context["rows"]
    assert row["mends"] is False


@pytest.mark.django_db
def test_it_costs_as_many_queries_for_one_level_as_for_many(
    plan: FactorPlan, hr: User, hr_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = draft_framework(by=hr, name="One")
    Level.objects.filter(version=first).exclude(code="E3").delete()
    _publish(first, hr)
    with django_assert_num_queries(11):
        assert len(hr_client.get("/calibration/").context["rows"]) == 1
    for name in ("Two", "Three", "Four"):
        _publish(draft_framework(by=hr, name=name), hr)
    with django_assert_num_queries(11):
        assert len(hr_client.get("/calibration/").context["rows"]) == 28
