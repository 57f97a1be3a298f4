"""A session that ends while somebody answers loses nothing, and shows nothing to anybody else."""

from __future__ import annotations

import datetime as dt
import logging
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from accounts.models import BrowserSession, RoleGrant, User
from ladders.core.tasks import forget_sessions
from ladders.core.unsent_texts import COOKIE, MARKS, Unsent, page_above
from tests.factories import EmployeeFactory, hr_admin
from tests.pages import assert_clean

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery staple"
SECRET = "My father is ill\nand I need  two years"
PATH = "/settings/?from=mail"


@pytest.fixture
def hana() -> User:
    user = hr_admin()
    user.set_password(PASSWORD)
    user.save()
    return user


def after_session_end(user: User, **headers: Any) -> tuple[Client, Any]:
    """A browser whose session ended while a form was open, and the answer to that form."""
    browser = Client()
    browser.force_login(user)
    browser.get(reverse("account"))
    BrowserSession.objects.all().delete()
    answer = browser.post(PATH, {"name": SECRET, "note": ["a", ""], "old_password": "hush"}, **headers)
    return browser, answer


def sign_in(browser: Client, user: User, next_page: str) -> Any:
    return browser.post("/sign-in/", {"login": user.email, "password": PASSWORD, "next": next_page})


def test_after_sign_in_one_is_back_with_what_was_typed_and_sends_it(
    hana: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    browser, answer = after_session_end(hana)
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/?next=/unsent/")
    led = sign_in(browser, hana, "/unsent/")
    assert led["Location"] == "/unsent/"
    shown = browser.get("/unsent/")
    assert_clean(shown)
    page = shown.content.decode()
    assert "My father is ill<br>and I need  two years" in page
    assert "hush" not in page
    assert f'action="{PATH}"' in page
    sent = dict(re.findall(r'<input type="hidden" name="(\w+)" value="(.*?)">', page, re.S))
    sent.pop("csrfmiddlewaretoken")
    assert sent == {"name": SECRET, "note": ""}
    assert "My father is ill" in browser.post(PATH, sent).content.decode()  # the page itself has it now
    assert browser.get("/unsent/")["Location"] == "/"  # sent: no longer kept
    said = caplog.text + str([answer.headers, led.headers, {key: each.value for key, each in browser.cookies.items()}])
    assert "father" not in said


def test_whoever_signs_in_by_another_way_is_led_to_what_was_typed(hana: User) -> None:
    """After a forgotten password, for one, the address to go on to is lost."""
    browser, _answer = after_session_end(hana)
    assert sign_in(browser, hana, "")["Location"] == "/unsent/"
    browser.post("/unsent/")  # thrown away
    browser.logout()
    assert sign_in(browser, hana, "")["Location"] == "/"


def test_nobody_else_sees_it_and_it_is_gone_for_good(hana: User) -> None:
    other = EmployeeFactory.create().user
    assert other is not None
    other.set_password(PASSWORD)
    other.save()
    browser, answer = after_session_end(hana)
    assert b"father" not in browser.get(answer["Location"]).content
    sealed = "".join(str(row.get_decoded()) for row in BrowserSession.objects.all())
    assert "unsent" in sealed
    assert "father" not in sealed
    sign_in(browser, other, "/unsent/")
    assert browser.get("/unsent/")["Location"] == "/"
    assert "unsent'" not in "".join(str(row.get_decoded()) for row in BrowserSession.objects.all())
    browser.logout()
    sign_in(browser, hana, "/unsent/")
    assert browser.get("/unsent/")["Location"] == "/"


def test_a_browser_that_never_signed_in_keeps_nothing(client: Client) -> None:
    answer = client.post(PATH, {"name": SECRET})
    assert answer["Location"].startswith("/sign-in/?next=/settings/")
    assert not BrowserSession.objects.exists()
    client.cookies[COOKIE] = "made up"
    hana = hr_admin()
    client.post(PATH, {"name": SECRET})
    assert not BrowserSession.objects.exists()
    client.force_login(hana)
    assert client.get("/unsent/")["Location"] == "/"


def test_it_can_be_thrown_away_and_a_fragment_leads_there_too(hana: User) -> None:
    browser, answer = after_session_end(hana, HTTP_HX_REQUEST="true")
    assert (answer.status_code, answer["HX-Redirect"]) == (401, "/sign-in/?next=/unsent/")
    sign_in(browser, hana, "/unsent/")
    assert browser.post("/unsent/")["Location"] == PATH
    assert browser.get("/unsent/")["Location"] == "/"


def checked(user: User) -> Client:
    """A browser whose forms are checked."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(user)
    browser.get(reverse("account"))
    return browser


def test_a_failed_check_of_a_form_is_a_page_with_a_way_back(hana: User) -> None:
    browser = checked(hana)
    answer = browser.post(PATH, {"name": SECRET}, HTTP_ORIGIN="http://testserver")
    assert answer.status_code == 403
    assert_clean(answer, status=403)
    page = answer.content.decode()
    assert "This was not sent" in page
    assert "/unsent/" in page
    assert "My father is ill" in browser.get("/unsent/").content.decode()


@pytest.mark.parametrize("headers", [{"HTTP_ORIGIN": "https://evil.example"}, {}])
def test_a_form_from_elsewhere_is_not_kept(hana: User, headers: dict[str, str]) -> None:
    browser = checked(hana)
    answer = browser.post(PATH, {"name": SECRET}, **headers)  # type: ignore[arg-type]
    assert answer.status_code == 403
    assert 'href="/settings/"' in answer.content.decode()
    assert browser.get("/unsent/")["Location"] == "/"


def test_what_stood_in_a_tab_of_another_account_is_not_kept(hana: User) -> None:
    other = hr_admin()
    browser = checked(hana)
    browser.force_login(other)
    browser.get(reverse("account"))
    answer = browser.post(PATH, {"name": SECRET}, HTTP_ORIGIN="http://testserver")
    assert "See what you typed" not in answer.content.decode()
    assert browser.get("/unsent/")["Location"] == "/"


def test_what_the_page_carries_for_itself_is_not_shown_as_typed() -> None:
    fields = (
        ("title", "My goal"),
        ("seen", "7"),
        ("talk-seen", "3"),
        ("seen-0123", "7:5,5"),
        ("rows", "1,2,3"),
        ("step", "confirm"),
        ("answer-question", "12"),
        ("level", "9f1c2c52-3f2a-4f5e-9d41-0f2f5e0c9d41"),
        ("question", "Why then?"),
        ("starts_on", "2027-01-01"),
        ("ends_on", "2027-02-30"),
        ("step-9f1c2c523f2a4f5e9d410f2f5e0c9d41", "3"),
        ("note-9f1c2c523f2a4f5e9d410f2f5e0c9d41", "Since spring"),
        ("step-0-days", "10"),
        ("row-4", "level"),
    )
    assert Unsent("/x/", fields).typed == [
        ("Title", "My goal"),
        ("Question", "Why then?"),
        ("Starts on", "1 January 2027"),
        ("Ends on", "2027-02-30"),
        ("Step", "3"),
        ("Note", "Since spring"),
        ("Days", "10"),
        ("Row", "level"),
    ]


def test_every_hidden_field_and_button_is_a_mark_or_was_typed_on_the_page_before() -> None:
    ours = [path.read_text() for path in Path(settings.BASE_DIR, "templates").rglob("*.html")]
    tags = [tag for text in ours for tag in re.findall(r"<(?:input|button)\b[^>]*>", text, re.S)]
    ours = [
        path.read_text() for room in ("ladders", "accounts") for path in Path(settings.BASE_DIR, room).rglob("*.py")
    ]
    names = {
        found for text in ours for found in re.findall(r"(\w+) = forms\.\w+\([^=]*?widget=forms\.HiddenInput", text)
    }
    for tag in tags:
        name = re.search(r'\bname="(\w+)"', tag)
        if name and (tag.startswith("<button") or 'type="hidden"' in tag):
            names.add(name[1])
    carried = {
        "all", "at", "band_point", "budget", "columns", "department", "email", "exact", "factor", "most_percent",
        "on", "question", "source", "starts_on", "target", "title", "to", "track", "who", "whom",
        "within_band",
    }  # fmt: skip
    assert names - MARKS - carried == set()
    assert carried - names == set()


def every_form(kind: type[forms.BaseForm]) -> Iterator[type[forms.BaseForm]]:
    """All forms below that one."""
    for each in kind.__subclasses__():
        yield each
        yield from every_form(each)


def test_no_field_that_somebody_fills_in_is_taken_for_a_mark() -> None:
    for path in (
        place for room in ("ladders", "accounts") for place in Path(settings.BASE_DIR, room).rglob("*form*.py")
    ):
        import_module(".".join(path.relative_to(settings.BASE_DIR).with_suffix("").parts))
    assert get_resolver().url_patterns  # forms beside their views
    fields = {
        (each.__name__, name)
        for each in every_form(forms.BaseForm)
        if each.__module__.startswith(("ladders.", "accounts."))
        and not each.__name__.endswith("Filter")  # never posted
        for name, field in getattr(each, "base_fields", {}).items()
        if not field.widget.is_hidden
    }
    assert len(fields) > 200  # it did look
    assert {(form, name) for form, name in fields if not Unsent("/x/", ((name, "typed"),)).typed} == set()


def test_the_page_of_a_deed() -> None:
    assert [page_above(path) for path in ("/people/12/levels/place/", "/theme/", "/people/12/", "/x/y")] == [
        "/people/12/", "/", "/people/", "/",
    ]  # fmt: skip


def test_a_tab_of_whoever_was_here_before_tells_the_next_one_nothing(hana: User) -> None:
    other = hr_admin()
    other.set_password(PASSWORD)
    other.save()
    browser = checked(hana)

    def sign_in_checked(user: User) -> None:
        page = browser.get("/sign-in/").content.decode()
        token = re.findall(r'name="csrfmiddlewaretoken" value="(.*?)"', page)[0]
        sent = {"login": user.email, "password": PASSWORD, "csrfmiddlewaretoken": token}
        assert browser.post("/sign-in/", sent, HTTP_ORIGIN="http://testserver").status_code == 302

    for _each in range(2):  # signed in twice, the other one is still not the only one here
        BrowserSession.objects.all().delete()
        sign_in_checked(other)
        answer = browser.post(PATH, {"name": SECRET}, HTTP_ORIGIN="http://testserver")
        assert answer.status_code == 403
        assert "See what you typed" not in answer.content.decode()
        assert browser.get("/unsent/")["Location"] == "/"


def test_forms_of_signing_in_and_forms_without_an_address_are_not_kept(hana: User) -> None:
    browser = checked(hana)
    browser.post("/account/second-factor/app/", {"code": "123456"}, HTTP_ORIGIN="http://testserver")
    assert browser.get("/unsent/")["Location"] == "/"
    browser.post(PATH, {"name": SECRET}, HTTP_ORIGIN="null")
    assert browser.get("/unsent/")["Location"] == "/"


def test_what_was_refused_stays_kept(hana: User) -> None:
    browser, _answer = after_session_end(hana)
    sign_in(browser, hana, "/unsent/")
    RoleGrant.objects.all().delete()  # meanwhile somebody took the role
    assert browser.post(PATH, {"name": SECRET}).status_code == 403
    assert "My father is ill" in browser.get("/unsent/").content.decode()


def test_what_nobody_came_back_for_is_gone_with_its_session(hana: User) -> None:
    after_session_end(hana)
    assert BrowserSession.objects.count() == 1
    BrowserSession.objects.update(expire_date=timezone.now() - dt.timedelta(seconds=1))
    forget_sessions()
    assert not BrowserSession.objects.exists()
