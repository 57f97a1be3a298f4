"""What a person should read about managers: whom nobody could find, who was guessed, and whose people are left alone. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from ladders.core.sentences import gettext as _

from ..tables.dates import in_words
from ..tables.lists import first_of
from ..tables.sheets import Severity
from .basis import Basis
from .fields import PeopleField

F = PeopleField


def note_managers(basis: Basis) -> None:
    """Say once which managers nobody could find, and once which were found by a guess."""
    file = basis.people.file
    if basis.unknown_managers:
        cells = [
            f"“{text[:80]}” ({why}; row{'s' if len(rows) > 1 else ''} {', '.join(map(str, rows[:5]))})"
            for text, (why, rows) in list(basis.unknown_managers.items())[:20]
        ]
        rows = sorted(row for _why, each in basis.unknown_managers.values() for row in each)
        count = (
            _("%(count)s row names a manager") % {"count": len(rows)}
            if len(rows) == 1
            else _("%(count)s rows name managers") % {"count": len(rows)}
        )
        basis.problems.add(
            "manager",
            rows[0],
            _(
                "%(file)s: %(count)s whom number, address and name do not tell: %(cells)s. Add these people to "
                "the file, fix the cells, or say whom they mean: on the page of the import, or in the mapping "
                "under “values”."
            )
            % {"file": file, "count": count, "cells": "; ".join(cells)},
            column=basis.people.letters.get(F.MANAGER, ""),
        )
    guessed = [f"“{text[:80]}” is {found.number}" for text, found in basis.guessed_managers.items()]
    if guessed:
        basis.problems.note(
            _("%(file)s: managers found by name or by part of a number: %(guessed)s.")
            % {"file": file, "guessed": first_of(guessed, 10, "; ")}
        )


def note_leaving_managers(basis: Basis, before: Mapping[str, str]) -> None:
    """Whoever leaves by this file is named with the people who would report to nobody then."""
    teams: dict[str, list[str]] = {}
    for report, manager in before.items():
        if report not in basis.by_number:
            teams.setdefault(manager, []).append(report)
    for change in basis.plan.changes:
        if change.known is None or "left_on" not in change.fields or change.left_on is None:
            continue
        team = basis.without_manager.setdefault(change.person.number, [])
        for report in teams.get(change.person.number, ()):
            left = basis.last_day(report)
            if left is None or left > change.left_on:
                team.append(report)
    for number, reports in basis.without_manager.items():
        day, person = basis.last_day(number), basis.by_number.get(number)
        if not reports or day is None:
            continue
        name = person.name if person else basis.known[number].name
        names = [f"{basis.name_of(each)} ({each})" for each in reports]
        verb = "reports" if len(reports) == 1 else "report"
        basis.problems.add(
            "manager left",
            person.row if person else None,
            _(
                "%(file)s: %(names)s %(verb)s to %(name)s (%(number)s), whose last day %(was)s "
                "%(day)s. From the day after they report to nobody: name who follows."
            )
            % {
                "file": basis.people.file,
                "names": first_of(names, 10),
                "verb": verb,
                "name": name,
                "number": number,
                "was": "was" if basis.gone(day) else "is",
                "day": in_words(day),
            },
            Severity.WARNING,
        )
