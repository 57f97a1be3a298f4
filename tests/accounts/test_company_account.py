"""Signing in through the company's own provider (OpenID Connect), against a small provider that really answers."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.test import Client, override_settings
from pytest_django import Settings

from accounts.models import User
from accounts.urls import company_urlpatterns
from ladders import urls as product
from tests.accounts.conftest import PASSWORD
from tests.conftest import signed_in
from tests.pages import CSP, Page, assert_clean, policy

pytestmark = pytest.mark.django_db


class Urls:
    """The product's addresses where a provider is configured."""

    urlpatterns = [*company_urlpatterns, *product.urlpatterns]
    handler404, handler403 = product.handler404, product.handler403


class Provider:
    """A provider that says of everybody what `claims` says."""

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {"sub": "42", "email": "ada@example.org", "email_verified": True}
        self.asked: list[dict[str, list[str]]] = []
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                base = f"http://{self.headers['Host']}"
                self._answer(
                    {
                        "issuer": base,
                        "authorization_endpoint": f"{base}/authorize",
                        "token_endpoint": f"{base}/token",
                        "userinfo_endpoint": f"{base}/userinfo",
                        "jwks_uri": f"{base}/keys",
                    }
                    if self.path.startswith("/.well-known/")
                    else provider.claims
                )

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                provider.asked.append(parse_qs(body))
                claims = provider.claims | {"iss": provider.url, "aud": "ladders", "iat": 0, "exp": 2**33}
                token = jwt.encode(claims, "a key of thirty-two bytes or more", algorithm="HS256")
                self._answer({"access_token": "t", "token_type": "bearer", "id_token": token})

            def _answer(self, content: dict[str, Any]) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(content).encode())

            def log_message(self, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


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
    return client.get("/sign-in/company/company/callback/", {"code": "c", "state": asked["state"][0]})


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
