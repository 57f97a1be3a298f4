"""Feedback as evidence: only what its giver agreed to, frozen when it is sent, read by those who may read the request."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from ladders.core.errors import DomainError
from ladders.growth.actions.feedback_giving import choose_fewer_readers, take_back
from ladders.growth.models import Feedback, FeedbackAsk, Readers
from ladders.moves.actions import drafts
from ladders.moves.actions.evidence import Given, with_givers
from ladders.moves.models import MoveRequest
from tests.conftest import signed_in
from tests.pages import squeezed

from .company import TODAY, Company, fresh, now_open

pytestmark = pytest.mark.django_db
CANARY = "Quokka held the workshop together"


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda value=None, *_args: value.date() if value else TODAY)


def feedback(firm: Company, readers: Readers = Readers.REQUESTS, *, read: bool = True, by: str = "pia") -> Feedback:
    level = firm.level("P6")
    ask = FeedbackAsk.objects.create(
        by=getattr(firm, by),
        level_key=level.key,
        level="P6 Principal",
        competencies=[{"key": str(level.key), "name": "Method", "text": "Plans."}],
        due_on=TODAY,
    )
    now = timezone.now()
    return Feedback.objects.create(
        ask=ask, giver=firm.peer, readers=readers, text=CANARY, written_at=now, read_at=now if read else None
    )


def drafted(firm: Company, *given: Given) -> MoveRequest:
    row = firm.draft("P6")
    return drafts.change_draft(request=row, by=firm.user("pia"), today=TODAY, wished_on=None, evidence=given)


def test_it_is_frozen_with_the_request_and_names_its_giver_as_they_are_called(firm: Company) -> None:
    row = feedback(firm)
    request = drafts.submit(request=drafted(firm, Given(feedback=[row.pk])), by=firm.user("pia"), today=TODAY)
    (item,) = request.evidence
    assert item["feedback"] == [
        {
            "giver": firm.peer.pk,
            "on": str(row.written_at.date()) if row.written_at else "",
            "about": "Method",
            "level": "P6 Principal",
            "text": CANARY,
        }
    ]
    assert with_givers(request.evidence)[0]["feedback"][0]["giver"] == firm.peer
    choose_fewer_readers(feedback=row, readers=Readers.ASKER, by=firm.user("peer"))
    take_back(feedback=row, by=firm.user("peer"))
    assert fresh(request).evidence == [item]


@pytest.mark.parametrize(
    "other", [{"readers": Readers.ASKER}, {"readers": Readers.MANAGER}, {"read": False}, {"by": "mia"}]
)
def test_what_may_not_be_shown_is_not_offered_and_not_taken(firm: Company, other: dict[str, Any]) -> None:
    row = feedback(firm, **other)
    page = squeezed(signed_in(firm.user("pia")).get(reverse("move-ask", args=[firm.level("P6").key])))
    assert "From what colleagues wrote" not in page
    with pytest.raises(DomainError, match="may not be shown"):
        drafted(firm, Given(feedback=[row.pk]))


def test_what_is_taken_back_before_sending_is_not_sent(firm: Company) -> None:
    row = feedback(firm)
    request = drafted(firm, Given(feedback=[row.pk], text="Kept"))
    choose_fewer_readers(feedback=row, readers=Readers.MANAGER, by=firm.user("peer"))
    with pytest.raises(DomainError, match="may not be shown"):
        drafts.submit(request=request, by=firm.user("pia"), today=TODAY)
    assert fresh(request).state == "draft"


def test_the_form_offers_it_and_whoever_answers_reads_it(firm: Company) -> None:
    row = feedback(firm)
    pia, address = signed_in(firm.user("pia")), reverse("move-ask", args=[firm.level("P6").key])
    assert "From what colleagues wrote" in squeezed(pia.get(address))
    look = squeezed(pia.post(address, {"feedback_0": [str(row.pk)]}, follow=True))
    assert CANARY in look
    request = drafts.submit(request=MoveRequest.objects.get(), by=firm.user("pia"), today=TODAY)
    decider: Any = now_open(request).decider
    read = squeezed(signed_in(decider).get(reverse("move", args=[request.pk])))
    assert f"Feedback by {firm.peer}" in read
    assert CANARY in read
    for who in (firm.user("peer"), firm.user("hana")):
        answer = signed_in(who).get(reverse("move", args=[request.pk]))
        assert (answer.status_code == 200) == (CANARY in answer.content.decode())
