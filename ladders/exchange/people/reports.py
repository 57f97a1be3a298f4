"""A plan as data: for `--json`, for the page, and in words for a terminal."""

from __future__ import annotations

from typing import Any

from ..tables.sheets import Severity
from .shapes import PeoplePlan, PersonChange, UnknownText

ASKED = 40  # unknown texts of a kind whose meaning is asked at once
LISTED = 200  # people who are listed one by one
MISSING = 10_000  # those who are missing: the one list nobody can get elsewhere


def report_of(plan: PeoplePlan, *, samples: bool = False) -> dict[str, Any]:
    """Plain JSON: counts, problems, some of what changes, and who is missing from the file; with `samples`, the first texts
    of each column."""
    created, updated = plan.created, plan.updated
    return {
        "rows": plan.rows,
        "created": len(created),
        "updated": len(updated),
        "unchanged": plan.unchanged,
        "leavers": len(plan.leavers),
        "missing": len(plan.missing),
        "placements": sum(change.level is not None for change in plan.changes),
        "reporting_lines": sum(bool(change.manager) for change in plan.changes),
        "columns": [column.to_json(samples=samples) for column in plan.columns],
        "unknown_managers": [_unknown(each) for each in plan.unknown_managers[:ASKED]],
        "unknown_levels": [_unknown(each) for each in plan.unknown_levels[:ASKED]],
        "unknown_values": [
            {"field": field.value, "text": text, "rows": rows}
            for field, texts in plan.unknown_values.items()
            for text, rows in list(texts.items())[:ASKED]
        ],
        "doubts": plan.doubts,
        "refused": plan.problems.refused,
        "problems": [
            problem.to_report()
            for problem in sorted(plan.problems.listed, key=lambda item: item.severity is not Severity.ERROR)
        ],
        "created_people": [_named(change) for change in created[:LISTED]],
        "updated_people": [_named(change) | {"changes": _changes(change)} for change in updated[:LISTED]],
        "leaving_people": [_named(change) for change in plan.leavers[:LISTED]],
        "missing_people": [{"number": each.number, "name": each.name} for each in plan.missing[:MISSING]],
    }


def _unknown(each: UnknownText) -> dict[str, Any]:
    return {"texts": list(each.texts), "rows": each.rows, "why": each.why}


def _named(change: PersonChange) -> dict[str, Any]:
    return {"number": change.person.number, "name": change.person.name, "row": change.person.row}


def _changes(change: PersonChange) -> list[dict[str, str]]:
    """What changes, as field, before and after."""
    known = change.known
    found = [{"field": name, "before": _text(old), "after": _text(new)} for name, (old, new) in change.fields.items()]
    if known and change.email:
        found.append({"field": "email", "before": known.email, "after": change.email})
    if change.active is not None:
        found.append({"field": "sign_in", "before": "", "after": "open" if change.active else "closed"})
    before, after = change.managers
    if change.manager:
        found.append({"field": "manager", "before": before, "after": after})
    elif change.line_ends or change.line_deleted:
        after = f"nobody after {change.line_ends}" if change.line_ends else "nobody"
        found.append({"field": "manager", "before": before, "after": after})
    if change.level:
        after = f"{change.level.name} {change.level.code} from {change.placed_on}"
        found.append({"field": "level", "before": change.level_before, "after": after})
    elif change.placed_on:
        found.append(
            {"field": "placed_on", "before": _text(known and known.placed_on), "after": _text(change.placed_on)}
        )
    return found


def _text(value: object) -> str:
    return "" if value is None else str(value)
