"""Compares salaries of a file with what is there, and writes what is new: all or nothing.

Every start in the file begins a salary; the one before ends the day before, and what is there for later days stays. A
salary that begins on the same day is replaced where it differs (its history stays). What the file does not name stays.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

import pghistory
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Employee
from ladders.compensation.domain.bands import percentage
from ladders.compensation.domain.position import Basis, Salaried, full_time_equivalent
from ladders.compensation.models import SalarySource
from ladders.core.audit import record
from ladders.core.bulk_copy import NULL, copy_lines, line_of
from ladders.core.permissions import Permission
from ladders.core.sentences import gettext as _
from ladders.core.table_rights import analyze

from ..tables.column_samples import ColumnRead
from ..tables.leading_zeros import match_without_zeros
from ..tables.many_rows import without_collections
from ..tables.problems import Problems
from .parse import Salaries, SalaryMapping, SalaryRow, read_salaries

FULL_TIME: Final = Decimal(40)  # weekly hours, where neither file nor caller says it
Stated = tuple[SalaryRow, tuple[Any, ...]]  # a row, and the values that it comes to
ONE_DAY = dt.timedelta(days=1)
TABLE = "compensation_salary"
COLUMNS = (
    "employee_id", "starts_on", "ends_on", "amount", "currency", "basis", "fte", "full_time_hours", "source", "created_at",
)  # fmt: skip


@dataclass(slots=True)
class KnownSalary:
    """A salary that is there."""

    id: int
    starts_on: dt.date
    ends_on: dt.date | None
    values: tuple[Any, ...]  # amount, currency, basis, fte, full-time hours


@dataclass(frozen=True, slots=True)
class SalaryStep:
    """One salary that would begin: what the person is paid until then (None: nothing), and what the file says."""

    employee: int
    row: int
    starts_on: dt.date
    before: Salaried | None
    after: Salaried

    @property
    def percent(self) -> Decimal | None:
        """By how much a full-time year changes; None where there is nothing to compare with."""
        if self.before is None or self.before.currency != self.after.currency:
            return None
        return percentage(self.after.annual - self.before.annual, self.before.annual)


@dataclass
class SalaryPlan:
    """What an import would write."""

    file: str = ""
    rows: int = 0
    detailed: bool = False  # True: `steps` are wanted
    unchanged: int = 0
    created: list[tuple[Any, ...]] = field(default_factory=list)  # employee, from, until, values
    replaced: list[tuple[Any, ...]] = field(default_factory=list)  # id, values
    ended: list[tuple[int, dt.date]] = field(default_factory=list)
    steps: list[SalaryStep] = field(default_factory=list)
    problems: Problems = field(default_factory=lambda: Problems(""))
    doubts: int = 0  # salaries that look wrong; counted where `detailed`
    named: int = 0  # how many of them `problems` names
    columns: list[ColumnRead] = field(default_factory=list)
    bases: list[str] = field(default_factory=list)  # the words that the file has for them

    def report(self) -> dict[str, Any]:
        """As plain data; no amounts in it."""
        return {
            "rows": self.rows,
            "created": len(self.created),
            "replaced": len(self.replaced),
            "ended": len(self.ended),
            "unchanged": self.unchanged,
            "doubts": self.doubts,
            "columns": [column.to_json(samples=False) for column in self.columns],
            "refused": self.problems.refused,
            "problems": [problem.to_report() for problem in self.problems.listed],
        }


def import_salaries(
    *,
    files: Iterable[tuple[str, bytes]],
    by: Any,
    mapping: SalaryMapping | None = None,
    full_time_hours: Decimal = FULL_TIME,
    dry_run: bool = False,
    sure: bool = True,
    source: str = "import_salaries",
) -> SalaryPlan:
    """Read, compare and write in one transaction; a plan with errors writes nothing. Repeating it changes nothing.

    `by` None is the command line of the server's own; anybody else reaches the people for whom their role carries
    the verb, and never their own pay. Not `sure`: salaries that look wrong are refused until somebody has looked.
    """
    with without_collections():
        return take_in(
            read_salaries(files, mapping),
            by=by,
            full_time_hours=full_time_hours,
            dry_run=dry_run,
            sure=sure,
            source=source,
        )


def look(read: Salaries, *, by: Any, full_time_hours: Decimal = FULL_TIME) -> SalaryPlan:
    """Compare what was read with what is there, step by step; writes nothing."""
    with without_collections():
        return _plan(read, full_time_hours, by, detailed=True)


def take_in(
    read: Salaries,
    *,
    by: Any,
    full_time_hours: Decimal = FULL_TIME,
    dry_run: bool = False,
    sure: bool = True,
    source: str,
) -> SalaryPlan:
    """Compare what was read with what is there, and write it in one transaction (see `import_salaries`)."""
    with ExitStack() as stack:
        stack.enter_context(pghistory.context(user=by.pk if by else None, url=source))
        stack.enter_context(transaction.atomic())
        if not dry_run:
            with connection.cursor() as cursor:
                cursor.execute(f"LOCK TABLE {TABLE} IN SHARE ROW EXCLUSIVE MODE")  # one import at a time
        plan = _plan(read, full_time_hours, by, detailed=not sure)
        if plan.doubts and not sure and not dry_run:
            plan.problems.add(
                "doubts",
                None,
                _(
                    "%(file)s: salaries look wrong in %(doubts)s rows, named here. Fix them, or say that they are "
                    "meant (--sure)."
                )
                % {"file": plan.file, "doubts": plan.doubts},
            )
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


def _empty_plan(read: Salaries, *, detailed: bool = False) -> SalaryPlan:
    return SalaryPlan(
        read.file, len(read.rows), detailed, problems=read.problems, columns=list(read.columns), bases=list(read.bases)
    )


def _plan(read: Salaries, full_time: Decimal, by: Any, *, detailed: bool = False) -> SalaryPlan:
    plan = _empty_plan(read, detailed=detailed)
    reach = Employee.objects.all() if by is None else Employee.objects.within(by, Permission.EDIT_PAY)
    rows = list(reach.values_list("number", "pk", "weekly_hours", "left_on"))
    people = {number: (pk, hours) for number, pk, hours, _left in rows}
    limited = by is not None and not by.reaches_all(Permission.EDIT_PAY)
    whose = _("whose pay you may set ") if limited else ""
    cure = _("Keep the rows of the people in your reach.") if limited else _("Import people first.")
    if not read.zeros_count:
        match_without_zeros(plan.problems, read.rows, people, lambda: Employee.objects.values_list("number", flat=True))
    wanted: dict[int, dict[dt.date, Stated]] = {}
    for row in read.rows:
        if row.number not in people:
            plan.problems.add(
                "unknown",
                row.row,
                _("%(file)s, row %(row)s: nobody %(whose)shas the employee number %(number)s. %(cure)s")
                % {"file": plan.file, "row": row.row, "whose": whose, "number": row.number, "cure": cure},
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
                _(
                    "%(file)s, row %(row)s: %(number)s has another salary from %(day)s in row %(other_row)s. Keep "
                    "one of them."
                )
                % {
                    "file": plan.file,
                    "row": row.row,
                    "number": row.number,
                    "day": row.starts_on,
                    "other_row": before[0].row,
                },
            )
            continue
        plan.unchanged += before is not None
        days.setdefault(row.starts_on, (row, values))
    if not plan.problems.refused:
        known = _known(wanted)
        for employee, days in wanted.items():
            _place(plan, employee, days, known.get(employee, []))
        _not_own(plan, by, wanted, known)
        if detailed:
            from .doubts import add_doubts  # it stands on the plan

            add_doubts(plan, {pk: left for _number, pk, _hours, left in rows})
    elif (own := _employee_of(by)) in wanted:  # said with the other errors, not only once these are mended
        known = _known([own])
        _place(plan, own, wanted[own], known.get(own, []))
        _not_own(plan, by, wanted, known)
    return plan


def _employee_of(by: Any) -> Any:
    return getattr(getattr(by, "employee", None), "pk", None)


def _not_own(
    plan: SalaryPlan, by: Any, wanted: dict[int, dict[dt.date, Stated]], known: dict[int, list[KnownSalary]]
) -> None:
    """Nobody sets their own pay, by no way."""
    own = _employee_of(by)
    if own not in wanted:
        return
    theirs = {each.id for each in known.get(own, [])}
    if any(row[0] == own for row in plan.created) or any(row[0] in theirs for row in plan.replaced):
        row = min(row.row for row, _values in wanted[own].values())
        plan.problems.add(
            "own",
            row,
            _(
                "%(file)s, row %(row)s: this is your own pay, and nobody sets their own. Take the row out, or "
                "have somebody else bring the file."
            )
            % {"file": plan.file, "row": row},
        )


def _values(row: SalaryRow, hours: Decimal | None, full_time: Decimal) -> tuple[Any, ...]:
    """Full-time equivalent: what the file says, else its hours, else the HR system's hours, else full time."""
    whole = row.full_time_hours or full_time
    fte = row.fte or _share(row.hours or hours, whole)
    return (row.amount, row.currency, row.basis, fte, whole if row.basis == "hour" else None)


@lru_cache(4096)
def _share(own: Decimal | None, whole: Decimal) -> Decimal:
    return max(full_time_equivalent(own, whole), Decimal("0.01")) if own else Decimal(1)


def _known(employees: Iterable[int]) -> dict[int, list[KnownSalary]]:
    """Employee → their salaries, earliest first: 1 query."""
    found: dict[int, list[KnownSalary]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT employee_id, id, starts_on, ends_on, amount, currency, basis, fte, "
            "CASE WHEN basis = 'hour' THEN full_time_hours END "
            f"FROM {TABLE} WHERE employee_id = ANY(%s::bigint[]) ORDER BY employee_id, starts_on",
            [f"{{{','.join(map(str, employees))}}}"],  # as the server reads them: a list takes ten times as long
        )
        while rows := cursor.fetchmany(5000):
            for row in rows:
                found.setdefault(row[0], []).append(KnownSalary(row[1], row[2], row[3], row[4:]))
    return found


def _place(plan: SalaryPlan, employee: int, days: dict[dt.date, Stated], known: Sequence[KnownSalary]) -> None:
    """Put the starts of one person on their time line."""
    if len(days) == len(known) == 1 and known[0].starts_on in days and days[known[0].starts_on][1] == known[0].values:
        plan.unchanged += 1  # what nearly all rows of a repeated file come to
        return
    if not known and not plan.detailed and len(days) == 1:
        ((day, (_row, values)),) = days.items()
        plan.created.append((employee, day, None, *values))  # and nearly all of a first one
        return
    by_start = {own.starts_on: own for own in known}
    starts = sorted({*by_start, *days})
    for day, (row, values) in sorted(days.items()):
        own = by_start.get(day)
        if plan.detailed and (own is None or own.values != values):
            plan.steps.append(SalaryStep(employee, row.row, day, _paid(starts, by_start, days, day), _pay(values)))
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


def _paid(
    starts: Sequence[dt.date], known: dict[dt.date, KnownSalary], days: dict[dt.date, Stated], day: dt.date
) -> Salaried | None:
    """What the person has on that day as things are, else what comes before it, in the file or here."""
    if day in known:
        return _pay(known[day].values)
    before = max((start for start in starts if start < day), default=None)
    if before is None:
        return None
    return _pay(days[before][1] if before in days else known[before].values)


def _pay(values: tuple[Any, ...]) -> Salaried:
    amount, currency, basis, fte, hours = values
    return Salaried(amount, currency, Basis(basis), fte, hours)


def _write(plan: SalaryPlan) -> None:
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
        created = sorted(plan.created, key=lambda each: each[:2])
        end = f"{SalarySource.IMPORT.value}\t{now}\n"
        lines = (
            f"{who}\t{first}\t{last or NULL}\t{amount}\t{currency}\t{basis}\t{fte}\t{hours or NULL}\t{end}"
            for who, first, last, amount, currency, basis, fte, hours in created
        )
        copy_lines(cursor, f"COPY {TABLE} ({', '.join(COLUMNS)}) FROM STDIN", lines)
        analyze(cursor, TABLE)


def _update(cursor: Any, columns: dict[str, str], rows: Sequence[tuple[Any, ...]]) -> None:
    if not rows:
        return
    described = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    cursor.execute(f"CREATE TEMPORARY TABLE salaries_in (id bigint PRIMARY KEY, {described}) ON COMMIT DROP")
    copy_lines(cursor, "COPY salaries_in FROM STDIN", map(line_of, rows))
    sets = ", ".join(f"{name} = given.{name}" for name in columns)
    cursor.execute(f"UPDATE {TABLE} old SET {sets} FROM salaries_in given WHERE old.id = given.id")
    cursor.execute("DROP TABLE salaries_in")
