"""What the audit trail keeps of a file of people: counts, and each person whose address, level, manager or location changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from ladders.core.audit import record, record_file

from .shapes import KnownPerson, Levels, PeoplePlan, PersonChange

Entry = tuple[str, str, dict[str, Any]]


def record_import(made: PeoplePlan, file: str, levels: Levels, by: Any) -> None:
    """One entry for the file, and one for each such person: by one COPY, whatever their number."""
    counts = {
        "created": len(made.created),
        "updated": len(made.updated),
        "left": len(made.leavers),
        "missing from the file": len(made.missing),
    }
    record(by=by, verb="exchange.people.imported", subject=file, detail={k: [None, n] for k, n in counts.items()})
    record_file(by=by, verb="exchange.person.changed", entries=_entries(made, levels))


def _entries(made: PeoplePlan, levels: Levels) -> Iterator[Entry]:
    names = {known.id: known.name for known in made.known.values()}
    called = {change.person.number: change.person.name for change in made.created}
    called |= {number: known.name for number, known in made.known.items()}
    for change in made.updated:
        known = change.known
        if known is not None and (detail := _changed(change, known, names, called, levels)):
            yield str(known.name), known.number, detail


def _changed(
    change: PersonChange, known: KnownPerson, names: dict[int, str], called: dict[str, str], levels: Levels
) -> dict[str, Any]:
    """What the file changes of the four. That an address changed and not what it is: the account's history has it."""
    detail: dict[str, Any] = {}
    if change.email and known.email and change.email != known.email:
        detail["address"] = [_("the former one"), _("another one")]
    if "location" in change.fields:
        detail["location"] = [str(each or "") for each in change.fields["location"]]
    if change.manager or change.line_deleted or (change.line_ends and not change.leaves):
        before = names.get(known.manager) if known.manager is not None else None
        detail["manager"] = [before, called.get(change.manager) if change.manager else None]
    if change.level is not None:
        before = levels.named(known.level_key) if known.level_key else None
        detail["level"] = [before, f"{change.level.name} {change.level.code}"]
    return detail
