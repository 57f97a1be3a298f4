"""Writes a plan: reserved identifiers, then COPY into the real tables in the order of their keys; all or nothing.

Changes go through a table of the transaction's own and one UPDATE. The first statement is one of Django's, because that
is what tells the history who is writing; COPY alone would leave it nameless.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import pghistory
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import sort_key
from ladders.core.bulk_copy import copy_lines, text_line_of
from ladders.core.errors import DomainError
from ladders.core.table_rights import analyze
from ladders.frameworks.actions.base import hold_versions
from ladders.moves.notifications.former_address import write_to_former
from ladders.placements.models import Source

from ..tables.many_rows import without_collections
from ..tables.sheets import Table
from .kept_values import keeping
from .mapping import PeopleMapping
from .parse import PeopleFile, read_people
from .plan import plan
from .sexes import keep_sexes, leave_sexes_to_pay_equity
from .shapes import FIELD_NAMES, KnownPerson, PeoplePlan, PersonChange
from .store import free_accounts, known_people, published_levels
from .trail import record_import

Row = Sequence[Any]
USER = ("id", "password", "stored_anew", "email", "name", "sort_name", "is_active", "created_at")
EMPLOYEE = ("id", "number", "user_id", "sort_name", *FIELD_NAMES)
LINE = ("id", "employee_id", "manager_id", "starts_on", "ends_on", "created_at")
PLACEMENT = (
    "id", "employee_id", "framework_id", "version_id", "level_id", "level_key", "starts_on", "ends_on",
    "primary", "share", "source", "reason", "created_at",
)  # fmt: skip
TABLES = ("accounts_user", "accounts_employee", "reporting_reportingline", "placements_placement")
# Lines to somebody end with their last day, and become longer with it again where nothing followed.
TEAM_LONGER = """
UPDATE reporting_reportingline l SET ends_on = LEAST(g.new, e.left_on) FROM last_days g, accounts_employee e
WHERE l.manager_id = g.id AND e.id = l.employee_id AND l.ends_on = g.old AND (g.new IS NULL OR g.new > g.old)
AND NOT EXISTS (SELECT FROM reporting_reportingline o WHERE o.employee_id = l.employee_id AND o.starts_on > l.starts_on)
"""
TEAM_NEVER = """
DELETE FROM reporting_reportingline l USING last_days g WHERE l.manager_id = g.id AND l.starts_on > g.new
"""
TEAM_ENDS = """
UPDATE reporting_reportingline l SET ends_on = g.new FROM last_days g
WHERE l.manager_id = g.id AND g.new IS NOT NULL AND (l.ends_on IS NULL OR l.ends_on > g.new)
"""
# What ended with a last day that is later now, or none: its end is the one that was given for itself, as the history tells it:
# not a day that was ever the person's last one, nor one behind which something else began that is gone now.
LONGER = """
UPDATE {table} t SET ends_on = LEAST(g.new, (
  SELECT e.ends_on FROM {table}event e WHERE e.pgh_obj_id = t.id AND (e.ends_on IS NULL OR e.ends_on > g.old
  AND NOT EXISTS (SELECT FROM accounts_employeeevent p WHERE p.pgh_obj_id = g.id AND p.left_on = e.ends_on)
  AND NOT EXISTS (SELECT FROM {table}event f WHERE f.employee_id = g.id AND f.starts_on = e.ends_on + 1 {alike}))
  ORDER BY e.pgh_id DESC LIMIT 1
)) FROM last_days g
WHERE t.employee_id = g.id AND t.ends_on = g.old AND (g.new IS NULL OR g.new > g.old) AND {may_grow}
"""
ALIKE = 'AND f."primary" = t."primary"'
OF_REQUEST = "EXISTS (SELECT FROM moves_moverequest r WHERE r.placement_id = placements_placement.id)"
COLLISION = _("Somebody else changed people while this was written. Nothing was taken in: try again.")


def plan_import(people: PeopleFile, *, today: dt.date | None = None, by: Any = None) -> PeoplePlan:
    """Compare what was read with what is there; 9 queries. Writes nothing. `by` as for `import_people`.

    Rows with a cell that could not be read are compared, too, so that everything that is wrong is told at once.
    """
    if not people.rows and people.problems.refused:
        return PeoplePlan(problems=people.problems, rows=0, columns=people.read_as)
    leave_sexes_to_pay_equity(people, by)
    day = today or timezone.localdate()
    known, other_admins = known_people(day)
    return plan(
        people, known, free_accounts(), published_levels(), day, other_admins=other_admins, own=by.pk if by else None
    )


def look(
    files: Iterable[tuple[str, bytes]],
    mapping: PeopleMapping | None = None,
    *,
    by: Any = None,
    offer: Callable[[list[Table]], PeopleMapping | None] | None = None,
) -> PeoplePlan:
    """Read and compare; writes nothing. `offer` as for `read_people`."""
    with without_collections():
        people = read_people(files, mapping, offer=offer)
        return plan_import(people, by=by)


def import_people(
    *,
    files: Iterable[tuple[str, bytes]],
    by: Any,
    mapping: PeopleMapping | None = None,
    today: dt.date | None = None,
    source: str = "import_people",
    sure: bool = True,
) -> PeoplePlan:
    """Read, compare and write in one transaction. A plan with errors is returned as it is, and nothing was written.

    Not `sure`: a file that looks wrong is refused until somebody has looked.
    `by` None is the operator on the server's own command line; nobody else's file decides about themselves (see
    `accounts.conflict_of_interest`).
    Raises DomainError where somebody else changed the same people in the meantime. Repeating it changes nothing.
    """
    with without_collections():
        return _import(files, by, mapping, today, source, sure)


def _import(
    files: Iterable[tuple[str, bytes]],
    by: Any,
    mapping: PeopleMapping | None,
    today: dt.date | None,
    source: str,
    sure: bool,
) -> PeoplePlan:
    people = read_people(files, mapping)
    try:
        with pghistory.context(user=by.pk if by else None, url=source), transaction.atomic():
            hold_versions()  # whoever is placed is counted by a publication, or placed on what it made
            with connection.cursor() as cursor:
                cursor.execute("LOCK TABLE accounts_employee IN SHARE ROW EXCLUSIVE MODE")  # one import at a time
            made = plan_import(people, today=today, by=by)
            if not sure:
                made.problems.refuse_doubts(made.doubts)
            if not made.problems.refused and made.changes:
                with keeping(made):
                    _PeopleWriter(made, today or timezone.localdate(), timezone.now()).write()
                record_import(made, people.file, published_levels(), by)
                tell_former_addresses(made)
            if not made.problems.refused:
                keep_sexes(people, by=by)
    except IntegrityError as error:
        raise DomainError(str(COLLISION)) from error
    return made


def tell_former_addresses(made: PeoplePlan) -> None:
    """A mail to each address that signed somebody in until now and does no longer: whoever reads it may not know of it.

    None where the address is somebody else's from now on, and none to those who have left.
    """
    taken = {change.email for change in made.changes if change.email}
    moved = [
        (change.known.user, change.known.email)
        for change in made.updated
        if change.known and change.known.user and change.email and change.known.email and change.known.active
        and change.email != change.known.email and change.active is not False
    ]  # fmt: skip
    write_to_former([(user, former) for user, former in moved if former not in taken])


class _PeopleWriter:
    """One import being written."""

    def __init__(self, made: PeoplePlan, today: dt.date, now: dt.datetime) -> None:
        self.changes, self.known, self.today, self.now = made.changes, made.known, today, now
        self.given_up = made.given_up
        self.new = [change for change in made.changes if change.known is None]
        self.old = [change for change in made.changes if change.known is not None]
        self.employee: dict[str, int] = {}  # number → id, of people who are new

    def write(self) -> None:
        """Users, employees, lines, placements: each table once by COPY and once by UPDATE."""
        self._users()
        self.employee = dict(
            zip((c.person.number for c in self.new), self._ids("accounts_employee", self.new), strict=True)
        )
        self._people()
        self._last_days()
        self._lines()
        self._placements()
        with connection.cursor() as cursor:
            analyze(cursor, *TABLES)

    def _ids(self, table: str, rows: Sequence[object]) -> Iterator[int]:
        """As many identifiers as there are rows, ascending, that nobody else gets."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, len(rows)]
            )
            return iter(sorted(number for (number,) in cursor.fetchall()))

    def _manager(self, change: PersonChange) -> int:
        """The employee id of the new manager."""
        found = self.employee.get(change.manager)
        return self.known[change.manager].id if found is None else found

    def _id(self, change: PersonChange) -> int:
        return change.known.id if change.known else self.employee[change.person.number]

    def _users(self) -> None:
        # First, so that the address is free when its next owner gets it. It leads nowhere: `.invalid` never exists.
        former = [(each.user, f"former.{each.user}@ladders.invalid") for each in self.given_up]
        _update("accounts_user", {"email": "text"}, former)
        made = [change for change in self.changes if change.email and not change.user and not _account(change)]
        for change, user in zip(made, self._ids("accounts_user", made), strict=True):
            change.user = user
        _copy("accounts_user", USER, (self._user(change) for change in made))
        changed = [
            (
                _account(change) or change.user,
                change.email or None,
                change.person.name if not change.known or "name" in change.fields else None,
                _key(change) if not change.known or "name" in change.fields else None,
                change.active,
            )
            for change in self.changes
            if _account(change) and (change.email or change.active is not None or "name" in change.fields)
        ]
        columns = {"email": "text", "name": "text", "sort_name": "text", "is_active": "bool"}
        _update("accounts_user", columns, changed)

    def _user(self, change: PersonChange) -> Row:
        name = change.person.name
        # No password: "!" marks it unusable, as Django does; the person sets one by mail or signs in elsewhere.
        password = "!" + secrets.token_urlsafe(30)
        return (change.user, password, "", change.email, name, _key(change), change.active is not False, self.now)

    def _people(self) -> None:
        def new() -> Iterator[Row]:
            for change in self.new:
                person = change.person
                values = [getattr(person, name) for name in FIELD_NAMES]
                yield (self.employee[person.number], person.number, change.user, _key(change), *values)

        _copy("accounts_employee", EMPLOYEE, new())
        types = dict.fromkeys(FIELD_NAMES, "text") | {"weekly_hours": "numeric", "hired_on": "date", "left_on": "date"}
        changed = [change for change in self.old if change.fields]
        rows = [
            (
                change.known.id,
                *(
                    change.fields[name][1] if name in change.fields else getattr(change.known, name)
                    for name in FIELD_NAMES
                ),
            )
            for change in changed
            if change.known
        ]
        _update("accounts_employee", types, rows, keep=False)
        named = [(change.known.id, _key(change)) for change in changed if change.known and "name" in change.fields]
        _update("accounts_employee", {"sort_name": "text"}, named)
        linked = [(change.known.id, change.user) for change in self.old if change.known and change.user]
        _update("accounts_employee", {"user_id": "bigint"}, linked)

    def _lines(self) -> None:
        touched = [change for change in self.changes if change.line_touched]
        old = [change for change in touched if change.known and change.known.line]
        _delete("reporting_reportingline", [c.known.line for c in old if c.known and c.line_deleted])
        _update(
            "reporting_reportingline",
            {"ends_on": "date"},
            [(c.known.line, c.line_ends) for c in old if c.known and c.line_ends],
        )
        _update(
            "reporting_reportingline",
            {"manager_id": "bigint"},
            [(c.known.line, self._manager(c)) for c in old if c.known and c.line_replaces],
        )
        new = sorted((c for c in touched if c.manager and not c.line_replaces), key=self._id)
        ids = self._ids("reporting_reportingline", new)
        _copy(
            "reporting_reportingline",
            LINE,
            (
                (line, self._id(c), self._manager(c), c.line_from, c.line_until, self.now)
                for c, line in zip(new, ids, strict=True)
            ),
        )

    def _placements(self) -> None:
        table = "placements_placement"
        touched = [change for change in self.changes if change.placement_touched]
        old = [c for c in touched if c.known and c.known.placement]
        replaced = [
            (c.placement_replaces, *_level(c), c.placed_on, c.placed_until) for c in old if c.placement_replaces
        ]
        columns = {"framework_id": "bigint", "version_id": "bigint", "level_id": "bigint", "level_key": "uuid"}
        ends = [(c.known.placement, c.placement_ends) for c in old if c.known and c.placement_ends]
        # What follows steps aside before the one before it becomes longer.
        _update(table, {**columns, "starts_on": "date", "ends_on": "date"}, replaced, keep=False)
        _update(table, {"ends_on": "date"}, ends)
        moved = [(c.known.placement, c.placed_on) for c in old if c.known and c.placed_on and not c.level]
        _update(table, {"starts_on": "date"}, moved)
        new = sorted((c for c in touched if c.level and not c.placement_replaces), key=self._id)
        ids = self._ids(table, new)
        _copy(table, PLACEMENT, (self._placement(c, number) for c, number in zip(new, ids, strict=True)))

    def _last_days(self) -> None:
        """Lines and placements, second ones, too, end with the person's last day; a last day that moves takes them along.

        What would begin later never comes to be; what a request brought was there for a day at least. What had an end of its
        own has it again; a try-out never becomes longer than was agreed. Who comes back after having left begins anew.
        """
        rows = [
            (change.known.id, self._moved_from(change.known), change.left_on)
            for change in self.old
            if change.known and change.last_day_changes
        ]
        if not rows:
            return
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE TEMPORARY TABLE last_days (id bigint PRIMARY KEY, old date, new date) ON COMMIT DROP"
            )
            _copy("last_days", ("id", "old", "new"), sorted(rows, key=lambda row: row[0]))
            for table, may_go, may_grow, alike in (
                ("reporting_reportingline", "TRUE", "TRUE", ""),
                ("placements_placement", f"NOT {OF_REQUEST}", f"source <> '{Source.TRY_OUT}'", ALIKE),
            ):
                cursor.execute(
                    f"DELETE FROM {table} USING last_days given WHERE {table}.employee_id = given.id "
                    f"AND starts_on > given.new AND {may_go}"
                )
                cursor.execute(
                    f"UPDATE {table} SET ends_on = greatest(given.new, starts_on) FROM last_days given "
                    f"WHERE {table}.employee_id = given.id AND given.new < coalesce(ends_on, 'infinity')"
                )
                cursor.execute(LONGER.format(table=table, may_grow=may_grow, alike=alike))
            cursor.execute(TEAM_LONGER)
            cursor.execute(TEAM_NEVER)
            cursor.execute(TEAM_ENDS)
            cursor.execute("DROP TABLE last_days")

    def _moved_from(self, known: KnownPerson) -> dt.date | None:
        """The last day so far, unless it is over."""
        return known.left_on if known.left_on and known.left_on >= self.today else None

    def _placement(self, change: PersonChange, number: int) -> Row:
        fixed = (True, 100, Source.IMPORT.value, "", self.now)
        return (number, self._id(change), *_level(change), change.placed_on, change.placed_until, *fixed)


def _key(change: PersonChange) -> str:
    """What the name sorts by: with the family name where the file has one."""
    return sort_key(change.person.name, change.person.last_name)


def _account(change: PersonChange) -> int | None:
    """The account that is there already."""
    if change.known and change.known.user:
        return change.known.user
    return None


def _level(change: PersonChange) -> Row:
    level = change.level
    assert level is not None
    return level.framework, level.version, level.level, level.key


def _copy(table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        copy_lines(cursor, f"COPY {table} ({names}) FROM STDIN", map(text_line_of, rows))


def _delete(table: str, ids: Sequence[int | None]) -> None:
    if ids:
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table} WHERE id = ANY(%s)", [list(ids)])


def _update(table: str, columns: dict[str, str], rows: Sequence[Row], *, keep: bool = True) -> None:
    """Set `columns` (name → type) of rows given as (id, value, …). `keep`: None leaves a value as it is."""
    if not rows:
        return
    with connection.cursor() as cursor:
        described = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
        cursor.execute(f"CREATE TEMPORARY TABLE people_in (id bigint PRIMARY KEY, {described}) ON COMMIT DROP")
        _copy("people_in", ("id", *columns), sorted(rows, key=lambda row: row[0]))
        cursor.execute("ANALYZE people_in")
        value = 'coalesce(given."{0}", old."{0}")' if keep else 'given."{0}"'
        sets = ", ".join(f'"{name}" = {value.format(name)}' for name in columns)
        cursor.execute(f"UPDATE {table} old SET {sets} FROM people_in given WHERE old.id = given.id")
        cursor.execute("DROP TABLE people_in")
