"""Seasons, evidence, wish and energy as their owner meets them; nothing of it is left anywhere else."""

from __future__ import annotations

import datetime as dt

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from ladders.careers.actions.energy import save_reflection
from ladders.careers.actions.evidence import delete_evidence, erase_expired, write_evidence
from ladders.careers.actions.seasons import name_season, plan_season
from ladders.careers.domain.energy import EnergySource, Load
from ladders.careers.domain.move_kinds import Season
from ladders.careers.domain.season_picture import spans
from ladders.careers.models import Evidence, LeadWish, NamedSeason, Reflection, SeasonPlan
from ladders.careers.queries.reflections import energy_of, reflection_of
from ladders.careers.queries.timelines import seasons_of, timeline_of
from ladders.core.errors import DomainError
from ladders.frameworks.domain.shapes import TrackKind
from tests.pages import assert_clean

from .conftest import TODAY, Firm

pytestmark = pytest.mark.django_db
SECRET = "Quetzalcoatlus"
LOADS = {
    EnergySource.MASTERY: Load(3, 3),
    EnergySource.OUTCOMES: Load(3, 2),
    EnergySource.SYSTEMS: Load(2, 5),
    EnergySource.PEOPLE: Load(5, 2),
}


def test_the_timeline_follows_placements_names_and_plans(firm: Firm) -> None:
    ada = firm["ada"]
    firm.place("ada", "I5", dt.date(2025, 1, 1), share=40)
    name_season(
        employee=ada,
        season=Season.RECALIBRATING,
        starts_on=dt.date(2024, 3, 1),
        ends_on=dt.date(2024, 5, 31),
        by=ada.user,
    )
    plan_season(employee=ada, season=Season.BUILDING, starts_on=None, note=SECRET, by=ada.user)
    parts = timeline_of(ada).parts
    assert [(part.season, part.code, len(part.beside)) for part in parts] == [
        (Season.SPECIALISING, "E3", 0),
        (Season.SPECIALISING, "S5", 0),
        (Season.RECALIBRATING, "S5", 0),
        (Season.SPECIALISING, "S5", 1),
    ]
    picture = seasons_of(ada, TODAY)
    assert [bar.when for bar in picture.bars[1:]] == [
        "Jan 2023 – Feb 2024",
        "Mar 2024 – May 2024",
        "since Jun 2024",
        "next",
    ]
    assert sum(bar.span for bar in picture.bars) == 24
    assert picture.bars[3].beside == ("and 40 % I5 Influence 5",)
    with pytest.raises(DomainError):
        name_season(employee=ada, season=Season.LEADING, starts_on=dt.date(2019, 1, 1), ends_on=None, by=ada.user)


def test_bars_share_the_line_by_time() -> None:
    assert spans([]) == []
    assert spans([10]) == [24]
    assert spans([100, 300]) == [8, 16]
    assert spans([1, 1, 1000]) == [4, 4, 16]
    assert spans([0, 0]) == [4, 4]
    for count in range(1, 9):
        assert sum(spans([n + 1 for n in range(count)])) == 24
    assert spans([5] * 10) == [3] * 10


def test_the_seasons_page(firm: Firm) -> None:
    browser = firm.client("ada")
    assert_clean(browser.get("/path/seasons/"))
    answer = browser.post("/path/seasons/name/", {"season": "building", "starts_on": "2023-01-01", "ends_on": ""})
    assert answer.status_code == 302
    row = NamedSeason.objects.get(employee=firm["ada"])
    page = browser.get("/path/seasons/?from=2023-01-01")
    assert_clean(page)
    text = page.content.decode()
    assert "your word" in text
    assert "Building" in text
    firm.client("manager").post(f"/path/seasons/name/{row.pk}/remove/")
    assert NamedSeason.objects.filter(pk=row.pk).exists()  # it is nobody else's to remove
    for _tab in range(2):  # harmless when repeated
        back = browser.post(f"/path/seasons/name/{row.pk}/remove/", follow=True)
        assert "The season follows from the track again." in back.content.decode()
    assert not NamedSeason.objects.exists()
    outside = browser.post("/path/seasons/name/", {"season": "building", "starts_on": "2001-01-01"})
    assert outside.status_code == 422
    assert browser.post("/path/seasons/plan/", {"season": "advising", "starts_on": "2020-01-01"}).status_code == 422
    assert browser.post("/path/seasons/plan/", {"season": "advising", "note": SECRET}).status_code == 302
    plan = SeasonPlan.objects.get()
    assert plan.note == SECRET
    assert (
        browser.post(f"/path/seasons/plan/{plan.pk}/", {"season": "leading", "starts_on": "2031-02-01"}).status_code
        == 302
    )
    plan.refresh_from_db()
    assert (plan.season, plan.starts_on, plan.note) == ("leading", dt.date(2031, 2, 1), "")
    for who in ("manager", "hr", "colleague"):
        assert firm.client(who).get(f"/path/seasons/plan/{plan.pk}/").status_code == 404
        firm.client(who).post(f"/path/seasons/plan/{plan.pk}/remove/")
        assert SeasonPlan.objects.filter(pk=plan.pk).exists()
    assert SeasonPlan.objects.count() == 1
    for _tab in range(2):  # harmless when repeated
        back = browser.post(f"/path/seasons/plan/{plan.pk}/remove/", follow=True)
        assert "The plan is removed." in back.content.decode()
    assert browser.get(f"/path/seasons/plan/{plan.pk}/").status_code == 404
    assert browser.get("/path/seasons/?from=nonsense").status_code == 200
    assert browser.get("/path/seasons/?from=2023-13-40").status_code == 200


def test_evidence_stays_with_the_person_and_can_be_brought_back(firm: Firm) -> None:
    browser = firm.client("ada")
    sent = {
        "title": "Shorter trials",
        "happened_on": "2021-05-01",
        "impacts": ["business", "culture"],
        "text": "*Half*",
    }
    assert browser.post("/path/evidence/new/", sent).status_code == 302
    note = Evidence.objects.get()
    assert (note.level, note.framework, note.impacts) == ("E3 Researcher", "Research", ["business", "culture"])
    assert_clean(browser.get("/path/evidence/"))
    assert b"Shorter trials" in browser.get("/path/evidence/?impact=culture").content
    assert b"Shorter trials" not in browser.get("/path/evidence/?impact=innovation").content
    first = browser.post(f"/path/evidence/{note.pk}/", sent | {"title": "First", "seen": "0"})
    assert first.status_code == 302
    stale = browser.post(f"/path/evidence/{note.pk}/", sent | {"title": "Second", "seen": "0"})
    assert stale.status_code == 409
    assert_clean(stale, status=409)
    assert b"First" in stale.content
    assert b"Second" in stale.content
    note.refresh_from_db()
    assert note.title == "First"
    for who in ("manager", "former", "hr", "colleague"):
        for deed in ("", "delete/", "restore/", "erase/"):
            assert firm.client(who).post(f"/path/evidence/{note.pk}/{deed}", sent).status_code == 404
    assert browser.post(f"/path/evidence/{note.pk}/erase/").status_code == 302  # not before it is deleted
    assert Evidence.objects.kept().count() == 1
    assert browser.post(f"/path/evidence/{note.pk}/delete/").status_code == 302
    assert Evidence.objects.kept().count() == 0
    assert b"First" in browser.get("/path/evidence/").content
    assert browser.post(f"/path/evidence/{note.pk}/restore/").status_code == 302
    note.refresh_from_db()
    assert (note.title, note.deleted_at) == ("First", None)
    tomorrow = (TODAY + dt.timedelta(days=1)).isoformat()
    assert browser.post("/path/evidence/new/", sent | {"happened_on": tomorrow}).status_code == 422
    assert browser.post("/path/evidence/new/", sent | {"impacts": []}).status_code == 422


def test_what_was_deleted_long_ago_is_erased(staff: Firm) -> None:
    ada, now = staff["ada"], timezone.now()
    old, new = (
        write_evidence(employee=ada, happened_on=TODAY, title=title, text="", impacts=["culture"], by=ada.user)
        for title in ("old", "new")
    )
    delete_evidence(evidence=old, by=ada.user, now=now - dt.timedelta(days=31))
    delete_evidence(evidence=new, by=ada.user, now=now - dt.timedelta(days=29))
    assert erase_expired(now) == 1
    assert erase_expired(now) == 0
    assert [note.title for note in Evidence.objects.all()] == ["new"]


def test_the_wish_has_a_history_of_ones_own(staff: Firm) -> None:
    browser = staff.client("ada")
    LeadWish.objects.create(employee=staff["ada"], answer="no", recorded_on=dt.date(2022, 1, 1))
    for answer in ("yes", "not_now"):  # a second answer of a day replaces the first
        assert browser.post("/path/wish/", {"answer": answer, "note": SECRET}).status_code == 302
    assert list(LeadWish.objects.values_list("answer", "recorded_on")) == [
        ("not_now", TODAY),
        ("no", dt.date(2022, 1, 1)),
    ]
    page = browser.get("/path/wish/")
    assert_clean(page)
    assert "checked" not in page.content.decode()  # nothing is chosen beforehand
    latest = LeadWish.objects.latest("recorded_on")
    staff.client("manager").post(f"/path/wish/{latest.pk}/remove/")
    assert LeadWish.objects.filter(pk=latest.pk).exists()  # it is nobody else's to remove
    for _tab in range(2):  # harmless when repeated
        back = browser.post(f"/path/wish/{latest.pk}/remove/", follow=True)
        assert "The answer is removed." in back.content.decode()
    assert LeadWish.objects.count() == 1
    assert browser.post("/path/wish/", {"answer": "perhaps"}).status_code == 422


def test_energy_sorts_tracks_and_says_why(staff: Firm) -> None:
    browser, ada = staff.client("ada"), staff["ada"]
    assert energy_of(ada) is None
    page = browser.get("/path/energy/")
    assert_clean(page)
    assert "checked" not in page.content.decode()
    sent = {f"{s.value}_{when}": getattr(load, when) for s, load in LOADS.items() for when in ("now", "wanted")}
    assert browser.post("/path/energy/", sent | {"divergence": SECRET, "text": "", "seen": 0}).status_code == 302
    found = reflection_of(ada)
    assert found is not None
    assert (dict(found.loads), found.divergence, found.revision) == (LOADS, SECRET, 1)
    energy = energy_of(ada)
    assert energy is not None
    assert max(energy, key=lambda kind: energy[kind].score) == TrackKind.INFLUENCE
    assert energy[TrackKind.INFLUENCE].sentence == (
        "You want more systems work and less responsibility for outcomes and work with people: influence and innovation fits."
    )
    assert energy[TrackKind.MANAGEMENT].sentence == "It asks for much work with people, of which you want less."
    assert_clean(browser.get("/path/energy/"))
    stale = browser.post("/path/energy/", sent | {"divergence": "Other", "seen": 0})
    assert stale.status_code == 409
    assert_clean(stale, status=409)
    assert b"Other" in stale.content
    assert SECRET.encode() in stale.content
    assert browser.post("/path/energy/", {"seen": 1}).status_code == 422
    assert browser.post("/path/energy/", sent | {"people_now": 6, "seen": 1}).status_code == 422
    assert browser.post("/path/energy/remove/").status_code == 302
    assert not Reflection.objects.exists()


def test_nothing_private_is_left_anywhere_else(staff: Firm) -> None:
    """Neither numbers nor texts of a reflection, nor sealed notes, stand readable in any table; nothing is tracked."""
    ada = staff["ada"]
    save_reflection(employee=ada, loads=LOADS, divergence=SECRET, text=SECRET, seen=0, by=ada.user)
    browser = staff.client("ada")
    browser.post("/path/wish/", {"answer": "yes", "note": SECRET})
    browser.post("/path/seasons/plan/", {"season": "advising", "note": SECRET})
    sent = {"title": "Petrichor", "happened_on": "2021-05-01", "impacts": ["business"], "text": "Petrichor"}
    browser.post("/path/evidence/new/", sent)
    found: dict[str, set[str]] = {SECRET: set(), "Petrichor": set(), '"people"': set()}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            for word, places in found.items():
                cursor.execute(f'SELECT 1 FROM "{table}" AS each WHERE each::text LIKE %s LIMIT 1', [f"%{word}%"])
                if cursor.fetchone():
                    places.add(table)
    assert found[SECRET] == set()
    assert found["Petrichor"] == {"careers_evidence"}
    assert "careers_reflection" not in found['"people"']
    careers = {model.__name__ for model in apps.get_app_config("careers").get_models()}
    assert {name for name in careers if name.endswith("Event")} == {"CareerPolicyEvent", "SeatEvent"}


def test_accounts_without_an_employee_are_told(staff: Firm) -> None:
    from tests.conftest import signed_in
    from tests.factories import UserFactory

    browser = signed_in(UserFactory.create())
    for path in ("seasons", "evidence", "assessment", "energy", "wish", "sharing"):
        page = browser.get(f"/path/{path}/")
        assert_clean(page)
        assert b"not connected with an employee" in page.content
    assert browser.post("/path/wish/", {"answer": "yes"}).status_code == 404
    assert_clean(browser.get("/shared/"))


def test_pages_take_the_same_queries_however_much_there_is(firm: Firm) -> None:
    from django.test.utils import CaptureQueriesContext

    ada, browser = firm["ada"], firm.client("ada")

    def counts() -> dict[str, int]:
        found = {}
        for path in ("/path/seasons/", "/path/evidence/", "/path/sharing/", "/path/wish/", "/path/assessment/"):
            browser.get(path)
            with CaptureQueriesContext(connection) as queries:
                browser.get(path)
            found[path] = len(queries)
        return found

    before = counts()
    for number in range(12):
        write_evidence(employee=ada, happened_on=TODAY, title=f"T{number}", text="", impacts=["culture"], by=ada.user)
        if number < 10:
            plan_season(employee=ada, season=Season.BUILDING, starts_on=None, note="", by=ada.user)
        LeadWish.objects.create(employee=ada, answer="no", recorded_on=TODAY - dt.timedelta(days=number))
    assert counts() == before
    assert before == {
        "/path/seasons/": 6,
        "/path/evidence/": 5,
        "/path/sharing/": 4,
        "/path/wish/": 4,
        "/path/assessment/": 11,
    }


def test_earlier_evidence_begins_behind_the_last_note_that_was_seen(
    firm: Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ladders.careers.web.views.evidence.PAGE", 2)
    ada, browser = firm["ada"], firm.client("ada")
    for days in range(5):
        on = TODAY - dt.timedelta(days=days)
        write_evidence(employee=ada, happened_on=on, title=f"{days}", text="", impacts=["culture"], by=ada.user)
    page = browser.get("/path/evidence/", {"impact": "culture"})
    assert [note.title for note in page.context["rows"]] == ["0", "1"]
    delete_evidence(evidence=Evidence.objects.get(title="1"), by=ada.user, now=timezone.now())
    page = browser.get(f"/path/evidence/?{page.context['following']}")
    assert [note.title for note in page.context["rows"]] == ["2", "3"]
    assert [note.title for note in browser.get(f"/path/evidence/?{page.context['following']}").context["rows"]] == ["4"]
    assert [note.title for note in browser.get("/path/evidence/?after=2").context["rows"]] == ["0", "2"]
