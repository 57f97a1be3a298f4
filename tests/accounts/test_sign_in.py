"""Signing in with address and password; what limits guessing; what does not exist."""

from __future__ import annotations

import datetime as dt
import threading
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.db import connections
from django.test import Client, RequestFactory, override_settings
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from accounts.models import Employee, User
from ladders.core.audit import opened
from ladders.core.models import AuditEntry
from tests.accounts.conftest import PASSWORD, with_password
from tests.conftest import signed_in
from tests.pages import assert_clean

TOO_MANY = "There were too many failed attempts with this account. Wait five minutes, then try again."
MISMATCH = "Address and password do not belong together. Check both and try again."
SHARED_CACHE = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}


def sign_in(email: str, password: str = PASSWORD, **headers: Any) -> Any:
    """The answer to a fresh browser's attempt."""
    return Client().post("/sign-in/", {"login": email, "password": password}, **headers)


def sentences(answer: Any) -> list[str]:
    """What the form says is wrong."""
    return [str(error) for errors in answer.context["form"].errors.values() for error in errors]


@pytest.mark.django_db
def test_the_page(client: Client) -> None:
    page = assert_clean(client.get("/sign-in/"))
    assert page.title.startswith("Sign in")


@pytest.mark.parametrize("typed", ["ada@example.org", " ADA@Example.org "])
def test_address_and_password_sign_in(ada: User, typed: str) -> None:
    answer = sign_in(typed)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert answer.wsgi_request.user == ada


def test_one_comes_back_to_where_one_wanted(ada: User) -> None:
    for asked, reached in {"/account/": "/account/", "https://evil.example/": "/", "//evil.example/": "/"}.items():
        answer = Client().post("/sign-in/", {"login": ada.email, "password": PASSWORD, "next": asked})
        assert (answer.status_code, answer["Location"]) == (302, reached)


def test_wrong_password_and_unknown_address_say_the_same(ada: User) -> None:
    known, unknown = sign_in(ada.email, "wrong"), sign_in("nobody@example.org", "wrong")
    assert sentences(known) == sentences(unknown) == [MISMATCH]
    assert_clean(known)
    assert not known.wsgi_request.user.is_authenticated


def test_a_closed_account_does_not_sign_in(ada: User) -> None:
    User.objects.filter(pk=ada.pk).update(is_active=False)
    answer = sign_in(ada.email)
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/inactive/")
    assert_clean(Client().get("/sign-in/inactive/"))
    assert not answer.wsgi_request.user.is_authenticated


def test_closing_an_account_ends_its_sessions(ada: User) -> None:
    client = signed_in(ada)
    assert client.get("/account/").status_code == 200
    User.objects.filter(pk=ada.pk).update(is_active=False)
    assert client.get("/account/").status_code == 302


@pytest.mark.parametrize(("days", "open_to"), [(-1, False), (0, True), (1, True)])
def test_who_has_left_loses_sign_in_from_the_day_after(ada: User, days: int, open_to: bool) -> None:
    client = signed_in(ada)
    last = timezone.localdate() + dt.timedelta(days=days)
    Employee.objects.update_or_create(user=ada, defaults={"number": "L1", "name": ada.name, "left_on": last})
    assert (client.get("/account/").status_code == 200) is open_to
    assert (sign_in(ada.email)["Location"] == "/") is open_to


@pytest.mark.parametrize(("days", "open_to"), [(-1, True), (0, True), (1, False)])
def test_whoever_is_hired_signs_in_from_the_first_working_day(ada: User, days: int, open_to: bool) -> None:
    client = signed_in(ada)
    first = timezone.localdate() + dt.timedelta(days=days)
    Employee.objects.filter(user=ada).update(hired_on=first)
    assert (client.get("/account/").status_code == 200) is open_to
    assert (sign_in(ada.email)["Location"] == "/") is open_to
    Client().post("/password/reset/", {"email": ada.email})
    assert bool(mail.outbox) is open_to


def test_changing_the_password_leaves_a_trace(ada: User) -> None:
    client = signed_in(ada)
    client.post("/sign-in/confirm/", {"password": PASSWORD})
    new = "a-quite-different-sentence"
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert User.objects.get(pk=ada.pk).check_password(new)
    assert list(AuditEntry.objects.values_list("by", "area", "verb")) == [
        (ada.pk, "accounts", "sign_in.password_changed")
    ]


@pytest.mark.parametrize(
    "path",
    ["/signup/", "/accounts/signup/", "/sign-up/", "/email/", "/account/email/", "/confirm-email/", "/login/code/"],
)
def test_pages_that_are_not_wanted_do_not_exist(employee_client: Client, path: str) -> None:
    assert employee_client.get(path).status_code == 404


@pytest.mark.parametrize("name", ["account_signup", "account_email", "account_confirm_login_code", "mfa_trust"])
def test_names_that_are_not_wanted_do_not_exist(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_signing_out_needs_a_post(ada: User) -> None:
    client = signed_in(ada)
    assert_clean(client.get("/sign-out/"))
    assert client.get("/account/").status_code == 200
    answer = client.post("/sign-out/")
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/")
    assert client.get("/account/").status_code == 302


# --- Limits


@pytest.mark.parametrize("caches", [settings.CACHES, SHARED_CACHE], ids=["memory", "database"])
def test_an_account_is_closed_to_where_it_is_guessed_from_and_to_nobody_else(ada: User, caches: dict[str, Any]) -> None:
    bob = with_password("Bob", "bob@example.org")
    with override_settings(CACHES=caches):
        cache.clear()
        for _ in range(8):
            assert sentences(sign_in(ada.email, "wrong", REMOTE_ADDR="198.51.100.1")) == [MISMATCH]
        refused = sign_in(ada.email, "wrong", REMOTE_ADDR="198.51.100.1")
        assert sentences(refused) == [TOO_MANY]
        assert_clean(refused)
        # The right password is not even looked at, from there.
        assert sentences(sign_in(ada.email, PASSWORD, REMOTE_ADDR="198.51.100.1")) == [TOO_MANY]
        # Whoever shares an address with the guesser still signs in, and so does she from elsewhere.
        assert sign_in(bob.email, REMOTE_ADDR="198.51.100.1").status_code == 302
        assert sign_in(ada.email, REMOTE_ADDR="203.0.113.9").status_code == 302


def rates(**changed: str) -> Any:
    """Other limits of signing in."""
    changed_rates = settings.SIGN_IN_RATES["sign_in"] | changed
    return override_settings(SIGN_IN_RATES=settings.SIGN_IN_RATES | {"sign_in": changed_rates})


def known(user: User) -> Client:
    """A browser in which they have signed in before."""
    client = Client()
    assert client.post("/sign-in/", {"login": user.email, "password": PASSWORD}).status_code == 302
    client.post("/sign-out/")
    return client


def tried(client: Client, email: str, password: str = "wrong", **extra: str) -> list[str]:
    """What is said to another attempt in that browser; nothing where it signs in."""
    answer = client.post("/sign-in/", {"login": email, "password": password}, **extra)  # type: ignore[arg-type]
    return [] if answer.status_code == 302 else sentences(answer)


def test_guessing_from_many_addresses_closes_an_account_to_strangers_and_never_to_its_own_browsers(ada: User) -> None:
    hers = known(ada)
    with rates(account="10/h/key"):
        for attempt in range(10):
            assert sentences(sign_in(ada.email, "wrong", REMOTE_ADDR=f"198.51.100.{attempt}")) == [MISMATCH]
        [refused] = sentences(sign_in(ada.email, PASSWORD, REMOTE_ADDR="203.0.113.9"))
        assert refused.startswith("There were too many failed attempts with this account, from elsewhere.")
        assert tried(hers, ada.email, PASSWORD, REMOTE_ADDR="198.51.100.1") == []
        # Without such a browser, a mail opens it again.
        client = Client()
        client.post("/password/reset/", {"email": ada.email})
        link = next(line for line in mail.outbox[-1].body.splitlines() if line.startswith("http"))
        form = client.get(link, follow=True)
        new = "another long sentence"
        client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
        assert sign_in(ada.email, new, REMOTE_ADDR="203.0.113.9").status_code == 302


def test_a_stranger_at_her_own_address_does_not_shut_her_out_of_her_browser(ada: User) -> None:
    hers = known(ada)
    for _ in range(9):
        sign_in(ada.email, "wrong")
    assert sentences(sign_in(ada.email)) == [TOO_MANY]
    assert tried(hers, ada.email, PASSWORD) == []


def test_a_known_browser_has_a_limit_of_its_own_from_wherever_it_is(ada: User) -> None:
    hers = known(ada)
    for attempt in range(8):
        assert tried(hers, ada.email, REMOTE_ADDR=f"198.51.100.{attempt}") == [MISMATCH]
    assert tried(hers, ada.email, PASSWORD, REMOTE_ADDR="203.0.113.9") == [TOO_MANY]
    assert sign_in(ada.email).status_code == 302


def test_a_browser_is_known_to_the_account_that_signed_in_there_alone(ada: User) -> None:
    bob = with_password("Bob", "bob@example.org")
    his, made_up = known(bob), Client()
    made_up.cookies["device"] = his.cookies["device"].value.replace(".", "x.", 1)
    with rates(account="3/h/key"):
        for _ in range(3):
            sign_in(ada.email, "wrong", REMOTE_ADDR="203.0.113.9")
        for client in (his, made_up):
            [refused] = tried(client, ada.email, PASSWORD)
            assert "from elsewhere" in refused


def test_asking_for_mails_again_and_again_does_not_keep_the_owner_from_one(ada: User) -> None:
    for _ in range(6):
        Client().post("/password/reset/", {"email": ada.email}, REMOTE_ADDR="198.51.100.1")
    assert len(mail.outbox) == 5
    assert Client().post("/password/reset/", {"email": ada.email}, REMOTE_ADDR="203.0.113.9").status_code == 302
    assert len(mail.outbox) == 6


@pytest.mark.parametrize("typed", ["ADA@example.org", " ada@example.org"])
def test_another_spelling_is_the_same_account(ada: User, typed: str) -> None:
    for _ in range(8):
        sign_in(ada.email, "wrong")
    assert sentences(sign_in(typed, "wrong")) == [TOO_MANY]


@override_settings(ALLOWED_HOSTS=["testserver", "other.example"])
@pytest.mark.parametrize("host", ["testserver:1234", "other.example"])
def test_another_host_header_is_the_same_account(ada: User, host: str) -> None:
    for _ in range(8):
        sign_in(ada.email, "wrong")
    assert sentences(sign_in(ada.email, "wrong", HTTP_HOST=host)) == [TOO_MANY]


def test_signing_in_rightly_uses_nothing_up(ada: User) -> None:
    for _ in range(10):
        assert sign_in(ada.email).status_code == 302


def test_an_address_has_a_wide_limit(ada: User) -> None:
    with rates(address="3/5m/ip"):
        for stranger in range(3):
            assert sentences(sign_in(f"{stranger}@example.org")) == [MISMATCH]
        assert sentences(sign_in(ada.email)) == [TOO_MANY]
        assert sign_in(ada.email, REMOTE_ADDR="203.0.113.9").status_code == 302


def test_what_the_limit_of_an_account_refused_closes_no_office(ada: User) -> None:
    bob = with_password("Bob", "bob@example.org")
    with rates(address="12/5m/ip"):
        for _ in range(40):
            sign_in(ada.email, "wrong")
        assert sentences(sign_in(ada.email)) == [TOO_MANY]
        assert sign_in(bob.email).status_code == 302


@pytest.mark.parametrize(
    ("proxies", "forwarded", "counted"),
    [
        (0, "203.0.113.1", "198.51.100.7"),  # nobody in front: the header is a stranger's word
        (1, "203.0.113.1", "203.0.113.1"),
        (1, "1.2.3.4, 203.0.113.1", "203.0.113.1"),  # what the client wrote itself stands left and counts for nothing
        (2, "1.2.3.4, 203.0.113.1, 10.0.0.2", "203.0.113.1"),
    ],
)
def test_a_forwarded_address_counts_as_far_as_proxies_are_trusted(proxies: int, forwarded: str, counted: str) -> None:
    from allauth.core.internal.ratelimit import get_ip

    request = RequestFactory().post("/", HTTP_X_FORWARDED_FOR=forwarded, REMOTE_ADDR="198.51.100.7")
    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=proxies):
        assert get_ip(request) == counted


def test_a_made_up_forwarded_address_does_not_evade(ada: User) -> None:
    with rates(address="3/5m/ip"), override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1):
        for spoofed in range(3):
            header = f"192.0.2.{spoofed}, 203.0.113.1"
            assert sentences(sign_in(ada.email, "wrong", HTTP_X_FORWARDED_FOR=header)) == [MISMATCH]
        assert sentences(sign_in(ada.email, HTTP_X_FORWARDED_FOR="192.0.2.99, 203.0.113.1")) == [TOO_MANY]


@pytest.mark.django_db(transaction=True)
@override_settings(CACHES=SHARED_CACHE)
def test_attempts_at_the_same_moment_are_all_counted() -> None:
    ada = with_password("Ada Byron", "ada@example.org")
    cache.clear()
    said: list[str] = []
    barrier = threading.Barrier(6)

    def guess() -> None:
        try:
            barrier.wait(20)
            for _ in range(3):
                text = sign_in(ada.email, "wrong").content.decode()  # `context` mixes threads up
                said.extend(each for each in (MISMATCH, TOO_MANY) if each in text)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=guess) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(said) == 18
    assert said.count(MISMATCH) <= 8
    assert said.count(MISMATCH) + said.count(TOO_MANY) == 18
    assert sentences(sign_in(ada.email, PASSWORD)) == [TOO_MANY]


def test_the_shared_cache_holds_more_counters_than_a_stranger_fills_quickly() -> None:
    import subprocess
    import sys

    code = "from django.conf import settings; print(settings.CACHES['default']['OPTIONS']['MAX_ENTRIES'])"
    shown = subprocess.run(
        [sys.executable, "-c", code],
        env={
            "DJANGO_SETTINGS_MODULE": "ladders.settings",
            "DATABASE_URL": "postgres://x@127.0.0.1/x",
            "SECRET_KEY": "a-secret-that-nobody-guesses-and-only-tests-ever-know-0123",
        },
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    assert shown.stdout == "100000\n"


# --- Passwords


def test_a_forgotten_password_is_set_anew_by_mail(ada: User) -> None:
    client = Client()
    assert_clean(client.get("/password/reset/"))
    answer = client.post("/password/reset/", {"email": ada.email})
    assert (answer.status_code, answer["Location"]) == (302, "/password/reset/sent/")
    assert_clean(client.get(answer["Location"]))
    [message] = mail.outbox
    assert (message.to, message.subject) == ([ada.email], "A new password for Ladders")
    link = next(line for line in message.body.splitlines() if line.startswith("http"))
    form = client.get(link, follow=True)
    assert_clean(form)
    new = "another long sentence"
    answer = client.post(form.request["PATH_INFO"], {"password1": new, "password2": new}, follow=True)
    assert_clean(answer)
    assert sign_in(ada.email).status_code == 200
    assert sign_in(ada.email, new).status_code == 302
    again = Client().get(link, follow=True)
    assert_clean(again)
    assert "This link does not work any more" in again.content.decode()


@override_settings(SITE_URL="https://ladders.example.org")
def test_links_in_mails_lead_where_people_open_ladders_whatever_the_request_says(ada: User) -> None:
    Client().post("/password/reset/", {"email": ada.email}, HTTP_HOST="testserver:1234")
    text = mail.outbox[0].body
    assert "\nhttps://ladders.example.org/password/reset/" in text
    assert text.rstrip().endswith("Ladders at ladders.example.org")
    assert "testserver" not in text


def test_sign_ins_and_failures_leave_a_trace_without_what_was_typed(ada: User) -> None:
    sign_in(ada.email, "wrong-sentence-here")
    sign_in(ada.email)
    sign_in("nobody@example.org", "wrong")
    entries = AuditEntry.objects.order_by("pk")
    assert [(each.by, each.area, each.verb, each.subject, each.detail) for each in opened(entries)] == [
        (None, "accounts", "sign_in.failed", "Ada Byron", {}),
        (None, "accounts", "sign_in.done", "Ada Byron", {}),
    ]


def test_a_closed_account_that_is_tried_leaves_a_trace(ada: User) -> None:
    User.objects.filter(pk=ada.pk).update(is_active=False)
    sign_in(ada.email)
    [entry] = opened(AuditEntry.objects.all())
    assert (entry.by, entry.verb, entry.subject) == (None, "sign_in.refused", "Ada Byron")


def test_whoever_has_just_signed_in_need_not_show_it_again(ada: User) -> None:
    client = Client()
    client.post("/sign-in/", {"login": ada.email, "password": PASSWORD})
    assert client.get("/account/passkeys/new/").status_code == 200
    session = client.session
    session["account_authentication_methods"] = [
        each | {"at": each["at"] - 301} for each in session["account_authentication_methods"]
    ]
    session.save()
    assert client.get("/account/passkeys/new/")["Location"].startswith("/sign-in/confirm/")


def test_a_forgotten_password_says_nothing_about_who_is_known(ada: User) -> None:
    known = Client().post("/password/reset/", {"email": ada.email})
    unknown = Client().post("/password/reset/", {"email": "nobody@example.org"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [message.to for message in mail.outbox] == [[ada.email]]


def test_somebody_without_a_password_gets_one_by_mail(employee: User) -> None:
    employee.set_unusable_password()
    employee.save()
    Client().post("/password/reset/", {"email": employee.email})
    assert [message.to for message in mail.outbox] == [[employee.email]]


def test_nobody_is_flooded_with_mail(ada: User) -> None:
    answers = [Client().post("/password/reset/", {"email": ada.email}).status_code for _ in range(6)]
    assert answers == [302] * 5 + [429]
    assert len(mail.outbox) == 5


@override_settings(EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_HOST="127.0.0.1", EMAIL_PORT=1)
def test_a_mail_server_that_is_away_breaks_no_page(ada: User, caplog: pytest.LogCaptureFixture) -> None:
    assert Client().post("/password/reset/", {"email": ada.email}).status_code == 302
    assert "The mail server did not take account/email/password_reset_key" in caplog.text


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("short", "This password is too short. It must contain at least 12 characters."),
        ("q1w2e3r4t5y6", "This password is too common."),
        ("ada@example.org", "The password is too similar to the email."),
    ],
)
def test_a_password_that_is_easily_guessed_is_refused(ada: User, password: str, said: str) -> None:
    client = signed_in(ada)
    answer = client.post("/account/password/", {"oldpassword": PASSWORD, "password1": password, "password2": password})
    assert said in sentences(answer)
    ada.refresh_from_db()
    assert ada.check_password(PASSWORD)


def test_changing_the_password_ends_all_other_sessions_and_tells_the_person(ada: User) -> None:
    elsewhere, client = signed_in(ada), signed_in(ada)
    assert_clean(client.get("/account/password/"))
    new = "another long sentence"
    before = client.session.session_key
    given = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    answer = client.post("/account/password/", given, follow=True)
    assert answer.redirect_chain == [("/account/", 302)]
    assert "Your password is changed. Everywhere else you are signed out." in answer.content.decode()
    assert elsewhere.get("/account/").status_code == 302
    assert client.session.session_key != before
    assert [message.subject for message in mail.outbox] == ["Your password was changed"]
    assert sign_in(ada.email, new).status_code == 302


def test_the_old_password_is_asked_for(ada: User) -> None:
    new = "another long sentence"
    answer = signed_in(ada).post("/account/password/", {"oldpassword": "wrong", "password1": new, "password2": new})
    assert sentences(answer) == ["This is not your current password."]
    assert sign_in(ada.email).status_code == 302


def test_whoever_has_no_password_sets_a_first_one(employee: User) -> None:
    employee.set_unusable_password()
    employee.save()
    client = signed_in(employee)
    assert client.get("/account/password/")["Location"] == "/account/password/first/"
    assert_clean(client.get("/account/password/first/"))
    given = {"password1": PASSWORD, "password2": PASSWORD}
    answer = client.post("/account/password/first/", given, follow=True)
    assert answer.redirect_chain == [("/account/", 302)]  # still signed in, and told so
    assert "Your password is set. You can sign in with your address" in answer.content.decode()
    assert sign_in(employee.email).status_code == 302
