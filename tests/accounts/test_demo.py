"""Signing in without a password: in the demo, as its people, and nowhere else."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client, override_settings

from accounts.models import User
from ladders.demo import signins
from ladders.demo.colleagues import colleagues
from tests.factories import EmployeeFactory, UserFactory
from tests.pages import assert_clean

pytestmark = pytest.mark.django_db
LISTED = signins()[0].email


@pytest.fixture
def listed() -> User:
    """The first person of the demo's list."""
    return UserFactory.create(email=LISTED, name="A visitor's choice")


@pytest.mark.parametrize("verb", ["get", "post", "put"])
def test_outside_the_demo_it_does_not_exist(client: Client, listed: User, verb: str) -> None:
    answer = getattr(client, verb)("/demo/sign-in/", {"email": LISTED})
    assert answer.status_code == 404
    assert "_auth_user_id" not in client.session
    page = client.get("/sign-in/").content.decode()
    assert LISTED not in page
    assert "This is the demo" not in page


@override_settings(DEMO=True)
def test_in_the_demo_one_chooses_whom_to_be(client: Client, listed: User) -> None:
    page = client.get("/sign-in/")
    assert_clean(page)
    assert all(person.email in page.content.decode() for person in signins())
    answer = client.post("/demo/sign-in/", {"email": LISTED, "next": "/account/"})
    assert (answer.status_code, answer["Location"]) == (302, "/account/")
    assert client.session["_auth_user_id"] == str(listed.pk)


@override_settings(DEMO=True)
def test_every_colleague_can_be_chosen_too(client: Client, listed: User) -> None:
    """Also whoever no file of the demo names: a move may ask them."""
    colleague = EmployeeFactory.create(department="Lab")
    EmployeeFactory.create(left_on=dt.date(2020, 1, 1), hired_on=dt.date(2015, 1, 1))
    assert colleague.user is not None
    assert colleagues() == [(colleague.user.email, colleague.name, "Lab")]
    assert client.get("/sign-in/").content.decode().count("<option ") == 1
    client.post("/demo/sign-in/", {"email": colleague.user.email})
    assert client.session["_auth_user_id"] == str(colleague.user.pk)


@override_settings(DEMO=True)
@pytest.mark.parametrize("sent", [{}, {"email": "boss@example.org"}, {"email": signins()[1].email}])
def test_only_listed_people_who_are_there(client: Client, listed: User, sent: dict[str, Any]) -> None:
    UserFactory.create(email="boss@example.org")
    assert client.post("/demo/sign-in/", sent).status_code == 404
    assert "_auth_user_id" not in client.session


@override_settings(DEMO=True)
def test_only_by_post_and_only_back_into_ladders(client: Client, listed: User) -> None:
    assert client.get("/demo/sign-in/").headers["Location"] == "/"
    assert client.post("/demo/sign-in/", {"email": LISTED, "next": "https://evil.example/"})["Location"] == "/"
