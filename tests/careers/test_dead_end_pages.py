"""Dead ends and the people behind their counts: HR in reach alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Employee, User
from accounts.roles import Role
from ladders.careers.domain.dead_ends import only_vacant
from ladders.careers.models import Seat
from ladders.careers.queries import census
from ladders.frameworks.actions.frameworks import create_framework
from ladders.frameworks.default_texts import default_scale
from ladders.frameworks.domain.shapes import TrackKind
from ladders.frameworks.models import Level, Version
from ladders.impact.models import FactorPlan
from ladders.placements.models import Placement
from tests.built import statements_built
from tests.conftest import signed_in
from tests.factories import account, small_shape
from tests.frameworks.published import force_published, published
from tests.pages import assert_clean
from tests.shared_rows import shared_rows

from .charts import atlas
from .company import crowd, local_hr, person, place

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_census_kept() -> None:
    """People are counted anew in each test."""
    census.forget()


@shared_rows
def narrow(plan: FactorPlan, hr: User) -> Version:
    """A framework whose row on top is management alone: from S5 there is no way up but leading."""
    whole = small_shape(plan, name="Research")
    tracks = tuple(
        track if track.kind in (TrackKind.MANAGEMENT, TrackKind.SHARED) else replace(track, levels=track.levels[:1])
        for track in whole.tracks
        if track.kind in (TrackKind.MANAGEMENT, TrackKind.SHARED, TrackKind.SPECIALIST)
    )
    keys = {level.key for track in tracks for level in track.levels}
    shape = replace(
        whole,
        tracks=tracks,
        scale=default_scale(),
        expectations={key: value for key, value in whole.expectations.items() if key[0] in keys},
        evaluations={key: value for key, value in whole.evaluations.items() if key in keys},
    )
    draft = create_framework(name="Research", by=hr, shape=shape, owner=person("Ow Ner"))
    return force_published(draft, hr)


def key(version: Version, code: str) -> UUID:
    return Level.objects.get(version=version, code=code).key


def found(user: User) -> dict[str, list[tuple[str, int]]]:
    response = signed_in(user).get(reverse("dead-ends"))
    assert_clean(response)
    return {
        part.kind.key: [(entry.place.level.code, entry.people) for entry in part.entries]
        for part in response.context["parts"]
    }


def test_hr_sees_the_people_whose_only_next_level_is_management(narrow: Version, hr: User) -> None:
    crowd(narrow, S5=3, M5=2, M6=1, E3=4)
    assert found(hr)["management"] == [("S5", 3)]
    response = signed_in(hr).get(reverse("level-people", args=[key(narrow, "S5")]))
    assert_clean(response)
    assert [row.person.name for row in response.context["found"].rows] == ["S5 0", "S5 1", "S5 2"]


def test_only_people_in_reach_are_counted_and_shown(narrow: Version) -> None:
    crowd(narrow, S5=3)
    place(narrow, "S5", person("El Se", department="Elsewhere"))
    address = reverse("level-people", args=[key(narrow, "S5")])
    for where, names in (("Lab", ["S5 0", "S5 1", "S5 2"]), ("Elsewhere", ["El Se"]), ("Nowhere", [])):
        user = local_hr(where)
        assert found(user)["management"] == [("S5", len(names))]
        response = signed_in(user).get(address)
        assert_clean(response)
        assert [row.person.name for row in response.context["found"].rows] == names
        beyond = signed_in(user).get(f"{address}?after={person('Aa', department='Secret').pk}")
        assert [row.person.name for row in beyond.context["found"].rows] == names  # a place in no list of theirs


def test_nobody_else_sees_them(narrow: Version, hr: User, employee: User) -> None:
    crowd(narrow, S5=3)
    owner = narrow.framework.owner
    assert owner is not None
    assert owner.user is not None
    others = [account(user__roles=[role]) for role in Role if role != Role.HR_ADMIN]
    for user in (employee, owner.user, *others):
        for address in (reverse("dead-ends"), reverse("level-people", args=[key(narrow, "S5")])):
            response = signed_in(user).get(address)
            assert response.status_code == 403
            assert b"S5 0" not in response.content
        assert reverse("dead-ends").encode() not in signed_in(user).get(reverse("account")).content
    assert Client().get(reverse("dead-ends")).status_code == 302


def test_a_whole_framework_has_no_dead_end(plan: FactorPlan, hr: User) -> None:
    published(hr)
    assert found(hr) == {}
    assert b"No dead ends" in signed_in(hr).get(reverse("dead-ends")).content


def test_without_a_framework_it_says_so(hr: User) -> None:
    assert b"No framework is published yet" in signed_in(hr).get(reverse("dead-ends")).content


def test_levels_from_which_every_way_up_needs_a_vacant_seat(narrow: Version, hr: User) -> None:
    assert "vacant" not in found(hr)
    Seat.objects.create(framework=narrow.framework, level_key=key(narrow, "M6"))
    assert found(hr)["vacant"] == [("S5", 0), ("M5", 0)]


def test_whoever_may_mend_it_is_led_there(narrow: Version, hr: User) -> None:
    page = signed_in(hr).get(reverse("dead-ends")).content.decode()
    assert reverse("framework", args=["research"]) in page
    assert "Ask Ow Ner" not in page
    page = signed_in(local_hr("Lab")).get(reverse("dead-ends")).content.decode()
    assert "Ask Ow Ner" in page


def test_people_of_a_level_that_went_into_another_are_counted_there(narrow: Version, hr: User) -> None:
    from ladders.placements.models import Placement

    crowd(narrow, S5=2)
    Placement.objects.filter(employee__number="S5-0").update(level_key=UUID(int=7))
    census.forget()
    response = signed_in(hr).get(reverse("dead-ends"))
    assert response.context["gone"] == 1
    assert found(hr)["management"] == [("S5", 1)]


@pytest.mark.parametrize("count", [1, 60])
def test_the_same_number_of_queries_for_any_number_of_people(
    narrow: Version, hr: User, count: int, django_assert_num_queries: Any
) -> None:
    crowd(narrow, S5=count)
    client = signed_in(hr)
    people = reverse("level-people", args=[key(narrow, "S5")])
    for address, queries in ((reverse("dead-ends"), 7), (people, 6)):
        client.get(address)
        with django_assert_num_queries(queries):
            client.get(address)


def test_the_people_of_a_level_are_read_by_statements_put_together_once(narrow: Version, hr: User) -> None:
    crowd(narrow, S5=3)
    client, address = signed_in(hr), reverse("level-people", args=[key(narrow, "S5")])
    client.get(address)
    assert statements_built(lambda: client.get(address)) == 0
    somebody = person("Li Nk", department="Lab")
    place(narrow, "S5", somebody)
    body = client.get(address).content.decode()
    assert f'<a href="/people/{somebody.pk}/">Li Nk</a><br><span class="small soft">{somebody.number}</span>' in body
    Employee.objects.filter(pk=somebody.pk).update(name="Aa <b>", sort_name="!")  # the order is today's, too
    assert [row.person.name for row in client.get(address).context["found"].rows] == ["Aa <b>", "S5 0", "S5 1", "S5 2"]
    assert "Aa &lt;b&gt;</a>" in client.get(address).content.decode()


def test_the_list_of_people_goes_on(narrow: Version, hr: User) -> None:
    crowd(narrow, S5=120)
    seen: list[int] = []
    address = people = reverse("level-people", args=[key(narrow, "S5")])
    for _page in range(4):
        page = signed_in(hr).get(address).context["found"]
        seen += [row.person.pk for row in page.rows]
        if page.after is None:
            break
        address = f"{people}?after={page.after}"
    assert (len(seen), len(set(seen))) == (120, 120)
    first = signed_in(hr).get(people).context["found"]
    Placement.objects.filter(employee=first.after).delete()  # who was the last of the page has moved on
    second = signed_in(hr).get(f"{people}?after={first.after}").context["found"]
    assert [row.person.pk for row in second.rows] == seen[len(first.rows) : 2 * len(first.rows)]
    assert signed_in(hr).get(reverse("level-people", args=[UUID(int=1)])).status_code == 404


def test_vacant_seats_matter_only_where_all_ways_up_need_one() -> None:
    whole = atlas()
    up = {each.there.key for place in whole.places for each in whole.offers[place] if each.change > 0}
    assert only_vacant(whole, ()) == ()
    assert {place.key for place in only_vacant(whole, up)} == {
        place for place in whole.places if any(each.change > 0 for each in whole.offers[place])
    }
    assert only_vacant(whole, up - {next(iter(up))}) != only_vacant(whole, up)
