"""Compares what a file says was paid with what is there, and writes what is new or other: all or nothing.

What one employer paid one person in a year is replaced as a whole where it differs. Whom the file does not name stays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import get_close_matches
from functools import cache, partial
from typing import Any, Final

import pghistory
from django.db import transaction

from accounts.models import Employee
from ladders.core.audit import record
from ladders.core.permissions import Permission
from ladders.core.sentences import gettext as _
from ladders.insights.actions.paid_years import lock_paid_years, write_paid_years
from ladders.insights.actions.pay_equity import say_kind
from ladders.insights.domain.paid_kinds import Treatment, proposed, year_share
from ladders.insights.queries.paid_years import known_kinds, paid_of_year

from ..tables.column_samples import ColumnRead
from ..tables.leading_zeros import match_without_zeros
from ..tables.many_rows import without_collections
from ..tables.problems import Problems
from ..tables.sheets import Severity, fold
from .mapping import KindMeaning, PaidMapping
from .parse import PaidEntry, PaidFile, read_paid

FEW_HOURS: Final = Decimal(260)  # paid in a whole year: five a week


@dataclass(frozen=True, slots=True)
class KindLine:
    """One kind of a file: what it counts as (None: nobody has said), since when, how many people receive it, and the sum."""

    name: str
    meaning: KindMeaning | None
    settled: bool  # said before or by the mapping; False: a guess by its name
    people: int
    total: Decimal


@dataclass
class PaidPlan:
    """What an import would write."""

    file: str = ""
    year: int = 0
    rows: int = 0
    created: list[tuple[int, PaidEntry]] = field(default_factory=list)  # employee, with its entry
    replaced: list[tuple[int, PaidEntry]] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)  # ids of the years that are replaced
    unchanged: int = 0
    missing: int = 0  # employed in the year, and not in the file
    own: int = 0  # left out, since whoever brings the file was paid it
    without_hours: int = 0
    kinds: dict[str, KindLine] = field(default_factory=dict)  # by folded name
    problems: Problems = field(default_factory=lambda: Problems(""))
    below_zero: int = 0  # people whose basic pay is less than nothing
    few_hours: int = 0  # people whose hours seem to be of a month
    columns: list[ColumnRead] = field(default_factory=list)
    signs: dict[str, str] = field(default_factory=dict)  # as `PaidFile` has them

    @property
    def doubts(self) -> int:
        """How much has to be confirmed."""
        return self.below_zero + self.few_hours

    def report(self, *, samples: bool = False) -> dict[str, Any]:
        """As plain data: sums by kind, nobody's own amounts; `samples`: with the first texts of each column."""
        return {
            "year": self.year,
            "rows": self.rows,
            "created": len(self.created),
            "replaced": len(self.replaced),
            "unchanged": self.unchanged,
            "missing": self.missing,
            "own": self.own,
            "without_hours": self.without_hours,
            "doubts": self.doubts,
            "below_zero": self.below_zero,
            "few_hours": self.few_hours,
            "kinds": [
                {
                    "name": line.name,
                    "counts_as": line.meaning[0].value if line.meaning else "",
                    "rule": line.meaning[1] if line.meaning else "",
                    "settled": line.settled,
                    "people": line.people,
                    "total": str(line.total),
                }
                for line in self.kinds.values()
            ],
            "columns": [column.to_json(samples=samples) for column in self.columns],
            "signs": [{"word": word, "means": means} for word, means in self.signs.items()],
            "refused": self.problems.refused,
            "problems": [problem.to_report() for problem in self.problems.listed],
        }


def import_paid(
    *,
    files: Iterable[tuple[str, bytes]],
    year: int,
    by: Any,
    mapping: PaidMapping | None = None,
    dry_run: bool = False,
    sure: bool = True,
    source: str = "import_paid",
) -> PaidPlan:
    """Read, compare and write in one transaction; a plan with errors writes nothing. Repeating it changes nothing of what was
    paid; the audit trail says each time that it was imported.

    `by` None is the command line of the server's own; anybody else reaches the people for whom their role carries the verb.
    """
    with without_collections():
        read = read_paid(files, mapping, year=year, known=known_kinds())
        return take_in(read, year=year, by=by, dry_run=dry_run, sure=sure, source=source)


def look(read: PaidFile, *, year: int, by: Any) -> PaidPlan:
    """Compare what was read with what is there; writes nothing."""
    with without_collections():
        return _plan(read, year, by)


def take_in(read: PaidFile, *, year: int, by: Any, dry_run: bool = False, sure: bool = True, source: str) -> PaidPlan:
    """Compare what was read with what is there, and write it in one transaction (see `import_paid`)."""
    with ExitStack() as stack:
        stack.enter_context(pghistory.context(user=by.pk if by else None, url=source))
        stack.enter_context(transaction.atomic())
        if not dry_run:
            lock_paid_years()  # one import at a time
        plan = _plan(read, year, by)
        if plan.doubts and not sure and not dry_run:
            told = _(
                "%(file)s: people whose basic pay is less than nothing, or whose hours look like those of a month: "
                "%(doubts)s. Fix them, or say that they are meant (--sure)."
            ) % {"file": plan.file, "doubts": plan.doubts}
            plan.problems.add("doubts", None, told)
        if not plan.problems.refused and not dry_run:
            _say_kinds(plan, by)
            there = len(plan.replaced) + plan.unchanged
            if plan.created or plan.replaced:
                rows = [*plan.created, *plan.replaced]
                lines = ((who, each.entity, each.currency, each.hours, each.amounts) for who, each in rows)
                write_paid_years(year=year, gone=plan.gone, rows=lines)
            if plan.created or there:
                # How many differed would tell whether an amount was guessed right: so it says the same, whatever they were.
                detail = {"created": [None, len(plan.created)], "there": [None, there], "year": [None, year]}
                record(by=by, verb="insights.paid.imported", subject=plan.file, detail=detail)
    return plan


def _plan(read: PaidFile, year: int, by: Any) -> PaidPlan:
    plan = PaidPlan(
        read.file, year, read.rows, problems=read.problems, columns=list(read.columns), signs=dict(read.signs)
    )
    _kinds(plan, read)
    reach = Employee.objects.all() if by is None else Employee.objects.within(by, Permission.EDIT_PAY_EQUITY)
    rows = list(reach.values_list("number", "pk", "legal_entity", "hired_on", "left_on"))
    people = {row[0]: row for row in rows}
    if not read.zeros_count:
        match_without_zeros(
            plan.problems, read.entries, people, lambda: Employee.objects.values_list("number", flat=True)
        )
    limited = by is not None and not by.reaches_all(Permission.EDIT_PAY_EQUITY)
    whose = _("in your reach ") if limited else ""
    cure = _("Keep the rows of the people in your reach.") if limited else _("Import people first, or remove the row.")
    wanted: dict[tuple[int, str], PaidEntry] = {}
    for entry in read.entries:
        known = people.get(entry.number)
        if known is None:
            sentence = _("%(file)s, row %(row)s: nobody %(whose)shas the employee number %(number)s. %(cure)s") % {
                "file": plan.file,
                "row": entry.row,
                "whose": whose,
                "number": entry.number,
                "cure": cure,
            }
            plan.problems.add("unknown", entry.row, sentence)
            continue
        entry.entity = entry.entity or known[2]
        twice = wanted.setdefault((known[1], entry.entity), entry)
        if twice is not entry:
            sentence = _(
                "%(file)s, row %(row)s: %(number)s is paid by the same employer in row %(other_row)s, too. "
                "Write the number, or the legal entity, the same way in both."
            ) % {
                "file": plan.file,
                "row": entry.row,
                "number": entry.number,
                "other_row": twice.row,
            }
            plan.problems.add(
                "twice",
                entry.row,
                sentence,
            )
    plan.without_hours = sum(entry.hours is None for entry in wanted.values())
    if limited:
        _changed_kinds(plan)
    _doubts(plan, wanted.values())
    share = cache(partial(year_share, year))  # of the few days on which people begin and leave
    _few_hours(plan, wanted, {row[1]: share(row[3], row[4]) for row in rows})
    _unknown_entities(plan, wanted.values(), {row[2] for row in rows})
    named = {employee for employee, _entity in wanted}
    plan.missing = sum(
        pk not in named and (hired is None or hired.year <= year) and (left is None or left.year >= year)
        for _number, pk, _entity, hired, left in rows
    )
    if not plan.problems.refused:
        _compare(plan, wanted, by)
    return plan


def _kinds(plan: PaidPlan, read: PaidFile) -> None:
    """What each kind of the file counts as; a kind that nobody knows is an error, since it would be missing somewhere."""
    before = known_kinds()
    found: defaultdict[str, list[Decimal]] = defaultdict(list)
    for entry in read.entries:
        for kind, amount in entry.amounts.items():
            found[kind].append(amount)
    for folded, name in read.kinds.items():
        settled = read.said.get(folded) or before.get(folded)
        meaning = settled or proposed(name)
        amounts = found[folded]
        plan.kinds[folded] = KindLine(name, meaning, settled is not None, len(amounts), sum(amounts, Decimal(0)))
        if meaning is None:
            sentence = _(
                "%(file)s: say what “%(name)s” counts as: basic pay, variable pay, or left out by which rule."
            ) % {"file": plan.file, "name": name}
            plan.problems.add("kind", None, sentence)


def _changed_kinds(plan: PaidPlan) -> None:
    """What a kind counts as holds for everybody: whoever reports on a part of the organisation cannot change it."""
    before = known_kinds()
    for folded, line in plan.kinds.items():
        if folded in before and before[folded] != line.meaning:
            sentence = _(
                "%(file)s: “%(name)s” counts as something else for the whole organisation. Leave it as it is, or "
                "ask somebody who reports on all of it."
            ) % {"file": plan.file, "name": line.name}
            plan.problems.add("kind of all", None, sentence)


def _doubts(plan: PaidPlan, entries: Iterable[PaidEntry]) -> None:
    basic = {folded for folded, line in plan.kinds.items() if line.meaning and line.meaning[0] is Treatment.BASIC}
    for entry in entries:
        if min(entry.amounts.values(), default=1) > 0:
            continue  # nearly everybody
        if sum((amount for kind, amount in entry.amounts.items() if kind in basic), Decimal(0)) < 0:
            plan.below_zero += 1
            sentence = _(
                "%(file)s, row %(row)s: basic pay of %(number)s comes to less than nothing. Is that meant?"
            ) % {"file": plan.file, "row": entry.row, "number": entry.number}
            plan.problems.add("doubt", entry.row, sentence, Severity.WARNING)


def _few_hours(plan: PaidPlan, wanted: dict[tuple[int, str], PaidEntry], shares: dict[int, Decimal]) -> None:
    """Hours of a month, where those of the year are meant, would make an hour's pay twelve times as high."""
    hours = [
        (entry.hours, shares[employee]) for (employee, _entity), entry in wanted.items() if entry.hours is not None
    ]
    few = sum(each < FEW_HOURS * share for each, share in hours)
    if few * 2 > len(hours):
        plan.few_hours = few
        sentence = _(
            "%(file)s: paid hours of %(few)s people come to less than five a week. Are they of a month? Those of the whole "
            "year are meant."
        )
        plan.problems.add("few hours", None, sentence % {"file": plan.file, "few": few}, Severity.WARNING)


def _unknown_entities(plan: PaidPlan, entries: Iterable[PaidEntry], known: set[str]) -> None:
    """Employers for whom nobody works, each once: misspelt ones would be reported on by themselves."""
    found: dict[str, list[int]] = {}
    for entry in entries:
        if entry.entity not in known:
            found.setdefault(entry.entity, []).append(entry.row)
    names = {fold(name): name for name in known if name}
    for entity, rows in found.items():
        near = get_close_matches(fold(entity), names, n=1, cutoff=0.8)
        sentence = (
            _(
                "%(file)s, row %(row)s: nobody works for “%(entity)s”, whose rows are %(rows)s here. Is it “%(near)s”? Write it "
                "as in the people file, or leave it if it is an employer of former years."
            )
            if near
            else _(
                "%(file)s, row %(row)s: nobody works for “%(entity)s”, whose rows are %(rows)s here. Write it as in the people "
                "file, or leave it if it is an employer of former years."
            )
        )
        words = {"file": plan.file, "row": min(rows), "entity": entity, "rows": len(rows)}
        words["near"] = names[near[0]] if near else ""
        plan.problems.add(f"employer {entity}", min(rows), sentence % words, Severity.WARNING)


def _compare(plan: PaidPlan, wanted: dict[tuple[int, str], PaidEntry], by: Any) -> None:
    """With what is there of that year: 1 query. Nobody brings in what they were paid themselves: it stays as it is."""
    found = paid_of_year(plan.year)
    own = by and Employee.objects.filter(user=by).values_list("pk", flat=True).first()
    for (employee, entity), entry in wanted.items():
        amounts = entry.amounts
        if not all(amounts.values()):
            amounts = {kind: amount for kind, amount in amounts.items() if amount}
        known = found.get((employee, entity))
        if known is None and employee != own:
            plan.created.append((employee, entry))
        elif known is None:
            _leave_own(plan, entry)
        elif (known.currency, known.hours, known.amounts) == (entry.currency, entry.hours, amounts):
            plan.unchanged += 1
        elif employee == own:
            _leave_own(plan, entry)
        else:
            plan.gone.append(known.id)
            plan.replaced.append((employee, entry))


def _leave_own(plan: PaidPlan, entry: PaidEntry) -> None:
    plan.own += 1
    sentence = _(
        "%(file)s, row %(row)s: this is what you were paid yourself, and nobody brings in their own. It "
        "is left out; have somebody else bring the file once more, and only this will be new."
    ) % {"file": plan.file, "row": entry.row}
    plan.problems.add("own", entry.row, sentence, Severity.WARNING)


def _say_kinds(plan: PaidPlan, by: Any) -> None:
    """Keep what kinds count as, for the next file and every report."""
    before = known_kinds()
    for folded, line in plan.kinds.items():
        if line.meaning is not None and before.get(folded) != line.meaning:
            say_kind(name=line.name, treatment=line.meaning[0], rule=line.meaning[1], by=by)
