"""What the rules ask somebody to show: written in a draft, chosen from what they have recorded, and frozen when it is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from ladders.careers.models import Evidence
from ladders.careers.queries.proficiencies import proficiencies
from ladders.core.errors import DomainError
from ladders.frameworks.models import Expectation

from ..domain.policy import PolicyShape
from ..models import MoveRequest

MOST_NOTES = 20  # of one's notes that can be shown for one thing


@dataclass(frozen=True, slots=True)
class Given:
    """What a draft shows for one thing that is asked: own words, notes on impact by their ids, and one's assessment."""

    text: str = ""
    notes: Sequence[int] = field(default=())
    assessed: bool = False


def asked_for(rules: PolicyShape, given: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What the rules ask for, in their order, with what a draft has for it already. As `MoveRequest.evidence` keeps it."""
    known = {each["asked"]: each for each in given}
    return [{"asked": asked, **_item(known.get(asked, {}))} for asked in rules.evidence]


def _item(each: Mapping[str, Any]) -> dict[str, Any]:
    return {"given": each.get("given", ""), "notes": each.get("notes", []), "assessed": each.get("assessed", False)}


def written(row: MoveRequest, given: Sequence[Given | str]) -> list[dict[str, Any]]:
    """What a draft keeps of it, in the order of the rules; words alone are a text. What is not given is empty.

    Raises DomainError for notes that are not one's own or were deleted.
    """
    filled = [each if isinstance(each, Given) else Given(each) for each in given]
    filled += [Given()] * len(row.evidence)
    _own_notes(row, [pk for each in filled for pk in each.notes])
    return [
        {"asked": each["asked"], "given": given.text.strip(), "notes": list(given.notes), "assessed": given.assessed}
        for each, given in zip(row.evidence, filled, strict=False)
    ]


def missing(row: MoveRequest) -> list[str]:
    """What is asked for and has nothing yet."""
    return [each["asked"] for each in row.evidence if not (each["given"] or each.get("notes") or each.get("assessed"))]


def as_it_is(row: MoveRequest) -> list[dict[str, Any]]:
    """The same with notes and assessment as they read today: what is shown before sending, and frozen by it. 0 to 3 queries.

    A note: when, title, text, impacts, level. A line of the assessment: name, what the level asks (its text, too) and where
    one stands (None: not assessed), in steps of the scale. Raises DomainError where a note was deleted since.
    """
    notes = _own_notes(row, [pk for each in row.evidence for pk in each.get("notes", ())])
    lines = _assessed(row) if any(each.get("assessed") for each in row.evidence) else []
    return [
        {
            "asked": each["asked"],
            "given": each["given"],
            "notes": [notes[pk] for pk in each.get("notes", ())],
            "assessed": lines if each.get("assessed") else [],
        }
        for each in row.evidence
    ]


def notes_to_choose(row: MoveRequest) -> list[Evidence]:
    """One's notes on impact, latest first: 1 query; none where nothing is asked for."""
    return list(Evidence.objects.filter(employee=row.person_id).kept()[: 5 * MOST_NOTES]) if row.evidence else []


def _own_notes(row: MoveRequest, chosen: Sequence[int]) -> dict[int, dict[str, Any]]:
    if not chosen:
        return {}
    rows = Evidence.objects.filter(employee=row.person_id, pk__in=chosen).kept()
    found = {
        note.pk: {
            "on": note.happened_on.isoformat(),
            "title": note.title,
            "text": note.text,
            "impacts": note.impacts,
            "level": f"{note.level}, {note.framework}" if note.level else "",
        }
        for note in rows
    }
    if set(chosen) - set(found):
        raise DomainError(_("A note that you chose was deleted. Open the draft, and choose again what you show."))
    return found


def _assessed(row: MoveRequest) -> list[dict[str, Any]]:
    """What the other level asks, competency by competency, and where the person stands: 2 queries."""
    asked = Expectation.objects.filter(level=row.to_level_id, proficiency__isnull=False).select_related("competency")
    has = proficiencies(row.person)
    return [
        {
            "name": each.competency.name,
            "asks": each.proficiency,
            "has": has.get(each.competency.key),
            "descriptor": each.descriptor,
        }
        for each in asked.order_by("competency__position", "competency_id")
    ]
