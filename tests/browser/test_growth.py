"""A wish becomes a plan, a plan a talk, and the talk a request: employee and manager, each at their own screen."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from ladders.growth.models import Feedback, Goal, Readers, Talk, Target
from ladders.impact.library import install_default_plan
from ladders.moves.models import MoveRequest
from tests.factories import hr_admin
from tests.moves.company import Company, company

from .barriers import barriers
from .conftest import Visitor


@pytest.fixture
def firm(transactional_db: None) -> Company:
    """Pia, her managers, and HR."""
    install_default_plan()
    return company(hr_admin(name="Hana Ruiz"))


def test_from_a_wish_to_a_request(visitor: Visitor, firm: Company) -> None:
    pia, manager, today = firm.pia.user, firm.mia.user, timezone.localdate()

    def wishes(page: Page) -> None:
        page.goto("/path/research/P6/")
        page.get_by_role("link", name="Make it my target").click()
        page.wait_for_url("**/growth/choose/**")
        page.get_by_role("button", name="Make it my target").click()
        page.wait_for_url("**/growth/targets/*/")
        expect(page.get_by_text("Only you.")).to_be_visible()
        assert barriers(page, unfolded=True) == []
        page.get_by_role("article", name="Method").get_by_role("link", name="Write a goal").click()
        page.wait_for_url("**/goals/?for=**")
        page.get_by_label("What I want to grow").fill("Plan a study that others carry out")
        page.get_by_label("By when").fill(str(today + dt.timedelta(days=120)))
        page.get_by_label("How it will show").fill("They need not ask me")
        assert barriers(page, unfolded=True) == []
        page.get_by_role("button", name="Keep the goal").click()
        page.wait_for_url("**/growth/targets/*/#goal-*")
        page.get_by_role("button", name="Share it with").click()
        expect(page.get_by_text("can read this target now")).to_be_visible()

    def suggests(page: Page) -> None:
        page.goto("/talks/")
        page.get_by_role("row", name="Pia Person").get_by_role("link", name="P6").click()
        page.wait_for_url("**/growth/targets/*/")
        expect(page.get_by_text("Plan a study that others carry out").first).to_be_visible()
        page.get_by_role("button", name="Agree to it").click()
        expect(page.get_by_text("You have agreed to this goal.")).to_be_visible()
        page.get_by_role("link", name="Talk with Pia Person about it").click()
        page.wait_for_url("**/talks/with/**")
        page.get_by_label("Day").fill(str(today))
        page.get_by_label("Where").fill("Room 3")
        page.get_by_role("button", name="Set the date").click()
        page.wait_for_url("**/talks/*/")
        page.get_by_label("Your point").fill("Which study first?")
        page.get_by_role("button", name="Write it").first.click()
        expect(page.get_by_text("Which study first?").first).to_be_visible()
        assert barriers(page, unfolded=True) == []

    def talks(page: Page) -> None:
        page.goto("/talks/")
        page.get_by_role("link", name="Room 3").or_(page.locator(".growth-next a")).first.click()
        page.wait_for_url("**/talks/*/")
        expect(page.get_by_text("Plan a study that others carry out").first).to_be_visible()
        page.get_by_label("Your private note").fill("Ask for Fridays")
        page.get_by_role("button", name="Keep it").click()
        expect(page.get_by_text("Kept for you alone.")).to_be_visible()
        page.get_by_label("What, who, and by when").fill("The survey, by March")
        page.get_by_role("button", name="Write it").last.click()
        expect(page.get_by_text("Written. Both of you read it.")).to_be_visible()
        page.get_by_role("button", name="We have talked").click()
        expect(page.get_by_text("Noted: you have talked.")).to_be_visible()
        page.get_by_role("link", name="Set the next date").click()
        page.wait_for_url("**/talks/with/**")
        page.get_by_label("Day").fill(str(today + dt.timedelta(days=180)))
        page.get_by_role("button", name="Set the date").click()
        page.wait_for_url("**/talks/*/")
        expect(page.get_by_text("The survey, by March").first).to_be_visible()
        expect(page.get_by_text("Ask for Fridays")).to_have_count(0)

    def asks(page: Page) -> None:
        page.goto("/growth/")
        assert barriers(page, unfolded=True) == []
        page.get_by_role("link", name="P6").first.click()
        page.wait_for_url("**/growth/targets/*/")
        page.get_by_role("link", name="Pay, terms, and asking for the move").click()
        page.wait_for_url("**/path/research/P6/")
        page.get_by_role("link", name="Ask for this move").click()
        page.wait_for_url("**/moves/ask/**")
        page.get_by_label("In your words").fill("I plan, others carry out.")
        page.get_by_role("button", name="Review before sending").click()
        page.wait_for_url("**/send/")

    visitor.visit(pia, wishes, viewport={"width": 360, "height": 800})
    visitor.visit(manager, suggests, color_scheme="dark")
    visitor.visit(pia, talks)
    visitor.visit(pia, asks)
    target = Target.objects.get()
    assert (target.employee, target.shared_with) == (firm.pia, firm.mia)
    assert Goal.objects.get().agreed_by == firm.mia
    assert [(talk.on, talk.held_at is None) for talk in Talk.objects.order_by("on")] == [
        (today, False),
        (today + dt.timedelta(days=180), True),
    ]
    assert MoveRequest.objects.get().to_level.key == target.level_key


def test_feedback_from_asking_to_whoever_answers_a_request(visitor: Visitor, firm: Company) -> None:
    pia, peer, otto, mia = (firm.user(name) for name in ("pia", "peer", "otto", "mia"))
    said = "Her plan let three of us work without waiting."

    def asks(page: Page) -> None:
        page.goto("/growth/")
        page.get_by_role("link", name="Feedback", exact=True).click()
        page.wait_for_url("**/growth/feedback/")
        assert barriers(page, unfolded=True) == []
        page.get_by_role("link", name="Ask for feedback").click()
        page.wait_for_url("**/growth/feedback/ask/")
        page.get_by_label("Method").check()
        page.get_by_label("Your question").fill("What did the study plan change for you?")
        page.get_by_label("Colleague", exact=False).first.fill(firm.peer.name)
        page.get_by_label("Colleague 2").fill(firm.otto.name)
        page.get_by_label("And whoever answers a request of yours").check()
        assert barriers(page, unfolded=True) == []
        page.get_by_role("button", name="Ask", exact=True).click()
        page.wait_for_url("**/growth/feedback/*/")
        expect(page.get_by_text("Not answered yet. Nobody has to.")).to_have_count(2)
        assert barriers(page, unfolded=True) == []

    def writes(page: Page) -> None:
        page.goto("/")
        page.get_by_role("link", name="colleague asks you for feedback").click()
        page.wait_for_url("**/growth/feedback/#asked-title")
        page.get_by_role("link", name=firm.pia.name).click()
        page.wait_for_url("**/growth/feedback/given/*/")
        expect(page.get_by_text("HR among them").first).to_be_visible()
        expect(page.get_by_text("What did the study plan change for you?")).to_be_visible()
        page.get_by_label("What you saw").fill(said)
        assert barriers(page, unfolded=True) == []
        page.get_by_role("button", name="Give it").click()
        expect(page.get_by_text("You can correct it until")).to_be_visible()
        assert barriers(page, unfolded=True) == []

    def declines(page: Page) -> None:
        page.goto("/growth/feedback/")
        page.get_by_role("link", name=firm.pia.name).click()
        page.wait_for_url("**/growth/feedback/given/*/")
        page.get_by_role("button", name="Decline").click()
        expect(page.get_by_text("Nobody is told")).to_be_visible()

    def reads_and_requests(page: Page) -> None:
        page.goto("/")
        page.get_by_role("link", name="piece of feedback for you").click()
        page.wait_for_url("**/growth/feedback/#asks-title")
        page.locator(".growth-asks a").first.click()
        page.wait_for_url("**/growth/feedback/*/")
        expect(page.get_by_text(said)).to_be_visible()
        expect(page.get_by_text("Not answered yet. Nobody has to.")).to_have_count(1)  # the one who declined, too
        assert barriers(page, unfolded=True) == []
        page.goto("/path/research/P6/")
        page.get_by_role("link", name="Ask for this move").click()
        page.wait_for_url("**/moves/ask/**")
        page.get_by_label(firm.peer.name).check()
        assert barriers(page, unfolded=True) == []
        page.get_by_role("button", name="Review before sending").click()
        page.wait_for_url("**/send/")
        expect(page.get_by_text(said)).to_be_visible()
        page.get_by_role("button", name="Send the request").click()
        expect(page.get_by_text("Sent. You can withdraw it")).to_be_visible()

    def decides(page: Page) -> None:
        page.goto(f"/moves/requests/{request.pk}/")
        expect(page.get_by_text(f"Feedback by {firm.peer.name}")).to_be_visible()
        expect(page.get_by_text(said)).to_be_visible()
        assert barriers(page, unfolded=True) == []
        answer = page.goto(f"/growth/feedback/given/{given.pk}/")
        assert answer is not None
        assert answer.status == 404

    visitor.visit(pia, asks, viewport={"width": 360, "height": 800})
    visitor.visit(peer, writes, color_scheme="dark")
    visitor.visit(otto, declines)
    visitor.visit(pia, reads_and_requests)
    request, given = MoveRequest.objects.get(), Feedback.objects.get(giver=firm.peer)
    visitor.visit(mia, decides)
    assert {each.giver_id: (each.readers, each.text) for each in Feedback.objects.all()} == {
        firm.peer.pk: (Readers.REQUESTS, said),
        firm.otto.pk: (Readers.REQUESTS, ""),
    }
    assert request.evidence[0]["feedback"][0]["text"] == said
