"""What does not end the address of a calendar: nothing has changed in how its owner signs in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.cache import cache
from django.test import Client
from django.utils.crypto import get_random_string

from accounts.models import User
from ladders.core.models import AuditEntry
from ladders.dates.actions.addresses import end_addresses, make_address, opened_by
from ladders.dates.models import CalendarAddress
from tests.accounts.conftest import PASSWORD
from tests.factories import account

pytestmark = pytest.mark.django_db
OTHER_KEY = "another-secret-that-is-long-enough-for-a-server-0123456789"


@pytest.fixture
def user(settings: Any) -> User:
    """Somebody whose password was stored by a former version of Django, with fewer rounds."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    cache.clear()
    old = PBKDF2PasswordHasher().encode(PASSWORD, get_random_string(22), iterations=1000)
    row = account()
    User.objects.filter(pk=row.pk).update(password=old)
    return User.objects.get(pk=row.pk)


def test_the_same_password_stored_anew_ends_no_calendar(user: User) -> None:
    key = make_address(by=user)
    assert Client().post("/sign-in/", {"login": user.email, "password": PASSWORD}).status_code == 302
    assert User.objects.get(pk=user.pk).password != user.password
    assert end_addresses() == 0
    assert opened_by(key) == user
    assert not AuditEntry.objects.filter(area="dates", verb="calendar.ended").exists()


def test_it_revives_no_address_that_was_over(user: User) -> None:
    key = make_address(by=user)
    CalendarAddress.objects.update(proof="of another password")
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)
    assert opened_by(key) is None


def test_a_password_that_has_become_another_one_meanwhile_stays_the_other_one(user: User) -> None:
    signing_in = User.objects.get(pk=user.pk)
    user.set_password("another long sentence")
    user.save()
    key = make_address(by=user)
    assert signing_in.check_password(PASSWORD)  # as it was read
    assert User.objects.get(pk=user.pk).check_password("another long sentence")
    assert opened_by(key) == user
    assert not User.objects.get(pk=user.pk).fits_proof(signing_in.get_session_auth_hash())


@pytest.mark.parametrize("look", [opened_by, lambda key: end_addresses()], ids=["read", "each day"])
def test_a_former_key_of_the_server_is_needed_once(settings: Any, look: Callable[[str], Any]) -> None:
    user = account()
    key = make_address(by=user)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], OTHER_KEY
    look(key)
    settings.SECRET_KEY_FALLBACKS = []
    assert opened_by(key) == user


def test_a_key_that_is_gone_before_anybody_looked_ends_it(settings: Any) -> None:
    key = make_address(by=account())
    settings.SECRET_KEY = OTHER_KEY
    assert opened_by(key) is None
