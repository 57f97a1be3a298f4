"""Fixtures that every room's tests share."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import settings as property_settings
from pytest_django import DjangoDbBlocker

from accounts.models import User
from accounts.roles import Role
from ladders.core.owner import as_owner, connected_as
from ladders.impact.library import install_default_plan
from ladders.impact.models import FactorPlan

from .database import KeptRows, prepared_template, put_back_by_the_owner
from .factories import account
from .second_server import embedded_server, pytest_collection_modifyitems
from .sessions import session_of
from .shared_rows import forget, pytest_fixture_setup, pytest_runtest_teardown, shared_rows

__all__ = ["embedded_server", "pytest_collection_modifyitems", "pytest_fixture_setup", "pytest_runtest_teardown"]

# A busy machine is no finding.
property_settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
property_settings.load_profile("patient")
# What was imported and collected stays to the end: looking through it again and again took a tenth of a run.
gc.set_threshold(100_000, 20, 50)


def pytest_collection_finish() -> None:
    """Never look again through what is there before the first test."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """On the embedded server, test databases are copies of one that was migrated once."""
    if settings.EMBEDDED:
        with django_db_blocker.unblock(), as_owner():
            connection.settings_dict["TEST"]["TEMPLATE"] = prepared_template()


@pytest.fixture(scope="session")
def owned_databases(django_db_modify_db_settings: None) -> Iterator[None]:
    """Test databases are made, and dropped, by the role that owns them."""
    with as_owner():
        yield


@pytest.fixture(scope="session")
def django_db_setup(owned_databases: None, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Tests run as the role that the product runs as. It owns nothing, so the owner takes out what tests commit."""
    with django_db_blocker.unblock():
        first = KeptRows()
    with connected_as(settings.DATABASE_RUNNER), put_back_by_the_owner(first):
        yield
        with django_db_blocker.unblock():
            forget()


@shared_rows
def plan() -> FactorPlan:
    """The default factor plan, in force."""
    return install_default_plan()


@shared_rows
def hr() -> User:
    """An HR admin."""
    return account(user__roles=[Role.HR_ADMIN], name="Hana Ruiz")


@pytest.fixture
def editor(db: None) -> User:
    """A framework editor."""
    return account(user__roles=[Role.FRAMEWORK_EDITOR], name="Ed Itor")


@pytest.fixture
def employee(db: None) -> User:
    """An employee without any role."""
    return account(name="Emil Ployee")


@pytest.fixture
def hr_client(hr: User) -> Client:
    """A browser signed in as HR admin."""
    return signed_in(hr)


@pytest.fixture
def employee_client(employee: User) -> Client:
    """A browser signed in as an employee."""
    return signed_in(employee)


def signed_in(user: User) -> Client:
    """A browser signed in as `user`."""
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session_of(user)
    return client


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder with real inputs made by others; tests that use it run where REAL_DATA_DIR names it."""
    folder = os.environ.get("REAL_DATA_DIR")
    if not folder:
        pytest.skip("REAL_DATA_DIR is not set")
    return Path(folder)


@pytest.fixture
def tasks_at_once() -> Iterator[None]:
    """What is handed to Celery is done before the page is answered: nobody works on the broker of the tests."""
    from ladders.celery import app

    app.conf.update(task_always_eager=True, task_eager_propagates=True)
    yield
    app.conf.update(task_always_eager=False, task_eager_propagates=False)
