"""One of each thing that people record about themselves, for the test that walks all addresses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from accounts.models import User
from ladders.careers.models import Evidence, LeadWish, NamedSeason, SeasonPlan, Share

DAY = dt.date(2024, 1, 1)


def belongings(people: Mapping[str, User]) -> dict[str, dict[str, Any]]:
    """Id names of `World.ids` → whose → id."""
    found: dict[str, dict[str, Any]] = {}
    for who, user in people.items():
        person = user.employee
        rows = {
            "own season": NamedSeason.objects.create(employee=person, season="building", starts_on=DAY),
            "own plan": SeasonPlan.objects.create(employee=person, season="advising"),
            "own evidence": Evidence.objects.create(
                employee=person, happened_on=DAY, title="A faster way", impacts=["business"]
            ),
            "own wish": LeadWish.objects.create(employee=person, answer="not_now"),
            "own share": Share.objects.create(employee=person, what="energy", audience="hr"),
        }
        for name, row in rows.items():
            found.setdefault(name, {})[who] = row.pk
    return found
