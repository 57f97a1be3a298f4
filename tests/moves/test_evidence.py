"""What the rules ask to be shown is chosen from what exists, frozen when it is sent, and read beside what the level asks."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse
from django.utils import timezone

from ladders.careers.actions.assessments import Mark, assess
from ladders.careers.actions.evidence import delete_evidence, write_evidence
from ladders.careers.models import Evidence, Side
from ladders.core.errors import DomainError
from ladders.frameworks.models import Expectation
from ladders.moves.actions import drafts
from ladders.moves.actions.evidence import Given, as_it_is
from ladders.moves.models import MoveRequest
from tests.conftest import signed_in
from tests.pages import squeezed

from .company import TODAY, Company, fresh, now_open, user_of

pytestmark = pytest.mark.django_db


def note_of(firm: Company, name: str = "pia", title: str = "Half the failures") -> Evidence:
    return write_evidence(
        employee=getattr(firm, name),
        happened_on=dt.date(2026, 1, 15),
        title=title,
        text="The new *method* halves them.",
        impacts=["business", "innovation"],
        by=firm.user(name),
    )


def assessed(firm: Company, code: str) -> dict[UUID, int]:
    """Pia says of herself one step less than the level asks in the first thing, and nothing of the last."""
    asks = list(
        Expectation.objects.filter(level=firm.level(code), proficiency__gt=1)
        .select_related("competency", "version")
        .order_by("competency__position", "competency_id")
    )
    said = {each.competency.key: (each.proficiency or 0) - (place == 0) for place, each in enumerate(asks[:-1])}
    marks = {key: Mark(framework=asks[0].version.framework_id, step=step) for key, step in said.items()}
    assess(employee=firm.pia, side=Side.SELF, marks=marks, seen=0, today=TODAY, by=user_of(firm.pia))
    return said


def drafted(firm: Company, *given: Given | str) -> MoveRequest:
    row = firm.draft("P6")
    return drafts.change_draft(request=row, by=firm.user("pia"), today=TODAY, wished_on=None, evidence=given)


def sent(firm: Company, *given: Given | str) -> MoveRequest:
    return drafts.submit(request=drafted(firm, *given), by=firm.user("pia"), today=TODAY)


def test_notes_and_assessment_are_frozen_as_they_stand_when_it_is_sent(firm: Company) -> None:
    note, said = note_of(firm), assessed(firm, "P6")
    row = sent(firm, Given(notes=[note.pk], text=" See the note. ", assessed=True))
    (item,) = row.evidence
    assert item["given"] == "See the note."
    assert item["notes"] == [
        {
            "on": "2026-01-15",
            "title": "Half the failures",
            "text": "The new *method* halves them.",
            "impacts": ["business", "innovation"],
            "level": f"{note.level}, {note.framework}",
        }
    ]
    asks = Expectation.objects.filter(level=firm.level("P6"), proficiency__isnull=False).select_related("competency")
    assert {line["name"]: (line["has"], line["asks"], line["descriptor"]) for line in item["assessed"]} == {
        each.competency.name: (said.get(each.competency.key), each.proficiency, each.descriptor) for each in asks
    }
    delete_evidence(evidence=note, by=firm.user("pia"))
    assert fresh(row).evidence == [item]


def test_one_thing_of_the_three_is_enough_and_nothing_is_not(firm: Company) -> None:
    note = note_of(firm)
    with pytest.raises(DomainError, match="Show this before you send it: “"):
        sent(firm, Given())
    assert sent(firm, Given(notes=[note.pk])).state == "submitted"


def test_a_note_of_somebody_else_and_a_deleted_one_cannot_be_shown(firm: Company) -> None:
    with pytest.raises(DomainError, match="choose again what you show"):
        drafted(firm, Given(notes=[note_of(firm, "mia").pk]))
    note = note_of(firm)
    row = drafted(firm, Given(notes=[note.pk], text="Kept"))
    delete_evidence(evidence=note, by=firm.user("pia"))
    with pytest.raises(DomainError, match="choose again what you show"):
        drafts.submit(request=row, by=firm.user("pia"), today=TODAY)
    assert (fresh(row).state, fresh(row).evidence[0]["notes"]) == ("draft", [note.pk])
    with pytest.raises(DomainError):
        as_it_is(fresh(row))


def test_the_form_offers_ones_own_notes_and_whoever_answers_reads_what_was_chosen(
    firm: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_args: TODAY)
    note, other = note_of(firm), note_of(firm, title="Kept to herself")
    note_of(firm, "mia", "Of Mia")
    assessed(firm, "P6")
    pia, address = signed_in(firm.user("pia")), reverse("move-ask", args=[firm.level("P6").key])
    page = squeezed(pia.get(address))
    assert "Half the failures (Jan 2026)" in page
    assert "Of Mia" not in page
    refused = pia.post(address, {"notes_0": [str(Evidence.objects.get(title="Of Mia").pk)]})
    assert refused.status_code == 422
    look = squeezed(pia.post(address, {"notes_0": [str(note.pk)], "assessed_0": "on"}, follow=True))
    assert "The new <em>method</em> halves them." in look
    assert "Assessment beside what the level asks" in look
    row = MoveRequest.objects.get(person=firm.pia)
    again = squeezed(pia.get(reverse("move-draft", args=[row.pk])))
    assert again.count("checked") >= 2
    row = drafts.submit(request=row, by=firm.user("pia"), today=TODAY)
    decider: Any = now_open(row).decider
    read = squeezed(signed_in(decider).get(reverse("move", args=[row.pk])))
    assert "15 January 2026" in read
    assert "The new <em>method</em> halves them." in read
    assert read.count("not assessed") == 1
    assert "gap</span>" in read
    assert other.title not in read
