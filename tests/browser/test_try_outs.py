"""A try-out in a real browser, from the comparison to the day after its last one, and to the move that shows it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from ladders.impact.library import install_default_plan
from ladders.moves.models import MoveRequest
from ladders.moves.tasks import bring_into_effect, remind_of_endings
from ladders.placements.models import Placement
from tests.compensation.payroll import place
from tests.factories import EmployeeFactory, hr_admin
from tests.moves.company import Company, company, fresh, reports

from .barriers import barriers
from .conftest import Visitor


@pytest.fixture
def firm(transactional_db: None) -> Company:
    """Pia, her managers, HR, and somebody on P6 whom Otto leads."""
    install_default_plan()
    found = company(hr_admin(name="Hana Ruiz"))
    other = EmployeeFactory.create(name="Olaf Other", department="Lab", legal_entity="GmbH", country="DE")
    reports(other, found.otto)
    place(other, found.level("P6"))
    return found


def test_a_try_out_from_asking_to_the_move_that_shows_it(
    visitor: Visitor, firm: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = timezone.now
    begins = timezone.localdate() + dt.timedelta(days=14)

    def on(day: dt.date) -> None:
        """The clock of the server stands on that day, and what the calendar does has been done."""
        ahead = day - timezone.localdate(real())
        monkeypatch.setattr(timezone, "now", lambda: real() + ahead)
        bring_into_effect()
        remind_of_endings()

    def asks(page: Page) -> None:
        page.goto("/path/research/P6/")
        page.get_by_role("link", name="Try it part-time first").click()
        page.wait_for_url("**/moves/try/**")
        expect(page.get_by_text("which alone decides your grade, your band and your pay")).to_be_visible()
        assert barriers(page) == []
        page.get_by_label("From when").fill(begins.isoformat())
        page.get_by_label("For how many months").fill("2")
        page.get_by_role("button", name="Review before sending").click()
        page.wait_for_url("**/send/")
        page.get_by_role("button", name="Send the request").click()
        expect(page.get_by_text("Sent. You can withdraw it at any time")).to_be_visible()

    def approves(page: Page) -> None:
        page.goto("/moves/to-answer/")
        page.get_by_role("link", name="Pia Person").first.click()
        page.wait_for_url("**/moves/requests/**")
        page.get_by_role("button", name="Approve").click()
        expect(page.get_by_text("Approved. It goes on.")).to_be_visible()

    def sees_it_run(page: Page) -> None:
        page.goto("/")
        expect(page.get_by_text("and trying P6 Project 6 at 20 %")).to_be_visible()
        page.get_by_role("link", name="try-out under way").click()
        page.get_by_role("link", name="Try-out: Project 6, 20 %").click()
        page.wait_for_url("**/moves/requests/**")
        page.get_by_text("Go back before the last day").click()
        expect(page.get_by_role("button", name="Go back")).to_be_visible()
        assert barriers(page) == []
        page.goto("/path/seasons/")
        expect(page.get_by_text("Building, to try: 20 % P6 Project 6").first).to_be_visible()

    def asks_for_the_move(page: Page) -> None:
        page.goto("/moves/notices/")
        page.get_by_role("link", name="Something agreed is over").first.click()
        page.wait_for_url("**/moves/requests/**")
        expect(page.get_by_text("Nothing follows by itself.")).to_be_visible()
        page.get_by_role("link", name="Ask for the move, and show this").click()
        page.get_by_label("Show what you tried: 20 % from").check()
        page.get_by_role("button", name="Review before sending").click()
        page.wait_for_url("**/send/")
        expect(page.get_by_text("Tried P6 Project 6 at 20 %")).to_be_visible()

    visitor.visit(firm.user("pia"), asks)
    row = MoveRequest.objects.get()
    visitor.visit(firm.user("mia"), approves)
    visitor.visit(firm.user("otto"), approves)
    assert (fresh(row).state, fresh(row).agreed_on) == ("scheduled", begins)
    on(begins)
    held = Placement.objects.get(source="try_out")
    assert (held.starts_on, held.share, held.primary) == (begins, 20, False)
    visitor.visit(firm.user("pia"), sees_it_run)
    assert held.ends_on is not None
    on(held.ends_on + dt.timedelta(days=1))
    visitor.visit(firm.user("pia"), asks_for_the_move)
    assert Placement.objects.filter(employee=firm.pia).on(timezone.localdate()).get().level.code == "S6"


def test_beside_a_level_that_ends_the_page_offers_the_days_that_work(visitor: Visitor, firm: Company) -> None:
    last = timezone.localdate() + dt.timedelta(days=40)
    said = f"{last:%-d %B %Y}"
    Placement.objects.filter(employee=firm.pia, primary=True).update(ends_on=last)

    def asks(page: Page) -> None:
        page.goto("/path/research/P6/")
        expect(page.get_by_text("months in your level")).to_be_visible()
        expect(page.get_by_text("A self-assessment against what the new level expects")).to_be_visible()
        page.get_by_role("link", name="Try it part-time first").click()
        page.wait_for_url("**/moves/try/**")
        expect(page.get_by_text("which you hold until that day: before 3 months are over.")).to_be_visible()
        day = page.get_by_label("From when")
        assert day.get_attribute("max") == last.isoformat()
        day.fill((last + dt.timedelta(days=1)).isoformat())
        page.get_by_role("button", name="Review before sending").click()
        expect(page.get_by_text(f"until {said}, and a try-out ends with it. Choose a day until then.")).to_be_visible()
        assert barriers(page) == []
        day.fill((last - dt.timedelta(days=20)).isoformat())
        page.get_by_role("button", name="Review before sending").click()
        page.wait_for_url("**/send/")
        expect(page.get_by_text(f"to {said}.", exact=False).first).to_be_visible()
        page.get_by_role("button", name="Send the request").click()
        expect(page.get_by_text("Sent. You can withdraw it at any time")).to_be_visible()

    visitor.visit(firm.user("pia"), asks)
    assert MoveRequest.objects.get().terms["until"] == last.isoformat()  # type: ignore[index]
