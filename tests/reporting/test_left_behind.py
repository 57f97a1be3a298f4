"""What a move into management leaves behind, on the page where HR enters such a change of level."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from ladders.frameworks.models import Level, Version
from ladders.impact.models import FactorPlan
from ladders.placements.actions import placements
from ladders.placements.models import Placement
from tests.conftest import signed_in
from tests.factories import EmployeeFactory
from tests.frameworks.published import published
from tests.pages import assert_clean

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 1)


def level(version: Version, code: str) -> Level:
    return Level.objects.select_related("version").get(version=version, code=code)


def test_what_a_move_into_management_leaves_behind_is_read_before_hr_enters_it(plan: FactorPlan, hr: User) -> None:
    version = published(hr)
    person = EmployeeFactory.create()
    placements.place(employee=person, level=level(version, "S6"), starts_on=DAY, by=hr)
    client = signed_in(hr)
    change, second = (reverse("person-place", args=[person.pk, what]) for what in ("change", "second"))

    def of(what: str, code: str, **more: str) -> dict[str, Any]:
        given = {"level": level(version, code).pk, "starts_on": "2026-04-01", **more}
        return {f"{what}-{name}": value for name, value in given.items()}

    for address, data in (
        (change, of("change", "M5", reason="Sites were joined")),
        (second, of("second", "M5", share="40")),
        (change, of("change", "M6", reason="Sites were joined") | {"seen": str(level(version, "M5").key)}),
    ):
        page = client.post(address, data)
        assert_clean(page)
        assert page.status_code == 200
        assert "What would be left behind" in page.content.decode()
        assert "Nothing is saved yet" in page.content.decode()
        assert Placement.objects.count() == 1
    assert client.post(second, of("second", "P5", share="40")).status_code == 302  # elsewhere nothing is asked
    left = page.context["left"]
    sent = of("change", "M6", reason="Sites were joined") | {"seen": str(left.there.key)}
    assert client.post(change, sent).status_code == 302
    assert Placement.objects.primary().get(starts_on=dt.date(2026, 4, 1)).level == level(version, "M6")
