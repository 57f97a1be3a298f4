"""Where everybody's pay stands on a day: one statement of the database, whatever their number.

placement → level as it counts on that day → grade; location → zone; grade and zone → band; an approved exception in its
place; the market supplement on top; salary and protection of the day. One that goes on without a gap does not end, so it is
held until its successor’s day. The arithmetic is that of `position`, in numeric;
a test holds the two together. Reporting lines are not among the tables, and cannot be: they live in a room above.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from accounts.models import Employee
from ladders.core.lists.stream import stream_sql
from ladders.core.single_rows import locked_row
from ladders.core.statements import Statement, rows_of
from ladders.core.table_rights import analyze
from ladders.frameworks.enums import VersionState
from ladders.frameworks.models import Level, Version
from ladders.placements.models import Placement
from ladders.placements.queries import current_levels

from ..domain.position import PAYMENTS
from ..models import PayPosition, PayPositionsMade, ZoneLocation

RUNNING_OUT = dt.timedelta(days=90)  # how long before its end a protection or an exception is a finding
UNTOUCHED = "NOT EXISTS (SELECT 1 FROM compensation_touched)"
# For statements that read something else, too: what `is_stale` asks, the other way round.
UP_TO_DATE = f"EXISTS (SELECT 1 FROM compensation_paypositionsmade WHERE id = 1 AND day = %(day)s) AND {UNTOUCHED}"
PATIENCE = 500  # so many touched people are looked at one by one; more, and everybody is

# The arithmetic of `position`, in SQL, of a salary `s`: what its amount is multiplied with and divided by to be a full-time year.
TIMES = "((CASE s.basis {payments} END) * (CASE s.basis WHEN 'hour' THEN s.full_time_hours ELSE 1 END))".replace(
    "{payments}", " ".join(f"WHEN '{basis}' THEN {times}" for basis, times in PAYMENTS.items())
)
PART = "(CASE s.basis WHEN 'hour' THEN 1 ELSE s.fte END)"


def supplemented(amount: str, percent: str = "s.percent") -> str:
    """`band_in_force` in SQL: an amount with the market supplement on top."""
    return f"round({amount} * (1 + coalesce({percent}, 0) / 100), 2)"


_FIGURES = ", ".join(
    f"{supplemented(f'coalesce(x.{name}, b.{name})')} AS {name}" for name in ("minimum", "midpoint", "maximum")
)
COLUMNS: list[str] = [str(field.column) for field in PayPosition._meta.concrete_fields]

STAND = """
WITH now AS (SELECT * FROM unnest(%(keys)s::uuid[], %(levels)s::bigint[]) AS n(key, level_id)),
held AS (
    SELECT e.id AS employee_id, e.sort_name, e.legal_entity, e.department, e.location, p.framework_id,
        coalesce(l.key, p.level_key) AS level_key, coalesce(l.code, '') AS level_code,
        coalesce(l.title, '') AS level_title, g.id AS grade_id, coalesce(g.code, '') AS grade_code, g.rank,
        z.id AS zone_id, coalesce(z.code, '') AS zone_code, coalesce(z.name, '') AS zone_name,
        coalesce(z.currency, '') AS zone_currency
    FROM accounts_employee e
    LEFT JOIN placements_placement p ON p.employee_id = e.id AND p."primary"
        AND p.starts_on <= %(day)s AND (p.ends_on IS NULL OR p.ends_on >= %(day)s)
    LEFT JOIN now ON now.key = p.level_key
    LEFT JOIN frameworks_level l ON l.id = coalesce(now.level_id, p.level_id)
    LEFT JOIN impact_grade g ON g.id = l.grade_id
    LEFT JOIN compensation_zonelocation zl ON zl.location = e.location AND e.location <> ''
    LEFT JOIN compensation_payzone z ON z.id = zl.zone_id
    WHERE (e.hired_on IS NULL OR e.hired_on <= %(day)s) AND (e.left_on IS NULL OR e.left_on >= %(day)s)
        AND {whose}
),
ranged AS (
    SELECT held.*, s.percent AS supplement, CASE WHEN x.ends_on <= %(horizon)s THEN coalesce((
            SELECT n.ends_on FROM compensation_bandexception n WHERE n.level_key = x.level_key AND n.zone_id = x.zone_id
                AND n.state = 'approved' AND n.starts_on = x.ends_on + 1
        ), x.ends_on) ELSE x.ends_on END AS excepted_until,
        {figures}
    FROM held
    LEFT JOIN compensation_band b ON b.grade_id = held.grade_id AND b.zone_id = held.zone_id
        AND b.starts_on <= %(day)s AND (b.ends_on IS NULL OR b.ends_on >= %(day)s)
    LEFT JOIN compensation_bandexception x ON x.level_key = held.level_key AND x.zone_id = held.zone_id
        AND x.state = 'approved' AND x.starts_on <= %(day)s AND x.ends_on >= %(day)s
    LEFT JOIN compensation_marketsupplement s ON s.framework_id = held.framework_id AND s.zone_id = held.zone_id
        AND s.starts_on <= %(day)s AND (s.ends_on IS NULL OR s.ends_on >= %(day)s)
),
paid AS (
    SELECT ranged.*, s.amount, coalesce(s.currency, '') AS currency, coalesce(s.basis, '') AS basis, s.fte,
        {times} AS times, {part} AS part, round(s.amount * {times} / {part}, 2) AS annual,
        CASE WHEN q.ends_on <= %(horizon)s THEN coalesce((
            SELECT n.ends_on FROM compensation_payprotection n WHERE n.employee_id = q.employee_id
                AND n.starts_on = q.ends_on + 1 AND n.currency = q.currency AND n.amount >= q.amount
        ), q.ends_on) ELSE q.ends_on END AS protected_until
    FROM ranged
    LEFT JOIN compensation_salary s ON s.employee_id = ranged.employee_id
        AND s.starts_on <= %(day)s AND (s.ends_on IS NULL OR s.ends_on >= %(day)s)
    LEFT JOIN compensation_payprotection q ON q.employee_id = ranged.employee_id
        AND q.starts_on <= %(day)s AND q.ends_on >= %(day)s
),
stood AS (
    SELECT paid.*, CASE
        WHEN level_key IS NULL THEN 'no_level'
        WHEN grade_id IS NULL THEN 'no_grade'
        WHEN zone_id IS NULL THEN 'no_zone'
        WHEN minimum IS NULL THEN 'no_band'
        WHEN amount IS NULL THEN 'no_salary'
        WHEN currency <> zone_currency THEN 'other_currency'
        WHEN (amount + 0.005) * times <= minimum * part THEN 'below'
        WHEN (amount - 0.005) * times > maximum * part THEN 'above'
        ELSE 'within' END AS standing
    FROM paid
),
measured AS (
    SELECT stood.*,
        CASE WHEN standing IN ('below', 'within', 'above') THEN trunc(annual / midpoint, 6) END AS compa_ratio,
        CASE WHEN standing IN ('below', 'within', 'above') AND maximum > minimum
            THEN trunc(((CASE standing WHEN 'within' THEN least(greatest(annual, minimum), maximum) ELSE annual END)
                - minimum) / (maximum - minimum), 6) END AS penetration,
        CASE WHEN standing = 'below' THEN minimum - annual ELSE 0 END AS to_minimum,
        CASE WHEN standing = 'below' THEN round((minimum - annual) * fte, 2) ELSE 0 END AS cost,
        standing <> 'within' OR coalesce(protected_until <= %(horizon)s, false)
            OR coalesce(excepted_until <= %(horizon)s, false) AS finding
    FROM stood
)
"""
for name, text in (("{times}", TIMES), ("{part}", PART), ("{figures}", _FIGURES)):
    STAND = STAND.replace(name, text)
# So the server sees that one person's plan is the same for everybody, and keeps it: it takes ten times as long as the answer.
_OF_ONE = STAND.replace("{whose}", "e.id = (%(ids)s::bigint[])[1]")
STAND = STAND.replace("{whose}", "(%(ids)s::bigint[] IS NULL OR e.id = ANY(%(ids)s))")


def _levels_held(day: dt.date) -> QuerySet[Any, tuple[Any, int | None]]:
    published = Level.objects.filter(key=OuterRef("level_key"), version__state=VersionState.PUBLISHED)
    held = Placement.objects.primary().on(day).annotate(now=Subquery(published.values("pk")[:1]))
    rows: QuerySet[Any, tuple[Any, int | None]] = held.order_by().values_list("level_key", "now").distinct()
    return rows


_levels_held_by = Statement(lambda person, day: _levels_held(day).filter(employee=person), int, dt.date)


def standings(day: dt.date, employees: Collection[int]) -> list[PayPosition]:
    """Where these people stand on that day, unsaved, in the order of their names: 2 queries (more where levels were removed, and
    for days that are over).

    People who do not work here on that day are left out.
    """
    ids = list(employees)
    held = _levels_held_by(ids[0], day) if len(ids) == 1 else _levels_held(day).filter(employee__in=ids)
    now: dict[Any, int | None] = dict(held)
    values = parameters(day, set(now), ids, published=now)
    said = f"SELECT {', '.join(COLUMNS)} FROM measured ORDER BY sort_name, employee_id"
    one = len(ids) == 1
    rows = rows_of(f"{_OF_ONE if one else STAND} {said}", values, planned_once=one)
    return [PayPosition.from_db("default", [f.attname for f in PayPosition._meta.concrete_fields], row) for row in rows]


def standing_of(day: dt.date, employee: int) -> PayPosition | None:
    """Where one person stands on that day; None where they do not work here then. 2 queries."""
    return next(iter(standings(day, [employee])), None)


def read(rows: QuerySet[Any, Any], day: dt.date, employees: Collection[int] | None = None) -> list[tuple[Any, ...]]:
    """What a query of pay positions says when they are those of another day: 3 queries (more where levels were removed).

    `rows` is a queryset of `PayPosition` made with `values_list`. Within its statement the kept table gives way to the
    pay positions as they are worked out for `day`, of `employees` alone where these are given; nothing is written.
    """
    try:
        sql, values = _of_day(rows, day, employees)
    except EmptyResultSet:
        return []
    return rows_of(sql, values, planned_once=False)


def stream_of_day(rows: QuerySet[Any, Any], day: dt.date) -> Iterator[tuple[Any, ...]]:
    """The same, handed out as they are read: for very many."""
    try:
        sql, values = _of_day(rows, day, None)
    except EmptyResultSet:
        return iter(())
    return stream_sql(sql, values)


def _of_day(rows: QuerySet[Any, Any], day: dt.date, employees: Collection[int] | None) -> tuple[str, dict[str, Any]]:
    sql, values = rows.query.sql_with_params()
    named = {f"v{number}": value for number, value in enumerate(values)}
    sql = sql.replace("%%", "%%%%") % tuple(f"%({name})s" for name in named)
    keys = set(Placement.objects.primary().on(day).values_list("level_key", flat=True).distinct().order_by())
    ids = None if employees is None else list(employees)
    worked_out = f"{STAND}, compensation_payposition AS (SELECT {', '.join(COLUMNS)} FROM measured)"
    return f"{worked_out} {sql}", parameters(day, keys, ids) | named


def _up_to_date_on(day: dt.date) -> QuerySet[PayPositionsMade]:
    return PayPositionsMade.objects.filter(pk=1, day=day).extra(where=[UNTOUCHED])


_up_to_date = Statement(lambda day: _up_to_date_on(day).values_list("pk"), dt.date)


def is_stale(day: dt.date) -> bool:
    """True when something that pay positions depend on has changed since they were made: 1 query."""
    return not _up_to_date(day)


_totals_of = Statement(lambda day: _up_to_date_on(day).values_list("totals", flat=True), dt.date)


def people_counted(day: dt.date, *, legal_entity: str = "", department: str = "") -> int | None:
    """How many people work here on that day, of an entity or department where one is given, by the kept sums: 1 query.

    None where they are of another day, or something has changed since they were made.
    """
    if (made := _totals_of(day)) == []:
        return None
    rows = [row for row in made[0] if legal_entity in ("", row[0]) and department in ("", row[1])]
    return sum([int(row[4]) for row in rows])


def refresh(day: dt.date | None = None) -> bool:
    """Bring the pay positions up to date; True when there was anything to do. One at a time; others wait for it."""
    day = day or timezone.localdate()
    if not is_stale(day):
        return False
    with transaction.atomic():
        made = locked_row(PayPositionsMade)
        with connection.cursor() as cursor:
            # What is committed now is worked off; marks of transactions still open stay for the next time.
            cursor.execute("DELETE FROM compensation_touched RETURNING employee_id, zone_id")
            touched = set(cursor.fetchall())
        ids = _touched_people(touched, sum(row[4] for row in made.totals)) if made.day == day else None
        totals = _counted([] if ids is None else made.totals)
        costs = {} if ids is None else {tuple(row[:4]): Decimal(row[5]) for row in made.totals}
        for rows, sign in ((() if ids is None else _totals(ids), -1), (_written(day, ids), 1)):
            for *group, people, cost in rows:
                totals[tuple(group)] += sign * people
                costs[tuple(group)] = costs.get(tuple(group), Decimal(0)) + sign * Decimal(cost)
        made.totals = [[*group, totals[group], str(costs[group])] for group in sorted(totals) if totals[group]]
        made.day = day
        made.save(update_fields=["day", "totals"])
    return True


def _touched_people(touched: set[tuple[int | None, int | None]], all_people: int) -> list[int] | None:
    """Ids of those who were touched, with everybody in the zones that were: 1 query for these. None: more than half of all, or
    too many to look at one by one."""
    people = {person for person, zone in touched if person is not None}
    zones = {zone for person, zone in touched if zone is not None}
    if (None, None) in touched or len(people) > PATIENCE:
        return None
    if zones:
        places = ZoneLocation.objects.filter(zone__in=zones).values("location")
        people.update(Employee.objects.filter(location__in=places).order_by().values_list("pk", flat=True))
    return None if zones and len(people) > max(all_people // 2, PATIENCE) else sorted(people)


def _counted(totals: list[list[Any]]) -> Counter[tuple[str, ...]]:
    return Counter({tuple(row[:4]): row[4] for row in totals})


def _written(day: dt.date, ids: list[int] | None) -> list[tuple[Any, ...]]:
    """What the rows of these people come to once they are written."""
    _write(day, ids)
    return _totals(ids)


def _write(day: dt.date, ids: list[int] | None) -> None:
    """Rows of these people (None: everybody) as they are on that day; rows that have no person any more go."""
    placed = Placement.objects.primary().on(day)
    placed = placed if ids is None else placed.filter(employee__in=ids)
    keys = set(placed.values_list("level_key", flat=True).distinct().order_by())
    names = ", ".join(COLUMNS)
    others = [column for column in COLUMNS if column != "employee_id"]
    here = "(e.hired_on IS NULL OR e.hired_on <= %(day)s) AND (e.left_on IS NULL OR e.left_on >= %(day)s)"
    with connection.cursor() as cursor:
        values = parameters(day, keys, ids)
        cursor.execute(
            f"DELETE FROM compensation_payposition s WHERE (%(ids)s::bigint[] IS NULL OR s.employee_id = ANY(%(ids)s)) "
            f"AND NOT EXISTS (SELECT 1 FROM accounts_employee e WHERE e.id = s.employee_id AND {here})",
            values,
        )
        cursor.execute(
            f"{STAND} INSERT INTO compensation_payposition AS old ({names}) SELECT {names} FROM measured "
            f"ON CONFLICT (employee_id) DO UPDATE SET ({', '.join(others)}) = ROW "
            f"({', '.join(f'excluded.{column}' for column in others)}) "
            f"WHERE ({', '.join(f'old.{column}' for column in others)}) IS DISTINCT FROM "
            f"({', '.join(f'excluded.{column}' for column in others)})",
            values,
        )
        if ids is None:
            analyze(cursor, "compensation_payposition")


def _totals(ids: list[int] | None) -> list[tuple[Any, ...]]:
    """Legal entity, department, standing, currency, people and cost of these people's rows (None: everybody's)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT legal_entity, department, standing, zone_currency, count(*), sum(cost)::text "
            "FROM compensation_payposition WHERE %(ids)s::bigint[] IS NULL OR employee_id = ANY(%(ids)s) "
            "GROUP BY 1, 2, 3, 4",
            {"ids": ids},
        )
        return list(cursor.fetchall())


def _levels_on(day: dt.date, keys: set[Any]) -> dict[Any, Level]:
    """Level key → its row as it counts on that day: of the version in force then, so that a later evaluation changes no
    past. Levels that were removed by then count as their successors. 2 queries for today, up to 4 for a day that is over.
    """
    if not keys:
        return {}
    if day >= timezone.localdate():
        return {key: level for key, (level, _moved) in current_levels(keys).items()}
    rows = Level.objects.filter(key__in=keys, version__published_at__date__lte=day).order_by("version__number")
    then = {row.key: row for row in rows.select_related("version")}
    found = {key: row for key, row in then.items() if _in_force(row.version, day)}
    if gone := set(then) - set(found):
        found |= {key: level for key, (level, _moved) in current_levels(gone).items()}
    return found


def _in_force(version: Version, day: dt.date) -> bool:
    return version.retired_at is None or timezone.localdate(version.retired_at) > day


def parameters(
    day: dt.date, keys: set[Any], ids: list[int] | None, published: Mapping[Any, int | None] | None = None
) -> dict[str, Any]:
    """What `STAND` asks for: the day, which level each of these keys is then, and whom (None: everybody).

    `published`: key → id of its level in the published version (None: there is none), where it was read already.
    """
    known = {key: pk for key, pk in (published or {}).items() if pk is not None and day >= timezone.localdate()}
    now = known | {key: level.pk for key, level in _levels_on(day, keys - set(known)).items()}
    return {
        "day": day,
        "horizon": min(day, dt.date.max - RUNNING_OUT) + RUNNING_OUT,
        "keys": list(now),
        "levels": list(now.values()),
        "ids": ids,
    }
