"""Reads sums of pay by sex: those that are kept, and what some people would move from one to another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from ladders.core.equal_pay import NewPay, NewPayQuery
from ladders.frameworks.domain.shapes import TrackKind

from ..domain.pay_gap.people import Sex
from ..domain.pay_preview import Together

LEVELS = """
SELECT l.key, g.code, t.kind FROM frameworks_level l JOIN frameworks_version v ON v.id = l.version_id AND v.state = 'published'
JOIN frameworks_track t ON t.id = l.track_id LEFT JOIN impact_grade g ON g.id = l.grade_id
"""
# Somebody named may begin later, or have left. Who has left is in no figure.
NAMED = """
SELECT n.*, coalesce(p.legal_entity, e.legal_entity) AS legal_entity, p.level_key AS had_level, p.grade_code AS had_grade,
    p.currency AS had_currency, p.annual AS had_annual
FROM unnest(%(people)s::bigint[], %(annuals)s::numeric[], %(currencies)s::text[], %(levels)s::uuid[])
    AS n(employee_id, annual, currency, level_key)
JOIN accounts_employee e ON e.id = n.employee_id AND (e.left_on IS NULL OR e.left_on >= %(today)s)
LEFT JOIN compensation_payposition p ON p.employee_id = n.employee_id
"""
# The people whom a change is about, put together as far as they are alike. A level that stays keeps the grade that the pay
# position has.
MOVED = f"""
WITH new AS ({{people}}),
moved AS (
    SELECT new.legal_entity AS entity, new.had_level AS was, coalesce(new.had_grade, '') AS grade,
        coalesce(new.had_currency, '') AS currency, coalesce(new.level_key, new.had_level) AS level,
        coalesce(nullif(new.currency, ''), new.had_currency, '') AS new_currency, coalesce(s.sex, 'not_stated') AS sex,
        count(new.had_annual) AS people, coalesce(sum(new.had_annual), 0) AS pay,
        count(coalesce(new.annual, new.had_annual)) AS new_people,
        coalesce(sum(coalesce(new.annual, new.had_annual)), 0) AS new_pay
    FROM new LEFT JOIN insights_recordedsex s ON s.employee_id = new.employee_id
    GROUP BY 1, 2, 3, 4, 5, 6, 7
),
known AS ({LEVELS} WHERE l.key IN (SELECT was FROM moved UNION SELECT level FROM moved))
SELECT entity, sex, grade, currency, coalesce(w.kind, ''), people, pay,
    CASE WHEN was = level THEN grade ELSE coalesce(n.code, '') END, new_currency, coalesce(n.kind, ''), new_people, new_pay
FROM moved LEFT JOIN known w ON w.key = was LEFT JOIN known n ON n.key = level
"""
KEPT = f"""
SELECT s.legal_entity, s.grade_code, s.currency, s.level_key, coalesce(k.kind, ''), s.women, s.women_pay, s.men, s.men_pay,
    s.others, s.others_pay
FROM insights_paysum s LEFT JOIN ({LEVELS}) k ON k.key = s.level_key
WHERE (%(grades)s::text[] IS NULL OR s.grade_code = ANY(%(grades)s))
    AND (%(entities)s::text[] IS NULL OR s.legal_entity = ANY(%(entities)s))
"""
SEXES = (Sex.WOMAN, Sex.MAN, Sex.NOT_STATED)  # who is neither is with those who are not stated


class KeptSum(NamedTuple):
    """People at one entity, on one level and paid in one currency, by sex. `track`: its kind, "" for levels of all tracks."""

    entity: str
    grade: str
    currency: str
    level: UUID
    track: str
    parts: tuple[tuple[Sex, Together], ...]


class Half(NamedTuple):
    """Where some people stand, before or after."""

    grade: str
    currency: str
    track: str
    together: Together


class Moved(NamedTuple):
    """People who are alike before and after."""

    entity: str
    sex: Sex
    before: Half
    after: Half


def kept_sums(grades: Collection[str] | None, entities: Collection[str] | None) -> list[KeptSum]:
    """Of these grades and entities (None: of all), a few for each level: 1 query."""
    asked = {
        "grades": None if grades is None else list(grades),
        "entities": None if entities is None else list(entities),
    }
    with connection.cursor() as cursor:
        cursor.execute(KEPT, asked)
        rows = cursor.fetchall()
    return [
        KeptSum(
            entity,
            grade,
            currency,
            level,
            _track(track),
            tuple((sex, Together(*parts[2 * place : 2 * place + 2])) for place, sex in enumerate(SEXES)),
        )
        for entity, grade, currency, level, track, *parts in rows
    ]


def people_moved(people: Mapping[int, NewPay] | NewPayQuery, today: dt.date) -> list[Moved]:
    """What these people would take along, put together as far as they are alike: 1 query."""
    asked = people if isinstance(people, NewPayQuery) else _named(people)
    with connection.cursor() as cursor:
        cursor.execute(MOVED.format(people=asked.sql), {**asked.values, "today": today})
        rows = cursor.fetchall()
    return [
        Moved(
            row[0],
            Sex(row[1]) if row[1] in SEXES else Sex.NOT_STATED,
            _half(*row[2:7]),
            _half(*row[7:12]),
        )
        for row in rows
    ]


def _named(people: Mapping[int, NewPay]) -> NewPayQuery:
    values = {
        "people": list(people),
        "annuals": [new.annual for new in people.values()],
        "currencies": [new.currency for new in people.values()],
        "levels": [new.level for new in people.values()],
    }
    return NewPayQuery(NAMED, values)


def _half(grade: str, currency: str, track: str, people: int, pay: Decimal) -> Half:
    return Half(grade, currency, _track(track), Together(people, pay))


def _track(kind: str) -> str:
    return "" if kind == TrackKind.SHARED else kind
