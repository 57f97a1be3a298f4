"""A reason file's content for a day, from what is stored: the same again as long as nothing of it was changed later."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from accounts.models import Employee
from ladders.compensation.models import PayPosition, PayProtection, Salary
from ladders.compensation.queries.pay_positions import standing_of
from ladders.frameworks.enums import VersionState
from ladders.frameworks.models import Level
from ladders.insights.models import CategoryDecision
from ladders.insights.queries.country_rules import countries_of, rules_for
from ladders.insights.queries.paid_people import category_decision
from ladders.moves.domain.states import RequestState
from ladders.moves.models import MoveRequest
from ladders.placements.models import Placement

from ..domain.parts import FORMAT
from .comparators import category_of, compared, grades_of, members_on
from .criteria import criteria_on
from .evaluations import evaluations_of, level_on

MOST: Final = 24  # days of decisions, the latest
COMPARED: Final = 8  # of them, the latest, on which those who did equal work are looked at
YEARS: Final = 3  # before the day, that a category is looked at


@dataclass(frozen=True, slots=True)
class Dossier:
    """`content` by part, and everybody whose pay stands in it."""

    content: dict[str, Any]
    people: list[int]


def person_dossier(person: Employee, day: dt.date) -> Dossier:
    """About one person: some 10 queries for each of at most 24 days of decisions, and 30 besides."""
    decision = category_decision(person.legal_entity, day)
    rules = rules_for(person.country, day)
    days = decision_days(person, day)
    held = [(each, standing_of(each, person.pk)) for each in days]
    levels = [level_on(at.level_key, each) for each, at in held if at is not None and at.level_key]
    content = {
        "about": {
            "format": FORMAT,
            "person": person.pk,
            "employer": person.legal_entity,
            "country": person.country,
            "day": day.isoformat(),
            "decisions": len(days),
        },
        "criteria": criteria_on(day, decision, rules),
        "evaluations": evaluations_of(level for level in levels if level is not None),
        "decisions": [_decided(each, at, person) for each, at in held],
        "comparators": [_beside(each, at, person) for each, at in held[:COMPARED] if at is not None and at.grade_code],
        "moves": _moves(person, day),
    }
    return Dossier(content, _people(content, person.pk))


def category_dossier(category: str, employer: str, day: dt.date) -> Dossier:
    """About a category of workers of an employer ("": the group): some 60 queries, whatever the number of people."""
    decision = category_decision(employer, day)
    rules = rules_for(countries_of([employer], day).get(employer, "") if employer else "", day)
    grades = grades_of(category, decision)
    days = [day, *(dt.date(day.year - back, 12, 31) for back in range(1, YEARS + 1))]
    levels = Level.objects.filter(version__state=VersionState.PUBLISHED, grade__code__in=grades)
    content = {
        "about": {
            "format": FORMAT,
            "category": category,
            "employer": employer,
            "grades": grades,
            "day": day.isoformat(),
        },
        "criteria": criteria_on(day, decision, rules),
        "evaluations": evaluations_of(levels.select_related("version__framework", "grade", "track")),
        "decisions": [],
        "comparators": [
            compared(each, members_on(each, grades, employer, decision), rules, None) | {"category": category}
            for each in days
        ],
        "moves": [],
    }
    return Dossier(content, _people(content, None))


def decision_days(person: Employee, day: dt.date) -> list[dt.date]:
    """Days on which a level, a salary or a protection of theirs began, until that day; the latest first: 3 queries."""
    found: set[dt.date] = set()
    for rows in (
        Placement.objects.primary().filter(employee=person),
        Salary.objects.filter(employee=person),
        PayProtection.objects.filter(employee=person),
    ):
        found |= set(rows.filter(starts_on__lte=day).values_list("starts_on", flat=True))
    return sorted(found, reverse=True)[:MOST]


def _decided(day: dt.date, at: PayPosition | None, person: Employee) -> dict[str, Any]:
    """What held on that day: level, band, pay and where it stood. Nothing but the day where they did not work here."""
    if at is None:
        return {"day": day.isoformat(), "level": "", "grade": ""}
    decision = category_decision(person.legal_entity, day)
    text = {
        name: None if (value := getattr(at, name)) is None else str(value)
        for name in ("minimum", "midpoint", "maximum", "supplement", "amount", "fte", "annual", "compa_ratio")
    }
    return {
        "day": day.isoformat(),
        "level": at.level_code,
        "title": at.level_title,
        "grade": at.grade_code,
        "category": category_of(at.grade_code, decision),
        "zone": at.zone_name,
        "band_currency": at.zone_currency,
        "currency": at.currency,
        "basis": at.basis,
        "standing": at.standing,
        "exception_until": at.excepted_until.isoformat() if at.excepted_until else None,
        "protected_until": at.protected_until.isoformat() if at.protected_until else None,
        **text,
    }


def _beside(day: dt.date, at: PayPosition, person: Employee) -> dict[str, Any]:
    decision: CategoryDecision | None = category_decision(person.legal_entity, day)
    category = category_of(at.grade_code, decision)
    members = members_on(day, grades_of(category, decision), person.legal_entity, decision)
    own = None if at.annual is None else str(at.annual)
    found = compared(day, members, rules_for(person.country, day), person.pk)
    return found | {"category": category, "own": own, "own_currency": at.currency}


def _moves(person: Employee, day: dt.date) -> list[dict[str, Any]]:
    """Those that took effect: others were never decided, or are let go of after their time. 1 query."""
    rows = MoveRequest.objects.moves().filter(person=person, state=RequestState.IN_EFFECT, agreed_on__lte=day)
    return [
        {
            "kind": row.kind,
            "from": row.from_level.code,
            "to": row.to_level.code,
            "asked": row.submitted_at.date().isoformat() if row.submitted_at else None,
            "agreed": row.agreed_on.isoformat() if row.agreed_on else None,
        }
        for row in rows.select_related("from_level", "to_level").order_by("agreed_on", "pk")
    ]


def _people(content: dict[str, Any], own: int | None) -> list[int]:
    found = {row["person"] for group in content["comparators"] for row in group["people"]}
    return sorted(found | ({own} if own is not None else set()))
