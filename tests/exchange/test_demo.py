"""The demo's organisation: it loads into an empty database, once."""

from __future__ import annotations

import pytest

from accounts.models import User
from ladders.demo import loader, signins
from ladders.frameworks.models import Version

pytestmark = pytest.mark.django_db


def test_it_loads_once() -> None:
    assert loader.load() is True
    assert sorted(Version.objects.values_list("framework__name", "state")) == [
        ("Customer service", "draft"),
        ("Engineering", "published"),
        ("Finance", "published"),
        ("Information technology", "published"),
    ]
    assert {person.email for person in signins()} <= set(User.objects.values_list("email", flat=True))
    users = User.objects.count()
    assert loader.load() is False
    assert User.objects.count() == users


def test_it_never_loads_into_a_database_that_is_used() -> None:
    User.objects.create_user("somebody@example.org", name="Somebody")
    assert loader.load() is False
    assert not Version.objects.exists()
