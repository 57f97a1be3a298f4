"""Somebody is placed while another publishes, each on a connection of their own: whoever comes second sees what the first did."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Employee, User
from ladders.core.errors import DomainError
from ladders.exchange.people.write import import_people
from ladders.frameworks.models import Level, Version
from ladders.impact.library import install_default_plan
from ladders.placements.actions import batches, placements
from ladders.placements.models import Placement
from ladders.placements.queries import levels_on
from tests.factories import EmployeeFactory, hr_admin
from tests.frameworks.published import publish_now, published
from tests.placements.test_placements import DAY, level
from tests.placements.test_reorganisations import decide, folded
from tests.together import meanwhile, together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def by() -> User:
    install_default_plan()
    return hr_admin()


@pytest.fixture
def version(by: User) -> Version:
    return published(by)


WAYS: dict[str, Callable[[Employee, Level, User], Any]] = {
    "one": lambda person, there, by: placements.place(employee=person, level=there, starts_on=DAY, by=by),
    "many": lambda person, there, by: batches.place_many(choices={person.pk: there}, starts_on=DAY, by=by),
    "file": lambda person, there, by: import_people(
        files=[("people.csv", f"number,name,framework,level\n{person.number},{person.name},Research,M6\n".encode())],
        by=by,
    ),
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_who_is_placed_while_the_level_gets_another_grade_is_not_passed_by(
    way: str, version: Version, by: User
) -> None:
    person, there = EmployeeFactory.create(), level(version, "M6")
    draft, _old = folded(version, by, "M6", "M5")  # nobody holds M6, so HR has nothing to decide
    found = meanwhile(lambda: publish_now(draft, by), lambda: WAYS[way](person, there, by))
    if way == "file":  # read after the publication: the file hears that M6 was followed
        assert not isinstance(found, Exception), found
        assert Placement.objects.get(employee=person).version_id == draft.pk
    else:
        assert isinstance(found, DomainError)
        assert "was published meanwhile" in str(found)
        assert not Placement.objects.exists()


def test_who_was_placed_first_is_seen_by_the_publication(version: Version, by: User) -> None:
    person, there = EmployeeFactory.create(), level(version, "M6")
    draft, _old = folded(version, by, "M6", "M5")
    found = meanwhile(lambda: WAYS["one"](person, there, by), lambda: publish_now(draft, by))
    assert isinstance(found, DomainError)
    assert "HR has to decide" in str(found)
    assert levels_on(timezone.localdate())[person.pk].code == "M6"


def test_publishing_and_changing_the_same_people_never_deadlocks(version: Version, by: User) -> None:
    people = EmployeeFactory.create_batch(6)
    for person in people:
        placements.place(employee=person, level=level(version, "M6"), starts_on=DAY, by=by)
    draft, old = folded(version, by, "M6", "M5")
    decide(draft, old, by)
    today, there = timezone.localdate(), level(version, "S6")

    def change(person: Employee) -> Any:
        return placements.change(employee=person, level=there, starts_on=today, reason="New team", by=by)

    works = [lambda person=person: change(person) for person in reversed(people)]
    found = together(lambda: publish_now(draft, by), *works)
    assert [each for each in found if isinstance(each, Exception) and not isinstance(each, DomainError)] == []
    assert isinstance(found[0], Version)
    codes = {each.code for each in levels_on(today, [person.pk for person in people]).values()}
    assert codes <= {"M5", "S6"}
