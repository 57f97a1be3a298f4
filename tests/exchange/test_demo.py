"""The demo's organisation: it loads into an empty database, once."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import User
from ladders.demo import loader, signins
from ladders.frameworks.actions.bulk_grading import what_changed_since
from ladders.frameworks.models import BulkGrading, Level, Version
from ladders.moves.models import MoveRequest

pytestmark = pytest.mark.django_db


def test_it_loads_once() -> None:
    assert loader.load(staff=False) is True
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
