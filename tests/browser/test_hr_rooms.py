"""HR's rooms in a real browser: a band change scheduled by mistake, corrections, an owner without a record, roles."""

from __future__ import annotations

import re

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Employee, RoleGrant, User
from accounts.roles import Role
from ladders.compensation.actions.zones import create_zone
from ladders.compensation.models import PayZone
from ladders.core.models import AuditEntry
from ladders.frameworks.models import Framework, Version
from ladders.impact.library import install_default_plan
from tests.factories import account, draft_framework, hr_admin

from .conftest import Visitor
from .test_pay import hr  # noqa: F401  a fixture


def test_a_change_of_bands_by_mistake_is_edited_withdrawn_and_the_past_corrected(
    visitor: Visitor,
    hr: User,  # noqa: F811
) -> None:
    year = timezone.localdate().year + 1
    create_zone(code="XX", name="Nowhere", currency="EUR", locations=[], by=hr)

    def adjust(page: Page, percent: str, day: str) -> None:
        page.goto("/bands/zone/DE/adjust/")
        page.get_by_label("Percent").fill(percent)
        page.get_by_label("In force from").fill(day)
        page.get_by_role("button", name="Preview").click()
        expect(page.get_by_text(re.compile("in these bands today"))).to_be_visible()
        expect(page.get_by_text(re.compile("To raise them to it costs"))).to_be_visible()

    def story(page: Page) -> None:
        page.on("dialog", lambda dialog: dialog.accept())
        adjust(page, "30", f"{year}-01-01")
        expect(page.get_by_text("All 10 bands that change do so by +30 % or more.")).to_be_visible()
        page.get_by_label("I have checked it: it is meant so.").check()
        page.get_by_role("button", name="Schedule this change").click()
        page.wait_for_url(f"**/bands/zone/DE/?on={year}-01-01")
        # Three per cent on top of it says that the thirty are in it already.
        adjust(page, "3", f"{year}-02-01")
        expect(page.get_by_text("already include the change that is scheduled")).to_be_visible()
        # An earlier change that the later one would undo warns.
        page.goto("/bands/zone/DE/edit/")
        page.get_by_label("Maximum, grade 6").fill("118000")
        page.get_by_label("In force from").fill(f"{year - 1}-12-31")
        page.get_by_role("button", name="Schedule the change").click()
        expect(page.get_by_text(re.compile("other figures are scheduled already"))).to_be_visible()
        # Edit what is scheduled, then take it back.
        page.goto("/bands/zone/DE/")
        page.locator("main a[href*='/bands/changes/']").first.click()
        page.get_by_role("link", name="Edit its figures").click()
        box = page.get_by_label("Maximum, grade 6")
        expect(box).to_have_value(re.compile("152,?100"))
        box.fill("153000")
        page.get_by_role("button", name="Schedule the change").click()
        expect(page.get_by_role("row", name=re.compile("^6 "))).to_contain_text("153,000")
        page.goto("/bands/zone/DE/")
        while (link := page.locator("main a[href*='/bands/changes/']")).count():
            link.first.click()
            page.get_by_label(re.compile("Say why")).fill("30 instead of 3")
            page.get_by_role("button", name="Take the change back").click()
            page.goto("/bands/zone/DE/")
        page.goto(f"/bands/zone/DE/?on={year}-01-01")
        expect(page.get_by_role("row", name=re.compile("^6 "))).to_contain_text("117,000")
        # The past, with a reason.
        page.goto("/bands/zone/DE/edit/")
        page.get_by_label("Maximum, grade 6").fill("117500")
        page.get_by_label("In force from").fill("2025-06-01")
        page.get_by_role("button", name="Schedule the change").click()
        expect(page.get_by_text(re.compile("say why they were wrong"))).to_be_visible()
        page.get_by_label("Why days that are over were wrong").fill("The agreement was read wrongly")
        page.get_by_role("button", name="Schedule the change").click()
        expect(page.get_by_role("row", name=re.compile("^6 "))).to_contain_text("117,500")
        page.goto("/bands/zone/XX/details/")
        page.get_by_role("button", name=re.compile("[Dd]elete")).click()
        expect(page.get_by_text("The zone Nowhere is deleted.")).to_be_visible()

    def elsewhere(page: Page) -> None:
        for address, status in (("/pay/people/", 200), ("/bands/zone/DE/adjust/", 403), ("/roles/", 403)):
            answer = page.goto(address)
            assert answer is not None
            assert (address, answer.status) == (address, status)

    visitor.visit(hr, story)
    assert not PayZone.objects.filter(code="XX").exists()
    local = account(name="Lo Cal", user__roles=[Role.HR_ADMIN])
    RoleGrant.objects.filter(user=local).update(departments=["Lab"])
    visitor.visit(local, elsewhere)


def test_the_first_hr_admin_starts_and_publishes_a_framework_of_their_own(visitor: Visitor) -> None:
    install_default_plan()
    call_command("make_hr_admin", "ines@example.org", name="Ines Prado")
    admin = User.objects.get(email="ines@example.org")
    ready = draft_framework(by=admin).framework
    ready.name_owner(admin)
    ready.save()
    Employee.objects.all().delete()

    def story(page: Page) -> None:
        page.goto("/frameworks/new/?from=design")
        page.get_by_label("Accountable owner").press_sequentially("ines", delay=40)
        expect(page.locator("#people option")).to_have_count(1)
        page.get_by_label("Accountable owner").fill("Ines Prado · ines@example.org")
        page.get_by_role("button", name=re.compile("Create|Start|Begin|Make")).first.click()
        expect(page.get_by_text("owner: Ines Prado")).to_be_visible()
        page.goto("/frameworks/research/draft/publish/")
        page.get_by_role("button", name=re.compile("^Publish")).click()
        expect(page.get_by_text("accountable: Ines Prado")).to_be_visible()

    visitor.visit(admin, story)
    assert [(each.owner, each.owner_account) for each in Framework.objects.all()] == [(None, admin)] * 2
    assert Version.objects.get(framework=ready).state == "published"
    assert not Employee.objects.exists()


@pytest.mark.parametrize("width", [360, 1400])
def test_a_role_is_given_with_its_reach(visitor: Visitor, hr: User, width: int) -> None:  # noqa: F811
    person = account(name="Ana Lyst")
    Employee.objects.filter(user=person).update(department="Lab", legal_entity="GmbH")

    def story(page: Page) -> None:
        page.goto(f"/roles/{person.pk}/")
        box = page.get_by_label("Compensation analyst")
        box.check()
        inside = page.locator(".form-check", has=box)
        inside.get_by_text("narrow it").click()
        inside.get_by_label("Departments").fill("Lab")
        inside.get_by_text("What it allows").click()
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
        page.get_by_label("Why, if a role opens pay").fill("Joins the team")
        page.get_by_role("button", name="Save the roles").click()
        expect(page.get_by_role("row", name="Compensation analyst")).to_contain_text("people in Lab")
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0

    def confirming(page: Page) -> None:
        page.goto("/approvals/")
        page.get_by_role("link", name="Role that opens pay: Ana Lyst").click()
        page.get_by_role("button", name="Confirm").click()
        expect(page.get_by_text("Role that opens pay · Confirmed")).to_be_visible()

    second = hr_admin(name="Second Person")
    visitor.visit(hr, story, viewport={"width": width, "height": 900})
    assert not RoleGrant.objects.filter(user=person).exists()
    visitor.visit(second, confirming, viewport={"width": width, "height": 900})
    [grant] = RoleGrant.objects.filter(user=person)
    assert (grant.role, grant.departments) == (Role.COMPENSATION_ANALYST, ["Lab"])
    assert AuditEntry.objects.filter(verb="role.scoped").exists()
