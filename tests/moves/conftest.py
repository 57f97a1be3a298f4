"""A company with one of everybody, built once for the tests of a module: each of them gets it as it was made.

Journeys and pages run twice: under an HR role that reaches the department of the people concerned, and under one for the
whole organisation, as `make_hr_admin` gives it.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from accounts.roles import Role
from ladders.impact.library import install_default_plan
from tests.factories import account

from .company import Company, company

JOURNEYS = {
    "test_effects",
    "test_hard_cases",
    "test_notices",
    "test_page_access",
    "test_pages",
    "test_requests",
}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Both reaches for whatever walks through the product with the company."""
    if "firm" in metafunc.fixturenames and Path(metafunc.module.__file__).stem in JOURNEYS:
        metafunc.parametrize("standing_firm", ["limited", "whole"], indirect=True)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Within a module, tests without the company first, so that none sees one that stands; then each reach by itself."""
    modules = {path: place for place, path in enumerate(dict.fromkeys(item.path for item in items))}
    items.sort(key=lambda item: (modules[item.path], *_company_of(item)))


def _company_of(item: pytest.Item) -> tuple[bool, str]:
    params = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
    return "standing_firm" in getattr(item, "fixturenames", ()), str(params.get("standing_firm", ""))


@pytest.fixture(scope="module")
def standing_firm(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Company | None]:
    """The company in a transaction around the module's own; None where tests commit, which needs one for each of them."""
    if _commits(request.node):
        yield None
        return
    outer = transaction.atomic()
    with django_db_blocker.unblock():
        outer.__enter__()
    try:
        with django_db_blocker.unblock():
            built = _built(request)
        yield built
    finally:
        with django_db_blocker.unblock():
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


@pytest.fixture
def firm(request: pytest.FixtureRequest, standing_firm: Company | None, db: None) -> Company:
    """See `Company`."""
    if standing_firm is None:
        return _built(request)
    assert not _commits(request.node), "a test that commits cannot stand in a module whose tests share a company"
    return copy.deepcopy(standing_firm)


def _commits(node: pytest.Item | pytest.Collector) -> bool:
    marker = node.get_closest_marker("django_db")
    return marker is not None and bool(marker.kwargs.get("transaction"))


def _built(request: pytest.FixtureRequest) -> Company:
    install_default_plan()
    maker = account(user__roles=[Role.HR_ADMIN], name="Hana Ruiz")
    return company(maker, whole=getattr(request, "param", "limited") == "whole")
