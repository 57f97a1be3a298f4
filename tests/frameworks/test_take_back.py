"""A publication that is taken back on its day: what is in force then, what stays, and what stands in the way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from ladders.core.errors import DomainError
from ladders.core.models import AuditEntry
from ladders.frameworks import built_on
from ladders.frameworks.actions.frameworks import start_draft
from ladders.frameworks.actions.levels import edit_level
from ladders.frameworks.actions.publication import record_consultation
from ladders.frameworks.actions.take_back import look_back, take_back
from ladders.frameworks.models import Framework, Level, SearchEntry, TakenBack, Version
from ladders.frameworks.queries.search import find
from ladders.frameworks.queries.versions import shape_of
from ladders.impact.models import FactorPlan
from ladders.placements.actions.batches import place_many, take_back_placed
from ladders.placements.actions.placements import place
from ladders.placements.models import Placement
from ladders.placements.queries import placed_since
from tests.conftest import signed_in
from tests.factories import EmployeeFactory
from tests.shared_rows import shared_rows

from .published import publish_now, published

pytestmark = pytest.mark.django_db


@shared_rows
def first(plan: FactorPlan, hr: User) -> Version:
    """Version 1, in force."""
    return published(hr, note="The beginning")


@shared_rows
def second(first: Version, hr: User) -> Version:
    """Version 2, published today: S6 is called Sage."""
    draft = start_draft(framework=first.framework, by=hr)
    key = Level.objects.get(version=draft, code="S6").key
    edit_level(version_id=draft.pk, key=key, by=hr, seen=None, code="S6", title="Sage", summary="", scope="")
    record_consultation(version=draft, body="Works council", held_on=timezone.localdate(), outcome="Fine", by=hr)
    Version.objects.filter(pk=draft.pk).update(note="A Sage")
    return publish_now(draft, hr)


def _content(version: Version) -> Any:
    shape = shape_of(Version.objects.select_related("framework").get(pk=version.pk), evaluations=True)
    return shape.tracks, shape.groups, shape.competencies, dict(shape.expectations), dict(shape.evaluations)


def _states(framework: Framework) -> list[tuple[int, str]]:
    return list(Version.objects.filter(framework=framework).order_by("number").values_list("number", "state"))


def test_the_version_before_is_in_force_again_and_what_was_published_is_the_draft(
    first: Version, second: Version, hr: User
) -> None:
    frozen = _content(second)
    draft = take_back(version=second, reason=" A typing error. ", by=hr)
    assert _states(first.framework) == [(1, "retired"), (2, "retired"), (3, "published"), (4, "draft")]
    again = Version.objects.get(number=3)
    assert _content(again) == _content(first)
    assert (again.plan, again.based_on, again.statement) == (first.plan, first, first.statement)
    assert (
        again.note == "Version 2 was taken back on the day it was published: A typing error.\n\nVersion 1 counts again."
    )
    assert _content(draft) == frozen == _content(second)
    draft.refresh_from_db()
    assert (draft.number, draft.based_on, draft.note) == (4, second, "A Sage")
    assert [str(item.body) for item in draft.consultations.all()] == ["Works council"]
    entry = AuditEntry.objects.get(verb="version.taken_back")
    assert (entry.by, entry.subject) == (hr, "Research · version 2")
    assert entry.detail == {"reason": [None, "A typing error."], "in_force": ["2", "3"], "draft": [None, "4"]}
    assert set(SearchEntry.objects.values_list("version", flat=True)) == {again.pk}
    assert not find("Sage")
    assert publish_now(draft, hr).number == 4


def test_a_first_publication_leaves_nothing_in_force(first: Version, hr: User, employee_client: Client) -> None:
    draft = take_back(version=first, reason="Too early", by=hr)
    assert _states(first.framework) == [(1, "retired"), (2, "draft")]
    assert draft.number == 2
    assert employee_client.get(reverse("framework", args=[first.framework.slug])).status_code == 404
    assert TakenBack.objects.get().again is None


def test_taking_back_twice_is_taking_back_once(second: Version, hr: User) -> None:
    draft = take_back(version=second, reason="Once", by=hr)
    assert take_back(version=second, reason="Twice", by=hr) == draft
    assert TakenBack.objects.get().reason == "Once"


def test_the_next_day_is_too_late(second: Version, hr: User, monkeypatch: pytest.MonkeyPatch) -> None:
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda at=None: at.date() if at else tomorrow)
    with pytest.raises(DomainError, match="on its own day only"):
        take_back(version=second, reason="Late", by=hr)
    assert _states(second.framework) == [(1, "retired"), (2, "published")]


def _placed(version: Version, hr: User) -> None:
    level = Level.objects.get(version=version, code="P5")
    place(employee=EmployeeFactory.create(), level=level, starts_on=timezone.localdate(), by=hr)


def _edited(version: Version, hr: User) -> None:
    draft = start_draft(framework=version.framework, by=hr)
    key = Level.objects.get(version=draft, code="S6").key
    edit_level(version_id=draft.pk, key=key, by=hr, seen=None, code="S6", title="Mage", summary="", scope="")


@pytest.mark.parametrize(
    ("happens", "said"),
    [(_placed, "Somebody was given a level of it"), (_edited, "The next draft was edited already")],
)
def test_what_was_built_on_it_stands_in_the_way(
    second: Version, hr: User, happens: Callable[[Version, User], None], said: str
) -> None:
    happens(second, hr)
    states = _states(second.framework)
    with pytest.raises(DomainError, match=said):
        take_back(version=second, reason="x", by=hr)
    assert _states(second.framework) == states


def test_people_who_were_placed_and_taken_back_hinder_nothing(first: Version, hr: User) -> None:
    people = EmployeeFactory.create_batch(2)
    level = Level.objects.get(version=first, code="P5")
    batch = place_many(choices={each.pk: level for each in people}, starts_on=timezone.localdate(), by=hr)
    assert "Somebody was given a level of it, or another day for one." in built(first)
    take_back_placed(batch, hr)
    assert built(first) == []
    take_back(version=first, reason="Too early", by=hr)
    assert _states(first.framework) == [(1, "retired"), (2, "draft")]


@pytest.mark.django_db(transaction=True)
def test_a_level_that_was_held_before_and_taken_away_since_hinders(second: Version, hr: User) -> None:
    _placed(second, hr)
    moment = timezone.now()
    assert not placed_since(second.framework_id, moment)
    Placement.objects.get().delete()
    assert placed_since(second.framework_id, moment)


def built(version: Version) -> list[str]:
    assert version.published_at is not None
    return built_on.built_on(version.framework_id, version.published_at)


def test_every_room_that_builds_on_levels_is_asked(second: Version) -> None:
    assert built_on.built_on(second.framework_id, timezone.now()) == []
    rooms = sorted({question.__module__.split(".")[1] for _words, question in built_on._QUESTIONS})
    assert rooms == ["compensation", "moves", "pay_information", "pay_reports", "placements", "reason_files"]


def test_the_owner_learns_that_something_rests_on_it_and_not_what(second: Version, hr: User) -> None:
    _placed(second, hr)
    owner = second.framework.owner
    assert owner is not None
    account = owner.user
    assert account is not None
    look = look_back(second.framework, account)
    assert look is not None
    assert look.obstacles == ("A level, a request, pay or a report rests on it by now.",)


def test_a_draft_that_nobody_edited_makes_way(second: Version, hr: User) -> None:
    start_draft(framework=second.framework, by=hr)
    draft = take_back(version=second, reason="x", by=hr)
    assert _states(second.framework) == [(1, "retired"), (2, "retired"), (3, "published"), (4, "draft")]
    assert draft.based_on == second


def test_what_was_brought_back_is_not_taken_back_itself(second: Version, hr: User) -> None:
    take_back(version=second, reason="x", by=hr)
    again = Version.objects.get(number=3)
    with pytest.raises(DomainError, match="brought an earlier version back"):
        take_back(version=again, reason="y", by=hr)


def test_on_the_page_it_takes_a_reason_and_leads_to_the_draft(second: Version, hr_client: Client) -> None:
    url = reverse("publication-take-back", args=[second.framework.slug])
    versions = hr_client.get(reverse("version-list", args=[second.framework.slug])).content.decode()
    assert url in versions
    page = hr_client.get(url)
    assert (page.status_code, page.context["look"].before.number, page.context["look"].obstacles) == (200, 1, ())
    assert hr_client.post(url, {"number": "2", "reason": " "}).status_code == 422
    assert hr_client.post(url, {"number": "1", "reason": "x"}).status_code == 409
    answer = hr_client.post(url, {"number": "2", "reason": "A typing error."}, follow=True)
    assert answer.redirect_chain == [(reverse("draft", args=[second.framework.slug]), 302)]
    assert "Version 2 is taken back. What it said is the draft of version 4." in answer.content.decode()
    text = hr_client.get(reverse("version-list", args=[second.framework.slug])).content.decode()
    assert "Taken back on the day of its publication: A typing error." in text
    assert url not in text or Version.objects.get(number=3).published_at is not None


def test_readers_are_told_above_the_lattice(second: Version, hr: User, employee: User) -> None:
    take_back(version=second, reason="A typing error.", by=hr)
    text = signed_in(employee).get(reverse("framework", args=[second.framework.slug])).content.decode()
    assert "Version 2 was taken back on the day it was published: A typing error." in text
