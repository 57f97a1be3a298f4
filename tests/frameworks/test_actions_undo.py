"""What comes back after a deletion obeys the rules of the day it comes back."""

from __future__ import annotations

import pytest
from django.utils import timezone

from accounts.models import User
from ladders.core.errors import DomainError
from ladders.frameworks.actions.frameworks import start_draft
from ladders.frameworks.actions.levels import delete_level, slot_level
from ladders.frameworks.actions.plan import activate_plan
from ladders.frameworks.actions.publication import publish, set_successor
from ladders.frameworks.actions.tracks import delete_track
from ladders.frameworks.actions.undo import restore
from ladders.frameworks.models import Level, Successor, Version
from ladders.impact.actions import grades
from ladders.impact.actions import plan as actions
from ladders.impact.models import FactorPlan
from tests.factories import draft_framework
from tests.shared_rows import shared_rows

pytestmark = pytest.mark.django_db


@shared_rows
def version(plan: FactorPlan, hr: User) -> Version:
    """A draft framework: the fives 430 points grade 5, the sixes 560 points grade 6."""
    return draft_framework(by=hr)


def _level(version: Version, code: str) -> Level:
    return Level.objects.select_related("grade", "track").get(version=version, code=code)


def _standing(version: Version, code: str) -> tuple[str, int | None, str | None]:
    level = _level(version, code)
    return level.method, level.points, level.grade.code if level.grade else None


def _plan_without_grade_6(hr: User) -> None:
    """From now on 560 points are grade 5; grade 6 is gone."""
    draft = actions.start_draft(by=hr)
    grades.remove_grade(plan_id=draft.pk, code="6", by=hr)
    activate_plan(plan_id=draft.pk, on=timezone.localdate(), seen=None, by=hr)


def test_a_level_that_comes_back_is_graded_by_the_plan_now_in_force(version: Version, hr: User) -> None:
    deletion = delete_level(version_id=version.pk, key=_level(version, "S6").key, by=hr)
    _plan_without_grade_6(hr)

    restore(version_id=version.pk, token=deletion.token, by=hr)

    assert _standing(version, "S6") == _standing(version, "P6") == ("evaluated", 560, "5")


def test_a_track_that_comes_back_is_graded_by_the_plan_now_in_force(version: Version, hr: User) -> None:
    deletion = delete_track(version_id=version.pk, key=_level(version, "S6").track.key, by=hr)
    _plan_without_grade_6(hr)

    restore(version_id=version.pk, token=deletion.token, by=hr)

    assert [_standing(version, code) for code in ("S5", "S6")] == [("evaluated", 430, "5"), ("evaluated", 560, "5")]


def test_a_slotted_level_whose_grade_is_gone_comes_back_without_one(version: Version, hr: User) -> None:
    level = _level(version, "S6")
    level.evaluation.delete()
    level.method, level.points, level.grade = "", None, None
    level.save()
    slot_level(version_id=version.pk, key=level.key, by=hr, grade_code="6", source="Hay")
    deletion = delete_level(version_id=version.pk, key=level.key, by=hr)
    _plan_without_grade_6(hr)

    restore(version_id=version.pk, token=deletion.token, by=hr)

    assert _standing(version, "S6") == ("", None, None)
    assert _level(version, "S6").source == ""


def test_no_level_is_slotted_on_a_grade_that_only_an_earlier_plan_had(version: Version, hr: User) -> None:
    level = _level(version, "S6")
    level.evaluation.delete()
    level.method, level.points, level.grade = "", None, None
    level.save()
    _plan_without_grade_6(hr)

    with pytest.raises(DomainError, match="There is no grade 6"):
        slot_level(version_id=version.pk, key=level.key, by=hr, grade_code="6", source="Hay")

    assert _standing(version, "S6") == ("", None, None)


def test_a_level_that_came_back_is_not_published_as_removed(version: Version, hr: User) -> None:
    publish(version=version, seen=Version.objects.get(pk=version.pk).revision, by=hr)
    draft = start_draft(framework=version.framework, by=hr)
    removed = _level(draft, "S6").key
    deletion = delete_level(version_id=draft.pk, key=removed, by=hr)
    set_successor(version=draft, removed=removed, level=_level(draft, "S5").key, by=hr)
    restore(version_id=draft.pk, token=deletion.token, by=hr)

    publish(version=draft, seen=Version.objects.get(pk=draft.pk).revision, by=hr)

    assert list(Successor.objects.filter(version=draft)) == []
