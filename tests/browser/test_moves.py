"""The whole way of a move in a real browser: whoever asks, the managers concerned and HR, each at their own screen."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from ladders.impact.library import install_default_plan
from ladders.moves.actions import effects
from ladders.moves.models import MoveRequest, ReturnRight
from ladders.placements.models import Placement
from tests.demo_rows import demo_without_staff
from tests.factories import hr_admin
from tests.moves.company import Company, company, fresh, now_open

from .barriers import barriers_on
from .conftest import Visitor


@pytest.fixture
def firm(transactional_db: None) -> Company:
    """Pia, her managers, and HR."""
    install_default_plan()
    return company(hr_admin(name="Hana Ruiz"))


def decider(row: MoveRequest) -> User:
    """Who is asked now."""
    found = now_open(row).decider
    assert found is not None
    return found


def to_request(page: Page) -> None:
    """From what waits to the request."""
    page.goto("/moves/to-answer/")
    page.get_by_role("link", name="Pia Person").first.click()
    page.wait_for_url("**/moves/requests/**")
    expect(page.get_by_role("heading", name="Your answer")).to_be_visible()


def held(firm: Company) -> list[str]:
    """Pia's levels, in order."""
    return list(Placement.objects.filter(employee=firm.pia).order_by("starts_on").values_list("level__code", flat=True))


def test_a_lateral_move(visitor: Visitor, firm: Company) -> None:
    today = timezone.localdate()

    def asks(page: Page) -> None:
        page.goto("/path/research/P6/")
        page.get_by_role("link", name="Ask for this move").click()
        page.wait_for_url("**/moves/ask/**")
        expect(page.get_by_text("These are the terms, before anything is sent")).to_be_visible()
        asked = page.get_by_role("group", name="A self-assessment against what the new level expects")
        asked.get_by_label("In your words").fill("I meet it, and lead two.")
        page.get_by_role("button", name="Review before sending").click()
        page.wait_for_url("**/send/")
        page.get_by_role("button", name="Send the request").click()
        expect(page.get_by_text("Sent. You can withdraw it at any time")).to_be_visible()

    def approves(page: Page) -> None:
        to_request(page)
        page.get_by_role("button", name="Approve").click()
        expect(page.get_by_text("Approved. It goes on.")).to_be_visible()

    def confirms(page: Page) -> None:
        to_request(page)
        page.get_by_label("Takes effect on").fill(today.isoformat())
        page.get_by_role("button", name="Confirm day and salary").click()
        expect(page.get_by_text("Confirmed.")).to_be_visible()

    def agrees(page: Page) -> None:
        page.goto("/moves/notices/")
        page.get_by_role("link", name="Another day is proposed").first.click()
        page.wait_for_url("**/moves/requests/**")
        page.get_by_role("button", name="Agree to this day").click()
        expect(page.get_by_text("The day is agreed.")).to_be_visible()

    def looks(page: Page) -> str:
        page.goto("/moves/")
        return page.locator("main").inner_text()

    visitor.visit(firm.user("pia"), asks)
    row = MoveRequest.objects.get()
    visitor.visit(firm.user("mia"), approves)
    assert decider(row) not in (firm.user("mia"), firm.user("pia"))
    visitor.visit(decider(row), approves)
    visitor.visit(decider(row), confirms)
    assert fresh(row).agreed_on is None  # the terms named another day: it is Pia's to say
    visitor.visit(firm.user("pia"), agrees)
    assert effects.run_effects(today) == 1
    assert held(firm) == ["S6", "P6"]
    assert "Took effect on" in visitor.visit(firm.user("pia"), looks)


def test_a_step_back_with_a_question_and_a_private_reason(visitor: Visitor, firm: Company) -> None:
    today = timezone.localdate()
    on = today  # the right of return holds from the day of the move

    def asks(page: Page) -> str:
        page.goto("/path/research/S5/")
        page.get_by_role("link", name="Ask for this move").click()
        page.wait_for_url("**/moves/ask/**")
        page.get_by_label("Reason", exact=True).fill("Family")
        page.get_by_label("Mia Nager").check()
        page.get_by_role("button", name="Review before sending").click()
        page.wait_for_url("**/send/")
        terms = page.locator("main").inner_text()
        page.get_by_role("button", name="Send the request").click()
        expect(page.get_by_text("Sent. You can withdraw it at any time")).to_be_visible()
        return terms

    def wonders(page: Page) -> str:
        to_request(page)
        page.get_by_text("Ask a question first").click()
        page.locator("#id_question-text").fill("Would you keep the project until spring?")
        page.get_by_role("button", name="Ask", exact=True).click()
        expect(page.get_by_text("Your question is sent.")).to_be_visible()
        return page.locator("main").inner_text()

    def answers(page: Page) -> None:
        page.goto("/moves/notices/")
        page.get_by_role("link", name="A question about your request").click()
        page.wait_for_url("**/moves/requests/**")
        page.locator("textarea[name=answer-text]").fill("Gladly.")
        page.get_by_role("button", name="Answer", exact=True).click()
        expect(page.get_by_text("to whoever asked and to nobody else")).to_be_visible()

    def releases(page: Page) -> None:
        to_request(page)
        expect(page.get_by_text("Gladly.")).to_be_visible()
        page.locator("#id_release-on").fill(on.isoformat())
        page.get_by_role("button", name="Release from this day").click()
        expect(page.get_by_text("The day is proposed.")).to_be_visible()

    def agrees(page: Page) -> None:
        page.goto("/moves/notices/")
        page.get_by_role("link", name="Another day is proposed").first.click()
        page.wait_for_url("**/moves/requests/**")
        page.get_by_role("button", name="Agree to this day").click()
        expect(page.get_by_text("The day is agreed.")).to_be_visible()

    def receives(page: Page) -> str:
        to_request(page)
        text = page.locator("main").inner_text()
        page.get_by_role("button", name="Approve").click()
        expect(page.get_by_text("Approved. It goes on.")).to_be_visible()
        return text

    def confirms(page: Page) -> None:
        to_request(page)
        page.get_by_role("button", name="Confirm day and salary").click()
        expect(page.get_by_text("Confirmed.")).to_be_visible()

    def looks(page: Page) -> str:
        page.goto("/moves/")
        return page.locator("main").inner_text()

    terms = visitor.visit(firm.user("pia"), asks)
    assert "€11,000 above the maximum" in terms
    row = MoveRequest.objects.get()
    assert "Family" in visitor.visit(firm.user("mia"), wonders)
    visitor.visit(firm.user("pia"), answers)
    visitor.visit(firm.user("mia"), releases)
    visitor.visit(firm.user("pia"), agrees)
    seen = visitor.visit(firm.user("otto"), receives)
    for secret in ("Family", "Gladly", "110,000", "€"):
        assert secret not in seen
    visitor.visit(decider(row), confirms)
    assert fresh(row).agreed_on == on
    assert effects.run_effects(on) == 1
    assert held(firm) == ["S6", "S5"]
    ReturnRight.objects.update(reminded_for=None)
    text = visitor.visit(firm.user("pia"), looks)
    assert "Rights of return" in text
    assert "S6" in text


@pytest.mark.parametrize(("scheme", "width"), [("light", 360), ("dark", 1400)])
def test_axe_finds_nothing_on_the_pages_of_moves(visitor: Visitor, scheme: str, width: int) -> None:
    demo_without_staff()

    def look(paths: list[str]) -> Any:
        def story(page: Page) -> dict[str, Any]:
            return barriers_on(page, paths)

        return story

    def requests(**of: Any) -> list[str]:
        return [f"/moves/requests/{pk}/" for pk in MoveRequest.objects.filter(**of).values_list("pk", flat=True)]

    def person(number: str) -> User:
        return User.objects.get(employee__number=number)

    draft = MoveRequest.objects.get(person__number="Q015", proposer=None)
    rights = [f"/moves/rights/{pk}/" for pk in ReturnRight.objects.values_list("pk", flat=True)]
    paths = {
        "Q015": ["/moves/", f"/moves/requests/{draft.pk}/draft/", f"/moves/requests/{draft.pk}/send/"],
        "Q014": ["/moves/", "/moves/notices/", "/account/notices/", *requests(person__number="Q014")],
        "Q032": ["/moves/", *requests(person__number="Q032")],
        "Q033": requests(person__number="Q033"),
        "Q011": [
            "/moves/to-answer/",
            f"/moves/propose/{draft.person_id}/",
            *requests(person__number="Q014"),
        ],
        "Q005": ["/moves/requests/", "/moves/checklists/", *rights, *requests(state="scheduled")],
    }
    options = {"color_scheme": scheme, "viewport": {"width": width, "height": 800}}
    wrong = {number: visitor.visit(person(number), look(each), **options) for number, each in paths.items()}
    assert {number: found for number, found in wrong.items() if found} == {}
