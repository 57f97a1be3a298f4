"""HR alone in an organisation that has nothing yet: pages say what comes first, and none of them sends HR to HR."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from tests.compensation.money_data import zone
from tests.conftest import signed_in
from tests.factories import UserFactory
from tests.pages import assert_clean, squeezed

pytestmark = pytest.mark.django_db
OWN = ("my-pay", "pay-information", "growth", "talks", "evidence", "my-page", "absence", "my-moves")
PEOPLE = ("pay-list", "invitations", "people")


@pytest.fixture
def alone(db: None) -> User:
    """The first account: an HR admin whom no people file names."""
    user: User = UserFactory.create(roles=[Role.HR_ADMIN])
    return user


@pytest.fixture
def client(alone: User) -> Client:
    return signed_in(alone)


@pytest.mark.parametrize("name", OWN)
def test_a_page_about_oneself_says_how_one_comes_among_the_people(client: Client, alone: User, name: str) -> None:
    page = client.get(reverse(name))
    assert_clean(page)
    assert f"has a row of yours, with the address {alone.email}." in squeezed(page)
    assert f'<a href="{reverse("import-people")}">' in page.content.decode()
    assert "Ask HR to" not in squeezed(page)
    other = signed_in(UserFactory.create()).get(reverse(name))
    assert "Ask HR to connect the two." in squeezed(other)
    assert reverse("import-people") not in other.content.decode()


@pytest.mark.parametrize("name", PEOPLE)
def test_a_list_of_people_leads_to_their_import(client: Client, name: str) -> None:
    page = client.get(reverse(name))
    assert reverse("import-people") in page.content.decode().partition('<div class="empty">')[2]
    assert "Everybody’s pay stands within the band" not in squeezed(page)
    assert "Nobody in your reach fits" not in squeezed(page)


@pytest.mark.parametrize("name", ["exception-new", "supplement-new"])
def test_what_deviates_waits_for_a_zone_and_a_framework(client: Client, name: str) -> None:
    page = client.get(reverse(name), follow=True)
    assert (page.redirect_chain[-1][0], "Make a pay zone first" in squeezed(page)) == (reverse("bands"), True)
    zone()
    page = client.get(reverse(name), follow=True)
    assert (page.redirect_chain[-1][0], "Begin with a framework" in squeezed(page)) == (reverse("framework-list"), True)
