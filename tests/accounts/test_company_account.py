"""Signing in through the company's own provider (OpenID Connect), against a small provider that really answers."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.test import Client, override_settings
from django.utils import timezone
from pytest_django import Settings

from accounts.models import RoleGrant, User
from accounts.roles import Role
from accounts.urls import company_urlpatterns
from ladders import urls as product
from tests.accounts.conftest import PASSWORD, with_password
from tests.accounts.provider import OTHER_KEY, Provider
from tests.conftest import signed_in
from tests.pages import CSP, Page, assert_clean, policy

pytestmark = pytest.mark.django_db


class Urls:
    """The product's addresses where a provider is configured."""

    urlpatterns = [*company_urlpatterns, *product.urlpatterns]
    handler404, handler403 = product.handler404, product.handler403


@pytest.fixture
def provider(settings: Settings) -> Iterator[Provider]:
    """The company's provider, configured as settings.py does it from the environment."""
    running = Provider()
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "company",
                    "name": "Quill ID",
                    "client_id": "ladders",
                    "secret": "s",
                    "settings": {"server_url": running.url, "verified_email": False},
                }
            ],
        }
    }
    with override_settings(ROOT_URLCONF=Urls):
        yield running
    running.close()


def through(provider: Provider, client: Client, **sent: str) -> Any:
    """Go to the provider and come back; the answer to coming back."""
    start = client.post("/sign-in/company/company/", sent)
    assert start.status_code == 302
    asked = parse_qs(urlsplit(start["Location"]).query)
    assert start["Location"].startswith(f"{provider.url}/authorize?")
    assert asked["redirect_uri"] == ["http://testserver/sign-in/company/company/callback/"]
    assert asked["code_challenge_method"] == ["S256"]
    back = requests.get(start["Location"], allow_redirects=False, timeout=10).headers["Location"]
    return client.get(back.removeprefix("http://testserver"))


def test_the_sign_in_page_offers_it(provider: Provider, client: Client) -> None:
    answer = client.get("/sign-in/?next=/account/")
    assert Page(answer.content.decode()).wrong == []
    assert policy(answer).keys() == CSP.keys()
    assert "Sign in with Quill ID" in answer.content.decode()


def test_a_known_address_signs_in_and_is_connected(provider: Provider, ada: User, client: Client) -> None:
    answer = through(provider, client, process="login", next="/account/")
    assert (answer.status_code, answer["Location"]) == (302, "/account/")
    assert client.session["_auth_user_id"] == str(ada.pk)
    assert SocialAccount.objects.get().user == ada
    assert provider.asked[0]["code_verifier"][0]
    ada.refresh_from_db()
    assert ada.check_password(PASSWORD)  # both ways stay open
    provider.claims["email"] = "ada.married@example.org"  # known by the provider's own number from now on
    again = Client()
    through(provider, again)
    assert again.session["_auth_user_id"] == str(ada.pk)
    page = again.get("/account/connections/")
    assert_clean(page)
    assert Page(again.get("/account/").content.decode()).wrong == []


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "stranger@example.org"},
        {"email_verified": False},  # anybody could have typed this address there
        {"email": None},
    ],
)
def test_whoever_is_not_known_for_sure_stays_outside(
    provider: Provider, ada: User, client: Client, claims: dict[str, Any]
) -> None:
    provider.claims |= claims
    answer = through(provider, client)
    assert "We do not know you here yet" in answer.content.decode()
    assert_clean(answer)
    assert "_auth_user_id" not in client.session
    assert not SocialAccount.objects.exists()
    assert User.objects.count() == 1


def test_a_provider_that_never_says_verified_can_be_trusted_by_setting(
    provider: Provider, ada: User, client: Client, settings: Settings
) -> None:
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["verified_email"] = True
    del provider.claims["email_verified"]
    through(provider, client)
    assert client.session["_auth_user_id"] == str(ada.pk)


def test_a_closed_account_stays_closed(provider: Provider, ada: User, client: Client) -> None:
    User.objects.filter(pk=ada.pk).update(is_active=False)
    answer = through(provider, client)
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/inactive/")
    assert "_auth_user_id" not in client.session


def test_a_second_factor_is_asked_for_all_the_same(provider: Provider, ada: User, client: Client) -> None:
    TOTP.activate(ada, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    answer = through(provider, client)
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/second-factor/")
    assert "_auth_user_id" not in client.session


def test_an_answer_to_a_question_never_asked_is_refused(provider: Provider, ada: User, client: Client) -> None:
    answer = client.get("/sign-in/company/company/callback/", {"code": "c", "state": "made-up"})
    assert_clean(answer, status=401)
    assert "_auth_user_id" not in client.session


def test_a_refusal_there_is_said_here(provider: Provider, client: Client) -> None:
    start = client.post("/sign-in/company/company/")
    state = parse_qs(urlsplit(start["Location"]).query)["state"][0]
    answer = client.get("/sign-in/company/company/callback/", {"error": "access_denied", "state": state}, follow=True)
    assert_clean(answer)
    assert "You are not signed in" in answer.content.decode()


def test_a_get_does_not_start_it_by_itself(provider: Provider, client: Client) -> None:
    assert_clean(client.get("/sign-in/company/company/"))


def test_a_provider_that_is_away_is_said_in_words(provider: Provider, client: Client) -> None:
    provider.close()
    answer = client.post("/sign-in/company/company/")
    assert_clean(answer, status=503)
    assert "did not answer as expected" in answer.content.decode()


def test_another_provider_does_not_exist(provider: Provider, client: Client) -> None:
    assert client.post("/sign-in/company/other/").status_code == 404


def test_a_connection_is_taken_away(provider: Provider, ada: User, client: Client) -> None:
    through(provider, client)
    account = SocialAccount.objects.get()
    stranger = signed_in(User.objects.create_user("bob@example.org", name="Bob"))
    stranger.post("/account/connections/", {"account": account.pk})
    assert SocialAccount.objects.count() == 1
    session = client.session
    records = session["account_authentication_methods"]
    session["account_authentication_methods"] = [each | {"at": each["at"] - 301} for each in records]
    session.save()
    answer = client.post("/account/connections/", {"account": account.pk})
    assert answer["Location"].startswith("/sign-in/confirm/")  # not without showing once more that it is you
    client.post("/sign-in/confirm/", {"password": PASSWORD, "next": "/account/"})
    client.post("/account/connections/", {"account": account.pk})
    assert not SocialAccount.objects.exists()


def test_without_a_provider_nothing_of_it_exists(client: Client) -> None:
    for path in ("/sign-in/company/company/", "/sign-in/company/error/", "/account/connections/"):
        assert client.get(path).status_code == 404
    assert "Sign in with Quill" not in client.get("/sign-in/").content.decode()


# --- What is believed


def soon(seconds: float) -> int:
    return int(time.time() + seconds)


@pytest.mark.parametrize(
    "said",
    [
        {"nonce": "of another sign-in"},
        {"nonce": None},
        {"iss": "https://evil.example"},
        {"iss": None},
        {"aud": "another-client"},
        {"aud": ["ladders", "another-client"]},
        {"aud": ["ladders", "another-client"], "azp": "another-client"},
        {"azp": "another-client"},
        {"exp": dt.timedelta(seconds=-120)},
        {"exp": None},
        {"iat": dt.timedelta(seconds=600)},
        {"nbf": dt.timedelta(seconds=600)},
        {"sub": None},
        {"sub": "43"},  # the token is about somebody else than what is told beside it
    ],
    ids=str,
)
def test_a_token_that_is_not_of_now_for_us_and_for_this_sign_in_is_refused(
    provider: Provider, ada: User, client: Client, said: dict[str, Any]
) -> None:
    told = {name: soon(each.total_seconds()) if isinstance(each, dt.timedelta) else each for name, each in said.items()}
    provider.token_claims = told
    answer = through(provider, client)
    assert_clean(answer, status=401)
    assert "_auth_user_id" not in client.session
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize(
    ("key", "algorithm", "kid"),
    [
        (OTHER_KEY, "RS256", "first"),  # signed with somebody else's key
        (OTHER_KEY, "RS256", "second"),
        (OTHER_KEY, "RS256", None),
        ("a key of thirty-two bytes or more", "HS256", "first"),
        ("", "none", "first"),
    ],
)
def test_a_token_that_the_provider_did_not_sign_is_refused(
    provider: Provider, ada: User, client: Client, key: Any, algorithm: str, kid: str | None
) -> None:
    provider.key, provider.algorithm, provider.kid = key or None, algorithm, kid
    assert_clean(through(provider, client), status=401)
    assert "_auth_user_id" not in client.session


def test_a_token_without_the_name_of_its_key_is_believed_where_there_is_one_key(
    provider: Provider, ada: User, client: Client
) -> None:
    provider.kid = None
    through(provider, client)
    assert client.session["_auth_user_id"] == str(ada.pk)


def test_an_answer_is_taken_once_and_by_the_browser_that_asked(provider: Provider, ada: User, client: Client) -> None:
    start = client.post("/sign-in/company/company/")
    back = requests.get(start["Location"], allow_redirects=False, timeout=10).headers["Location"]
    path = back.removeprefix("http://testserver")
    assert_clean(Client().get(path), status=401)
    assert client.get(path).status_code == 302
    again = Client()
    again.cookies = client.cookies
    again.post("/sign-out/")
    assert_clean(again.get(path), status=401)


def test_an_address_chooses_nothing_that_the_provider_is_asked(provider: Provider, client: Client) -> None:
    query = "auth_params=redirect_uri%3Dhttps%3A%2F%2Fevil.example%26nonce%3Dmine&scope=offline_access"
    start = client.post(f"/sign-in/company/company/?{query}")
    asked = parse_qs(urlsplit(start["Location"]).query)
    assert asked["redirect_uri"] == ["http://testserver/sign-in/company/company/callback/"]
    assert asked["nonce"] != ["mine"]
    assert set(asked["scope"][0].split()) == {"openid", "profile", "email"}


@pytest.mark.parametrize("said", ["false", "False", 0, "no", None])
def test_what_is_not_called_verified_is_not(provider: Provider, ada: User, client: Client, said: Any) -> None:
    provider.claims["email_verified"] = said
    through(provider, client)
    assert "_auth_user_id" not in client.session


def test_an_address_is_whose_hr_says(provider: Provider, ada: User, client: Client) -> None:
    through(provider, client)
    User.objects.filter(pk=ada.pk).update(email="ada.byron@example.org")
    bob = with_password("Bob", "ada@example.org")  # the new hire with the recycled address
    provider.claims["sub"] = "77"
    his = Client()
    through(provider, his)
    assert his.session["_auth_user_id"] == str(bob.pk)
    assert client.get("/account/").status_code == 302  # her session ended with the address


# --- A second factor that the provider has asked for


@pytest.mark.parametrize(
    ("setting", "amr", "vouched"),
    [
        ("amr", ["pwd", "mfa"], True),
        ("amr", ["pwd", "otp"], True),
        ("amr", ["pwd"], False),
        ("amr", ["otp"], False),
        ("amr", "mfa", False),
        ("amr", None, False),
        ("always", None, True),
        ("never", ["mfa"], False),
    ],
)
def test_the_providers_second_factor_counts_as_the_setting_says(
    provider: Provider, client: Client, settings: Settings, setting: str, amr: Any, vouched: bool
) -> None:
    settings.OIDC_SECOND_FACTOR = setting
    ada = with_password("Ada Byron", "ada@example.org")
    RoleGrant.objects.create(user=ada, role=Role.HR_ADMIN, granted_at=timezone.now() - dt.timedelta(days=15))
    provider.token_claims = {"amr": amr}
    through(provider, client)
    assert client.get("/account/sessions/").status_code == (200 if vouched else 302)
    # It counts for that sign-in alone.
    client.post("/sign-out/")
    client.post("/sign-in/", {"login": ada.email, "password": PASSWORD})
    assert client.get("/account/sessions/")["Location"].startswith("/account/second-factor/set-up/")


def test_whoever_knows_the_company_account_alone_signs_in_anew_before_giving_the_account_a_key(
    provider: Provider, ada: User, client: Client
) -> None:
    ada.set_unusable_password()
    ada.save()
    through(provider, client)
    assert client.get("/account/passkeys/new/").status_code == 200  # just signed in
    session = client.session
    long_ago = time.time() - 301
    records = session["account_authentication_methods"]
    session["account_authentication_methods"] = [each | {"at": long_ago} for each in records]
    session["sign_in"] = session["sign_in"] | {"begun": long_ago}
    session.save()
    answer = client.get("/account/passkeys/new/")
    assert answer["Location"] == "/sign-in/?next=/account/passkeys/new/"
    assert "Sign in once more, so that we know that it is you." in client.get(answer["Location"]).content.decode()
    assert through(provider, client, next="/account/passkeys/new/")["Location"] == "/account/passkeys/new/"
    assert client.get("/account/passkeys/new/").status_code == 200
