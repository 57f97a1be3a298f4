"""Who sees what of whom: the queryset, the pages, and that taking back means gone."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ladders.careers.actions.evidence import delete_evidence, write_evidence
from ladders.careers.actions.sharing import revoke, revoke_all, share
from ladders.careers.actions.wish import record_wish
from ladders.careers.models import (
    Assessment,
    AssessmentSheet,
    Audience,
    Evidence,
    LeadWish,
    NamedSeason,
    Reflection,
    SeasonPlan,
    Share,
    Thing,
    WishAnswer,
)
from ladders.careers.queries.sharing import BY_NAME, people_shown, shared_with, things_shown
from ladders.core.errors import DomainError
from ladders.core.lists.places import seal_place
from ladders.core.models import AuditEntry
from ladders.frameworks.models import Framework
from ladders.reporting.models import ReportingLine
from tests.factories import EmployeeFactory
from tests.pages import assert_clean

from .conftest import PEOPLE, TODAY, Firm

pytestmark = pytest.mark.django_db
WITHOUT = {"assessment": {"ada", "manager", "hr"}}


def seen_by(staff: Firm, what: Thing) -> set[str]:
    return {who for who in PEOPLE if shared_with(staff.user(who), staff["ada"], what, TODAY)}


def test_each_thing_is_seen_by_whom_it_is_shared_with_and_nobody_else(staff: Firm) -> None:
    for what in Thing:
        _share_with_each(staff, what)
    assert not Share.objects.exists()


def _share_with_each(staff: Firm, what: Thing) -> None:
    ada = staff["ada"]
    alone, colleague = WITHOUT.get(what, {"ada"}), staff["colleague"]
    assert seen_by(staff, what) == alone
    shares = {
        who: share(employee=ada, what=[what], audience=audience, colleague=named, until=None, by=ada.user)[0]
        for who, audience, named in (
            ("manager", Audience.MANAGER, None),
            ("hr", Audience.HR, None),
            ("colleague", Audience.COLLEAGUE, colleague),
        )
    }
    left = set(shares)
    assert seen_by(staff, what) == alone | left
    other = list(Thing)[list(Thing).index(what) - 1]
    assert seen_by(staff, other) == WITHOUT.get(other, {"ada"})
    for who, row in shares.items():
        revoke(employee=ada, key=row.pk, by=ada.user)
        revoke(employee=ada, key=row.pk, by=ada.user)  # harmless when repeated
        left.discard(who)
        assert seen_by(staff, what) == alone | left


def test_sharing_ends_with_its_day_and_with_ones_last_day(staff: Firm) -> None:
    ada, boss = staff["ada"], staff.user("manager")
    until = TODAY + dt.timedelta(days=3)
    share(employee=ada, what=[Thing.WISH], audience=Audience.MANAGER, until=until, by=ada.user)
    assert shared_with(boss, ada, Thing.WISH, until)
    assert not shared_with(boss, ada, Thing.WISH, until + dt.timedelta(days=1))
    ada.left_on = TODAY
    ada.save()
    assert shared_with(boss, ada, Thing.WISH, TODAY)
    assert not shared_with(boss, ada, Thing.WISH, TODAY + dt.timedelta(days=1))
    assert not shared_with(boss, ada, Thing.ASSESSMENT, TODAY + dt.timedelta(days=1))


def test_a_new_manager_sees_it_and_the_former_no_longer(staff: Firm) -> None:
    ada = staff["ada"]
    share(employee=ada, what=[Thing.SEASONS], audience=Audience.MANAGER, until=None, by=ada.user)
    ReportingLine.objects.filter(employee=ada, ends_on=None).update(ends_on=TODAY - dt.timedelta(days=1))
    assert seen_by(staff, Thing.SEASONS) == {"ada"}
    ReportingLine.objects.create(employee=ada, manager=staff["colleague"], starts_on=TODAY)
    assert seen_by(staff, Thing.SEASONS) == {"ada", "colleague"}


def test_sharing_is_refused_with_a_sentence(staff: Firm) -> None:
    ada = staff["ada"]
    past = TODAY - dt.timedelta(days=1)
    gone = staff["colleague"]
    gone.left_on = past
    gone.save()
    for what, audience, named, until in (
        ([], Audience.HR, None, None),
        ([Thing.WISH], Audience.HR, None, past),
        ([Thing.WISH], Audience.COLLEAGUE, None, None),
        ([Thing.WISH], Audience.COLLEAGUE, ada, None),
        ([Thing.WISH], Audience.COLLEAGUE, gone, None),
    ):
        with pytest.raises(DomainError):
            share(employee=ada, what=what, audience=audience, colleague=named, until=until, by=ada.user)
    with pytest.raises(PermissionDenied):
        share(employee=ada, what=[Thing.WISH], audience=Audience.HR, until=None, by=staff.user("manager"))
    assert not Share.objects.exists()


def test_rows_are_visible_as_the_question_says(staff: Firm) -> None:
    """`visible_to` of every table and `shared_with` never disagree; by default nobody sees anything."""
    ada = staff["ada"]
    sheet = AssessmentSheet.objects.create(employee=ada, side="self")
    Assessment.objects.create(
        sheet=sheet, framework=Framework.objects.create(slug="f", name="F"), competency=uuid4(), proficiency=3
    )
    Evidence.objects.create(employee=ada, happened_on=TODAY, title="T", impacts=["culture"])
    LeadWish.objects.create(employee=ada, answer="no")
    NamedSeason.objects.create(employee=ada, season="building", starts_on=TODAY)
    SeasonPlan.objects.create(employee=ada, season="advising")
    Reflection.objects.create(employee=ada, sealed="{}")
    tables: dict[Thing, list[Any]] = {
        Thing.ASSESSMENT: [Assessment, AssessmentSheet],
        Thing.EVIDENCE: [Evidence],
        Thing.WISH: [LeadWish],
        Thing.SEASONS: [NamedSeason, SeasonPlan],
        Thing.ENERGY: [Reflection],
    }
    share(employee=ada, what=[Thing.SEASONS, Thing.ENERGY], audience=Audience.MANAGER, until=None, by=ada.user)
    share(employee=ada, what=[Thing.EVIDENCE, Thing.WISH], audience=Audience.HR, until=None, by=ada.user)
    for what, models in tables.items():
        for who in PEOPLE:
            seen = shared_with(staff.user(who), ada, what, TODAY)
            assert [model.objects.visible_to(staff.user(who)).exists() for model in models] == [seen] * len(models)
    from django.contrib.auth.models import AnonymousUser

    for models in tables.values():
        assert [model.objects.visible_to(AnonymousUser()).exists() for model in models] == [False] * len(models)


def test_what_was_deleted_is_seen_by_its_author_alone(staff: Firm) -> None:
    ada = staff["ada"]
    note = write_evidence(employee=ada, happened_on=TODAY, title="T", text="", impacts=["culture"], by=ada.user)
    share(employee=ada, what=[Thing.EVIDENCE], audience=Audience.MANAGER, until=None, by=ada.user)
    assert list(Evidence.objects.visible_to(staff.user("manager"))) == [note]
    delete_evidence(evidence=note, by=ada.user)
    assert list(Evidence.objects.visible_to(staff.user("manager"))) == []
    assert list(Evidence.objects.visible_to(staff.user("ada"))) == [note]


def test_the_page_of_what_is_shared(staff: Firm) -> None:
    ada = staff["ada"]
    path = f"/shared/{ada.pk}/"
    expected = {"manager": 200, "hr": 200, "former": 404, "above": 404, "colleague": 404, "hr_elsewhere": 404}
    assert {who: staff.client(who).get(path).status_code for who in expected} == expected
    assert staff.client("stranger").get(path).status_code == 302
    record_wish(employee=ada, answer=WishAnswer.YES, note="With a small team", today=TODAY, by=ada.user)
    write_evidence(employee=ada, happened_on=TODAY, title="Shorter trials", text="", impacts=["business"], by=ada.user)
    hidden = staff.client("manager").get(path)
    assert_clean(hidden)
    assert b"small team" not in hidden.content
    assert b"Shorter trials" not in hidden.content
    [row] = share(
        employee=ada,
        what=[Thing.WISH],
        audience=Audience.COLLEAGUE,
        colleague=staff["colleague"],
        until=None,
        by=ada.user,
    )
    page = staff.client("colleague").get(path)
    assert_clean(page)
    assert b"small team" in page.content
    assert b"Shorter trials" not in page.content
    assert things_shown(staff.user("colleague"), ada, TODAY) == {Thing.WISH}
    assert people_shown(staff.user("colleague"), TODAY).people == [(ada, [Thing.WISH])]
    assert b"Ada Person" in staff.client("colleague").get("/shared/").content
    assert people_shown(staff.user("hr"), TODAY).people == []  # seen without being shared is no news
    revoke(employee=ada, key=row.pk, by=ada.user)
    assert staff.client("colleague").get(path).status_code == 404
    assert b"Ada Person" not in staff.client("colleague").get("/shared/").content


def test_who_shares_is_listed_a_page_at_a_time_with_the_same_queries(staff: Firm) -> None:
    me, reader = staff["colleague"], staff.user("colleague")
    people = [EmployeeFactory.create(name=f"Person {letter}") for letter in "CABD"]
    for number, person in enumerate(people):
        for what in (Thing.SEASONS, Thing.WISH)[: 1 + number % 2]:
            Share.objects.create(employee=person, what=what, audience=Audience.COLLEAGUE, colleague=me)
    first = people_shown(reader, TODAY, size=3)
    assert [(person.name, what) for person, what in first.people] == [
        ("Person A", [Thing.SEASONS, Thing.WISH]), ("Person B", [Thing.SEASONS]), ("Person C", [Thing.SEASONS]),
    ]  # fmt: skip
    revoke_all(employee=people[0], by=people[0].user)  # the last of the page, who is no place to look for any more
    last = people_shown(reader, TODAY, first.further, size=3)
    assert [(person.name, what) for person, what in last.people] == [("Person D", [Thing.SEASONS, Thing.WISH])]
    assert last.further == ""
    # Neither somebody's number nor the place of another reader is one to go on behind.
    for place in (str(people[1].pk), seal_place(staff.user("hr"), BY_NAME, ["person b", people[2].pk])):
        assert [row for row, _what in people_shown(reader, TODAY, place, size=3).people] == [
            people[1], people[2], people[3],
        ]  # fmt: skip
    with CaptureQueriesContext(connection) as queries:
        people_shown(reader, TODAY)
    assert len(queries) == 6


def test_the_sharing_page_says_who_sees_what_now(staff: Firm) -> None:
    browser = staff.client("ada")
    answer = browser.post(
        "/path/sharing/",
        {"what": ["seasons", "evidence"], "audience": "colleague", "colleague": "colleague person", "until": ""},
    )
    assert answer.status_code == 302
    page = browser.get("/path/sharing/")
    assert_clean(page)
    text = page.content.decode()
    assert text.count("Colleague Person") >= 2
    assert "your current manager (Manager Person)" in text
    wrong = browser.post("/path/sharing/", {"what": ["wish"], "audience": "colleague", "colleague": "Nobody"})
    assert wrong.status_code == 422
    assert_clean(wrong, status=422)
    key = Share.objects.filter(what="seasons").get().pk
    assert staff.client("manager").post(f"/path/sharing/{key}/revoke/").status_code == 302
    assert Share.objects.count() == 2
    for _tab in range(2):  # harmless when repeated
        back = browser.post(f"/path/sharing/{key}/revoke/", follow=True)
        assert "Taken back. They see nothing of it from now on." in back.content.decode()
    assert set(Share.objects.values_list("what", flat=True)) == {"evidence"}
    assert browser.post("/path/sharing/revoke/").status_code == 302
    assert not Share.objects.exists()
    assert revoke_all(employee=staff["ada"], by=staff.user("ada")) == 0
    assert not AuditEntry.objects.filter(area="careers").exists()
