"""Search asks statements that are put together once, and finds what it would find alone, for whoever asks."""

from __future__ import annotations

from itertools import product

import pytest
from django.db.models import F

from accounts import stand_in
from accounts.models import Employee, RoleGrant, User
from accounts.roles import Role
from ladders.frameworks.models import SearchEntry, Version
from ladders.frameworks.queries import quick_search
from ladders.frameworks.queries.quick_search import people_matching
from ladders.frameworks.queries.search import FoundEntries, find
from ladders.impact.models import FactorPlan
from tests.factories import EmployeeFactory, UserFactory
from tests.shared_rows import shared_rows

from .test_search import published

pytestmark = pytest.mark.django_db
QUERIES = (
    *("teaching", "teach spec", "S5", "s", "s%", "s_", "_5", "\\", "'", "' OR 1", "S'5", "“S5”", "ä"),
    *('"shows method"', "-teaching", "teaching or method", "a & b", "S5:*", "nobodyhasthis", "\x02mark 0\x03"),
)


@shared_rows
def research(plan: FactorPlan, hr: User) -> Version:
    """A framework that is published, with codes that a pattern could take for something else."""
    version = published(hr)
    SearchEntry.objects.filter(code="S6").update(code="S%6'\\_")
    return version


@pytest.mark.parametrize("most", [1, 3, 20])
def test_the_first_entries_and_their_number_are_those_that_are_found(research: Version, most: int) -> None:
    sizes = set()
    for query in QUERIES * 2:
        found, alone = FoundEntries(query, most), list(find(query))
        assert found.count() == len(alone)
        for part in (slice(0, most), slice(0, 1), slice(most, 2 * most), slice(0, 2 * most)):
            got = [(each.pk, each.snippet, each.rank, each.exact) for each in found[part]]
            assert got == [(each.pk, each.snippet, each.rank, each.exact) for each in alone[part]], query
        sizes.add(len(alone))
    assert {0, 1, 10} <= sizes


def test_a_sign_of_a_pattern_stands_for_itself(research: Version) -> None:
    assert [FoundEntries(query, 5).count() for query in ("%", "_%", "\\")] == [0, 0, 0]
    assert [(each.code, each.exact) for each in FoundEntries("s%6'\\_", 1)[:1]] == [("S%6'\\_", True)]


def test_what_is_published_no_more_is_found_no_more(research: Version) -> None:
    assert FoundEntries("teaching", 5)[:5]
    Version.objects.filter(pk=research.pk).update(state="retired", retired_at=F("published_at"))
    found = FoundEntries("teaching", 5)
    assert (found[:5], found.count()) == ([], 0)


def people_of(user: User, words: str) -> list[str]:
    """Whom somebody finds, as a page finds them: nothing was asked of them yet."""
    return [each.label for each in people_matching(User.objects.get(pk=user.pk), words)]


@shared_rows
def colleagues() -> list[User]:
    """Somebody of HR, of HR of one department, of none, and one who is in no people file."""
    readers = [UserFactory.create(email=f"{name}@example.org") for name in ("all", "some", "own", "no")]
    for user, department in zip(readers[:3], ("Sales", "Sales", "Lab"), strict=True):
        EmployeeFactory.create(user=user, name=f"Nora {user.email[:3].title()}", department=department)
    RoleGrant.objects.create(user=readers[0], role=Role.HR_ADMIN)
    RoleGrant.objects.create(user=readers[1], role=Role.HR_ADMIN, departments=["Sales"])
    return readers


def test_everybody_finds_the_people_whom_they_may_open(colleagues: list[User], monkeypatch: pytest.MonkeyPatch) -> None:
    number = Employee.objects.get(name="Nora Own").number
    asked = list(product(colleagues * 2, ("nora", "no own", number, "o'", "' & :*", "--", "nobodyhasthis")))
    kept = [people_of(user, words) for user, words in asked]
    assert kept[0] == ["Nora All", "Nora Own", "Nora Som"]
    assert [people_of(user, "nora") for user in colleagues[1:]] == [["Nora All", "Nora Som"], ["Nora Own"], []]
    monkeypatch.setattr(quick_search, "same_for", lambda user: None)
    assert stand_in.same_for(User.objects.get(pk=colleagues[0].pk)) is not None
    assert kept == [people_of(user, words) for user, words in asked]


def test_a_role_that_is_taken_away_finds_nobody_any_more(colleagues: list[User]) -> None:
    hr = colleagues[0]
    assert len(people_of(hr, "nora")) == 3
    RoleGrant.objects.filter(user=hr).delete()
    assert people_of(hr, "nora") == ["Nora All"]
