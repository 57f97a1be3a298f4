"""Several people at the same moment, on the real database: nobody's work is lost, and nobody meets an error page."""

from __future__ import annotations

import pytest

from ladders.core.errors import DomainError
from ladders.frameworks.actions.details import details_of, edit_details
from ladders.frameworks.actions.frameworks import create_framework
from ladders.frameworks.actions.publication import publish
from ladders.frameworks.models import Framework, Version
from ladders.impact.library import install_default_plan
from tests.factories import draft_framework, hr_admin
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)


def test_editing_the_details_while_somebody_publishes_never_deadlocks() -> None:
    install_default_plan()
    by = hr_admin()
    unexpected = []
    for turn in range(6):
        version = draft_framework(by=by, name=f"Research {turn}")

        def rename(version: Version = version) -> None:
            values = details_of(version) | {"name": f"{version.framework.name} renamed"}
            edit_details(version_id=version.pk, by=by, seen=None, **values)

        def release(version: Version = version) -> None:
            publish(version=version, seen=0, by=by)

        found = together(rename, release)
        unexpected += [error for error in found if error is not None and not isinstance(error, DomainError)]

    assert unexpected == []


def test_two_clicks_on_create_make_one_framework_and_one_sentence() -> None:
    install_default_plan()
    by = hr_admin()

    found = together(*[lambda: create_framework(name="Research", by=by)] * 4)

    assert Framework.objects.count() == 1
    sentences = {str(error) for error in found if not isinstance(error, Version)}
    assert sentences == {"A framework called “Research” exists already. Choose another name."}
    assert sum(isinstance(item, DomainError) for item in found) == 3


def test_two_frameworks_whose_names_make_one_slug_get_an_address_each() -> None:
    install_default_plan()
    by = hr_admin()

    names = ("Research and care", "Research, and care", "Research and (care)")
    found = together(*[lambda name=name: create_framework(name=name, by=by) for name in names])

    assert [type(item) for item in found] == [Version, Version, Version]
    assert set(Framework.objects.values_list("slug", flat=True)) == {
        "research-and-care",
        "research-and-care-2",
        "research-and-care-3",
    }
