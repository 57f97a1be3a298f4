"""Passkeys with a real browser and Chromium's virtual authenticator, on http://localhost."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from playwright.sync_api import Page, expect
from pytest_django import Settings

from accounts.models import User
from tests.factories import EmployeeFactory

from .conftest import Visitor

PASSWORD = "a long enough sentence"


@pytest.fixture
def ada(transactional_db: None, settings: Settings) -> User:
    """Somebody with a password, on a server that speaks http on this machine."""
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    cache.clear()
    user: User | None = EmployeeFactory.create(name="Ada Byron", user__email="ada@example.org").user
    assert user is not None
    user.set_password(PASSWORD)
    user.save()
    return user


def authenticator(page: Page, *, resident: bool = True) -> Any:
    """A device with passkeys in this browser: a phone (resident) or a plain security key. Returns the CDP session."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal" if resident else "usb",
                "hasResidentKey": resident,
                "hasUserVerification": resident,
                "isUserVerified": resident,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return session


def sign_in(page: Page) -> None:
    """With address and password."""
    page.goto("/sign-in/")
    page.get_by_label("Email").fill("ada@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def add_passkey(page: Page, name: str, *, alone: bool) -> None:
    """From the account page, right after signing in."""
    page.goto("/account/")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name").fill(name)
    page.get_by_label("Sign in with it alone").set_checked(alone)
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()


def test_a_passkey_is_added_signs_in_alone_and_is_removed(visitor: Visitor, ada: User) -> None:
    def story(page: Page) -> None:
        authenticator(page)
        sign_in(page)
        add_passkey(page, "My phone", alone=True)
        page.goto("/account/")
        expect(page.get_by_text("My phone")).to_be_visible()
        page.get_by_role("button", name="Sign out").click()
        page.goto("/sign-in/?next=/account/")
        page.get_by_role("button", name="Sign in with a passkey").click()
        expect(page.get_by_role("heading", name="Ada Byron")).to_be_visible()
        assert page.url.endswith("/account/")
        page.get_by_role("link", name="Rename My phone").click()
        page.get_by_label("Name").fill("Work phone")
        page.get_by_role("button", name="Save").click()
        page.get_by_role("link", name="Remove Work phone").click()
        page.get_by_role("button", name="Remove it").click()
        expect(page.get_by_text("The passkey is removed.")).to_be_visible()

    visitor.visit(None, story)
    assert not Authenticator.objects.filter(user=ada).exists()


def test_a_security_key_is_the_second_step_after_the_password(visitor: Visitor, ada: User) -> None:
    def story(page: Page) -> None:
        authenticator(page, resident=False)
        sign_in(page)
        add_passkey(page, "My key", alone=False)
        page.get_by_role("button", name="Sign out").click()
        sign_in(page)
        expect(page.get_by_role("heading", name="Second step")).to_be_visible()
        page.goto("/account/")
        assert "/sign-in/" in page.url  # the password alone is not enough
        page.goto("/sign-in/second-factor/")
        page.get_by_role("button", name="Use your passkey").click()
        page.wait_for_url("/")

    visitor.visit(None, story)
    assert Authenticator.objects.filter(user=ada, type="webauthn").count() == 1


def test_a_device_without_a_passkey_is_said_in_words(visitor: Visitor, ada: User) -> None:
    def story(page: Page) -> None:
        authenticator(page)
        page.goto("/sign-in/")
        page.get_by_role("button", name="Sign in with a passkey").click()
        expect(page.get_by_text("Your device did not answer, or has no passkey for Ladders.")).to_be_visible()

    visitor.visit(None, story)


def test_a_passkey_confirms_who_it_is(visitor: Visitor, ada: User, settings: Settings) -> None:
    def story(page: Page) -> None:
        authenticator(page)
        sign_in(page)
        add_passkey(page, "My phone", alone=True)
        page.get_by_role("button", name="Sign out").click()
        page.goto("/sign-in/?next=/account/")
        page.get_by_role("button", name="Sign in with a passkey").click()
        expect(page.get_by_role("heading", name="Ada Byron")).to_be_visible()
        settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 5
        page.wait_for_timeout(5500)  # signing in was some time ago
        page.goto("/account/second-factor/app/")
        expect(page.get_by_role("heading", name="Is it you?")).to_be_visible()
        page.get_by_role("link", name="Use a passkey").click()
        page.get_by_role("button", name="Use your passkey").click()
        expect(page.get_by_role("heading", name="Set up an authenticator app")).to_be_visible()

    visitor.visit(None, story)
