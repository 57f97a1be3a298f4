"""The demo's people hold levels and report to somebody."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts.models import Employee
from ladders.compensation.models import Salary
from ladders.demo import loader
from ladders.placements.models import Placement
from ladders.placements.queries import levels_on
from ladders.reporting.models import ReportingLine
from ladders.reporting.queries.lines import team_of

pytestmark = pytest.mark.django_db


def test_the_demo_has_people_on_levels_and_in_teams() -> None:
    assert loader.load(staff=False)
    henrike = Employee.objects.get(number="Q010")
    codes = {year: levels_on(dt.date(year, 1, 1))[henrike.pk].code for year in (2010, 2020, 2025)}
    assert codes == {2010: "S7", 2020: "M8", 2025: "S8"}
    assert Placement.objects.filter(primary=False).exclude(source="try_out").count() == 1
    assert ReportingLine.objects.filter(employee__number="Q015").get().manager.number == "Q011"
    rohan = Employee.objects.get(number="Q011")
    assert [each.number for each in team_of(rohan, dt.date(2026, 6, 1))] == [
        "Q015",
        "Q016",
        "Q014",
    ]  # Antunes, Asante, Ó Murchú
    shares = {row.employee.number: row.fte for row in Salary.objects.select_related("employee")}
    # by their hours a week: of 40 in Lübeck, of 39 in Cork
    assert [str(shares[number].normalize()) for number in ("Q017", "Q010", "Q014", "Q016")] == [
        "1",
        "0.8",
        "1",
        "0.77",
    ]
