"""Self and manager, side by side; which one counts; who may write; stale saves are told."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied

from ladders.careers.actions.assessments import Mark, assess
from ladders.careers.actions.evidence import delete_evidence, restore_evidence, write_evidence
from ladders.careers.actions.policy import change_policy
from ladders.careers.models import Assessment, Counting, Side
from ladders.careers.queries.assessment_sheets import sheet_of
from ladders.careers.queries.proficiencies import proficiencies, proficiencies_of
from ladders.core.errors import DomainError, StaleError
from ladders.core.models import AuditEntry
from ladders.frameworks.models import Competency
from ladders.reporting.models import ReportingLine
from tests.factories import hr_admin
from tests.pages import assert_clean

from .conftest import TODAY, Firm

pytestmark = pytest.mark.django_db
EARLIER = TODAY - dt.timedelta(days=90)


def keys(firm: Firm) -> tuple[UUID, UUID, UUID]:
    """Method, Teaching, Growing people."""
    found = {row.name: row.key for row in Competency.objects.filter(version=firm.version)}
    return found["Method"], found["Teaching"], found["Growing people"]


def mark(firm: Firm, step: int, note: str = "", *evidence: int) -> Mark:
    return Mark(firm.version.framework_id, step, note, frozenset(evidence))


def test_which_one_counts_is_a_setting(firm: Firm) -> None:
    ada, manager = firm["ada"], firm["manager"]
    method, teaching, growing = keys(firm)
    assess(
        employee=ada,
        side=Side.SELF,
        marks={method: mark(firm, 2), teaching: mark(firm, 4)},
        seen=0,
        today=TODAY,
        by=ada.user,
    )
    assess(
        employee=ada,
        side=Side.MANAGER,
        marks={method: mark(firm, 3), growing: mark(firm, 1)},
        seen=0,
        today=TODAY,
        by=manager.user,
    )
    assert proficiencies(ada) == {method: 3, teaching: 4, growing: 1}
    boss = hr_admin()
    assert change_policy(values={"counting": Counting.SELF}, by=boss)
    assert proficiencies(ada) == {method: 2, teaching: 4}
    assert change_policy(values={"counting": Counting.MANAGER}, by=boss)
    assert not change_policy(values={"counting": Counting.MANAGER}, by=boss)
    assert proficiencies(ada) == {method: 3, growing: 1}
    assert proficiencies_of([ada.pk, manager.pk])[manager.pk] == {}
    assert AuditEntry.objects.filter(area="careers").count() == 2


def test_it_takes_one_query_for_any_number_of_people(firm: Firm, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        proficiencies_of([person.pk for person in firm.people.values()])


def test_only_oneself_and_the_manager_of_the_day_write(firm: Firm) -> None:
    ada = firm["ada"]
    method, *_others = keys(firm)
    for who in ("manager", "former", "above", "hr", "colleague"):
        with pytest.raises(PermissionDenied):
            assess(employee=ada, side=Side.SELF, marks={method: mark(firm, 5)}, seen=0, today=TODAY, by=firm.user(who))
    for who in ("ada", "former", "above", "hr", "colleague"):
        with pytest.raises(PermissionDenied):
            assess(
                employee=ada, side=Side.MANAGER, marks={method: mark(firm, 5)}, seen=0, today=TODAY, by=firm.user(who)
            )
    assert not Assessment.objects.exists()


def test_earlier_steps_stay_and_the_same_day_is_written_anew(firm: Firm) -> None:
    ada = firm["ada"]
    method, teaching, _growing = keys(firm)
    first = {method: mark(firm, 2), teaching: mark(firm, 3)}
    assert assess(employee=ada, side=Side.SELF, marks=first, seen=0, today=EARLIER, by=ada.user) == 2
    assert assess(employee=ada, side=Side.SELF, marks=first, seen=1, today=TODAY, by=ada.user) == 0
    with pytest.raises(StaleError):
        assess(employee=ada, side=Side.SELF, marks={method: None}, seen=0, today=TODAY, by=ada.user)
    for step in (4, 3):
        assess(
            employee=ada,
            side=Side.SELF,
            marks={method: mark(firm, step, "now")},
            seen=5 - step,
            today=TODAY,
            by=ada.user,
        )
    rows = Assessment.objects.filter(competency=method).order_by("assessed_on")
    assert [(row.proficiency, row.assessed_on, row.replaced_at is None) for row in rows] == [
        (2, EARLIER, False),
        (3, TODAY, True),
    ]
    assert assess(employee=ada, side=Side.SELF, marks={teaching: None}, seen=3, today=TODAY, by=ada.user) == 1
    assert proficiencies(ada) == {method: 3}


def test_evidence_is_ones_own_and_survives_being_deleted_for_a_while(firm: Firm) -> None:
    ada, other = firm["ada"], firm["colleague"]
    method, *_others = keys(firm)
    own, theirs = (
        write_evidence(employee=who, happened_on=TODAY, title="T", text="", impacts=["culture"], by=who.user)
        for who in (ada, other)
    )
    for side, by in ((Side.SELF, ada), (Side.MANAGER, firm["manager"])):
        linked = {method: mark(firm, 2, "", theirs.pk)}
        with pytest.raises(DomainError):
            assess(employee=ada, side=side, marks=linked, seen=0, today=TODAY, by=by.user)
    assess(employee=ada, side=Side.SELF, marks={method: mark(firm, 2, "", own.pk)}, seen=0, today=TODAY, by=ada.user)
    delete_evidence(evidence=own, by=ada.user)
    assert [row.own.evidence for row in sheet_of(ada, TODAY).rows if row.own] == [()]
    assess(employee=ada, side=Side.SELF, marks={method: mark(firm, 3)}, seen=1, today=TODAY, by=ada.user)
    restore_evidence(evidence=own, by=ada.user)
    assert [row.own.evidence for row in sheet_of(ada, TODAY).rows if row.own] == [(own,)]


def test_a_hybrid_profile_shows_what_both_levels_ask(firm: Firm) -> None:
    firm.place("ada", "M6", TODAY, share=30)
    sheet = sheet_of(firm["ada"], TODAY)
    assert [level.code for level in sheet.levels] == ["S5", "M6"]
    asks = {row.competency.name: [ask.level.code for ask in row.asks] for row in sheet.rows}
    assert asks == {"Method": ["S5", "M6"], "Teaching": ["S5", "M6"], "Growing people": ["M6"]}
    assert [row.competency.name for row in sheet.people] == ["Growing people"]
    assert sheet.people_asked


def test_a_chosen_move_narrows_the_sheet(firm: Firm) -> None:
    goal = firm.level("M5")
    sheet = sheet_of(firm["ada"], TODAY, goal.key)
    asks = {row.competency.name: [ask.level.code for ask in row.asks] for row in sheet.rows}
    assert asks == {"Method": ["M5", "S5"], "Teaching": ["M5", "S5"], "Growing people": ["M5"]}
    alone = sheet_of(firm["ada"], TODAY)
    assert not alone.people_asked
    assert [row.asks for row in alone.people] == [()]  # there to think about, asked by no level


def test_the_own_page(firm: Firm) -> None:
    browser = firm.client("ada")
    method, teaching, growing = keys(firm)
    page = browser.get("/path/assessment/")
    assert_clean(page)
    assert b"no checklist" in page.content
    sent = {"seen": "0", f"step-{method.hex}": "3", f"note-{method.hex}": "Since spring"}
    assert browser.post("/path/assessment/", sent).status_code == 302
    assert proficiencies(firm["ada"]) == {method: 3}  # part of it is kept
    stale = browser.post("/path/assessment/", {"seen": "0", f"step-{method.hex}": "5", f"step-{teaching.hex}": "2"})
    assert stale.status_code == 409
    assert_clean(stale, status=409)
    assert b"Since spring" in stale.content
    assert proficiencies(firm["ada"]) == {method: 3}
    lonely = browser.post("/path/assessment/", {"seen": "1", f"note-{growing.hex}": "A note on nothing"})
    assert lonely.status_code == 422
    assert_clean(lonely, status=422)
    beyond = browser.post("/path/assessment/", {"seen": "1", f"step-{method.hex}": "9"})
    assert beyond.status_code == 422
    # Narrowed to what a move asks: the rest stays.
    narrow = browser.post(f"/path/assessment/?for={firm.level('M5').key}", {"seen": "1", f"step-{growing.hex}": "2"})
    assert narrow.status_code == 302
    assert proficiencies(firm["ada"]) == {method: 3, growing: 2}  # what was not sent is not touched
    assert browser.get("/path/assessment/?for=nonsense").status_code == 200
    assert_clean(browser.get(f"/path/assessment/?for={firm.level('M5').key}"))


def test_the_managers_page_is_for_the_manager_of_the_day(firm: Firm) -> None:
    ada = firm["ada"]
    path = f"/team/{ada.pk}/assessment/"
    method, teaching, growing = keys(firm)
    own = {method: mark(firm, 2), teaching: mark(firm, 4)}
    assess(employee=ada, side=Side.SELF, marks=own, seen=0, today=TODAY, by=ada.user)
    sent = {"seen": "0", f"step-{method.hex}": "4", f"step-{teaching.hex}": "", "agree": "on"}
    for who in ("ada", "former", "above", "colleague", "hr", "hr_elsewhere"):
        assert firm.client(who).get(path).status_code == 404
        assert firm.client(who).post(path, sent).status_code == 404
    assert firm.client("stranger").post(path, sent).status_code == 302
    assert Assessment.objects.filter(sheet__side="manager").count() == 0
    browser = firm.client("manager")
    assert_clean(browser.get(path))
    assert browser.post(path, sent).status_code == 302
    said = Assessment.objects.current().filter(sheet__side="manager")
    assert {row.competency: row.proficiency for row in said} == {method: 4, teaching: 4}  # agreed with the rest
    page = browser.get(path)
    assert b"seen differently" in page.content
    assert [row.differs for row in sheet_of(ada, TODAY).rows] == [True, False, False]
    mine = firm.client("ada").get("/path/assessment/")
    assert_clean(mine)
    assert b"Manager Person" in mine.content
    ReportingLine.objects.filter(employee=ada, ends_on=None).update(ends_on=TODAY - dt.timedelta(days=1))
    assert browser.get(path).status_code == 404
    assert growing not in proficiencies(ada)


def test_the_rules_page(firm: Firm) -> None:
    assert firm.client("hr").get("/settings/careers/").status_code == 403  # HR of one department keeps no settings
    assert firm.client("ada").post("/settings/careers/", {"counting": "self"}).status_code == 403
    from tests.conftest import signed_in

    browser = signed_in(hr_admin())
    assert_clean(browser.get("/settings/careers/"))
    assert browser.post("/settings/careers/", {"counting": "self"}).status_code == 302
    assert browser.post("/settings/careers/", {"counting": "average"}).status_code == 422
