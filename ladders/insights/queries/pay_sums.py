"""Reads sums of pay by sex: those that are kept, and what some people would move from one to another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from ladders.core.equal_pay import NewMinimum, NewPay
from ladders.core.statements import prepared
from ladders.frameworks.domain.shapes import TrackKind

from ..domain.pay_gap.people import Sex
from ..domain.pay_preview import Together

# What is asked begins with SELECT: before anything else a setting is sent along, and two statements cannot be prepared.
LEVELS = """
SELECT l.key, g.code, t.kind FROM frameworks_level l JOIN frameworks_version v ON v.id = l.version_id AND v.state = 'published'
JOIN frameworks_track t ON t.id = l.track_id LEFT JOIN impact_grade g ON g.id = l.grade_id
"""
# Somebody named may begin later, or have left. Who has left is in no figure. New pay is rounded to cents as kept pay is: what
# sums are compared with is exact in cents.
NAMED = """
SELECT n.employee_id, round(n.annual, 2) AS annual, n.currency, n.level_key,
    coalesce(p.legal_entity, e.legal_entity) AS legal_entity, p.level_key AS had_level, p.grade_code AS had_grade,
    p.currency AS had_currency, p.annual AS had_annual
FROM unnest(%(people)s::bigint[], %(annuals)s::numeric[], %(currencies)s::text[], %(levels)s::uuid[])
    AS n(employee_id, annual, currency, level_key)
JOIN accounts_employee e ON e.id = n.employee_id AND (e.left_on IS NULL OR e.left_on >= %(today)s)
LEFT JOIN compensation_payposition p ON p.employee_id = n.employee_id
"""
# The people whom a change is about, put together as far as they are alike. A level that stays keeps the grade that the pay
# position has.
MOVED = f"""
SELECT * FROM (
WITH new AS ({NAMED}),
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
) AS people
"""
# A step that ends at or before the new minimum is below it as a whole; people are read of the step in which it lies alone.
# The sums of a minimum of 0 are of people without a range, who may be anywhere.
RAISED = f"""
SELECT a.legal_entity, a.sex, a.grade_code, a.currency, coalesce(k.kind, ''), a.people, a.pay, a.new_pay FROM (
WITH asked AS (
    SELECT p.*, a.aim, p.minimum > 0 AND (p.step + 1) * p.minimum * 0.0025 <= a.aim AS whole
    FROM insights_bandsum p
    LEFT JOIN unnest(%(codes)s::text[], %(minimums)s::numeric[]) AS n(code, minimum)
        ON n.code = p.grade_code AND NOT p.excepted
    CROSS JOIN LATERAL (SELECT round(
        coalesce(%(minimum)s::numeric, n.minimum, p.minimum / (1 + p.supplement / 100))
        * (1 + coalesce(%(percent)s::numeric, p.supplement) / 100), 2
    ) AS aim) AS a
    WHERE p.zone_code = %(zone)s AND p.step <= %(last_step)s AND p.step * p.minimum * 0.0025 < a.aim
        AND (%(level)s::uuid IS NULL OR p.level_key = %(level)s)
        AND (%(framework)s::bigint IS NULL OR p.framework = %(framework)s)
        AND (%(codes)s::text[] IS NULL OR n.code IS NOT NULL)
),
raised AS (
    SELECT legal_entity, level_key, grade_code, currency, aim, sex, people, pay
    FROM asked CROSS JOIN LATERAL (
        VALUES ('woman', women, women_pay), ('man', men, men_pay), ('not_stated', others, others_pay)
    ) AS of(sex, people, pay)
    WHERE whole AND people > 0
    UNION ALL
    SELECT a.legal_entity, a.level_key, a.grade_code, a.currency, a.aim, coalesce(s.sex, 'not_stated'), 1, q.annual
    FROM asked a
    CROSS JOIN LATERAL (
        SELECT employee_id, annual FROM compensation_payposition q
        WHERE q.level_key = a.level_key AND q.zone_code = a.zone_code
            AND q.annual >= a.step * a.minimum * 0.0025 AND q.annual < least(a.aim, CASE WHEN a.minimum > 0
                THEN (a.step + 1) * a.minimum * 0.0025 END)
            AND q.legal_entity = a.legal_entity AND q.grade_code = a.grade_code AND q.currency = a.currency
            AND q.zone_currency = a.currency AND coalesce(q.framework_id, 0) = a.framework
            AND coalesce(q.minimum, 0) = a.minimum AND coalesce(q.supplement, 0) = a.supplement
            AND (q.excepted_until IS NOT NULL) = a.excepted
        OFFSET 0  -- by the index, step by step: joined, the planner would read everybody
    ) AS q
    LEFT JOIN insights_recordedsex s ON s.employee_id = q.employee_id
    WHERE NOT a.whole
)
SELECT legal_entity, level_key, grade_code, currency, sex, sum(people)::bigint AS people, sum(pay) AS pay,
    sum(people * aim) AS new_pay
FROM raised GROUP BY 1, 2, 3, 4, 5
) AS a LEFT JOIN ({LEVELS}) k ON k.key = a.level_key
"""
KEPT = f"""
SELECT s.legal_entity, s.grade_code, s.currency, s.level_key, coalesce(k.kind, ''), s.women, s.women_pay, s.men, s.men_pay,
    s.others, s.others_pay
FROM insights_paysum s LEFT JOIN ({LEVELS}) k ON k.key = s.level_key
WHERE (%(grades)s::text[] IS NULL OR s.grade_code = ANY(%(grades)s))
    AND (%(entities)s::text[] IS NULL OR s.legal_entity = ANY(%(entities)s))
"""
STEPS, LAST_STEP = 400, 2**62  # steps from nothing to a minimum, as triggers count them; and the last of all
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
    return [
        KeptSum(
            entity,
            grade,
            currency,
            level,
            _track(track),
            tuple((sex, Together(*parts[2 * place : 2 * place + 2])) for place, sex in enumerate(SEXES)),
        )
        for entity, grade, currency, level, track, *parts in _rows(KEPT, asked)
    ]


def people_moved(people: Mapping[int, NewPay], today: dt.date) -> list[Moved]:
    """What these people would take along, put together as far as they are alike: 1 query."""
    values = {
        "people": list(people),
        "annuals": [new.annual for new in people.values()],
        "currencies": [new.currency for new in people.values()],
        "levels": [new.level for new in people.values()],
        "today": today,
    }
    return [Moved(row[0], _sex(row[1]), _half(*row[2:7]), _half(*row[7:12])) for row in _rows(MOVED, values)]


def people_raised(minimum: NewMinimum) -> list[Moved]:
    """The same of everybody whom it would raise, of sums by place in band: 1 query, which reads a few people of each level."""
    grades = minimum.of_grades
    values = {
        "zone": minimum.zone,
        "codes": None if grades is None else list(grades),
        "minimums": [] if grades is None else list(grades.values()),
        "framework": minimum.framework,
        "percent": minimum.percent,
        "level": minimum.level,
        "minimum": minimum.minimum,
        "last_step": LAST_STEP if minimum.percent is None else int(STEPS * (1 + minimum.percent / 100)) + 1,
    }
    return [
        Moved(
            entity,
            _sex(sex),
            _half(grade, currency, track, people, pay),
            _half(grade, currency, track, people, new_pay),
        )
        for entity, sex, grade, currency, track, people, pay, new_pay in _rows(RAISED, values)
    ]


def _rows(sql: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with prepared(connection), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _sex(recorded: str) -> Sex:
    return Sex(recorded) if recorded in SEXES else Sex.NOT_STATED


def _half(grade: str, currency: str, track: str, people: int, pay: Decimal) -> Half:
    return Half(grade, currency, _track(track), Together(people, pay))


def _track(kind: str) -> str:
    return "" if kind == TrackKind.SHARED else kind
