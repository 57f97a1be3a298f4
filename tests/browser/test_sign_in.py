"""An HR admin without a second step is led through setting one up; a recovery code lets her in; she ends other sessions."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import BrowserSession, RoleGrant
from accounts.roles import Role
from tests.accounts.conftest import PASSWORD, with_password
from tests.accounts.test_second_factor import code

from .conftest import Visitor


def sign_in(page: Page) -> None:
    """With address and password."""
    page.get_by_label("Email").fill("hana@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


@pytest.mark.parametrize("width", [360, 1400])
def test_an_hr_admin_sets_up_her_second_step_uses_a_code_and_ends_other_sessions(visitor: Visitor, width: int) -> None:
    cache.clear()
    hana = with_password("Hana Ruiz", "hana@example.org")
    RoleGrant.objects.create(user=hana, role=Role.HR_ADMIN, granted_at=timezone.now() - dt.timedelta(days=15))

    def story(page: Page) -> None:
        page.goto("/sign-in/?next=/roles/")
        sign_in(page)
        expect(page.get_by_role("heading", name="A second step at sign-in")).to_be_visible()
        page.get_by_role("link", name="Set up the app").click()
        page.locator("input[name=code]").fill(code(page.get_by_label("Secret").input_value()))
        page.get_by_role("button", name="Use the app from now on").click()
        kept = page.locator(".account-codes code").first.inner_text()
        page.get_by_role("link", name="I have kept the codes. Go on").click()
        page.wait_for_url("**/roles/")
        context = page.context.browser.new_context(base_url=visitor.url)  # type: ignore[union-attr]
        phone = context.new_page()
        phone.goto("/sign-in/?next=/account/sessions/")
        sign_in(phone)
        phone.locator("input[name=code]").fill(kept)
        phone.locator("form:has(input[name=code]) button").first.click()
        expect(phone.get_by_role("heading", name="Where you are signed in")).to_be_visible()
        phone.get_by_role("button", name="Sign out everywhere else").click()
        expect(phone.get_by_text("One other browser is signed out.")).to_be_visible()
        page.goto("/roles/")
        expect(page.get_by_text("You are no longer signed in here. Sign in again to go on.")).to_be_visible()
        context.close()

    visitor.visit(None, story, viewport={"width": width, "height": 900})
    assert BrowserSession.objects.filter(user=hana).count() == 1
