"""Levels and reporting lines of the demo's people, as the organisation's file tells them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from accounts.models import Employee
from ladders.frameworks.enums import VersionState
from ladders.frameworks.models import Level
from ladders.placements.models import NoLevel, Placement, Source
from ladders.reporting.models import ReportingLine


def load_people(content: dict[str, Any]) -> None:
    """Write `placements`, `no_level` and the `manager` of every person. The frameworks have to be published before."""
    employees = {person.number: person for person in Employee.objects.all()}
    levels = {
        (level.version.framework.name, level.code): level
        for level in Level.objects.filter(version__state=VersionState.PUBLISHED).select_related("version__framework")
    }
    for entry in content["placements"]:
        _place(employees[entry["number"]], levels[entry["framework"], entry["level"]], entry)
    for entry in content["no_level"]:
        said_on = timezone.make_aware(dt.datetime.combine(entry["since"], dt.time(9)))
        person, by = employees[entry["number"]], employees[entry["by"]].user
        assert by is not None
        words, review_on = entry.get("words", ""), entry.get("review_on")
        NoLevel.objects.create(
            employee=person, why=entry["why"], words=words, review_on=review_on, made_by=by, made_at=said_on
        )
    for entry in content["people"]:
        if "manager" in entry:
            _report(employees[entry["number"]], employees[entry["manager"]])


def _place(person: Employee, level: Level, entry: dict[str, Any]) -> None:
    share: int = entry.get("second", 100)
    Placement.objects.create(
        employee=person,
        framework_id=level.version.framework_id,
        version=level.version,
        level=level,
        level_key=level.key,
        starts_on=entry["from"] if "from" in entry else person.hired_on or dt.date(2024, 1, 1),
        ends_on=entry.get("until") or person.left_on,
        primary=share == 100,
        share=share,
        source=Source.IMPORT,
    )


def _report(person: Employee, manager: Employee) -> None:
    """From the day both are there; the head of a department has changed once, and the past shows it."""
    days = [day for day in (person.hired_on, manager.hired_on) if day]
    ReportingLine.objects.create(
        employee=person, manager=manager, starts_on=max(days, default=dt.date(2024, 1, 1)), ends_on=person.left_on
    )
