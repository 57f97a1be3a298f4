"""What the audit trail keeps of a file of people: counts, and each person whose address, level, manager or location changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Employee
from ladders.core.audit import record, record_file

from .shapes import KnownPerson, Levels, PeoplePlan, PersonChange

Entry = tuple[str, str, str, dict[str, Any]]


def record_import(made: PeoplePlan, file: str, levels: Levels, by: Any) -> None:
    """One entry for the file, and those of each such person: by two COPYs, whatever their number.

    That somebody got an address, and not which, stands by itself: `core.approvals` asks who may be signed in as whom. Whoever
    is new has nothing yet that another could act on in their name, so that a first file of everybody keeps nobody apart.
    """
    counts = {
        "created": len(made.created),
        "updated": len(made.updated),
        "left": len(made.leavers),
        "missing from the file": len(made.missing),
    }
    record(by=by, verb="exchange.people.imported", subject=file, detail={k: [None, n] for k, n in counts.items()})
    record_file(by=by, verb="exchange.person.changed", entries=_entries(made, levels))
    record_file(by=by, verb="exchange.person.address", entries=_addresses(made))


def _entries(made: PeoplePlan, levels: Levels) -> Iterator[Entry]:
    managers = {change.manager for change in made.updated if change.manager}
    marks = {number: f"accounts.employee:{pk}" for number, pk in numbered(managers)}
    for change in made.updated:
        known = change.known
        if known is not None and (detail := _changed(change, known, marks, levels)):
            yield f"accounts.employee:{known.id}", str(known.name), str(known.id), detail


def _addresses(made: PeoplePlan) -> Iterator[Entry]:
    for change in made.updated:
        known = change.known
        if known is not None and change.email and change.email != known.email:
            # Without an account there was none, and yet they may own a framework: whoever reads the address owns it now.
            pair = [_("the former one"), _("another one")] if known.email else [None, _("a first one")]
            yield f"accounts.employee:{known.id}", str(known.name), str(known.id), {"address": pair}


def numbered(numbers: set[str]) -> Iterator[tuple[str, int]]:
    """Number → id of employees, those included whom the file has just made: 1 query."""
    yield from Employee.objects.filter(number__in=numbers).values_list("number", "pk")


def _changed(change: PersonChange, known: KnownPerson, marks: dict[str, str], levels: Levels) -> dict[str, Any]:
    """What the file changes of level, manager and location."""
    detail: dict[str, Any] = {}
    if "location" in change.fields:
        detail["location"] = [str(each or "") for each in change.fields["location"]]
    if change.manager or change.line_deleted or (change.line_ends and not change.leaves):
        before = None if known.manager is None else f"accounts.employee:{known.manager}"
        detail["manager"] = [before, marks.get(change.manager) if change.manager else None]
    if change.level is not None:
        before = levels.named(known.level_key) if known.level_key else None
        detail["level"] = [before, f"{change.level.name} {change.level.code}"]
    return detail
