"""Compares salaries of a file with what is there, and writes what is new: all or nothing.

Every start in the file begins a salary; the one before ends the day before, and what is there for later days stays. A
salary that begins on the same day is replaced where it differs (its history stays). What the file does not name stays.
"""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any

import pghistory
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Employee
from ladders.compensation.models import SalarySource
from ladders.compensation.position import full_time_equivalent
from ladders.core.audit import record

from ..people.reading import Problems
from .reading import Salaries, SalaryMapping, SalaryRow, read_salaries

ONE_DAY = dt.timedelta(days=1)
TABLE = "compensation_salary"
COLUMNS = (
    "employee_id", "starts_on", "ends_on", "amount", "currency", "basis", "fte", "full_time_hours", "source", "created_at",
)  # fmt: skip


@contextmanager
def without_collections() -> Iterator[None]:
    """Hundreds of thousands of rows are made and none is part of a circle: looking for circles would only take time."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


@dataclass(slots=True)
class Known:
    """A salary that is there."""

    id: int
    starts_on: dt.date
    ends_on: dt.date | None
    values: tuple[Any, ...]  # amount, currency, basis, fte, full-time hours


@dataclass
class Plan:
    """What an import would write."""

    file: str = ""
    rows: int = 0
    unchanged: int = 0
    created: list[tuple[Any, ...]] = field(default_factory=list)  # employee, from, until, values
    replaced: list[tuple[Any, ...]] = field(default_factory=list)  # id, values
    ended: list[tuple[int, dt.date]] = field(default_factory=list)
    problems: Problems = field(default_factory=lambda: Problems(""))

    def report(self) -> dict[str, Any]:
        """As plain data; no amounts in it."""
        return {
            "rows": self.rows,
            "created": len(self.created),
            "replaced": len(self.replaced),
            "ended": len(self.ended),
            "unchanged": self.unchanged,
            "refused": self.problems.refused,
            "problems": [{**problem.to_json(), "severity": problem.severity.value} for problem in self.problems.listed],
        }


def import_salaries(
    *,
    files: Iterable[tuple[str, bytes]],
    by: Any,
    mapping: SalaryMapping | None = None,
    full_time_hours: Decimal = Decimal(40),
    dry_run: bool = False,
    source: str = "import_salaries",
) -> Plan:
    """Read, compare and write in one transaction; a plan with errors writes nothing. Repeating it changes nothing."""
    with without_collections():
        return _import(files, by, mapping, full_time_hours, dry_run, source)


def _import(
    files: Iterable[tuple[str, bytes]],
    by: Any,
    mapping: SalaryMapping | None,
    full_time_hours: Decimal,
    dry_run: bool,
    source: str,
) -> Plan:
    read = read_salaries(files, mapping)
    if read.problems.refused:
        return Plan(read.file, len(read.rows), problems=read.problems)
    with ExitStack() as stack:
        stack.enter_context(pghistory.context(user=by.pk if by else None, url=source))
        stack.enter_context(transaction.atomic())
        if not dry_run:
            with connection.cursor() as cursor:
                cursor.execute(f"LOCK TABLE {TABLE} IN SHARE ROW EXCLUSIVE MODE")  # one import at a time
        plan = _plan(read, full_time_hours)
        if not plan.problems.refused and not dry_run and (plan.created or plan.replaced or plan.ended):
            _write(plan)
            counts = {"created": len(plan.created), "replaced": len(plan.replaced)}
            record(
                by=by,
                verb="compensation.salaries.imported",
                subject=plan.file,
                detail={name: [None, count] for name, count in counts.items()},
            )
    return plan


def _plan(read: Salaries, full_time: Decimal) -> Plan:
    plan = Plan(read.file, len(read.rows), problems=read.problems)
    people = {number: (pk, hours) for number, pk, hours in Employee.objects.values_list("number", "pk", "weekly_hours")}
    wanted: dict[int, dict[dt.date, tuple[SalaryRow, tuple[Any, ...]]]] = {}
    for row in read.rows:
        if row.number not in people:
            plan.problems.add(
                "unknown",
                row.row,
                f"{plan.file}, row {row.row}: nobody has the employee number {row.number}. Import people first.",
            )
            continue
        employee, hours = people[row.number]
        values = _values(row, hours, full_time)
        days = wanted.setdefault(employee, {})
        before = days.get(row.starts_on)
        if before is not None and before[1] != values:
            plan.problems.add(
                "twice",
                row.row,
                f"{plan.file}, row {row.row}: {row.number} has another salary from {row.starts_on} in row {before[0].row}. "
                "Keep one of them.",
            )
            continue
        plan.unchanged += before is not None
        days.setdefault(row.starts_on, (row, values))
    if not plan.problems.refused:
        known = _known(wanted)
        for employee, days in wanted.items():
            _place(plan, employee, {day: values for day, (_row, values) in days.items()}, known.get(employee, []))
    return plan


def _values(row: SalaryRow, hours: Decimal | None, full_time: Decimal) -> tuple[Any, ...]:
    """Full-time equivalent: what the file says, else its hours, else the HR system's hours, else full time."""
    whole = row.full_time_hours or full_time
    fte = row.fte or _share(row.hours or hours, whole)
    return (row.amount, row.currency, row.basis, fte, whole if row.basis == "hour" else None)


@lru_cache(4096)
def _share(own: Decimal | None, whole: Decimal) -> Decimal:
    return max(full_time_equivalent(own, whole), Decimal("0.01")) if own else Decimal(1)


def _known(employees: Iterable[int]) -> dict[int, list[Known]]:
    found: dict[int, list[Known]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT employee_id, id, starts_on, ends_on, amount, currency, basis, fte, full_time_hours "
            f"FROM {TABLE} WHERE employee_id = ANY(%s) ORDER BY employee_id, starts_on",
            [list(employees)],
        )
        for employee, pk, first, last, *values in cursor.fetchall():
            hours = values[4] if values[2] == "hour" else None
            found.setdefault(employee, []).append(Known(pk, first, last, (*values[:4], hours)))
    return found


def _place(plan: Plan, employee: int, days: dict[dt.date, tuple[Any, ...]], known: Sequence[Known]) -> None:
    """Put the starts of one person on their time line."""
    by_start = {own.starts_on: own for own in known}
    starts = sorted({*by_start, *days})
    for day, values in sorted(days.items()):
        own = by_start.get(day)
        if own is not None:
            if own.values == values:
                plan.unchanged += 1
            else:
                plan.replaced.append((own.id, *values))
            continue
        running = next((each for each in known if each.starts_on < day <= (each.ends_on or dt.date.max)), None)
        following = next((start for start in starts if start > day), None)
        last = following - ONE_DAY if following else None
        if running is not None and running.ends_on is not None:
            last = min(last, running.ends_on) if last else running.ends_on
        plan.created.append((employee, day, last, *values))
    for own in known:
        following = next((start for start in starts if start > own.starts_on), None)
        if following and (own.ends_on is None or own.ends_on >= following):
            plan.ended.append((own.id, following - ONE_DAY))


def _write(plan: Plan) -> None:
    """Ends first, so that nothing overlaps at any moment; then replacements; then COPY, in the order of people."""
    now = timezone.now()
    with connection.cursor() as cursor:
        _update(cursor, {"ends_on": "date"}, plan.ended)
        kinds = {
            "amount": "numeric",
            "currency": "text",
            "basis": "text",
            "fte": "numeric",
            "full_time_hours": "numeric",
        }
        _update(cursor, kinds, plan.replaced)
        with cursor.copy(f"COPY {TABLE} ({', '.join(COLUMNS)}) FROM STDIN") as copy:
            for row in sorted(plan.created, key=lambda each: each[:2]):
                copy.write_row((*row, SalarySource.IMPORT.value, now))
        cursor.execute(f"ANALYZE {TABLE}")


def _update(cursor: Any, columns: dict[str, str], rows: Sequence[tuple[Any, ...]]) -> None:
    if not rows:
        return
    described = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    cursor.execute(f"CREATE TEMPORARY TABLE salaries_in (id bigint PRIMARY KEY, {described}) ON COMMIT DROP")
    with cursor.copy("COPY salaries_in FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
    sets = ", ".join(f"{name} = given.{name}" for name in columns)
    cursor.execute(f"UPDATE {TABLE} old SET {sets} FROM salaries_in given WHERE old.id = given.id")
    cursor.execute("DROP TABLE salaries_in")
