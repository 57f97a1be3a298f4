"""Cached shells: nobody ever gets what is another person's."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.contrib import messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.test.utils import override_settings
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from ladders.core import shell
from ladders.core.shell import respond
from tests.factories import EmployeeFactory

pytestmark = pytest.mark.django_db
TEMPLATE = "shell.html"


@dataclass(frozen=True)
class Page:
    """What the view shows in the shell."""

    title: str = "Hello"


@pytest.fixture(autouse=True)
def _templates() -> Iterator[None]:
    """The real base page with a small page of our own."""
    engine: dict[str, Any] = {**settings.TEMPLATES[0], "APP_DIRS": False}
    options: dict[str, Any] = engine["OPTIONS"]
    own = (
        '{% extends "base.html" %}{% block title %}{{ page.title }}{% endblock %}'
        "{% block content %}{{ body }}{% endblock %}"
    )
    loaders = [
        ("django.template.loaders.locmem.Loader", {TEMPLATE: own}),
        "django.template.loaders.filesystem.Loader",
        "django.template.loaders.app_directories.Loader",
    ]
    engine["OPTIONS"] = {**options, "loaders": loaders}
    shell.forget()
    with override_settings(TEMPLATES=[engine]):
        yield
    shell.forget()


def ask(user: User, path: str = "/frameworks/", **cookies: str) -> HttpRequest:
    """A request of that person."""
    request = RequestFactory().get(path)
    request.COOKIES.update(cookies)
    request.user = User.objects.get(pk=user.pk)
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]
    return request


def text(request: HttpRequest, page: Page = Page(), body: str = "<p>Body</p>") -> str:
    """The page that the person gets."""
    return respond(request, TEMPLATE, page, body.encode()).content.decode()


def person(name: str, *roles: Role) -> User:
    """Somebody with roles."""
    user = EmployeeFactory.create(name=name, user__roles=roles).user
    assert user is not None
    return user


def test_the_demos_day_is_that_of_today_on_a_kept_page_too(monkeypatch: pytest.MonkeyPatch) -> None:
    ann, days = person("Ann"), (dt.datetime(2027, 1, 5, 12, tzinfo=dt.UTC), dt.datetime(2027, 1, 6, 12, tzinfo=dt.UTC))
    with override_settings(DEMO=True):
        for moment in days:
            monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
            assert f"it is {moment:%A} {moment.day} January 2027" in text(ask(ann))


@pytest.mark.parametrize("role", [None, *Role])
def test_the_page_is_what_rendering_it_in_full_would_give(role: Role | None) -> None:
    request = ask(person("Ann <script>", *([role] if role else [])))
    shown = text(request)
    full = render_to_string(TEMPLATE, {"page": Page(), "body": "BODY"}, request=request)
    token = request.META["CSRF_COOKIE"]
    assert token
    without = [line for line in shown.replace("<p>Body</p>", "BODY").splitlines() if "csrf" not in line.lower()]
    assert without == [line for line in full.splitlines() if "csrf" not in line.lower()]
    assert "Ann &lt;script&gt;" in shown
    assert "<script>alert" not in shown


def test_everybody_sees_their_own_name_and_token() -> None:
    first, second = ask(person("Ann")), ask(person("Bob"))
    one, two = text(first), text(second)
    assert shell._shell.cache_info().hits == 1
    assert ("Ann" in one, "Bob" in one) == (True, False)
    assert ("Ann" in two, "Bob" in two) == (False, True)
    assert "mark" not in one.replace("mark.svg", "")
    tokens = [set(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)) for page in (one, two)]
    assert (len(tokens[0]), len(tokens[1]), tokens[0] & tokens[1]) == (1, 1, set())


def test_the_masthead_offers_what_each_may() -> None:
    hr, plain = text(ask(person("Hana", Role.HR_ADMIN))), text(ask(person("Ann")))
    assert ("/audit/" in hr, "/audit/" in plain) == (True, False)
    assert ("/roles/" in hr, "/roles/" in plain) == (True, False)
    assert "/audit/" not in text(ask(person("Ed", Role.FRAMEWORK_EDITOR)))


def test_colours_are_each_readers_own_and_nothing_else_of_a_cookie_comes_through() -> None:
    user = person("Ann")
    assert '<html lang="en-GB" data-theme="dark">' in text(ask(user, theme="dark"))
    assert '<html lang="en-GB">' in text(ask(user))
    assert "evil" not in text(ask(user, theme='evil"><script>'))


def test_what_was_said_to_one_person_is_shown_to_them_alone() -> None:
    told = ask(person("Ann"))
    messages.success(told, "Only for Ann")
    assert "Only for Ann" in text(told)
    assert "<p>Body</p>" in text(told)
    assert "Only for Ann" not in text(ask(person("Bob")))


def test_another_page_is_another_shell() -> None:
    user = person("Ann")
    assert "<title>One ·" in text(ask(user), Page("One")).replace("\n", "")
    assert "<title>Two ·" in text(ask(user), Page("Two")).replace("\n", "")


def test_a_body_that_looks_like_a_mark_stays_as_it_is() -> None:
    body = "<p>{{ csrf_token }} {% csrf_token %} mark0123 %(name)s {0}</p>"
    assert body in text(ask(person("Ann")), body=body)


def framed(user: User, path: str) -> str:
    """A page that is no shell, with the parts of its frame that are kept."""
    request = ask(user, path)
    return render_to_string(TEMPLATE, {"page": Page(), "body": "Body"}, request=request)


def test_the_frame_of_every_page_is_kept_and_has_each_readers_own_name_token_and_notices() -> None:
    first, second = person("Ann <b>"), person("Bob")
    one = framed(first, "/moves/")
    kept = shell._frame.cache_info().misses
    two = framed(second, "/moves/")
    assert shell._frame.cache_info().misses == kept
    assert ("Ann &lt;b&gt;" in one, "Bob" in one, "Ann" in two, "Bob" in two) == (True, False, False, True)
    tokens = [set(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)) for page in (one, two)]
    assert (len(tokens[0]), len(tokens[1]), tokens[0] & tokens[1]) == (1, 1, set())
    request = ask(first, "/moves/")
    request.user.unread = 3  # type: ignore[union-attr]
    assert "3 unread notices" in render_to_string(TEMPLATE, {"page": Page()}, request=request)
    assert "unread notices" not in two + framed(first, "/moves/")


@pytest.mark.parametrize(
    ("path", "here"),
    [("/moves/", "/moves/"), ("/moves/to-answer/", "/moves/"), ("/account/", "/account/"), ("/account/sessions/", "")],
)
def test_the_masthead_marks_where_one_is_on_every_address_alike(path: str, here: str) -> None:
    user = person("Ann")
    framed(user, "/frameworks/")
    kept = shell._frame.cache_info().misses
    assert re.findall(r'href="([^"]+)" aria-current="page"', framed(user, path)) == ([here] if here else [])
    assert shell._frame.cache_info().misses == kept


def test_who_loses_a_role_is_offered_less_at_once() -> None:
    hana, ann = person("Hana", Role.HR_ADMIN), person("Ann")
    assert ("/audit/" in framed(hana, "/"), "/audit/" in framed(ann, "/")) == (True, False)
    hana.grants.all().delete()
    assert "/audit/" not in framed(hana, "/")
