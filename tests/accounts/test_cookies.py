"""What a browser keeps for us: for no script, no other site, and no plain http."""

from __future__ import annotations

import pytest
from django.test import Client, override_settings

from accounts.models import User
from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db


def test_no_cookie_is_for_scripts_or_other_sites(ada: User) -> None:
    client = Client()
    client.get("/sign-in/")
    with override_settings(SESSION_COOKIE_SECURE=True, CSRF_COOKIE_SECURE=True):
        client.post("/sign-in/", {"login": ada.email, "password": PASSWORD}, secure=True)
        client.get("/account/", secure=True)
    client.post("/theme/", {"theme": "dark"}, secure=True)
    found = {
        name: (bool(each["httponly"]), bool(each["secure"]), each["samesite"]) for name, each in client.cookies.items()
    }
    closed = dict.fromkeys(("sessionid", "csrftoken", "device", "last"), (True, True, "Lax"))
    assert found == {**closed, "theme": (False, True, "Lax")}  # which colours: the page's script may know
