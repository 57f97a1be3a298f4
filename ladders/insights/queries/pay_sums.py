"""Reads sums of pay by sex: those that are kept, and what some people would move from one to another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import NamedTuple

from ladders.compensation.queries.pay_positions import PART, TIMES, supplemented
from ladders.core.equal_pay import NewMinimum, NewPay
from ladders.core.statements import rows_of
from ladders.frameworks.queries.snapshot import Kept

from ..domain.pay_gap.people import Sex
from ..domain.pay_preview import Together
from .country_rules import COUNTRY_OF

# What is asked begins with SELECT: before anything else a setting is sent along, and two statements cannot be prepared. No track
# is joined to any: which one a level is on is known already, and planning took longer than reading.
# Somebody named may begin later, or have left. Who has left is in no figure. A level that stays keeps the grade that the pay
# position has. New pay is rounded to cents as kept pay is: what sums are compared with is exact in cents.
MOVED = """
SELECT coalesce(p.legal_entity, e.legal_entity), coalesce(s.sex, 'not_stated'), p.level_key::text, coalesce(p.grade_code, ''),
    coalesce(p.currency, ''), p.annual, coalesce(n.level_key, p.level_key)::text,
    CASE WHEN n.level_key IS NULL OR n.level_key = p.level_key THEN coalesce(p.grade_code, '') ELSE coalesce((
        SELECT g.code FROM frameworks_level l JOIN frameworks_version v ON v.id = l.version_id AND v.state = 'published'
        JOIN impact_grade g ON g.id = l.grade_id WHERE l.key = n.level_key
    ), '') END,
    coalesce(nullif(n.currency, ''), p.currency, ''), coalesce(round(n.annual, 2), p.annual)
FROM unnest(%(people)s::bigint[], %(annuals)s::numeric[], %(currencies)s::text[], %(levels)s::uuid[])
    AS n(employee_id, annual, currency, level_key)
JOIN accounts_employee e ON e.id = n.employee_id AND (e.left_on IS NULL OR e.left_on >= %(today)s)
LEFT JOIN compensation_payposition p ON p.employee_id = n.employee_id
LEFT JOIN insights_recordedsex s ON s.employee_id = n.employee_id
"""
# A step that ends at or before the new minimum is below it as a whole; people are read of the step in which it lies alone. In
# the last thousandth below it, which is more than the rounding of any amount from 5.00 on, it counts what each is paid, to the
# half cent (`Salaried.less_than`): whoever is not less of a step that counts as a whole is taken off it. What half a cent of the
# amount comes to in a year says so of nearly everybody, for a cent's rounding twice over; of the rest the salary is read. The
# sums of a minimum of 0 are of people without a range, who may be anywhere.
_RAISED = """
SELECT * FROM (
WITH asked AS (
    SELECT p.*, p.minimum > 0 AND (p.step + 1) * p.minimum * 0.0025 <= p.aim AS whole, p.aim * 0.999 AS near FROM (
        SELECT p.*, {aim} AS aim FROM insights_bandsum p {whose} p.zone_code = {zone} OFFSET 0  -- the aim is worked out once
    ) AS p
    WHERE p.step * p.minimum * 0.0025 < p.aim
),
raised AS (
    SELECT legal_entity, level_key, grade_code, currency, aim, sex, people, pay
    FROM asked CROSS JOIN LATERAL (
        VALUES ('woman', women, women_pay), ('man', men, men_pay), ('not_stated', others, others_pay)
    ) AS of(sex, people, pay)
    WHERE whole AND people > 0
    UNION ALL
    SELECT a.legal_entity, a.level_key, a.grade_code, a.currency, a.aim,
        CASE WHEN s.sex IN ('woman', 'man') THEN s.sex ELSE 'not_stated' END,  -- as sums are kept
        CASE WHEN a.whole THEN -1 ELSE 1 END, CASE WHEN a.whole THEN -q.annual ELSE q.annual END
    FROM asked a CROSS JOIN (SELECT day FROM compensation_paypositionsmade WHERE id = 1) AS made
    CROSS JOIN LATERAL (
        SELECT employee_id, annual FROM compensation_payposition q
        WHERE q.level_key = a.level_key AND q.zone_code = a.zone_code
            AND q.annual >= greatest(a.step * a.minimum * 0.0025, CASE WHEN a.whole THEN a.near END)
            AND q.annual < least(a.aim, CASE WHEN a.minimum > 0 THEN (a.step + 1) * a.minimum * 0.0025 END)
            AND q.legal_entity = a.legal_entity AND q.grade_code = a.grade_code AND q.currency = a.currency
            AND q.zone_currency = a.currency AND coalesce(q.framework_id, 0) = a.framework
            AND coalesce(q.minimum, 0) = a.minimum AND coalesce(q.supplement, 0) = a.supplement
            AND (q.excepted_until IS NOT NULL) = a.excepted
            AND a.whole <> (q.annual < a.near OR CASE
                WHEN abs(q.annual + q.annual * 0.005 / nullif(q.amount, 0) - a.aim) > 0.02
                THEN q.annual + q.annual * 0.005 / q.amount < a.aim
                ELSE (
                    SELECT (s.amount + 0.005) * {times} <= a.aim * {part} FROM compensation_salary s WHERE
                        s.employee_id = q.employee_id AND s.starts_on <= made.day AND (s.ends_on IS NULL OR s.ends_on >= made.day)
                ) END)
        OFFSET 0  -- by the index, step by step: joined, the planner would read everybody
    ) AS q
    LEFT JOIN insights_recordedsex s ON s.employee_id = q.employee_id
    WHERE NOT a.whole OR (a.step + 1) * a.minimum * 0.0025 > a.near
)
SELECT legal_entity, sex, level_key::text, grade_code, currency, sum(people)::bigint, sum(people * aim) - sum(pay)
FROM raised GROUP BY 1, 2, level_key, 4, 5 HAVING sum(people) > 0
) AS people
"""
_RAISED = _RAISED.replace("{times}", TIMES).replace("{part}", PART)
# Three statements, each planned for what it asks: one that asked whatever it was told took longer to plan than to read. That of
# supplements, which takes two milliseconds, says its values as subqueries: these tell the planner nothing, so it keeps the plan.
RAISED_TO_BANDS = _RAISED.format(
    aim=supplemented("n.minimum", "p.supplement"),
    whose="JOIN unnest(%(codes)s::text[], %(minimums)s::numeric[]) AS n(code, minimum) "
    "ON n.code = p.grade_code AND NOT p.excepted WHERE",
    zone="%(zone)s",
)
RAISED_BY_SUPPLEMENT = _RAISED.format(
    aim=supplemented("(p.minimum / (1 + p.supplement / 100))", "%(percent)s::numeric"),
    whose="WHERE p.framework = (SELECT %(framework)s::bigint) AND p.step <= (SELECT %(last_step)s::int) AND",
    zone="(SELECT %(zone)s::text)",
)
RAISED_ON_LEVEL = _RAISED.format(
    aim=supplemented("%(minimum)s::numeric", "p.supplement"),
    whose="WHERE p.level_key = %(level)s::uuid AND",
    zone="%(zone)s",
)
_CHOSEN = """
FROM insights_paysum WHERE (%(grades)s::text[] IS NULL OR grade_code = ANY(%(grades)s))
    AND (%(entities)s::text[] IS NULL OR legal_entity = ANY(%(entities)s))
"""
# The sums, and in lines without a level the country in which most people of each of their entities, and of those `named`, work;
# but for those that are `known`.
SUMS = f"""
SELECT legal_entity, grade_code, currency, level_key::text, women, women_pay, men, men_pay, others, others_pay {_CHOSEN}
"""
SUMS_AND_COUNTRIES = f"""
{SUMS}
UNION ALL
SELECT n.legal_entity, c.country, '', NULL, 0, 0, 0, 0, 0, 0
FROM (
    SELECT legal_entity {_CHOSEN} UNION SELECT unnest(%(named)s::text[])
    EXCEPT SELECT unnest(%(known)s::text[])
) AS n CROSS JOIN LATERAL ({COUNTRY_OF}) AS c
"""
# Countries of entities, by what pay positions were made last: where people are in several, all of them are counted.
_countries: Kept[dict[str, str]] = Kept(2)
STEPS = 400  # from nothing to a minimum, as triggers count them
SEXES = (Sex.WOMAN, Sex.MAN, Sex.NOT_STATED)  # who is neither is with those who are not stated
SEX_OF = {str(sex): sex for sex in SEXES}
PARTS = tuple((2 * place, sex) for place, sex in enumerate(SEXES))  # where the columns of each begin


class KeptSum(NamedTuple):
    """People at one entity, on one level and paid in one currency, by sex."""

    entity: str
    grade: str
    currency: str
    level: str
    parts: tuple[tuple[Sex, Together], ...]


class Half(NamedTuple):
    """Where some people stand, before or after."""

    level: str | None
    grade: str
    currency: str
    together: Together


class Moved(NamedTuple):
    """Somebody before and after."""

    entity: str
    sex: Sex
    before: Half
    after: Half


class Raise(NamedTuple):
    """So many people who are alike, and by how much they would be paid more together."""

    entity: str
    sex: str
    level: str | None
    grade: str
    currency: str
    people: int
    more: Decimal


def sex_of(recorded: str) -> Sex:
    """That under which somebody is summed up."""
    return SEX_OF.get(recorded, Sex.NOT_STATED)


def kept_sums(
    grades: Collection[str] | None,
    entities: Collection[str] | None,
    day: dt.date,
    *,
    countries: bool,
    named: Collection[str] = (),
    made: str | None = None,
) -> tuple[list[KeptSum], dict[str, str]]:
    """Of these grades and entities (None: of all), a few for each level; and the countries of their entities and those
    `named` on that day, where they are asked for and known: 1 query. With `made` (see `Basis`) countries are counted once."""
    found = _countries.get((day, made), dict) if made and countries else {}
    asked: dict[str, object] = {
        "grades": None if grades is None else list(grades),
        "entities": None if entities is None else list(entities),
    }
    statement = SUMS
    if countries and (entities is None or not found.keys() >= {*entities, *named}):
        statement, asked = SUMS_AND_COUNTRIES, asked | {"named": list(named), "known": list(found), "day": day}
    sums = []
    for entity, grade, currency, level, *parts in rows_of(statement, asked):
        if level is None:
            found[entity] = grade
        else:
            by_sex = tuple((sex, Together(*parts[at : at + 2])) for at, sex in PARTS if parts[at])
            sums.append(KeptSum(entity, grade, currency, level, by_sex))
    return sums, found


def people_moved(people: Mapping[int, NewPay], today: dt.date) -> list[Moved]:
    """What each of these people would take along: 1 query."""
    values = {
        "people": list(people),
        "annuals": [new.annual for new in people.values()],
        "currencies": [new.currency for new in people.values()],
        "levels": [new.level for new in people.values()],
        "today": today,
    }
    return [
        Moved(entity, sex_of(sex), Half(was, grade, currency, _one(had)), Half(level, its_grade, paid_in, _one(has)))
        for entity, sex, was, grade, currency, had, level, its_grade, paid_in, has in rows_of(MOVED, values)
    ]


def people_raised(minimum: NewMinimum) -> list[Raise]:
    """Everybody whom it would raise, put together as far as they are alike, of sums by place in band: 1 query, which reads a few
    people of each level."""
    zone = {"zone": minimum.zone}
    if minimum.of_grades is not None:
        of_grades = {"codes": list(minimum.of_grades), "minimums": list(minimum.of_grades.values())}
        rows = rows_of(RAISED_TO_BANDS, zone | of_grades)
    elif minimum.percent is not None:
        last = int(STEPS * (1 + minimum.percent / 100)) + 1
        asked = {"framework": minimum.framework, "percent": minimum.percent, "last_step": last}
        rows = rows_of(RAISED_BY_SUPPLEMENT, zone | asked)
    else:
        rows = rows_of(RAISED_ON_LEVEL, zone | {"level": minimum.level, "minimum": minimum.minimum})
    return list(map(Raise._make, rows))


def _one(annual: Decimal | None) -> Together:
    """One person with this pay; nobody without any."""
    return Together() if annual is None else Together(1, annual)
