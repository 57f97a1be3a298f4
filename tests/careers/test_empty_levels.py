"""Paper rungs: what is found, who sees which numbers, and that the page is counted anew when anything changed."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Employee, User
from accounts.roles import Role
from ladders.careers.domain.empty_levels import Rungs, cells, rungs
from ladders.careers.domain.suppression import steady
from ladders.careers.models import RungRelease
from ladders.careers.queries import census
from ladders.frameworks.domain.shapes import LevelShape, TrackKind, TrackShape, VersionShape
from ladders.frameworks.models import Version
from ladders.impact.domain.points import GradeShape
from ladders.impact.models import FactorPlan
from ladders.placements.models import Placement
from tests.conftest import signed_in
from tests.factories import account
from tests.frameworks.published import published
from tests.pages import assert_clean
from tests.shared_rows import shared_rows

from .company import crowd, local_hr, person, place, today

GRADES = tuple(GradeShape(str(rank), f"Grade {rank}", rank * 100, rank * 100 + 99, rank) for rank in range(1, 9))
TRACKS = {"E": TrackKind.SHARED, "S": TrackKind.SPECIALIST, "I": TrackKind.INFLUENCE, "M": TrackKind.MANAGEMENT}


def key(code: str) -> UUID:
    return UUID(int=sum(ord(char) << (8 * place) for place, char in enumerate(code)))


def shape(*codes: str) -> VersionShape:
    """ "S5" is a level of the specialist track on grade 5."""

    def levels(letter: str) -> tuple[LevelShape, ...]:
        own = sorted(code for code in codes if code[0] == letter)
        return tuple(LevelShape(key(code), code, f"Level {code}", grade=code[1], rank=int(code[1])) for code in own)

    tracks = [TrackShape(key(letter * 3), kind, kind.value.title(), levels(letter)) for letter, kind in TRACKS.items()]
    return VersionShape("Research", 1, "published", tracks=tuple(track for track in tracks if track.levels))


def drawn(whole: bool, **people: int) -> Rungs:
    what = shape("E3", "S5", "S6", "S7", "I5", "I6", "I7", "M5", "M6", "M7")
    held = cells(what, GRADES, {key(code): count for code, count in people.items()})
    return rungs(what, GRADES, held, whole=whole)


def found(picture: Rungs) -> list[tuple[str, int | None, list[str]]]:
    return [(each.code, each.people.exact, [rung.track.name for rung in each.paper]) for each in picture.findings]


def test_a_rung_is_paper_where_management_is_held_and_the_other_track_is_not() -> None:
    picture = drawn(True, S5=2, I5=0, M5=1, S6=0, I6=0, M6=3, S7=1)
    assert found(picture) == [("6", 3, ["Specialist", "Influence"]), ("5", 1, ["Influence"])]
    assert [[rung.paper for rung in row.rungs] for row in picture.rows] == [
        [False, False, False, False],
        [False, True, True, False],
        [False, False, True, False],
        [False, False, False, False],
    ]
    assert (picture.total, picture.whole) == (7, True)


def test_everybody_reads_only_what_at_least_five_people_tell() -> None:
    picture = drawn(False, S5=9, I5=4, M5=8, S6=1, I6=30, M6=4, S7=0, I7=6, M7=12, E3=40)
    assert found(picture) == [("7", 12, ["Specialist"]), ("5", None, ["Influence"])]
    texts = [rung.people.exact for row in picture.rows for rung in row.rungs if rung.people]
    assert all(count is None or count >= 5 for count in texts)
    assert picture.total is None


def test_nothing_is_compared_without_a_management_track() -> None:
    picture = rungs(what := shape("S5", "I5"), GRADES, cells(what, GRADES, {key("S5"): 3}), whole=True)
    assert (picture.findings, picture.compared) == ((), False)
    empty = rungs(shape(), GRADES, {}, whole=False)
    assert (empty.rows, empty.total, empty.findings) == ((), 0, ())


# The page


@pytest.fixture(autouse=True)
def no_census_kept() -> None:
    """People are counted anew in each test."""
    census.forget()


@shared_rows
def version(plan: FactorPlan, hr: User) -> Version:
    return published(hr)


def page(user: User, query: str = "") -> Any:
    response = signed_in(user).get(reverse("rungs") + query)
    assert_clean(response)
    return response


def seen(user: User) -> dict[str, str]:
    """Level code → the number that stands on its rung."""
    rows = page(user).context["rows"]
    return {level.code: each.text for row in rows for each in row.rungs if each for level, _url in each.levels}


@pytest.mark.django_db
def test_who_sees_which_numbers(version: Version, hr: User, employee: User) -> None:
    crowd(version, S5=7, P5=3, M5=6, I5=8, S6=2, M6=5, P6=9, I6=9, E3=20)
    exact = {"S5": "7 people", "P5": "3 people", "M5": "6 people", "S6": "2 people", "M6": "5 people"}
    assert seen(hr) | exact == seen(hr)
    everybody = seen(employee)
    assert (everybody["P5"], everybody["S6"]) == ("fewer than 5", "fewer than 5")
    assert not [
        text for text in everybody.values() if text in ("1 person", "2 people", "3 people", "4 people", "nobody")
    ]
    others = [account(user__roles=[role]) for role in (Role.EMPLOYEE_REPRESENTATIVE, Role.COMPENSATION_ANALYST)]
    owner = version.framework.owner
    assert owner is not None
    assert owner.user is not None
    for who in (*others, account(user__roles=[Role.SYSTEM_ADMINISTRATOR]), owner.user):
        assert seen(who) == everybody
    assert b"3 people" not in page(employee).content
    assert Client().get(reverse("rungs")).status_code == 302


@pytest.mark.django_db
def test_where_no_number_can_be_shown_it_says_so(version: Version, hr: User, employee: User) -> None:
    crowd(version, S5=4, M6=4)
    response = page(employee)
    assert response.context["silent"]
    assert b"there is no number to show" in response.content
    assert b"rung-count" not in response.content
    assert b"4 people" in page(hr).content


@pytest.mark.django_db
def test_hr_of_some_departments_counts_their_people_alone(version: Version) -> None:
    crowd(version, S5=7, M5=2)
    elsewhere = person("El Se", department="Elsewhere")
    place(version, "S5", elsewhere)
    assert seen(local_hr("Lab"))["S5"] == "7 people"
    only = seen(local_hr("Elsewhere"))
    assert (only["S5"], only["M5"]) == ("1 person", "nobody")


@pytest.mark.django_db
def test_findings_are_said(version: Version, hr: User, employee: User) -> None:
    crowd(version, S5=7, P5=6, I5=5, M5=6, M6=6, E3=5, S6=1)
    said = page(hr).context["findings"]
    assert said == ["Grade 6 is held in management by 6 people, and on Project track and Influence track by nobody."]
    said = page(employee).context["findings"]
    assert said == [
        "Grade 6 is held in management by 6 people, and on Specialist track, Project track and Influence track by fewer than 5."
    ]


@pytest.mark.django_db
def test_it_is_counted_anew_when_somebody_moves_or_leaves(version: Version, hr: User) -> None:
    people = crowd(version, S5=2)["S5"]
    assert seen(hr)["S5"] == "2 people"
    Placement.objects.filter(employee=people[0]).update(ends_on=today() - dt.timedelta(days=1))
    assert seen(hr)["S5"] == "1 person"
    Employee.objects.filter(pk=people[1].pk).update(left_on=today() - dt.timedelta(days=1))
    assert seen(hr)["S5"] == "nobody"
    place(version, "S5", person("Se Cond"))
    Placement.objects.filter(employee__name="Se Cond").update(primary=False, share=40)
    assert seen(hr)["S5"] == "nobody"  # a second level decides no grade


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 30])
def test_the_same_number_of_queries_for_any_number_of_people(
    version: Version, employee: User, count: int, django_assert_num_queries: Any
) -> None:
    crowd(version, S5=count)
    client = signed_in(employee)
    client.get(reverse("rungs"))
    with django_assert_num_queries(4):
        client.get(reverse("rungs"))


@pytest.mark.django_db
def test_another_framework_is_chosen_by_its_name(version: Version, hr: User) -> None:
    published(hr, "Sales")
    assert page(hr, "?framework=sales").context["chart"].name == "Sales"
    assert signed_in(hr).get(reverse("rungs") + "?framework=nothing").status_code == 404


@pytest.mark.django_db
def test_without_a_framework_it_says_so(employee: User) -> None:
    assert b"No framework is published yet" in page(employee).content


@pytest.mark.django_db
def test_nobody_reads_one_person_from_one_day_to_the_next(version: Version, hr: User, employee: User) -> None:
    """The attack: look today, look again when a colleague has moved, and subtract."""
    people = crowd(version, S5=9, P5=8, M5=6, I5=8, S6=7, M6=5, P6=9, I6=9, E3=20)
    before = seen(employee)
    assert before["S5"] == "9 people"
    Placement.objects.filter(employee=people["S5"][0]).delete()
    place(version, "M5", people["S5"][0])
    assert (seen(employee), seen(hr)["S5"]) == (before, "8 people")
    RungRelease.objects.update(day=today().replace(day=1) - dt.timedelta(days=31))  # a month later
    assert seen(employee) == before  # by five, or not at all
    for one in people["S5"][1:6]:
        Employee.objects.filter(pk=one.pk).update(left_on=today() - dt.timedelta(days=1))
    assert seen(employee) == before  # once a month
    RungRelease.objects.filter(day=today().replace(day=1)).update(day=today().replace(day=1) - dt.timedelta(days=29))
    after = seen(employee)
    assert after["S5"] == "fewer than 5"
    assert after["M5"] in (before["M5"], "5 or more")  # kept back, perhaps, so that the other is not worked out


@given(st.dictionaries(st.integers(0, 5), st.integers(0, 30)), st.dictionaries(st.integers(0, 5), st.integers(0, 30)))
def test_a_number_moves_by_five_or_stays(before: dict[int, int], now: dict[int, int]) -> None:
    found = steady(before, now)
    assert found.keys() == now.keys()
    for key_, value in found.items():
        if key_ in before:
            assert value == before[key_] or abs(value - before[key_]) >= 5
            assert abs(value - now[key_]) < 5
