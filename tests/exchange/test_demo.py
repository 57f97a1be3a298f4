"""The demo's organisation: it loads into an empty database, once; its people hold levels and report to somebody."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import Employee, User
from ladders.compensation.models import Salary
from ladders.demo import loader, signins
from ladders.frameworks.actions.bulk_grading import what_changed_since
from ladders.frameworks.models import BulkGrading, Level, Version
from ladders.moves.models import MoveRequest
from ladders.placements.models import Placement
from ladders.placements.queries import levels_on
from ladders.reporting.models import ReportingLine
from ladders.reporting.queries.lines import team_of
from tests.shared_rows import shared_rows

pytestmark = pytest.mark.django_db


@shared_rows
def loaded() -> bool:
    """The demo without its many people, in an empty database; whether it was loaded."""
    return loader.load(staff=False)


def test_it_loads_once(loaded: bool) -> None:
    assert loaded is True
    assert sorted(Version.objects.values_list("framework__name", "state")) == [
        ("Customer service", "draft"),
        ("Engineering", "published"),
        ("Finance", "published"),
        ("Information technology", "published"),
    ]
    assert {person.email for person in signins()} <= set(User.objects.values_list("email", flat=True))
    _what_has_happened_has_its_days()
    _grades_are_in_work_and_can_be_undone()
    users = User.objects.count()
    assert loader.load(staff=False) is False
    assert User.objects.count() == users


def test_the_demo_has_people_on_levels_and_in_teams(loaded: bool) -> None:
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


def _grades_are_in_work_and_can_be_undone() -> None:
    draft = Version.objects.get(state="draft")
    grades = dict(Level.objects.filter(version=draft).values_list("code", "grade__code"))
    assert [code for code, grade in sorted(grades.items()) if grade is None] == ["I5", "P6"]
    assert (grades["P4"], grades["P5"]) == ("4", "5")
    batch = BulkGrading.objects.get(version=draft)
    assert [item["name"].partition(" ")[0] for item in batch.levels] == ["P4", "P5"]
    assert what_changed_since(batch, draft) == []


def _what_has_happened_has_its_days() -> None:
    today = timezone.localdate()

    def ago(moment: dt.datetime | None) -> int:
        assert moment is not None
        return (today - timezone.localdate(moment)).days

    done = MoveRequest.objects.exclude(kind="try_out").get(state="in_effect")
    assert (ago(done.submitted_at), ago(done.closed_at)) == (200, 180)
    assert {ago(step.answered_at) for step in done.steps.all()} == {190}
    declined = MoveRequest.objects.get(state="declined")
    assert (ago(declined.submitted_at), ago(declined.closed_at)) == (9, 9)
    waiting = MoveRequest.objects.filter(state="submitted")
    assert sorted(ago(row.submitted_at) for row in waiting) == [1, 4, 12]
    assert ago(timezone.now()) == 0


def test_it_never_loads_into_a_database_that_is_used() -> None:
    User.objects.create_user("somebody@example.org", name="Somebody")
    assert loader.load(staff=False) is False
    assert not Version.objects.exists()
