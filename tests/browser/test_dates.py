"""A day comes near: HR says when people are reminded, two are, and a calendar reads the date until it is called off."""

from __future__ import annotations

import datetime as dt
import urllib.request
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from ladders.dates.actions.reminders import remind
from ladders.growth.models import Talk
from ladders.impact.library import install_default_plan
from ladders.moves.actions.drafts import propose
from ladders.moves.models import MoveRequest
from ladders.moves.notifications import mail_outbox
from tests.factories import hr_admin
from tests.moves.company import Company, company

from .barriers import barriers
from .conftest import Visitor


@pytest.fixture
def firm(transactional_db: None) -> Company:
    """Pia, her managers, and HR."""
    install_default_plan()
    return company(hr_admin(name="Hana Ruiz"))


def clean(page: Page) -> None:
    for width in (360, 1400):
        page.set_viewport_size({"width": width, "height": 900})
        assert barriers(page) == []


def test_a_talk_is_told_before_its_day_and_stands_in_a_calendar(
    visitor: Visitor, firm: Company, mailoutbox: list[Any]
) -> None:
    pia, mia, today = firm.user("pia"), firm.user("mia"), timezone.localdate()
    talk = Talk.objects.create(
        employee=firm.pia,
        manager=firm.mia,
        on=today + dt.timedelta(days=5),
        created_at=timezone.now() - dt.timedelta(days=9),
    )
    read: dict[str, str] = {}

    def sets(page: Page) -> None:
        page.goto("/settings/")
        page.get_by_role("link", name="Reminders").click()
        page.wait_for_url("**/settings/reminders/")
        page.get_by_label("before a talk").fill("5")
        page.get_by_role("button", name="Save the reminders").click()
        expect(page.get_by_text("The reminders are saved.")).to_be_visible()
        clean(page)
        page.get_by_role("link", name="The guide on this").click()
        page.wait_for_url("**/guide/moves/#before-a-day-and-in-your-calendar")

    def reads_notice(page: Page) -> None:
        page.goto("/moves/notices/")
        page.get_by_role("link", name="A date of yours is near").click()
        page.wait_for_url(f"**/talks/{talk.pk}/")

    def subscribes(page: Page) -> None:
        page.goto("/account/")
        page.get_by_role("link", name="Your dates, for your calendar").click()
        page.wait_for_url("**/account/dates/")
        clean(page)
        page.get_by_role("button", name="Make an address").click()
        address = page.locator("code", has_text="/calendar/")
        expect(address).to_be_visible()
        clean(page)
        read["path"] = "/calendar/" + address.inner_text().split("/calendar/")[1]
        read["first"] = fetched(page, read["path"])
        page.reload()
        expect(page.locator("code", has_text="/calendar/")).to_have_count(0)

    def calls_off(page: Page) -> None:
        page.goto("/talks/")
        page.locator(".growth-next > a, td[data-label=Next] a").first.click()
        page.wait_for_url("**/talks/*/")
        page.on("dialog", lambda dialog: dialog.accept())
        page.get_by_role("button", name="Call it off").click()
        read["second"] = fetched(page, read["path"])

    def takes_back(page: Page) -> None:
        page.goto("/account/dates/")
        page.get_by_role("button", name="Take it back").click()
        expect(page.get_by_text("The address opens nothing any more.")).to_be_visible()
        read["third"] = str(page.request.get(read["path"]).status)

    visitor.visit(firm.user("hana"), sets)
    assert remind(today) == remind(today) == 1
    mail_outbox.run()
    mail_outbox.run()
    assert sorted(mail.to[0] for mail in mailoutbox) == sorted([pia.email, mia.email])
    assert all(
        "A date of yours is near" in mail.subject and str(mia) not in mail.body.replace(mail.to[0], "")
        for mail in mailoutbox
        if mail.to == [pia.email]
    )
    visitor.visit(pia, reads_notice)
    visitor.visit(pia, subscribes)
    assert "SEQUENCE:0" in read["first"]
    assert "STATUS:CONFIRMED" in read["first"]
    assert "Mia" not in read["first"]
    visitor.visit(mia, calls_off)
    assert "SEQUENCE:1" in read["second"]
    assert "STATUS:CANCELLED" in read["second"]
    visitor.visit(pia, takes_back)
    assert read["third"] == "404"


def fetched(page: Page, path: str) -> str:
    """As a calendar program reads it: without a session."""
    with urllib.request.urlopen(page.url.split("/", 3)[0] + "//" + page.url.split("/")[2] + path) as answer:
        return str(answer.read().decode())


def test_a_proposal_is_told_before_its_day_and_the_notice_leads_to_it(visitor: Visitor, firm: Company) -> None:
    pia, mia, today = firm.user("pia"), firm.user("mia"), timezone.localdate()
    row = propose(person=firm.pia, level=firm.level("P6"), by=mia, today=today)
    due = today + dt.timedelta(days=3)
    MoveRequest.objects.filter(pk=row.pk).update(due_on=due, created_at=timezone.now() - dt.timedelta(days=9))
    assert remind(today) == 1

    def reads(page: Page) -> None:
        page.goto("/account/dates/")
        expect(page.get_by_role("link", name="Please answer a proposal by then", exact=True)).to_be_visible()
        expect(page.get_by_text(f"{due:%-d %B %Y}").first).to_be_visible()
        clean(page)
        page.goto("/moves/notices/")
        page.get_by_role("link", name="A proposal waits for your answer").click()
        expect(page.get_by_text("Mia Nager proposes this to you.")).to_be_visible()

    visitor.visit(pia, reads)
