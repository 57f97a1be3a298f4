"""What details of the audit trail name beside fields, in words: parts, counts and days."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

NAMES: dict[str, Promise] = {
    "asked by": lazy("asked by"),
    "begins_as": lazy("begins as version"),
    "chosen": lazy("parts chosen"),
    "column": lazy("column"),
    "created": lazy("new"),
    "day": lazy("as of"),
    "days": lazy("days"),
    "departments": lazy("departments"),
    "expectations": lazy("expectations"),
    "expectations lowered": lazy("expectations lowered"),
    "figures": lazy("minimum, midpoint, maximum"),
    "from": lazy("from"),
    "grade": lazy("grade"),
    "left": lazy("have left"),
    "levels": lazy("levels"),
    "locations": lazy("locations"),
    "members": lazy("members"),
    "missing from the file": lazy("missing from the file"),
    "more": lazy("more"),
    "note": lazy("note"),
    "older than": lazy("older than"),
    "people": lazy("people"),
    "points_from": lazy("points from"),
    "position": lazy("position"),
    "reason": lazy("reason"),
    "replaced": lazy("replaced"),
    "review_on": lazy("look again on"),
    "rows": lazy("rows"),
    "since": lazy("since"),
    "source": lazy("source"),
    "steps": lazy("steps"),
    "successor": lazy("successor"),
    "text": lazy("text"),
    "told_on": lazy("people are told on"),
    "track": lazy("track"),
    "until": lazy("until"),
    "updated": lazy("changed"),
    "what": lazy("what"),
    "where": lazy("where"),
    "year": lazy("year"),
}
