"""What the demo's people record about themselves: seasons, plans, evidence, assessments, wishes, energy, and what they share."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.utils import timezone

from accounts.models import Employee
from ladders.careers.actions.assessments import Mark, assess
from ladders.careers.actions.energy import save_reflection
from ladders.careers.actions.evidence import write_evidence
from ladders.careers.actions.seasons import name_season, plan_season
from ladders.careers.actions.sharing import share
from ladders.careers.actions.wish import record_wish
from ladders.careers.domain.energy import EnergySource, Load
from ladders.careers.domain.move_kinds import Season
from ladders.careers.models import Audience, Side, Thing, WishAnswer
from ladders.careers.queries.assessment_sheets import CompetencyRow, sheet_of
from ladders.reporting.queries.lines import manager_of

HENRIKE, ROHAN, BEATRIZ, KWABENA, EMRE = "Q010", "Q011", "Q015", "Q016", "Q018"

# Number, day, title, impacts, text.
EVIDENCE: Final[list[tuple[str, tuple[int, int, int], str, list[str], str]]] = [
    (
        HENRIKE,
        (2019, 5, 14),
        "Three product lines share one test bench",
        ["business", "culture"],
        "Two departments gave up benches of their own. Set-up takes *two hours instead of two days*, and people who never"
        " met now swap fixtures.",
    ),
    (
        HENRIKE,
        (2024, 6, 20),
        "The department goes on without me",
        ["continuity"],
        "Six months of handing over, with a list that was read and mended by those who took it on. No release slipped in"
        " the quarter after.",
    ),
    (
        HENRIKE,
        (2025, 11, 4),
        "A sensor drift that four teams had worked around for years is understood",
        ["innovation", "business"],
        "It was humidity in the glue. One page of physics, one changed supplier, and **31 open tickets closed**.",
    ),
    (
        BEATRIZ,
        (2025, 3, 11),
        "Calibration takes an hour instead of a day",
        ["business"],
        "I rewrote the sequence so that both axes run at once. Porto and Cork use it since April.",
    ),
    (
        BEATRIZ,
        (2025, 10, 2),
        "New colleagues find their way through the firmware in two weeks",
        ["culture", "continuity"],
        "A walk through the code, recorded once, asked about ever since. Three of us keep it up to date.",
    ),
    (
        BEATRIZ,
        (2026, 4, 17),
        "A cheap model of the flow cell predicts most field failures",
        ["innovation"],
        "It began as a Friday experiment. Service now orders parts before the customer calls.",
    ),
    (
        KWABENA,
        (2025, 9, 9),
        "The on-call rota is fair, and written down",
        ["culture"],
        "Nobody is called two weeks in a row. The rules fit on one page that everybody agreed to.",
    ),
    (
        EMRE,
        (2026, 5, 6),
        "Lübeck and Cork review each other’s designs",
        ["culture", "innovation"],
        "Half of my week. Eleven reviews so far; four found what the authors could not see.",
    ),
]


def load_selves() -> None:
    """Everything is written through the actions, by the people themselves."""
    today = timezone.localdate()
    people = {each.number: each for each in Employee.objects.select_related("user")}
    for number, (year, month, day), title, impacts, text in EVIDENCE:
        person = people[number]
        happened = min(dt.date(year, month, day), today)
        write_evidence(employee=person, happened_on=happened, title=title, text=text, impacts=impacts, by=person.user)
    _seasons(people)
    _wishes(people, today)
    _energy(people)
    for number in (BEATRIZ, EMRE, KWABENA):
        _assess(people[number], today)
    _share(people, today)


def _seasons(people: dict[str, Employee]) -> None:
    def named(number: str, season: Season, first: dt.date, last: dt.date | None) -> None:
        person = people[number]
        name_season(employee=person, season=season, starts_on=first, ends_on=last, by=person.user)

    def planned(number: str, season: Season, first: dt.date | None, note: str) -> None:
        person = people[number]
        plan_season(employee=person, season=season, starts_on=first, note=note, by=person.user)

    named(HENRIKE, Season.RECALIBRATING, dt.date(2024, 7, 1), dt.date(2024, 12, 31))
    planned(
        HENRIKE,
        Season.ADVISING,
        dt.date(2028, 1, 1),
        "I led for eleven years and liked it. I like this as much, and I sleep better. Later I would pass on what I know.",
    )
    planned(
        ROHAN, Season.SPECIALISING, dt.date(2028, 4, 1), "Back to the signal chain for a while. M6 will be there after."
    )
    planned(BEATRIZ, Season.BUILDING, None, "Carry one product line from the idea to the customer.")
    planned(BEATRIZ, Season.ADVISING, dt.date(2029, 1, 1), "")
    planned(KWABENA, Season.RECALIBRATING, dt.date(2027, 6, 1), "Three months at 20 hours, for my mother.")


def _wishes(people: dict[str, Employee], today: dt.date) -> None:
    for number, answer, note, days in (
        (BEATRIZ, WishAnswer.NO, "I have not enough craft of my own yet.", 400),
        (BEATRIZ, WishAnswer.NOT_NOW, "Perhaps in some years, and a small team.", 30),
        (ROHAN, WishAnswer.YES, "", 200),
        (HENRIKE, WishAnswer.NO, "I have done it, gladly, and I am done.", 90),
    ):
        person = people[number]
        record_wish(employee=person, answer=answer, note=note, today=today - dt.timedelta(days=days), by=person.user)


def _energy(people: dict[str, Employee]) -> None:
    def reflected(number: str, loads: tuple[tuple[int, int], ...], divergence: str) -> None:
        person = people[number]
        save_reflection(
            employee=person,
            loads={source: Load(*load) for source, load in zip(EnergySource, loads, strict=True)},
            divergence=divergence,
            text="",
            seen=0,
            by=person.user,
        )

    reflected(BEATRIZ, ((4, 3), (2, 5), (3, 3), (1, 2)), "I finish things, and most of my week begins them.")
    reflected(ROHAN, ((2, 4), (3, 3), (2, 3), (5, 3)), "Ten hours of meetings a week are not what I am good at.")
    reflected(KWABENA, ((4, 4), (3, 2), (2, 5), (2, 2)), "")


def _assess(person: Employee, today: dt.date) -> None:
    """Their own view, and their manager's of what they see differently."""
    rows = [row for row in sheet_of(person, today).rows if row.asks]
    own = {row.competency.key: _mark(row, (0, 0, 1, 0, -1, 0, 1)[i % 7]) for i, row in enumerate(rows) if i % 9 != 8}
    assess(employee=person, side=Side.SELF, marks=own, seen=0, today=today - dt.timedelta(days=20), by=person.user)
    manager = manager_of(person, today)
    if manager is not None:
        notes = ("Seen in the last two reviews; let us talk about it.", "", "More than you think.")
        view = {
            row.competency.key: _mark(row, (-1, 1, 0)[i % 3], notes[i % 3]) for i, row in enumerate(rows) if i % 5 == 2
        }
        assess(employee=person, side=Side.MANAGER, marks=view, seen=0, today=today, by=manager.user)


def _mark(row: CompetencyRow, more: int, note: str = "") -> Mark:
    asked = max((ask.item.proficiency or 1 for ask in row.asks), default=1)
    return Mark(row.framework, max(1, min(len(row.shape.scale), asked + more)), note)


def _share(people: dict[str, Employee], today: dt.date) -> None:
    def shared(number: str, what: list[Thing], audience: Audience, **more: Any) -> None:
        person = people[number]
        share(employee=person, what=what, audience=audience, until=more.pop("until", None), by=person.user, **more)

    shared(HENRIKE, [Thing.SEASONS, Thing.EVIDENCE, Thing.WISH], Audience.MANAGER)
    shared(HENRIKE, [Thing.SEASONS], Audience.COLLEAGUE, colleague=people[ROHAN])
    shared(KWABENA, [Thing.SEASONS, Thing.MOVES, Thing.EVIDENCE], Audience.MANAGER)
    shared(EMRE, [Thing.MOVES], Audience.HR, until=today + dt.timedelta(days=120))
