"""Somebody sets up an authenticator app; from then on the password alone lets nobody in."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
import time

from playwright.sync_api import expect

from ..people import Person, Walk

PASSWORD = "seven brass buoys drifting north"
EMAIL = "gustavo.nakamura@quillmere.example"


def walk(walk: Walk) -> str:
    """Gustavo sets a password and an app, and signs in with both."""
    gustavo = walk.person("Gustavo Nakamura")
    page = gustavo.open("/account/")
    gustavo.follow("Set a password", "**/account/password/first/")
    for box in page.locator("input[type=password]").all():
        box.fill(PASSWORD)
    gustavo.press("Set the password")
    page.locator(".notice").first.wait_for()
    page.goto("/account/second-factor/app/")
    if page.locator("input[name=login]").count():  # a new password signs out everywhere
        _sign_in(gustavo)
    if "/sign-in/confirm/" in page.url:
        page.get_by_label("Password").fill(PASSWORD)
        page.locator("form:has(input[name=password]) button").first.click()
    page.wait_for_url("**/account/second-factor/app/")
    secret = page.get_by_label("Secret").input_value()
    used = _code(secret)
    page.locator("input[name=code]").fill(used)
    gustavo.press("Use the app from now on")
    page.wait_for_url(lambda url: not url.endswith("/second-factor/app/"))
    gustavo.open("/account/")
    gustavo.sees(re.compile("Asked for after the password since"))

    visitor = walk.stranger("somebody with Gustavo's password")
    page = visitor.open("/sign-in/")
    _sign_in(visitor)
    page.wait_for_url("**/sign-in/second-factor/**")
    page.locator("input[name=code]").fill("000000")
    page.locator("form:has(input[name=code]) button").first.click()
    expect(page.get_by_text(re.compile("Incorrect code|not right|wrong", re.IGNORECASE)).first).to_be_visible()
    page.goto("/account/")
    assert "/sign-in/" in page.url, "the password alone lets in"
    page.goto("/sign-in/second-factor/")
    while (fresh := _code(secret)) == used:  # each code counts once: the next one comes within half a minute
        page.wait_for_timeout(500)
    page.locator("input[name=code]").fill(fresh)
    page.locator("form:has(input[name=code]) button").first.click()
    page.wait_for_url("/")
    return "Gustavo's password alone is not enough, nor a wrong code; with the app's code he is in"


def _sign_in(person: Person) -> None:
    person.page.locator("input[name=login]").fill(EMAIL)
    person.page.locator("input[name=password]").fill(PASSWORD)
    person.page.locator("form:has(input[name=login]) button").first.click()


def _code(secret: str) -> str:
    """The six digits of now (RFC 6238)."""
    key = base64.b32decode(secret.replace(" ", "") + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    offset = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[offset : offset + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"
