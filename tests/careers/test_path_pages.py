"""My path: each person sees their own, of pay only what they may, and looking leaves no trace."""

from __future__ import annotations

import datetime as dt
import logging
import re
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Employee, User
from ladders.careers import move_terms
from ladders.careers.actions.energy import save_reflection
from ladders.careers.actions.seats import need_seat
from ladders.careers.domain.energy import EnergySource, Load
from ladders.careers.models import LeadWish, Seat
from ladders.careers.move_terms import Right, StepTerm, Terms
from ladders.careers.queries import published_cache
from ladders.careers.queries.reflections import energy_of
from ladders.careers.web.views import path as path_views
from ladders.compensation.models import BandVisibility, PayPolicy, PayZone
from ladders.compensation.queries import visible_bands
from ladders.core.models import AuditEntry
from ladders.frameworks.actions.frameworks import start_draft
from ladders.frameworks.actions.levels import delete_level
from ladders.frameworks.actions.publication import set_successor
from ladders.frameworks.domain.shapes import TrackKind
from ladders.frameworks.models import Level, Version
from ladders.impact.models import FactorPlan
from tests.compensation.payroll import band, level, pay, place, somebody, zone
from tests.conftest import signed_in
from tests.factories import EmployeeFactory, draft_framework
from tests.frameworks.published import force_published, published
from tests.pages import squeezed
from tests.shared_rows import shared_rows

UNTIL = dt.date(2031, 3, 31)


@pytest.fixture(autouse=True)
def _fresh() -> None:
    for each in (visible_bands, published_cache, path_views):
        each.forget()


@shared_rows
def research(plan: FactorPlan, hr: User) -> Version:
    """Research: E3 on grade 3, S5 P5 I5 M5 on grade 5, S6 P6 I6 M6 on grade 6."""
    return published(by=hr)


@shared_rows
def germany(plan: FactorPlan) -> PayZone:
    """Zone DE with bands of the grades 5 and 6, for everybody to see."""
    where = zone("DE", "EUR")
    band(where, "5", 70_000, 84_000, 98_000)
    band(where, "6", 84_000, 100_500, 117_000)
    PayPolicy.objects.update_or_create(pk=1, defaults={"band_visibility": BandVisibility.EVERYONE})
    return where


@shared_rows
def senior(research: Version) -> Employee:
    """Somebody on S5."""
    return somebody(level(research, "S5"), name="Sena Ior")


@pytest.fixture
def moves_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """The room above knows rules and, for everybody on S5, a right of return to M6."""

    def rules(person: Employee, level: UUID, day: dt.date, **known: bool | None) -> Terms:
        steps = (StepTerm("Your manager answers", 10, "or it passes on"), StepTerm("HR sets the date"))
        early = Level.objects.get(key=level).code == "I5"
        return Terms(
            steps,
            pay="Pay is kept for 12 months.",
            ask_url="/moves/new/",
            least_months=12,
            passed_months=8 if early else 32,
            ready_on=dt.date(2031, 1, 12) if early else None,
        )

    def rights(person: Employee, day: dt.date) -> tuple[Right, ...]:
        keys = Level.objects.filter(code="M6", version__state="published").values_list("key", flat=True)
        return (Right(tuple(keys), UNTIL, review="Only what lapsed is reviewed."),)

    monkeypatch.setattr(move_terms.terms_of, "answer", rules)
    monkeypatch.setattr(move_terms.rights_of, "answer", rights)


def client_of(person: Employee) -> Client:
    assert person.user is not None
    return signed_in(person.user)


def text(response: object) -> str:
    """The words of a page."""
    html = squeezed(response)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html.split("<main", 1)[1])).split())


def cards(response: object) -> dict[str, tuple[str, str]]:
    """Level code → (look, mark) of each card on the picture."""
    html = squeezed(response)
    found = {}
    for look, card in re.findall(r'<a class="level([^"]*)"(.*?)</a>', html, re.S):
        code = re.search(r'level-code">\s*([A-Z]\d)', card)
        said = re.search(r'level-mark">([^<]*)<', card)
        assert code is not None
        found[code[1]] = (look.split()[-1], said[1] if said else "")
    return found


# --- The lattice


def test_the_lattice_shows_where_i_am_and_every_possible_move(senior: Employee) -> None:
    response = client_of(senior).get("/path/")
    assert cards(response) == {
        **dict.fromkeys(("P6", "I6", "M6"), ("path-possible", "diagonal")),
        **dict.fromkeys(("P5", "I5", "M5"), ("path-possible", "lateral")),
        **{"S6": ("path-possible", "promotion"), "S5": ("path-here", "you are here")},
        **{"E3": ("path-possible", "step back")},
    }
    words = text(response)
    assert "Your path from Specialist 5" in words
    assert "Eight moves are possible." in words
    assert "Nobody can see that you looked." in words


def test_what_is_further_away_stays_on_the_picture(research: Version) -> None:
    shown = cards(client_of(somebody(level(research, "E3"))).get("/path/"))
    assert {code for code, (look, _mark) in shown.items() if look == "path-away"} == {"S6", "P6", "I6", "M6"}


def test_a_kind_can_be_chosen_and_the_others_step_aside(senior: Employee) -> None:
    shown = cards(client_of(senior).get("/path/?kind=lateral"))
    assert {code for code, (look, _mark) in shown.items() if look == "path-possible"} == {"P5", "I5", "M5"}
    assert shown["S6"] == ("path-aside", "promotion")


def test_a_right_of_return_is_dashed_and_dated_and_kept_for_nobody_else(
    senior: Employee, research: Version, moves_are_known: None
) -> None:
    response = client_of(senior).get("/path/")
    assert cards(response)["M6"] == ("path-return", "right of return until Mar 2031")
    assert len(path_views._bodies) == 0


def test_the_own_track_is_open_on_a_phone_and_management_is_not_preselected(research: Version) -> None:
    for code, name in (("I5", "Influence"), ("E3", "Specialist")):
        html = squeezed(client_of(somebody(level(research, code))).get("/path/"))
        (checked,) = re.findall(r'class="lattice-t(\d) visually-hidden" checked', html)
        names = re.findall(r'<label for="lattice-track-\d">([^<]*)</label>', html)
        assert names[int(checked) - 1].startswith(name)


def test_a_second_level_is_named_and_counts(senior: Employee, research: Version) -> None:
    place(senior, level(research, "M6"), primary=False, share=40)
    client = client_of(senior)
    assert "You also hold M6 Management 6 (40 %)" in text(client.get("/path/"))
    assert "M5 · Management track lateral 5, as now All of it carries over." in text(client.get("/path/?view=list"))


def test_a_second_level_is_seen_on_the_picture_and_wherever_it_is_a_move(senior: Employee, research: Version) -> None:
    """It is one of the possible moves, too: that hid that it is held."""
    place(senior, level(research, "M6"), primary=False, share=40)
    client = client_of(senior)
    html = squeezed(client.get("/path/"))
    assert html.count("yours, 40 % · diagonal") == 1
    assert "path-possible path-second" in html
    assert "your second level" in html
    assert "Management 6 M6 · Management track yours, 40 % · diagonal" in text(client.get("/path/?view=list"))
    words = text(client.get("/path/research/M6/"))
    assert "You hold it at 40 % beside your own level; this move would make it the whole." in words
    assert "you are taken to stand as your levels (S5, M6) ask" in words
    assert "You hold it" not in text(client.get("/path/research/S6/"))
    assert "your second level" not in text(client_of(somebody(level(research, "S5"))).get("/path/"))


def test_a_second_level_of_another_framework_is_a_move_that_can_be_asked_for(senior: Employee, hr: User) -> None:
    product = force_published(draft_framework(by=hr, name="Product", degrees=(4, 5, 6)), hr)
    place(senior, level(product, "P7"), primary=False, share=40)
    client = client_of(senior)
    for address in ("/path/", "/path/?view=list", "/path/?kind=diagonal"):
        assert "yours, 40 % · diagonal" in text(client.get(address))
    compared = client.get("/path/product/P7/")
    assert (compared.context["possible"], compared.context["terms"] is None) == (True, False)
    assert client.get("/path/product/I7/").context["possible"] is False  # beside it, and not held
    routed = client.get("/path/route/", {"to": str(level(product, "P7").key)}).context["routes"]
    assert [step.move.there.level.code for step in routed[0][1]] == ["P7"]


def test_the_list_says_everything_in_words(senior: Employee, germany: PayZone) -> None:
    words = text(client_of(senior).get("/path/?view=list"))
    assert "Management 6 M6 · Management track diagonal 6, one up €84k – 117k" in words
    assert "0 carry over. To grow: Method (one step) , Teaching (one step) , Growing people (three steps)" in words
    assert "Project 5 P5 · Project track lateral 5, as now €70k – 98k, as now All of it carries over." in words
    assert "E3 · Shared start step back 3, two back – All of it carries over." in words


def test_the_page_for_a_talk_has_room_for_notes(senior: Employee) -> None:
    words = text(client_of(senior).get("/path/?view=print"))
    assert "For the talk" in words
    assert "What we agree, and by when" in words


def test_other_frameworks_on_request(senior: Employee, hr: User) -> None:
    published(by=hr, name="Finance")
    client = client_of(senior)
    assert "Finance" not in text(client.get("/path/"))
    asked = client.get("/path/?others=1")
    assert "Twelve moves are possible." in text(asked)
    assert "P5 · Finance · Project track lateral" in text(asked)
    words = text(client.get("/path/?view=list&others=1&kind=lateral"))
    assert words.count("Finance describes its competencies in its own words") == 4


# --- Who has no path yet


def test_whoever_holds_no_level_sees_all_frameworks_and_what_to_do(research: Version, employee_client: Client) -> None:
    words = text(employee_client.get("/path/"))
    assert "You hold no level yet" in words
    assert "Research" in words


def test_a_level_that_is_gone_is_named(senior: Employee, research: Version, hr: User) -> None:
    draft = start_draft(framework=research.framework, by=hr)
    Level.objects.filter(version=draft, code="S5").delete()
    force_published(draft, hr)
    words = text(client_of(senior).get("/path/"))
    assert "Your level, S5 Specialist 5, is no longer part of a published framework" in words


def test_a_level_without_a_grade_is_shown_and_named_as_not_evaluated(
    senior: Employee, research: Version, hr: User
) -> None:
    draft = start_draft(framework=research.framework, by=hr)
    Level.objects.filter(version=draft, code="P6").update(grade=None, points=None, method="")
    force_published(draft, hr)
    client = client_of(senior)
    words = text(client.get("/path/"))
    assert "1 level without a grade It has not been evaluated yet." in words
    assert "Project 6" in words
    assert "Not evaluated yet" in text(client.get("/path/research/P6/"))


# --- Compare


def test_addresses_with_codes_that_levels_had_before_lead_on(senior: Employee, research: Version, hr: User) -> None:
    draft = start_draft(framework=research.framework, by=hr)
    gone, after = Level.objects.get(version=draft, code="I6"), Level.objects.get(version=draft, code="S6")
    delete_level(version_id=draft.pk, key=gone.key, by=hr)
    set_successor(version=draft, removed=gone.key, level=after.key, by=hr)
    Level.objects.filter(version=draft, code="P6").update(code="X6")
    force_published(draft, hr)
    client = client_of(senior)
    leads = {code: client.get(f"/path/research/{code}/") for code in ("P6", "I6", "Z9", "X6")}
    assert {code: (answer.status_code, answer.get("Location")) for code, answer in leads.items()} == {
        "P6": (302, "/path/research/X6/"),
        "I6": (302, "/path/research/S6/"),
        "Z9": (404, None),
        "X6": (200, None),
    }
    assert client.get("/frameworks/research/levels/P6/")["Location"] == "/frameworks/research/levels/X6/"
    assert client.get("/frameworks/research/levels/I6/")["Location"] == "/frameworks/research/versions/1/levels/I6/"
    assert client.get("/frameworks/research/levels/Z9/").status_code == 404
    assert client.get("/frameworks/research/versions/2/levels/P6/").status_code == 404


def test_compare_shows_gaps_pay_and_terms(senior: Employee, germany: PayZone, moves_are_known: None) -> None:
    pay(senior, 91_000)
    words = text(client_of(senior).get("/path/research/S6/"))
    assert "A promotion: from grade 5 to grade 6." in words
    assert "Method one step" in words
    assert "Now, grade 5 €70,000 – €98,000, midpoint €84,000" in words
    assert "Then, grade 6 €84,000 – €117,000, midpoint €100,500" in words
    assert "€91,000 for a full-time year, compa-ratio 1.08; the same salary would be 0.91 then" in words
    assert "Your manager answers within 10 working days, or it passes on" in words
    assert "Pay is kept for 12 months." in words
    assert "Back – nothing is sent" in words
    assert "Ask for this move" in words
    assert "12 months in your level: 32 ✓ enough" in words.replace("✓enough", "✓ enough")
    waits = text(client_of(senior).get("/path/research/I5/"))
    assert "12 months in your level: 8 so far, enough from 12 January 2031" in waits


def test_a_salary_above_the_band_of_a_step_back_is_told_before_asking(
    research: Version, germany: PayZone, moves_are_known: None
) -> None:
    person = somebody(level(research, "S6"), 110_000)
    words = text(client_of(person).get("/path/research/I5/"))
    assert "A step back: from grade 6 to grade 5, with its terms in writing." in words
    assert "Today’s salary is €12,000 above that band’s maximum. Pay is kept for 12 months." in words


def test_a_band_that_i_may_not_see_is_not_shown_but_my_own_pay_is(senior: Employee, germany: PayZone) -> None:
    PayPolicy.objects.update(band_visibility=BandVisibility.HR)
    pay(senior, 91_000)
    client = client_of(senior)
    words = text(client.get("/path/research/S6/"))
    assert "€70,000 – €98,000" in words
    assert "117,000" not in words
    assert "This band is not shown to you here" in words
    assert "Grade 5, now and then €70,000 – €98,000" in text(client.get("/path/research/P5/"))
    assert "€" not in text(client.get("/path/"))


def test_a_level_further_away_has_ways_instead_of_terms(research: Version, moves_are_known: None) -> None:
    client = client_of(somebody(level(research, "E3")))
    words = text(client.get("/path/research/I6/"))
    assert "It is further away than one move." in words
    assert "Ask for this move" not in words


def test_a_right_of_return_is_told_with_its_terms(senior: Employee, moves_are_known: None) -> None:
    words = text(client_of(senior).get("/path/research/M6/"))
    assert "You have a right of return to this level until 31 March 2031. Only what lapsed is reviewed." in words


def test_a_move_into_management_shows_how_many_others_hold_the_craft(research: Version) -> None:
    person = somebody(level(research, "S6"))
    for code, count in (("S6", 2), ("P6", 1), ("S5", 4)):
        for _n in range(count):
            somebody(level(research, code))
    client = client_of(person)
    # M5 asks one step less of method and teaching; three others stand on levels that ask as much as S6.
    words = text(client.get("/path/research/M5/"))
    assert "What would be left behind" in words
    assert words.count("fewer than five") == 2
    somebody(level(research, "I6"))
    somebody(level(research, "M6"))
    words = text(client.get("/path/research/M5/"))
    assert "fewer than five" not in words
    assert "Method 5" in words
    assert "What would be left behind" not in text(client.get("/path/research/P5/"))


def test_leading_people_stands_apart_from_craft(senior: Employee) -> None:
    html = squeezed(client_of(senior).get("/path/research/M5/"))
    craft, apart = html.split('id="people-title"')
    assert "Growing people" in apart
    assert "Growing people" not in craft.split("craft-title")[1]


def test_the_own_level_and_no_path_lead_to_the_levels_own_page(
    senior: Employee, research: Version, employee_client: Client
) -> None:
    for client in (client_of(senior), employee_client):
        assert client.get("/path/research/S5/")["Location"] == "/frameworks/research/levels/S5/"
    assert employee_client.get("/path/research/nothing/").status_code == 404
    assert employee_client.get("/path/nothing/S5/").status_code == 404


# --- Routes


def test_ways_to_a_level_are_possible_moves(research: Version) -> None:
    person = somebody(level(research, "E3"))
    client = client_of(person)
    assert "Where would you like to get?" in text(client.get("/path/route/"))
    words = text(client.get(f"/path/route/?to={level(research, 'I6').key}"))
    assert "How do I get to Influence 6?" in words
    assert "2 moves 2 competencies to grow, 4 steps in all" in words
    assert words.count("you are here") == 4
    assert "M5" not in words.split("you are here", 1)[1]
    assert "no longer" not in words


def test_a_way_says_what_its_grades_pay(senior: Employee, research: Version, germany: PayZone) -> None:
    address = f"/path/route/?to={level(research, 'I6').key}"
    assert "grade 6 · €84k – 117k" in text(client_of(senior).get(address))
    PayPolicy.objects.update(band_visibility=BandVisibility.HR)
    cache.clear()
    assert "€84k" not in text(client_of(senior).get(address))


@pytest.mark.parametrize("to", ["x", "0c7b1a52-0000-0000-0000-000000000000", ""])
def test_a_level_that_is_not_there_is_said(senior: Employee, to: str) -> None:
    response = client_of(senior).get(f"/path/route/?to={to}")
    assert response.status_code == 200
    assert ("not part of a published framework" in text(response)) == bool(to)


# --- Seats


def test_a_seat_is_shown_with_the_level_and_hides_nothing(senior: Employee, research: Version) -> None:
    client = client_of(senior)
    before = cards(client.get("/path/"))
    Seat.objects.create(framework=research.framework, level_key=level(research, "M6").key, note="one opens in March")
    assert cards(client.get("/path/")) == before
    for address in ("/path/", "/path/?view=list", "/path/research/M6/"):
        assert "Needs a vacant seat: one opens in March" in text(client.get(address))


# --- Nobody sees that I looked


def _rows() -> dict[str, int]:
    """Table → rows, of all tables but sessions."""
    tables = [name for name in connection.introspection.table_names() if name != "accounts_browsersession"]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}', count(*) FROM \"{name}\"" for name in tables))
        return dict(cursor.fetchall())


def test_looking_writes_nothing_anywhere(
    senior: Employee, research: Version, germany: PayZone, moves_are_known: None, caplog: pytest.LogCaptureFixture
) -> None:
    pay(senior, 91_000)
    client = client_of(senior)
    cache.clear()
    before = _rows()
    session = dict(client.session)
    with caplog.at_level(logging.DEBUG):
        for address in (
            *("/path/", "/path/?kind=step_back", "/path/?view=list", "/path/?view=print", "/path/?others=1"),
            *("/path/research/M6/", "/path/research/S6/", "/path/research/E3/", "/path/route/"),
            f"/path/route/?to={level(research, 'I6').key}",
        ):
            response = client.get(address)
            assert response.status_code == 200
            assert response["Cache-Control"] == "no-store, private"
    assert _rows() == before
    assert dict(client.session) == session
    # The library of permissions tells at this level which verbs it asked about, on every page alike: no level among them.
    assert [record.getMessage() for record in caplog.records if not record.name.startswith("rules")] == []


def test_everybody_sees_their_own_path_alone(senior: Employee, research: Version, germany: PayZone, hr: User) -> None:
    """HR and a colleague on the same level open the same addresses: nothing of the first person is on their pages."""
    pay(senior, 91_000)
    place(senior, level(research, "M6"), primary=False, share=40)
    mine = client_of(senior)
    peer = somebody(level(research, "S5"), 77_000)
    assert hr.employee
    place(hr.employee, level(research, "P6"))
    pages = ("/path/", "/path/?view=list", "/path/research/S6/")
    own = [text(mine.get(address)) for address in pages]
    assert "91,000" in own[2]
    for other in (client_of(peer), signed_in(hr)):
        for address in pages:
            words = text(other.get(address))
            assert "91,000" not in words
            assert "40 %" not in words
            assert "Sena" not in words
    assert [text(mine.get(address)) for address in pages] == own


def test_strangers_sign_in_first(client: Client, research: Version) -> None:
    for address in ("/path/", "/path/route/", "/path/research/S5/"):
        assert client.get(address)["Location"].startswith("/sign-in/")


# --- Queries


def _queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_number_of_queries(senior: Employee, research: Version, hr: User) -> None:
    client = client_of(senior)
    place(EmployeeFactory.create(), level(research, "S6"))  # whose manager would receive
    route = f"/path/route/?to={level(research, 'S6').key}"
    addresses = ("/path/", "/path/?view=list", "/path/research/S6/", route)
    few = [_queries(client, address) for address in addresses]
    assert (few[0], few[1], few[3]) == (5, 7, 7)  # one of each for rights of return, none of which is held
    assert few[2] <= 40  # with the terms of the move, and the names of who would be asked
    for number in range(3):
        published(by=hr, name=f"More {number}")
    for person in range(12):
        place(EmployeeFactory.create(), level(research, "S6"), starts_on=timezone.localdate() - dt.timedelta(person))
    assert [_queries(client, address) for address in addresses] == few


# --- Editing seats


def test_an_owner_says_which_levels_need_a_seat_and_it_is_kept(research: Version, senior: Employee) -> None:
    owner = research.framework.owner
    assert owner is not None
    client = client_of(owner)
    key = level(research, "M6").key
    address = "/frameworks/research/seats/"
    assert "No level of this framework needs a vacant seat." in text(client.get(address))
    assert client.post(address, {"level": key, "note": "one, from March"})["Location"] == address
    assert client.post(address, {"level": key, "note": "two, from May"})["Location"] == address
    seat = Seat.objects.get()
    assert (seat.level_key, seat.note) == (key, "two, from May")
    assert "M6 Management 6 two, from May" in text(client.get(address))
    assert client.post(address, {"level": "0c7b1a52-0000-0000-0000-000000000000", "note": ""}).status_code == 422
    assert client.post(f"{address}{key}/remove/")["Location"] == address
    assert client.post(f"{address}{key}/remove/")["Location"] == address  # harmless when repeated
    assert not Seat.objects.exists()
    verbs = AuditEntry.objects.filter(area="careers").order_by("pk").values_list("verb", "detail")
    assert list(verbs) == [
        ("seat.needed", {"note": [None, "one, from March"]}),
        ("seat.needed", {"note": ["one, from March", "two, from May"]}),
        ("seat.not_needed", {"note": ["two, from May", None]}),
    ]
    events: Any = apps.get_model("careers", "SeatEvent")
    assert events.objects.count() == 3  # needed, changed, not needed any more


def test_whoever_may_not_edit_the_framework_changes_no_seat(research: Version, senior: Employee) -> None:
    key = level(research, "M6").key
    client = client_of(senior)
    assert client.get("/frameworks/research/seats/").status_code == 403
    assert client.post("/frameworks/research/seats/", {"level": key, "note": "x"}).status_code == 403
    assert client.post(f"/frameworks/research/seats/{key}/remove/").status_code == 403
    with pytest.raises(PermissionDenied):
        need_seat(framework=research.framework, level=key, note="x", by=senior.user)
    assert not Seat.objects.exists()


# --- What the person records about themselves


def test_the_list_is_sorted_by_energy_on_request_with_reasons_and_nothing_is_left_out(senior: Employee) -> None:
    client = client_of(senior)
    assert "A short private reflection can sort this list." in text(client.get("/path/?view=list"))
    loads = dict.fromkeys(EnergySource, Load(3, 3)) | {
        EnergySource.SYSTEMS: Load(2, 5),
        EnergySource.PEOPLE: Load(4, 2),
    }
    save_reflection(employee=senior, loads=loads, divergence="", text="", seen=0, by=senior.user)
    plain = re.findall(r'href="/path/research/(\w+)/"', squeezed(client.get("/path/?view=list")))
    response = client.get("/path/?view=list&energy=1")
    found = re.findall(r'href="/path/research/(\w+)/"', squeezed(response))
    assert found[:2] == ["I6", "I5"]
    assert found[-2:] == ["M6", "M5"]
    assert sorted(found) == sorted(plain)
    assert plain[0] == "S6"
    fits = energy_of(senior)
    assert fits is not None
    assert fits[TrackKind.INFLUENCE].sentence in text(response)


def test_leading_people_asks_for_the_wish_and_shows_the_answer(senior: Employee, hr: User) -> None:
    client = client_of(senior)
    assert "You have not said yet, and need not." in text(client.get("/path/research/M5/"))
    LeadWish.objects.create(employee=senior, answer="not_now", recorded_on=dt.date(2026, 2, 3))
    assert "Your answer of 3 February 2026: Not now." in text(client.get("/path/research/M5/"))
    assert "lead people?" not in text(client.get("/path/research/P5/"))
