"""Fixtures of this room's tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from accounts.models import User
from tests.factories import EmployeeFactory

PASSWORD = "a long enough sentence"


@pytest.fixture(autouse=True)
def _no_failed_attempts(tasks_at_once: None) -> Iterator[None]:
    """Counters of one test do not limit the next."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def ada(db: None) -> User:
    """Somebody with a password."""
    return with_password("Ada Byron", "ada@example.org")


def with_password(name: str, email: str, **fields: object) -> User:
    """An employee who signs in with PASSWORD."""
    user: User | None = EmployeeFactory.create(name=name, user__email=email, **fields).user
    assert user is not None
    user.set_password(PASSWORD)
    user.save()
    return user
