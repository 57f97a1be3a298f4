"""Who holds no level on purpose: said by HR, of many at once; back again on a day, by a click, or by being placed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import User
from accounts.roles import Role
from ladders.core.audit import opened
from ladders.core.batches import take_back
from ladders.core.errors import DomainError
from ladders.core.models import AuditEntry
from ladders.frameworks.models import Version
from ladders.impact.models import FactorPlan
from ladders.placements.actions import placements
from ladders.placements.actions.batches import place_many
from ladders.placements.actions.no_level import hold_no_level, wait_for_level
from ladders.placements.models import NoLevel
from ladders.reporting.queries.people import PeopleFilter
from ladders.reporting.queries.unplaced_people import number_on_purpose, people_to_place
from ladders.reporting.web.people_list import PEOPLE
from ladders.setup.domain.steps import Step
from ladders.setup.queries.figures import figures_of
from tests.careers.company import report
from tests.conftest import signed_in
from tests.core.test_several import confirmed, undo
from tests.factories import EmployeeFactory, account, hr_admin
from tests.frameworks.published import published
from tests.pages import assert_clean
from tests.placements.test_placements import DAY, level
from tests.shared_rows import shared_rows

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@shared_rows
def version(plan: FactorPlan) -> Version:
    return published(hr_admin())


def said(people: list[Any], hr: User, why: str = "leads", words: str = "", review_on: dt.date | None = None) -> Any:
    return hold_no_level(people=[each.pk for each in people], why=why, words=words, review_on=review_on, by=hr)


def on_purpose(hr: User, **asked: str) -> int:
    return number_on_purpose(hr, PeopleFilter(**asked), TODAY())  # type: ignore[arg-type]


def waiting(hr: User) -> set[str]:
    return set(people_to_place(hr, TODAY()).values_list("name", flat=True))


def test_they_leave_the_list_and_every_figure_and_stay_findable(version: Version, hr: User) -> None:
    people = EmployeeFactory.create_batch(3, department="Lab")
    before, total = waiting(hr), figures_of(hr, TODAY())[Step.LEVELS].total
    client = signed_in(hr)
    sent = {"do": "no-level", "row": [each.pk for each in people[:2]]}
    data = {"why": "short", "words": "", "review_on": ""}
    asked, done = confirmed(client, reverse("people-several"), sent, **data)
    assert asked.context["title"] == "Do 2 people hold no level on purpose?"
    assert "You said of 2 people that they hold no level on purpose." in done.content.decode()
    assert waiting(hr) == before - {people[0].name, people[1].name}
    assert figures_of(hr, TODAY())[Step.LEVELS].total == total - 2
    listed = client.get(reverse("people") + "?state=on_purpose")
    assert_clean(listed)
    assert {row.person.pk for row in listed.context["found"].rows} == {people[0].pk, people[1].pk}
    assert "short stay or apprenticeship" in listed.content.decode()
    page = client.get(reverse("unplaced"))
    assert_clean(page)
    assert "2 people hold no level on purpose" in " ".join(page.content.decode().split())
    [entry] = opened(AuditEntry.objects.filter(verb="batch.no_level"))
    assert len(entry.detail["people"][1]) == 2
    kept = opened(AuditEntry.objects.filter(verb="person.no_level"))
    assert [each.detail["reason"] for each in kept] == [[None, "short stay or apprenticeship"]] * 2
    assert "Taken back for 2." in undo(client, done)
    assert waiting(hr) == before


def test_placing_ends_it_and_taking_that_back_brings_it_again(version: Version, hr: User) -> None:
    one, two = EmployeeFactory.create_batch(2)
    said([one, two], hr, "framework")
    placed = placements.place(employee=one, level=level(version, "S5"), starts_on=DAY, by=hr)
    batch = place_many(choices={two.pk: level(version, "S5")}, starts_on=DAY, by=hr)
    assert not NoLevel.objects.on(TODAY()).exists()
    assert take_back(batch=batch, by=hr).count == 1
    assert [row.employee_id for row in NoLevel.objects.on(TODAY())] == [two.pk]
    with pytest.raises(DomainError, match="holds a level"):
        said([one], hr)
    placements.remove(placement=placed, reason="The wrong person", by=hr)
    assert {row.employee_id for row in NoLevel.objects.on(TODAY())} == {one.pk, two.pk}
    assert not waiting(hr) & {one.name, two.name}


def test_a_level_that_ends_brings_nothing_back_and_one_of_the_past_takes_nothing(version: Version, hr: User) -> None:
    one, two = EmployeeFactory.create_batch(2)
    said([one, two], hr)
    past = TODAY() - dt.timedelta(days=60)
    NoLevel.objects.update(made_at=timezone.now() - dt.timedelta(days=30))
    held = placements.place(employee=one, level=level(version, "S5"), starts_on=past, by=hr)
    placements.end(placement=held, last_day=TODAY() - dt.timedelta(days=1), by=hr)
    held = placements.place(employee=two, level=level(version, "S5"), starts_on=past, by=hr)
    placements.end(placement=held, last_day=TODAY() - dt.timedelta(days=40), by=hr)
    assert (one.name in waiting(hr), two.name in waiting(hr)) == (True, False)


def test_a_level_that_is_planned_ends_it_on_its_first_day_and_not_before(version: Version, hr: User) -> None:
    me = account()
    one, first = me.employee, TODAY() + dt.timedelta(days=60)
    said([one], hr, "framework")
    total = figures_of(hr, TODAY())[Step.LEVELS].total
    planned = placements.place(employee=one, level=level(version, "S5"), starts_on=first, by=hr)
    assert (one.name in waiting(hr), figures_of(hr, TODAY())[Step.LEVELS].total) == (False, total)
    assert "on purpose: no framework" in signed_in(me).get(reverse("home")).content.decode()
    assert_clean(signed_in(hr).get(reverse("person", args=[one.pk])))
    assert NoLevel.objects.on(first - dt.timedelta(days=1)).exists()
    assert not NoLevel.objects.on(first).exists()
    placements.withdraw(placement=planned, today=TODAY(), by=hr)
    assert NoLevel.objects.on(first).get().reason == "no framework for this work yet"


def test_whoever_has_a_level_planned_is_not_among_those_to_place(version: Version, hr: User) -> None:
    one, two = EmployeeFactory.create_batch(2)
    before = figures_of(hr, TODAY())[Step.LEVELS]
    placements.place(employee=one, level=level(version, "S5"), starts_on=TODAY() + dt.timedelta(days=60), by=hr)
    assert waiting(hr) >= {two.name}
    assert one.name not in waiting(hr)
    after = figures_of(hr, TODAY())[Step.LEVELS]
    assert (after.done, after.total) == (before.done + 1, before.total)


def test_of_a_day_in_the_past_it_is_read_what_was_said_then(hr: User) -> None:
    [one] = EmployeeFactory.create_batch(1, hired_on=dt.date(2020, 1, 1))
    ago = [timezone.now() - dt.timedelta(days=days) for days in (30, 10)]
    batch = said([one], hr, "board")
    wait_for_level(people=[one.pk], by=hr)
    NoLevel.objects.filter(batch=batch).update(made_at=ago[0], ended_at=ago[1])
    told = []
    for days in (31, 30, 11, 10, 0):
        day = TODAY() - dt.timedelta(days=days)
        page = signed_in(hr).get(reverse("person", args=[one.pk]) + f"?on={day}")
        told.append("on purpose: sits on a board" in page.content.decode())
        assert number_on_purpose(hr, PeopleFilter(), day) == told[-1]
    assert told == [False, True, True, False, False]


def test_what_is_offered_on_a_day_of_the_past_is_what_can_be_written_now(version: Version, hr: User) -> None:
    placed, on_purpose_now, neither = EmployeeFactory.create_batch(3, hired_on=dt.date(2020, 1, 1))
    placements.place(employee=placed, level=level(version, "S5"), starts_on=TODAY() - dt.timedelta(days=10), by=hr)
    said([on_purpose_now], hr)
    offered = {}
    for someone in (placed, on_purpose_now, neither):
        page = signed_in(hr).get(reverse("person", args=[someone.pk]) + f"?on={TODAY() - dt.timedelta(days=100)}")
        offered[someone] = [name for name in ("no_level", "no_level_end") if name in page.context["forms"]]
    assert offered == {placed: [], on_purpose_now: ["no_level_end"], neither: ["no_level"]}


def test_needed_after_all_and_that_taken_back(hr: User) -> None:
    [one] = EmployeeFactory.create_batch(1)
    said([one], hr, "other", "Sabbatical year")
    batch = wait_for_level(people=[one.pk], by=hr)
    assert one.name in waiting(hr)
    take_back(batch=batch, by=hr)
    assert (one.name in waiting(hr), NoLevel.objects.on(TODAY()).get().reason) == (False, "Sabbatical year")


def test_what_was_said_anew_meanwhile_stays_and_whoever_it_is_of_is_named(hr: User) -> None:
    one, two = EmployeeFactory.create_batch(2)
    said([one, two], hr, "framework")
    batch = wait_for_level(people=[one.pk, two.pk], by=hr)
    said([one], hr, "board")
    with CaptureQueriesContext(connection) as run:
        back = take_back(batch=batch, by=hr)
    assert (back.count, back.kept) == (1, (str(one),))
    assert {(row.employee_id, row.why) for row in NoLevel.objects.on(TODAY())} == {
        (one.pk, "board"),
        (two.pk, "framework"),
    }
    # The people are held before what was said of them is looked at: nobody says it anew in between.
    locks = [each["sql"] for each in run.captured_queries if "FOR " in each["sql"]]
    tables = [
        next(name for name in ("accounts_employee", "placements_nolevel", "core_batch") if f'FROM "{name}"' in sql)
        for sql in locks
    ]
    assert tables[-2:] == ["accounts_employee", "placements_nolevel"]


def test_from_the_day_to_look_again_they_are_back_with_a_word_why(version: Version, hr: User) -> None:
    [one] = EmployeeFactory.create_batch(1)
    said([one], hr, "short", review_on=TODAY() + dt.timedelta(days=1))
    assert one.name not in waiting(hr)
    NoLevel.objects.update(review_on=TODAY())
    assert one.name in waiting(hr)
    page = signed_in(hr).get(reverse("person", args=[one.pk]))
    assert_clean(page)
    assert "that was on purpose: short stay or apprenticeship. Look at it again." in " ".join(
        page.content.decode().split()
    )
    listed = signed_in(hr).get(reverse("unplaced") + "?title=")
    assert_clean(listed)
    day = date_format(TODAY(), "j F Y")
    words = " ".join(listed.content.decode().split())
    assert words.count(f"On purpose until {day}: short stay or apprenticeship. Look at it again.") == 1
    said([one], hr, "board")
    assert [each.why for each in NoLevel.objects.on(TODAY())] == ["board"]


def test_where_nobody_waits_the_page_does_not_say_that_everybody_holds_one(version: Version, hr: User) -> None:
    people = list(people_to_place(hr, TODAY()))
    said([*people, *EmployeeFactory.create_batch(2)], hr)
    words = " ".join(signed_in(hr).get(reverse("unplaced")).content.decode().split())
    assert "Nobody waits for a level" in words
    assert "Everybody in your reach holds one, or holds none on purpose." in words


def test_the_manager_reads_that_it_is_on_purpose_and_not_why(version: Version, hr: User) -> None:
    boss = account()
    one, two = EmployeeFactory.create_batch(2)
    for each in (one, two):
        report(each, boss.employee)
    said([one], hr, "other", "On leave of absence")
    client = signed_in(boss)
    for query, told, waits in (
        ("?view=list", "none, on purpose", "none yet: ask HR to place them"),
        ("", "holds no level, on purpose", "holds no level yet"),
    ):
        words = " ".join(client.get(reverse("team") + query).content.decode().split())
        if query or told in words:
            assert (words.count(told), words.count(waits)) == (1, 1)
        assert "leave of absence" not in words
    page = " ".join(client.get(reverse("team-member", args=[one.pk])).content.decode().split())
    assert "Holds no level, on purpose. Why is for them to say." in page
    assert "leave of absence" not in page
    page = " ".join(client.get(reverse("team-member", args=[two.pk])).content.decode().split())
    assert "Holds no level yet. HR places people on levels: ask for it." in page


def test_the_kind_of_reason_is_read_beside_the_words(hr: User) -> None:
    me = account()
    said([me.employee], hr, "framework", "ours is planned for spring")
    client = signed_in(me)
    for name in ("my-path", "home"):
        words = " ".join(client.get(reverse(name)).content.decode().split())
        told = "on purpose: no framework for this work yet (ours is planned for spring)."
        assert f"You hold no level at the moment, {told}" in words, name


def test_another_reason_needs_words_and_the_day_lies_ahead(hr: User) -> None:
    [one] = EmployeeFactory.create_batch(1)
    with pytest.raises(DomainError, match="which other reason"):
        said([one], hr, "other", " ")
    with pytest.raises(DomainError, match="later one"):
        said([one], hr, review_on=TODAY())
    url = reverse("person-place", args=[one.pk, "no_level"])
    refused = signed_in(hr).post(url, {"no_level-why": "other"})
    assert (refused.status_code, NoLevel.objects.count()) == (422, 0)
    assert "Say which other reason it is" in refused.content.decode()


def test_the_person_reads_why(hr: User) -> None:
    me = account(department="Lab")
    person = me.employee
    client = signed_in(hr)
    client.post(reverse("person-place", args=[person.pk, "no_level"]), {"no_level-why": "leads"})
    page = signed_in(me).get(reverse("person", args=[person.pk]))
    assert_clean(page)
    text = " ".join(page.content.decode().split())
    assert "You hold no level at the moment, on purpose: leads the whole organisation." in text
    for name in ("home", "my-path"):
        said_there = " ".join(signed_in(me).get(reverse(name)).content.decode().split())
        assert "You hold no level at the moment, on purpose: leads the whole organisation." in said_there, name
    client.post(reverse("person-place", args=[person.pk, "no_level_end"]))
    assert "on purpose" not in signed_in(me).get(reverse("person", args=[person.pk])).content.decode()


def test_only_in_ones_reach_and_never_of_oneself(hr: User) -> None:
    lab, office = EmployeeFactory.create(department="Lab"), EmployeeFactory.create(department="Office")
    scoped = account(user__roles=[Role.HR_ADMIN], department="Lab")
    scoped.grants.update(departments=["Lab"])
    said([office], hr)
    with pytest.raises(PermissionDenied):
        said([lab, EmployeeFactory.create(department="Office")], scoped)
    with pytest.raises(PermissionDenied):
        wait_for_level(people=[office.pk], by=scoped)
    with pytest.raises((PermissionDenied, DomainError)):
        said([scoped.employee], scoped)
    assert [row.employee_id for row in NoLevel.objects.all()] == [office.pk]
    said([lab], scoped)
    assert (on_purpose(hr, department="Lab"), on_purpose(hr, words=office.number)) == (1, 1)
    assert (on_purpose(scoped), on_purpose(hr)) == (1, 2)


def test_the_reason_is_read_within_ones_reach_alone_and_nobody_beyond_is_touched(version: Version, hr: User) -> None:
    lab, office = EmployeeFactory.create(department="Lab"), EmployeeFactory.create(department="Office")
    scoped = account(user__roles=[Role.HR_ADMIN], department="Lab")
    scoped.grants.update(departments=["Lab"])
    said([lab], hr, "other", "On a sabbatical")
    said([office], hr, "other", "Seconded to a ministry")
    client = signed_in(scoped)
    page = client.get(reverse("people") + "?state=on_purpose").content.decode()
    assert ("On a sabbatical" in page, "Seconded to a ministry" in page) == (True, False)
    assert PEOPLE.sheet is not None
    found = PEOPLE.sheet(scoped, QueryDict("state=on_purpose"), PEOPLE.order("", scoped))
    assert "Seconded to a ministry" not in {cell for row in found.rows for cell in row}
    words = " ".join(client.get(reverse("unplaced")).content.decode().split())
    assert "1 person holds no level on purpose" in words
    client.post(reverse("person-place", args=[office.pk, "no_level_end"]))
    client.post(reverse("people-several"), {"do": "no-level-end", "row": [office.pk], "step": "confirm"}, follow=True)
    assert NoLevel.objects.on(TODAY()).count() == 2


def test_a_thousand_at_once_in_as_many_statements_as_two(hr: User, django_assert_max_num_queries: Any) -> None:
    for count in (2, 60):
        people = EmployeeFactory.create_batch(count)
        with django_assert_max_num_queries(24):
            batch = said(people, hr)
        with django_assert_max_num_queries(20):
            assert take_back(batch=batch, by=hr).count == count


def test_the_file_has_the_reason_since_when_and_until_when(hr: User) -> None:
    [one] = EmployeeFactory.create_batch(1)
    later = TODAY() + dt.timedelta(days=30)
    said([one], hr, "short", review_on=later)
    assert PEOPLE.sheet is not None
    found = PEOPLE.sheet(hr, QueryDict("state=on_purpose"), PEOPLE.order("", hr))
    [row] = [dict(zip(found.headings, row, strict=True)) for row in found.rows]
    assert [row[key] for key in ("number", "no_level", "no_level_since", "no_level_by", "no_level_until")] == [
        one.number, "short stay or apprenticeship", TODAY(), str(hr), later,
    ]  # fmt: skip
