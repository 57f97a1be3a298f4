"""Authenticator app, recovery codes, showing once more that it is you. Passkeys: tests/browser/test_passkeys.py."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.test import Client, override_settings

from accounts.adapters import SecondFactorAdapter
from accounts.models import User
from ladders.core.models import AuditEntry
from tests.accounts.conftest import PASSWORD, with_password
from tests.conftest import signed_in
from tests.pages import assert_clean

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code(secret: str = SECRET) -> str:
    """What an authenticator app shows now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def confirmed(user: User) -> Client:
    """A browser signed in that has just shown the password once more."""
    client = signed_in(user)
    answer = client.post("/sign-in/confirm/", {"password": PASSWORD, "next": "/account/"})
    assert (answer.status_code, answer["Location"]) == (302, "/account/")
    return client


@pytest.fixture
def protected(ada: User) -> User:
    """Ada with an authenticator app and recovery codes."""
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP

    TOTP.activate(ada, SECRET)
    RecoveryCodes.activate(ada)
    return ada


def halfway(user: User) -> Client:
    """A browser in which the password was right and the second step is open."""
    client = Client()
    answer = client.post("/sign-in/", {"login": user.email, "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/second-factor/")
    return client


def wrong(answer: Any) -> list[str]:
    return [str(error) for errors in answer.context["form"].errors.values() for error in errors]


@pytest.mark.parametrize(
    "path",
    [
        "/account/second-factor/app/",
        "/account/recovery-codes/new/",
        "/account/passkeys/new/",
    ],
)
def test_changing_how_one_signs_in_asks_once_more_who_it_is(ada: User, path: str) -> None:
    client = signed_in(ada)
    answer = client.get(path)
    assert (answer.status_code, answer["Location"]) == (302, f"/sign-in/confirm/?next={path.replace('/', '%2F')}")
    page = client.get(answer["Location"])
    assert_clean(page)
    refused = client.post("/sign-in/confirm/", {"password": "wrong", "next": path})
    assert wrong(refused) == ["This is not your password."]
    assert client.post("/sign-in/confirm/", {"password": PASSWORD, "next": path})["Location"] == path


@pytest.mark.django_db(transaction=True)
def test_an_app_is_set_up_and_codes_are_shown(ada: User) -> None:
    client = confirmed(ada)
    page = client.get("/account/second-factor/app/")
    assert_clean(page)
    found = re.search(r'value="([A-Z2-7]{32})"', page.content.decode())
    assert found
    refused = client.post("/account/second-factor/app/", {"code": "000000"})
    assert wrong(refused) == ["Incorrect code."]
    assert not Authenticator.objects.filter(user=ada).exists()
    answer = client.post("/account/second-factor/app/", {"code": code(found[1])})
    assert (answer.status_code, answer["Location"]) == (302, "/account/recovery-codes/")
    codes = client.get("/account/recovery-codes/")
    assert_clean(codes)
    assert len(re.findall(r"<code>\d{8}</code>", codes.content.decode())) == 10
    file = client.get("/account/recovery-codes/file/")
    assert (file.status_code, file["Content-Disposition"]) == (200, 'attachment; filename="recovery-codes.txt"')
    assert [message.subject for message in mail.outbox] == ["An authenticator app was added"]


def test_the_password_alone_does_not_sign_in_any_more(protected: User) -> None:
    client = halfway(protected)
    assert client.get("/account/").status_code == 302
    page = client.get("/sign-in/second-factor/")
    assert_clean(page)
    assert "Use your passkey" not in page.content.decode()  # there is none
    assert wrong(client.post("/sign-in/second-factor/", {"code": "000000"})) == ["Incorrect code."]
    assert AuditEntry.objects.filter(by=None, verb="sign_in.second_step_failed").count() == 1
    assert client.get("/account/").status_code == 302
    answer = client.post("/sign-in/second-factor/", {"code": code()})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/account/").status_code == 200


def test_a_code_works_once(protected: User) -> None:
    now = code()
    assert halfway(protected).post("/sign-in/second-factor/", {"code": now}).status_code == 302
    assert wrong(halfway(protected).post("/sign-in/second-factor/", {"code": now})) == ["Incorrect code."]


def test_a_recovery_code_works_once(protected: User) -> None:
    unused = Authenticator.objects.get(user=protected, type="recovery_codes").wrap().get_unused_codes()
    assert halfway(protected).post("/sign-in/second-factor/", {"code": unused[3]}).status_code == 302
    assert wrong(halfway(protected).post("/sign-in/second-factor/", {"code": unused[3]})) == ["Incorrect code."]
    left = Authenticator.objects.get(user=protected, type="recovery_codes").wrap().get_unused_codes()
    assert left == [each for each in unused if each != unused[3]]


def test_codes_cannot_be_guessed_from_many_addresses_and_the_owner_gets_in(protected: User) -> None:
    hers = halfway(protected)
    hers.post("/sign-in/second-factor/", {"code": code()})
    hers.post("/sign-out/")

    def guess(address: str) -> list[str]:
        # what stands beside it in the session is another browser's
        return wrong(halfway(protected).post("/sign-in/second-factor/", {"code": "000000"}, REMOTE_ADDR=address))

    near = [guess("198.51.100.1") for _each in range(9)]
    assert near[:8] == [["Incorrect code."]] * 8
    assert near[8] == ["There were too many failed attempts with this account. Wait five minutes, then try again."]
    far = [guess(f"203.0.113.{number}") for number in range(23)]
    assert far[:22] == [["Incorrect code."]] * 22
    assert far[22][0].startswith("Somebody who knows this password has tried too many wrong codes today.")
    unused = Authenticator.objects.get(user=protected, type="recovery_codes").wrap().get_unused_codes()
    refused = halfway(protected).post("/sign-in/second-factor/", {"code": unused[0]}, REMOTE_ADDR="192.0.2.1")
    assert wrong(refused) == far[22]
    hers.post("/sign-in/", {"login": protected.email, "password": PASSWORD})
    assert hers.post("/sign-in/second-factor/", {"code": unused[0]}).status_code == 302
    assert hers.get("/account/").status_code == 200


def test_whoever_knows_the_password_and_guesses_codes_is_told_of_to_the_owner_once_a_day(protected: User) -> None:
    for guesses, mails in ((2, 0), (1, 1), (4, 1)):
        for _each in range(guesses):
            halfway(protected).post("/sign-in/second-factor/", {"code": "000000"}, REMOTE_ADDR="198.51.100.7")
        assert len(mail.outbox) == mails
    [told] = mail.outbox
    assert (told.to, told.subject) == ([protected.email], "Wrong codes at sign-in to Ladders")
    assert "somebody knows your password" in told.body
    assert "They did not get in" in told.body
    halfway(protected).post("/sign-in/second-factor/", {"code": code()})
    assert len(mail.outbox) == 1


def test_the_second_step_leads_nowhere_without_the_first(client: Client, db: None) -> None:
    answer = client.get("/sign-in/second-factor/")
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/")


def test_the_app_is_removed(protected: User) -> None:
    client = confirmed(protected)
    assert_clean(client.get("/account/second-factor/app/remove/"))
    answer = client.post("/account/second-factor/app/remove/", follow=True)
    assert answer.redirect_chain[-1] == ("/account/", 302)
    assert not Authenticator.objects.filter(user=protected).exists()
    assert Client().post("/sign-in/", {"login": protected.email, "password": PASSWORD})["Location"] == "/"


def test_new_codes_replace_the_old(protected: User) -> None:
    before = Authenticator.objects.get(user=protected, type="recovery_codes").wrap().get_unused_codes()
    client = confirmed(protected)
    assert_clean(client.get("/account/recovery-codes/new/"))
    assert client.post("/account/recovery-codes/new/")["Location"] == "/account/recovery-codes/"
    after = Authenticator.objects.get(user=protected, type="recovery_codes").wrap().get_unused_codes()
    assert set(before) & set(after) == set()


def test_one_can_confirm_with_the_app_instead_of_the_password(protected: User) -> None:
    client = signed_in(protected)
    page = client.get("/sign-in/confirm/second-factor/?next=/account/passkeys/new/")
    assert_clean(page)
    answer = client.post("/sign-in/confirm/second-factor/", {"code": code(), "next": "/account/passkeys/new/"})
    assert (answer.status_code, answer["Location"]) == (302, "/account/passkeys/new/")
    assert_clean(client.get("/account/passkeys/new/"))


def test_the_passkeys_of_others_do_not_exist(protected: User) -> None:
    bob = with_password("Bob", "bob@example.org")
    key = Authenticator.objects.create(user=bob, type="webauthn", data={"name": "Bob's key", "credential": {}})
    client = confirmed(protected)
    for path in (f"/account/passkeys/{key.pk}/", f"/account/passkeys/{key.pk}/remove/"):
        assert client.get(path).status_code == 404
        assert client.post(path, {"name": "mine"}).status_code == 404
    key.refresh_from_db()
    assert key.data["name"] == "Bob's key"


def test_secrets_are_stored_encrypted(protected: User) -> None:
    stored = Authenticator.objects.get(user=protected, type="totp").data["secret"]
    assert SECRET not in stored
    assert SecondFactorAdapter().decrypt(stored) == SECRET


def test_a_former_key_still_reads_and_a_lost_one_lets_nobody_in(
    protected: User, caplog: pytest.LogCaptureFixture
) -> None:
    from django.conf import settings

    former = settings.SECRET_KEY
    with override_settings(SECRET_KEY="a new one", SECRET_KEY_FALLBACKS=[former]):
        assert halfway(protected).post("/sign-in/second-factor/", {"code": code()}).status_code == 302
    with override_settings(SECRET_KEY="a new one", SECRET_KEY_FALLBACKS=[]):
        client = halfway(protected)
        for guess in (code(), code("")):
            assert wrong(client.post("/sign-in/second-factor/", {"code": guess})) == ["Incorrect code."]
    assert "is a former key missing in DATA_KEYS or SECRET_KEY_FALLBACKS?" in caplog.text
