"""Where somebody is signed in: seen, ended, and over by itself after a while or when a password or factor changes."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import connections
from django.test import Client, override_settings
from django.utils.crypto import get_random_string

from accounts.checks import check_sign_in_settings
from accounts.devices import device_words
from accounts.models import BrowserSession, User
from ladders.core.models import AuditEntry
from tests.accounts.conftest import PASSWORD, with_password
from tests.core.test_settings import PRODUCTION, python
from tests.moves.test_no_trace import rows_with
from tests.pages import assert_clean, squeezed

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0"
CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0 Safari/537.36"
)
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile/15E148 Safari/604.1"
NO_LONGER = "You are no longer signed in here. Sign in again to go on."


def browser(user: User, agent: str = FIREFOX, address: str = "198.51.100.7") -> Client:
    """Signed in with the password, from there."""
    client = Client(HTTP_USER_AGENT=agent, REMOTE_ADDR=address)
    assert client.post("/sign-in/", {"login": user.email, "password": PASSWORD}).status_code == 302
    return client


def stamped(client: Client, **values: float) -> None:
    """Let the session have begun or been used at another moment."""
    session = client.session
    session["sign_in"] = session["sign_in"] | values
    session.save()


def marks(client: Client) -> dict[str, str]:
    """Device → mark, as the page has them."""
    return {each.device: each.mark for each in client.get("/account/sessions/").context["sessions"]}


def told(client: Client, path: str = "/account/") -> str:
    """What the sign-in page says to whom that page leads there."""
    answer = client.get(path)
    assert answer["Location"] == f"/sign-in/?next={path}"
    page = client.get(answer["Location"])
    assert_clean(page)
    return squeezed(page)


def test_what_the_database_holds_of_a_session_signs_nobody_in(ada: User) -> None:
    here = browser(ada)
    assert rows_with(str(here.session.session_key)) == {}
    for row in BrowserSession.objects.all():
        thief = Client()
        thief.cookies[settings.SESSION_COOKIE_NAME] = row.session_key
        assert thief.get("/account/").status_code == 302
    assert here.get("/account/").status_code == 200


@pytest.fixture
def weakly_stored(settings: Any) -> User:
    """Somebody whose password was stored by a former version of Django, with fewer rounds."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    user = with_password("Ada", "ada@example.org")
    user.password = PBKDF2PasswordHasher().encode(PASSWORD, get_random_string(22), iterations=1000)
    user.save()
    return user


def test_the_same_password_stored_anew_signs_nobody_out(weakly_stored: User) -> None:
    there = Client()
    there.force_login(weakly_stored)  # before the hasher became stronger
    here = browser(weakly_stored)
    stored = User.objects.get(pk=weakly_stored.pk)
    assert stored.password != weakly_stored.password
    assert rows_with(weakly_stored.password) == {}
    assert here.get("/account/").status_code == there.get("/account/").status_code == 200
    assert marks(here).keys() == {"Firefox on Linux", "An unknown device"}
    _again = browser(weakly_stored)
    assert User.objects.get(pk=weakly_stored.pk).password == stored.password  # once
    assert there.get("/account/").status_code == 200


@pytest.mark.parametrize("way", ["set_password", "update"])
def test_another_password_after_it_was_stored_anew_does(weakly_stored: User, way: str) -> None:
    there = browser(weakly_stored)  # stores it anew
    user = User.objects.get(pk=weakly_stored.pk)
    user.set_password("another long sentence")
    if way == "update":  # round everything that Ladders does, as in a shell
        User.objects.filter(pk=user.pk).update(password=user.password)
    else:
        user.save()
    assert there.get("/account/").status_code == 302
    user.password = weakly_stored.password  # not even the former row brings a browser back that was signed out
    user.save()
    assert there.get("/account/").status_code == 302


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox on Linux"),
        (CHROME, "Chrome on Windows"),
        (SAFARI, "Safari on iPhone"),
        (CHROME + " Edg/129.0", "Edge on Windows"),
        ("curl/8.0", "An unknown device"),
        ("", "An unknown device"),
    ],
)
def test_devices_are_called_as_people_know_them(agent: str, words: str) -> None:
    assert device_words(agent) == words


def test_people_see_where_they_are_signed_in(ada: User) -> None:
    here, _there = browser(ada), browser(ada, SAFARI, "203.0.113.9")
    browser(with_password("Bob", "bob@example.org"), CHROME)
    page = here.get("/account/sessions/")
    assert_clean(page)
    assert [(each.device, each.address, each.current) for each in page.context["sessions"]] == [
        ("Firefox on Linux", "198.51.100.7", True),
        ("Safari on iPhone", "203.0.113.9", False),
    ]
    text = squeezed(page)
    assert "From the address 203.0.113.9, signed in on" in text
    assert str(here.session.session_key) not in text


def test_one_is_ended_and_its_next_click_leads_to_signing_in_with_a_sentence(ada: User) -> None:
    here, there = browser(ada), browser(ada, SAFARI)
    answer = here.post(f"/account/sessions/{marks(here)['Safari on iPhone']}/end/", follow=True)
    assert "Safari on iPhone is signed out." in squeezed(answer)
    assert marks(here).keys() == {"Firefox on Linux"}
    assert NO_LONGER in told(there)
    assert NO_LONGER not in squeezed(there.get("/sign-in/"))  # said once
    assert AuditEntry.objects.filter(by=ada, verb="session.ended").count() == 1
    back = there.post("/sign-in/", {"login": ada.email, "password": PASSWORD, "next": "/account/sessions/"})
    assert back["Location"] == "/account/sessions/"


def test_all_others_are_ended_at_once(ada: User) -> None:
    here, others = browser(ada), [browser(ada, CHROME), browser(ada, SAFARI)]
    answer = here.post("/account/sessions/others/end/", follow=True)
    assert "2 other browsers are signed out." in squeezed(answer)
    assert [NO_LONGER in told(each) for each in others] == [True, True]
    assert "You were signed in nowhere else." in squeezed(here.post("/account/sessions/others/end/", follow=True))


def test_ending_this_one_is_signing_out(ada: User) -> None:
    here = browser(ada)
    assert here.post(f"/account/sessions/{marks(here)['Firefox on Linux']}/end/")["Location"] == "/sign-in/"
    assert NO_LONGER not in told(here)  # she knows


def test_whoever_signs_out_is_not_told_so_later(ada: User) -> None:
    here = browser(ada)
    here.post("/sign-out/")
    assert NO_LONGER not in told(here)


def test_nobody_ends_the_sessions_of_others(ada: User) -> None:
    here = browser(ada)
    bob = browser(with_password("Bob", "bob@example.org"), CHROME)
    assert bob.post(f"/account/sessions/{marks(here)['Firefox on Linux']}/end/").status_code == 404
    bob.post("/account/sessions/others/end/")
    assert here.get("/account/").status_code == 200


def test_a_session_in_which_nothing_is_done_ends_and_what_was_typed_is_kept(ada: User) -> None:
    here = browser(ada)
    stamped(here, used=time.time() - 3599)
    assert here.get("/account/").status_code == 200
    stamped(here, used=time.time() - 3601)
    answer = here.post("/path/seasons/add/", {"note": "half an hour of writing"})
    assert answer["Location"] == "/sign-in/?next=/unsent/"
    assert "You were signed out, since nothing was done here for 60 minutes." in squeezed(here.get(answer["Location"]))
    here.post("/sign-in/", {"login": ada.email, "password": PASSWORD, "next": "/unsent/"})
    assert "half an hour of writing" in squeezed(here.get("/unsent/"))


def test_looking_at_work_that_goes_on_by_itself_keeps_no_session_open(ada: User) -> None:
    here = browser(ada)
    before = time.time() - 600
    stamped(here, used=before)
    here.get("/account/", headers={"X-Unattended": "1"})
    assert here.session["sign_in"]["used"] == before
    here.get("/account/")
    assert here.session["sign_in"]["used"] > before + 500


def test_use_is_noted_once_a_minute_and_from_where(ada: User) -> None:
    here = browser(ada)
    first = here.session["sign_in"]
    here.get("/account/", REMOTE_ADDR="203.0.113.9")
    assert here.session["sign_in"] == first
    stamped(here, used=time.time() - 61)
    here.get("/account/", REMOTE_ADDR="203.0.113.9")
    assert here.session["sign_in"]["address"] == "203.0.113.9"


def test_activity_does_not_move_the_end(ada: User) -> None:
    here = browser(ada)
    stamped(here, begun=time.time() - 12 * 3600 + 120, used=time.time() - 61)
    assert here.get("/account/").status_code == 200  # noted, and saved
    left = BrowserSession.objects.get().expire_date.timestamp() - time.time()
    assert 0 < left <= 120
    stamped(here, begun=time.time() - 12 * 3600 - 1)
    assert NO_LONGER in told(here)


def test_another_password_ends_all_others(ada: User) -> None:
    here, there = browser(ada), browser(ada, CHROME)
    new = "another long sentence"
    here.post("/account/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert marks(here).keys() == {"Firefox on Linux"}
    assert BrowserSession.objects.filter(user=ada).count() == 1
    assert NO_LONGER in told(there)


@pytest.mark.django_db(transaction=True)
def test_every_change_of_a_second_factor_ends_all_others_and_keeps_this_one() -> None:
    from tests.accounts.test_second_factor import code

    ada = with_password("Ada Byron", "ada@example.org")
    here, there = browser(ada), browser(ada, CHROME)
    secret = here.get("/account/second-factor/app/").context["form"].secret
    here.post("/account/second-factor/app/", {"code": code(secret)})
    assert here.get("/account/").status_code == 200
    assert NO_LONGER in told(there)
    for path in ("/account/recovery-codes/new/", "/account/second-factor/app/remove/"):
        there = Client(HTTP_USER_AGENT=CHROME)
        there.force_login(User.objects.get(pk=ada.pk), backend="accounts.backends.SignInBackend")
        assert there.get("/account/").status_code == 200
        here.post(path)
        assert here.get("/account/").status_code == 200
        assert there.get("/account/").status_code == 302
    assert not Authenticator.objects.filter(user=ada).exists()


def test_a_factor_that_goes_in_the_database_ends_every_session(ada: User) -> None:
    TOTP.activate(ada, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(ada)
    client = Client()
    client.force_login(ada, backend="accounts.backends.SignInBackend")
    assert client.get("/account/").status_code == 200
    Authenticator.objects.filter(user=ada).delete()
    assert client.get("/account/").status_code == 302
    assert BrowserSession.objects.filter(user=ada).count() == 0


def test_a_reset_password_ends_every_session(ada: User, mailoutbox: list[Any]) -> None:
    here = browser(ada)
    stranger = Client()
    stranger.post("/password/reset/", {"email": ada.email})
    link = next(line for line in mailoutbox[0].body.splitlines() if line.startswith("http"))
    form = stranger.get(link, follow=True)
    new = "another long sentence"
    stranger.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    assert not BrowserSession.objects.filter(user=ada).exists()
    assert NO_LONGER in told(here)


moments: dict[str, threading.Event] = {}


def waiting(get_response: Any) -> Any:
    """A middleware that stands for a page which takes its time."""

    def wait(request: Any) -> Any:
        assert request.user.is_authenticated
        moments["loaded"].set()
        moments["ended"].wait(20)
        return get_response(request)

    return wait


@pytest.mark.django_db(transaction=True)
def test_a_session_that_ends_while_a_page_is_made_is_no_error() -> None:
    ada = with_password("Ada Byron", "ada@example.org")
    here = browser(ada)
    stamped(here, used=time.time() - 120)
    loaded, ended = threading.Event(), threading.Event()

    got: list[Any] = []

    def look() -> None:
        try:
            got.append(slow.get("/account/"))
        finally:
            connections.close_all()

    chain = [*settings.MIDDLEWARE]
    chain.insert(chain.index("accounts.middleware.SessionLimitMiddleware"), f"{__name__}.waiting")
    moments["loaded"], moments["ended"] = loaded, ended
    with override_settings(MIDDLEWARE=chain):
        slow = Client()
        slow.cookies = here.cookies
        thread = threading.Thread(target=look)
        thread.start()
        assert loaded.wait(20)
        BrowserSession.objects.all().delete()
        ended.set()
        thread.join(30)
    assert (got[0].status_code, got[0]["Location"]) == (302, "/account/")
    assert NO_LONGER in told(here)


@pytest.mark.parametrize(
    ("longest", "idle", "said"),
    [
        (0, 3600, {"accounts.E001", "accounts.E002"}),
        (3600, 299, {"accounts.E002"}),
        (3600, 300, set()),
        (168 * 3600, 168 * 3600, set()),
        (168 * 3600 + 1, 3600, {"accounts.E001"}),
        (3600, 90 * 60, {"accounts.E002"}),
    ],
)
def test_limits_that_make_no_sense_are_found(longest: int, idle: int, said: set[str]) -> None:
    with override_settings(SESSION_COOKIE_AGE=longest, SESSION_IDLE_SECONDS=idle):
        assert {message.id for message in check_sign_in_settings()} == said


def test_limits_that_make_no_sense_are_told_with_the_cure(tmp_path: Any) -> None:
    ran = python("manage.py check", tmp_path, **PRODUCTION, SESSION_HOURS="1000", SESSION_IDLE_MINUTES="1")
    assert ran.returncode != 0
    for said in ("accounts.E001", "accounts.E002", "Leave it out for 12 hours", "Leave it out for 60 minutes"):
        assert said in ran.stderr
