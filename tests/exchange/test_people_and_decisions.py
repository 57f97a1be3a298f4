"""What was decided here outlives a file that does not know it yet; last days take everything with them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Employee, User
from accounts.roles import Role
from ladders.exchange.people.reports import report_of
from ladders.exchange.people.shapes import PeoplePlan
from ladders.frameworks.actions.frameworks import start_draft
from ladders.frameworks.models import Level, Version
from ladders.placements.actions import placements
from ladders.placements.models import Placement
from tests.exchange.test_people_import import BASE, HEAD, TODAY, bring, lines, messages, placed, research
from tests.factories import UserFactory
from tests.frameworks.published import publish_now, published

__all__ = ["research"]
pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
SUMMER = dt.date(2026, 7, 1)
UNDATED = BASE.replace("S5,2022-01-01", "S5,")


def today() -> str:
    """As sentences about former codes write it."""
    day = timezone.localdate()
    return f"{day.day} {day:%B} {day.year}"


def level(version: Version, code: str) -> Level:
    return Level.objects.select_related("version").get(version=version, code=code)


def cem() -> Employee:
    return Employee.objects.get(number="3")


def cems() -> list[tuple[Any, ...]]:
    return [row[1:] for row in placed() if row[0] == "3"]


def warned(made: PeoplePlan) -> str:
    assert not made.problems.refused, messages(made)
    return " ".join(messages(made))


@pytest.mark.parametrize("text", [BASE, UNDATED])
def test_a_scheduled_change_outlives_the_next_file(research: Version, hr: User, text: str) -> None:
    bring(BASE)
    placements.change(employee=cem(), level=level(research, "S6"), starts_on=SUMMER, reason="Sites are joined", by=hr)
    made = bring(text)
    assert (made.changes, warned(made)) == ([], "")
    known = [("S5", dt.date(2022, 1, 1), SUMMER - DAY), ("S6", SUMMER, None)]
    assert cems() == known
    made = bring(BASE.replace("S5,2022-01-01", "S6,2026-07-01"))  # the file knows it, too
    assert (made.changes, cems()) == ([], known)
    made = bring(BASE.replace("S5,2022-01-01", "I6,2026-08-01"))
    assert "row 2: 3 holds Research S6 from 1 July 2026, as decided here" in warned(made)
    assert cems() == known
    bring(BASE.replace("S5,2022-01-01", "P5,2026-04-01"))  # something else until then
    first = ("S5", dt.date(2022, 1, 1), dt.date(2026, 3, 31))
    assert cems() == [first, ("P5", dt.date(2026, 4, 1), SUMMER - DAY), known[1]]


def test_what_a_file_scheduled_a_file_puts_right(research: Version) -> None:
    bring(BASE)
    bring(BASE.replace("S5,2022-01-01", "P5,2026-04-01"))
    may, june = dt.date(2026, 5, 1), dt.date(2026, 6, 1)
    bring(BASE.replace("S5,2022-01-01", "P5,2026-05-01"))
    assert cems() == [("S5", dt.date(2022, 1, 1), may - DAY), ("P5", may, None)]
    text = BASE.replace("S5,2022-01-01", "S6,2026-06-01")
    bring(text)
    assert cems() == [("S5", dt.date(2022, 1, 1), june - DAY), ("S6", june, None)]
    assert bring(text).changes == []
    made = bring(BASE)
    assert "row 2: 3 holds Research S6 from 1 June 2026, as a file said before" in warned(made)
    assert made.changes == []
    assert bring(text, today=june).changes == []


@pytest.mark.parametrize("text", [BASE, UNDATED, BASE.replace("S5,2022-01-01", "P6,"), BASE.replace("2022", "2021")])
def test_a_level_decided_here_is_kept_and_told(research: Version, hr: User, text: str) -> None:
    bring(BASE)
    start = dt.date(2026, 2, 1)
    placements.change(employee=cem(), level=level(research, "M6"), starts_on=start, reason="Sites are joined", by=hr)
    made = bring(text)
    assert "3 has held Research M6 since 1 February 2026, by a decision made here" in warned(made)
    assert (made.changes, cems()[-1]) == ([], ("M6", start, None))
    made = bring(BASE.replace("S5,2022-01-01", "S6,2026-06-01"))  # later, and it says since when
    assert warned(made) == ""
    assert cems()[-2:] == [("M6", start, dt.date(2026, 5, 31)), ("S6", dt.date(2026, 6, 1), None)]


@pytest.mark.parametrize("text", [BASE, UNDATED])
def test_a_level_ended_here_stays_ended(research: Version, hr: User, text: str) -> None:
    bring(BASE)
    last = dt.date(2026, 2, 10)
    placements.end(placement=Placement.objects.get(employee=cem()), last_day=last, by=hr)
    made = bring(text)
    assert "3 held Research S5 until the day before 11 February 2026, by a decision made here" in warned(made)
    assert (made.changes, cems()) == ([], [("S5", dt.date(2022, 1, 1), last)])
    bring(BASE.replace("S5,2022-01-01", "P6,"))
    assert cems()[-1] == ("P6", TODAY, None)


def test_a_last_day_takes_second_and_scheduled_levels_and_lines_with_it(research: Version, hr: User) -> None:
    bring(BASE)
    placements.add_second(employee=cem(), level=level(research, "M5"), share=40, starts_on=TODAY, by=hr)
    placements.change(employee=cem(), level=level(research, "S6"), starts_on=SUMMER, reason="Sites are joined", by=hr)
    autumn, spring = dt.date(2026, 9, 30), dt.date(2026, 5, 31)
    for leave, day in (("2026-09-30", autumn), ("", None), ("2026-09-30", autumn)):
        bring(BASE.replace("2021-05-01,,", f"2021-05-01,{leave},"))
        assert [row[-1] for row in cems()] == [SUMMER - DAY, day, day], leave
        assert [row[-1] for row in lines() if row[0] == "3"] == [day]
    made = bring(BASE.replace("2021-05-01,,", "2021-05-01,2026-05-31,"))
    assert [(row[0], row[-1]) for row in cems()] == [("S5", spring), ("M5", spring)]
    assert [row[-1] for row in lines() if row[0] == "3"] == [spring]
    assert made.leavers == []
    again = bring(BASE.replace("2021-05-01,,", "2021-05-01,2026-05-31,"), today=SUMMER)
    user = cem().user
    assert user is not None
    assert (user.is_active, len(again.updated)) == (False, 1)
    assert bring(BASE.replace("2021-05-01,,", "2021-05-01,2026-05-31,"), today=SUMMER).changes == []


def test_a_manager_who_left_long_ago_is_told(research: Version) -> None:
    bring(BASE.replace("2020-02-01,,", "2020-02-01,2025-12-31,"))
    made = bring(HEAD + "3,Cem Demir,cem@example.org,2,Lab,2021-05-01,,,,\n")
    assert "Cem Demir (3) reports to Bea Lind (2), whose last day was 31 December 2025" in warned(made)


def test_an_hr_admin_who_is_no_employee_counts(research: Version, hr: User) -> None:
    User.objects.exclude(pk=hr.pk).update(is_active=False)
    UserFactory.create(roles=[Role.HR_ADMIN])
    made = bring(f"number,name,left on\n{Employee.objects.get(user=hr).number},Hana Ruiz,2026-01-31\n")
    assert warned(made) == ""
    hr.refresh_from_db()
    assert not hr.is_active


def test_columns_that_are_not_taken_are_told(research: Version) -> None:
    made = bring("number,name,shoe size,Email address,E-mail\n1,Ada,43,ada@example.org,a@example.org\n")
    told = report_of(made)
    assert told["columns"] == [
        {"heading": "number", "field": "number"},
        {"heading": "name", "field": "name"},
        {"heading": "shoe size", "field": None},
        {"heading": "Email address", "field": "email"},
        {"heading": "E-mail", "field": None},
    ]


def test_everybody_who_is_missing_is_listed(research: Version) -> None:
    bring("number,name\n" + "".join(f"X{number},Person {number}\n" for number in range(300)))
    told = report_of(bring("number,name\n1,Ada\n"))
    assert len([each for each in told["missing_people"] if each["number"].startswith("X")]) == 300


@pytest.mark.parametrize("name", ["A\x00da", "A\ud800da", "\u202eadA", "=1+1", "Ada\x1f", "Ａｄａ" * 40])
def test_odd_characters_are_taken_or_named(research: Version, name: str) -> None:
    made = bring_bytes(f"number,name\n1,{name}\n".encode(errors="surrogatepass"))
    assert made.problems.refused or Employee.objects.filter(number="1").exists()


def bring_bytes(content: bytes) -> PeoplePlan:
    from ladders.exchange.people.write import import_people

    return import_people(files=[("people.csv", content)], by=None, today=TODAY)


def test_odd_characters_in_json_are_taken_or_named(research: Version) -> None:
    from ladders.exchange.people.write import import_people

    content = b'[{"number": "1", "name": "A\\ud800da"}, {"number": "2", "name": "B\\u0000ea"}]'
    made = import_people(files=[("people.json", content)], by=None, today=TODAY)
    assert made.problems.refused or Employee.objects.filter(number="1").exists()


def rename(version: Version, hr: User, **codes: str) -> Version:
    """The next version, with levels called otherwise."""
    draft = start_draft(framework=version.framework, by=hr)
    for before, after in codes.items():
        Level.objects.filter(version=draft, code=before).update(code=after)
    return publish_now(draft, hr)


@pytest.mark.parametrize("framework", ["Research", ""])
def test_a_file_may_call_a_level_by_a_code_that_it_had(research: Version, hr: User, framework: str) -> None:
    text = BASE.replace("Research,S5", f"{framework},S5").replace("Research,M6", f"{framework},M6")
    bring(text)
    before = placed()
    third = rename(rename(research, hr, S5="S5a"), hr, S5a="Senior")
    for code in ("S5", "S5a", "Senior"):
        made = bring(text.replace("S5", code))
        said = [] if code == "Senior" else [f"people.csv: “{code}” is called Senior since {today()}."]
        assert (messages(made), made.changes) == (said, [])
    assert placed() == before
    rename(third, hr, S6="S5")  # a code that a level has today is that level
    made = bring(text.replace("S5,2022-01-01", "S5,2026-01-01"))
    assert messages(made) == []
    assert [change.level.code for change in made.changes if change.level] == ["S5"]
    assert cems()[-1][0] == "S5"
    assert Placement.objects.get(employee=cem(), ends_on=None).level_key == level(research, "S6").key


def test_a_former_code_of_two_frameworks_asks_for_the_framework(research: Version, hr: User) -> None:
    other = published(hr, "Design", owner=research.framework.owner)
    for version in (research, other):
        rename(version, hr, S5="Senior")
    made = bring(BASE.replace("Research,S5", ",S5"))
    assert "several frameworks have a level “S5”: Design, Research." in " ".join(messages(made))
