"""What the rules ask somebody to show: written in a draft, chosen from what they have recorded, and frozen when it is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Employee
from ladders.careers.models import Evidence
from ladders.careers.queries.proficiencies import proficiencies
from ladders.core.errors import DomainError
from ladders.frameworks.labels import level_label
from ladders.frameworks.models import Expectation

from ..domain.policy import PolicyShape
from ..feedback import GivenFeedback, feedback_for_requests
from ..models import MoveRequest
from ..queries.try_outs import tried

EMPTY: Mapping[str, Any] = {"given": "", "notes": [], "assessed": False, "feedback": [], "tried": False}
MOST_NOTES = 20  # of one's notes that can be shown for one thing


@dataclass(frozen=True, slots=True)
class Given:
    """What a draft shows for one thing that is asked: own words, notes on impact and feedback by ids, one's assessment, and the
    try-outs of the level."""

    text: str = ""
    notes: Sequence[int] = field(default=())
    assessed: bool = False
    feedback: Sequence[int] = field(default=())
    tried: bool = False


def asked_for(rules: PolicyShape, given: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What the rules ask for, in their order, with what a draft has for it already. As `MoveRequest.evidence` keeps it."""
    known = {each["asked"]: each for each in given}
    return [{"asked": asked, **_item(known.get(asked, {}))} for asked in rules.evidence]


def _item(each: Mapping[str, Any]) -> dict[str, Any]:
    return {name: each.get(name, empty) for name, empty in EMPTY.items()}


def written(row: MoveRequest, given: Sequence[Given | str]) -> list[dict[str, Any]]:
    """What a draft keeps of it, in the order of the rules; words alone are a text. What is not given is empty.

    Raises DomainError for notes that are not one's own or were deleted, and for feedback that may not be shown with requests.
    """
    filled = [each if isinstance(each, Given) else Given(each) for each in given]
    filled += [Given()] * len(row.evidence)
    _own_notes(row, [pk for each in filled for pk in each.notes])
    _own_feedback(row, [pk for each in filled for pk in each.feedback])
    return [
        {
            "asked": each["asked"],
            "given": given.text.strip(),
            "notes": list(given.notes),
            "assessed": given.assessed,
            "feedback": list(given.feedback),
            "tried": given.tried,
        }
        for each, given in zip(row.evidence, filled, strict=False)
    ]


def missing(row: MoveRequest) -> list[str]:
    """What is asked for and has nothing yet."""
    return [each["asked"] for each in row.evidence if not any(each.get(name) for name in EMPTY)]


def as_it_is(row: MoveRequest) -> list[dict[str, Any]]:
    """The same with notes, feedback, assessment and try-outs as they read today: shown before sending, and frozen by it. 0 to 5
    queries.

    A note: when, title, text, impacts, level. Feedback: its giver, when, on what, level, text. A try-out: level, share, first
    and last day. A line of the assessment: name, what the level asks (its text, too) and where one stands (None: not assessed),
    in steps of the scale. Raises DomainError where a note was deleted, or feedback taken back, since.
    """
    notes = _own_notes(row, [pk for each in row.evidence for pk in each.get("notes", ())])
    feedback = _own_feedback(row, [pk for each in row.evidence for pk in each.get("feedback", ())])
    lines = _assessed(row) if any(each.get("assessed") for each in row.evidence) else []
    trials = _tried(row) if any(each.get("tried") for each in row.evidence) else []
    return [
        {
            "asked": each["asked"],
            "given": each["given"],
            "notes": [notes[pk] for pk in each.get("notes", ())],
            "assessed": lines if each.get("assessed") else [],
            "feedback": [feedback[pk] for pk in each.get("feedback", ())],
            "tried": trials if each.get("tried") else [],
        }
        for each in row.evidence
    ]


def notes_to_choose(row: MoveRequest) -> list[Evidence]:
    """One's notes on impact, latest first: 1 query; none where nothing is asked for."""
    return list(Evidence.objects.filter(employee=row.person_id).kept()[: 5 * MOST_NOTES]) if row.evidence else []


def feedback_to_choose(row: MoveRequest) -> Sequence[GivenFeedback]:
    """What colleagues wrote and agreed to be shown with requests: 1 query; none where nothing is asked for."""
    return feedback_for_requests(row.person_id)[:MOST_NOTES] if row.evidence else ()


def with_givers(evidence: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What was given, with whoever wrote feedback as they are called today: 1 query, none without feedback."""
    ids = {said["giver"] for each in evidence for said in each.get("feedback", ()) if isinstance(said, dict)}
    names = {person.pk: person for person in Employee.objects.filter(pk__in=ids)} if ids else {}
    return [
        {**each, "feedback": [{**said, "giver": names.get(said["giver"])} for said in each.get("feedback", ()) if ids]}
        for each in evidence
    ]


def _own_feedback(row: MoveRequest, chosen: Sequence[int]) -> dict[int, dict[str, Any]]:
    if not chosen:
        return {}
    found = {
        each.pk: {
            "giver": each.giver.pk,
            "on": each.on.isoformat(),
            "about": each.about,
            "level": each.level,
            "text": each.text,
        }
        for each in feedback_for_requests(row.person_id)
    }
    if set(chosen) - set(found):
        raise DomainError(
            _("Feedback that you chose was taken back, or may not be shown. Open the draft, and choose again.")
        )
    return found


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


def tried_by(row: MoveRequest) -> list[MoveRequest]:
    """The person's try-outs of the level that they ask for: 1 query; none where nothing is asked for."""
    return tried(row.person, row.to_key) if row.evidence else []


def _tried(row: MoveRequest) -> list[dict[str, Any]]:
    return [
        {
            "level": level_label(each.to_level),
            "share": each.share,
            "from": each.placement.starts_on.isoformat(),
            "until": each.placement.ends_on.isoformat() if each.placement.ends_on else "",
        }
        for each in tried(row.person, row.to_key)
        if each.placement is not None
    ]


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
