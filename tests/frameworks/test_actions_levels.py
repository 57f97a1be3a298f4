"""Levels of a draft: added, edited, ordered, moved, slotted, deleted and brought back."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import User
from ladders.core.errors import DomainError, StaleError
from ladders.core.models import AuditEntry, Organisation
from ladders.frameworks.actions import levels, undo
from ladders.frameworks.actions.tracks import delete_track
from ladders.frameworks.domain.shapes import LEVEL_TEXTS
from ladders.frameworks.models import Competency, Expectation, FactorRating, Level, Track, Version
from ladders.frameworks.queries.versions import shape_of
from ladders.impact.models import FactorPlan
from tests.factories import draft_framework
from tests.shared_rows import shared_rows

pytestmark = pytest.mark.django_db


@shared_rows
def draft(plan: FactorPlan, hr: User) -> Version:
    return draft_framework(by=hr)


def _level(draft: Version, code: str) -> Level:
    return Level.objects.select_related("track", "grade").get(version=draft, code=code)


def _track(draft: Version, kind: str) -> Track:
    return Track.objects.get(version=draft, kind=kind)


def _codes(track: Track) -> list[str]:
    return list(track.levels.values_list("code", flat=True))


def _add(draft: Version, by: User, **fields: Any) -> Level:
    values: dict[str, Any] = {"track_key": _track(draft, "specialist").key, "code": "S9", "title": "Fellow", **fields}
    return levels.add_level(version_id=draft.pk, by=by, **values)


def _edit(draft: Version, by: User, level: Level, **fields: Any) -> Level:
    values = {name: getattr(level, name) for name in LEVEL_TEXTS} | {"seen": level.revision} | fields
    return levels.edit_level(version_id=draft.pk, key=level.key, by=by, **values)


def test_a_new_level_without_a_grade_comes_last_and_waits(draft: Version, hr: User) -> None:
    level = _add(draft, hr)
    assert _codes(level.track) == ["S5", "S6", "S9"]
    assert (level.method, level.grade, level.points) == ("", None, None)
    entry = AuditEntry.objects.first()
    assert entry is not None
    assert (entry.verb, entry.subject, entry.by) == ("level.added", "Research · S9 Fellow", hr)


def test_a_new_level_with_a_grade_names_its_source_and_takes_its_place(draft: Version, hr: User) -> None:
    with pytest.raises(DomainError, match="where the grade is from"):
        _add(draft, hr, code="S4", grade_code="4")
    level = _add(draft, hr, code="S4", grade_code="4", source="Hay")
    assert _codes(level.track) == ["S4", "S5", "S6"]
    assert (level.method, level.source) == ("slotted", "Hay")
    assert level.evaluation_due == timezone.localdate() + dt.timedelta(days=180)
    with pytest.raises(DomainError, match="no grade 99"):
        _add(draft, hr, grade_code="99", source="Hay")


def test_the_due_date_follows_the_organisations_setting(draft: Version, hr: User) -> None:
    Organisation.objects.update_or_create(pk=1, defaults={"evaluation_days": 30})
    assert _add(draft, hr, grade_code="8", source="Hay").evaluation_due == timezone.localdate() + dt.timedelta(days=30)
    due = dt.date(2030, 1, 31)
    assert _add(draft, hr, code="S10", grade_code="8", source="Hay", due=due).evaluation_due == due


def test_every_edit_counts_the_draft_once(draft: Version, hr: User) -> None:
    level = _level(draft, "S5")
    _edit(draft, hr, level, title="Senior researcher")
    draft.refresh_from_db()
    assert draft.revision == 1
    assert AuditEntry.objects.filter(verb="level.edited").get().detail == {
        "title": ["Specialist 5", "Senior researcher"]
    }


def test_saving_without_a_change_leaves_no_trace(draft: Version, hr: User) -> None:
    level = _level(draft, "S5")
    _edit(draft, hr, level)
    level.refresh_from_db()
    assert level.revision == 0
    assert not AuditEntry.objects.filter(verb="level.edited").exists()


def test_the_second_editor_is_told_and_nothing_is_overwritten(draft: Version, hr: User, editor: User) -> None:
    level = _level(draft, "S5")
    _edit(draft, hr, level, title="First")
    with pytest.raises(StaleError, match="Level S5 was changed") as refused:
        _edit(draft, editor, level, title="Second")
    assert refused.value.current == level
    assert _level(draft, "S5").title == "First"


def test_editing_can_move_to_another_track(draft: Version, hr: User) -> None:
    level = _edit(draft, hr, _level(draft, "S5"), track_key=_track(draft, "project").key, code="P5b")
    assert _codes(level.track) == ["P5", "P5b", "P6"]
    assert AuditEntry.objects.filter(verb="level.moved").get().detail == {
        "track": ["Specialist track", "Project track"]
    }


def test_moving_keeps_key_grade_evaluation_and_expectations(draft: Version, hr: User) -> None:
    level, target = _level(draft, "S6"), _track(draft, "influence")
    before = shape_of(draft, evaluations=True)
    moved = levels.move_level(version_id=draft.pk, key=level.key, track_key=target.key, by=hr)
    after = shape_of(draft, evaluations=True)
    assert moved.track == target
    assert _codes(target) == ["I5", "I6", "S6"]
    assert after.level_by_key[level.key] == before.level_by_key[level.key]
    assert after.expectations == before.expectations
    assert after.evaluations == before.evaluations
    revision = Level.objects.get(pk=level.pk).revision
    levels.move_level(version_id=draft.pk, key=level.key, track_key=target.key, by=hr)
    assert Level.objects.get(pk=level.pk).revision == revision


def test_the_order_of_levels_that_wait_for_a_grade(draft: Version, hr: User) -> None:
    level, other = _add(draft, hr, code="S8"), _add(draft, hr, code="S9")
    assert other.track == level.track
    levels.shift_level(version_id=draft.pk, key=level.key, by=hr, up=True)
    assert _codes(level.track) == ["S5", "S6", "S9", "S8"]
    levels.shift_level(version_id=draft.pk, key=level.key, by=hr, up=True)
    assert _codes(level.track) == ["S5", "S6", "S9", "S8"]
    levels.shift_level(version_id=draft.pk, key=level.key, by=hr, up=False)
    assert _codes(level.track) == ["S5", "S6", "S8", "S9"]
    assert AuditEntry.objects.filter(verb="level.reordered").count() == 2


def test_an_arrow_moves_no_level_to_another_row(draft: Version, hr: User) -> None:
    level = _level(draft, "S5")
    with pytest.raises(DomainError, match="S5 stands on its row by its grade"):
        levels.shift_level(version_id=draft.pk, key=level.key, by=hr, up=True)
    assert _codes(level.track) == ["S5", "S6"]


def test_slotting_from_the_tray_puts_the_level_where_its_grade_belongs(draft: Version, hr: User) -> None:
    level = _add(draft, hr, code="S4")
    slotted = levels.slot_level(version_id=draft.pk, key=level.key, by=hr, grade_code="4", source=" Mercer ")
    assert (slotted.source, slotted.grade and slotted.grade.code) == ("Mercer", "4")
    assert _codes(level.track) == ["S4", "S5", "S6"]
    levels.slot_level(
        version_id=draft.pk,
        key=level.key,
        by=hr,
        grade_code="9",
        source="Committee",
        track_key=_track(draft, "project").key,
    )
    assert _codes(_track(draft, "project")) == ["P5", "P6", "S4"]


def test_slotting_leaves_the_order_alone_where_grades_rise_anyway(draft: Version, hr: User) -> None:
    track = _track(draft, "specialist")
    first, second = _add(draft, hr, code="A"), _add(draft, hr, code="B")
    levels.slot_level(version_id=draft.pk, key=second.key, by=hr, grade_code="7", source="Hay")
    levels.slot_level(version_id=draft.pk, key=first.key, by=hr, grade_code="7", source="Hay")
    assert _codes(track) == ["S5", "S6", "A", "B"]


def test_an_evaluated_level_keeps_its_evaluation(draft: Version, hr: User) -> None:
    level = _level(draft, "S5")
    refusal = "S5 is evaluated: its 430 points decide its grade"
    with pytest.raises(DomainError, match=refusal):
        levels.slot_level(version_id=draft.pk, key=level.key, by=hr, grade_code="9", source="Hay")
    with pytest.raises(DomainError, match=refusal):
        levels.unslot_level(version_id=draft.pk, key=level.key, by=hr)
    assert _level(draft, "S5").grade == level.grade


def test_a_slotted_grade_can_be_taken_back(draft: Version, hr: User) -> None:
    level = _add(draft, hr, grade_code="8", source="Hay")
    for _time in range(2):
        bare = levels.unslot_level(version_id=draft.pk, key=level.key, by=hr)
        assert (bare.method, bare.grade, bare.source, bare.evaluation_due) == ("", None, "", None)
    assert AuditEntry.objects.filter(verb="level.unslotted").get().detail == {"grade": ["8", None]}


def test_a_deleted_level_comes_back_whole(draft: Version, hr: User) -> None:
    level, before = _level(draft, "S5"), shape_of(draft, evaluations=True)
    deletion = levels.delete_level(version_id=draft.pk, key=level.key, by=hr)
    assert deletion.token == f"level-{level.pk}"
    assert _codes(level.track) == ["S6"]
    assert not Expectation.objects.filter(level_id=level.pk).exists()
    assert [item.name for item in undo.deletions(draft)] == ["S5 Specialist 5"]
    undo.restore(version_id=draft.pk, token=deletion.token, by=hr)
    assert shape_of(draft, evaluations=True) == before
    assert undo.deletions(draft) == []
    assert undo.deletion_of(draft, deletion.token) is None


def test_bringing_back_twice_is_harmless(draft: Version, hr: User) -> None:
    deletion = levels.delete_level(version_id=draft.pk, key=_level(draft, "S5").key, by=hr)
    undo.restore(version_id=draft.pk, token=deletion.token, by=hr)
    after = shape_of(draft, evaluations=True)
    undo.restore(version_id=draft.pk, token=deletion.token, by=hr)
    assert shape_of(draft, evaluations=True) == after
    assert AuditEntry.objects.filter(verb="level.brought_back").count() == 1


def test_a_level_deleted_again_comes_back_as_it_was_the_second_time(draft: Version, hr: User) -> None:
    level = _level(draft, "S5")
    deletion = levels.delete_level(version_id=draft.pk, key=level.key, by=hr)
    undo.restore(version_id=draft.pk, token=deletion.token, by=hr)
    level.expectations.all()[0].delete()
    _edit(draft, hr, level, title="Renamed")
    before = shape_of(draft, evaluations=True)
    deletion = levels.delete_level(version_id=draft.pk, key=level.key, by=hr)
    undo.restore(version_id=draft.pk, token=deletion.token, by=hr)
    assert shape_of(draft, evaluations=True) == before


def test_expectations_of_competencies_deleted_meanwhile_stay_away(draft: Version, hr: User) -> None:
    level = _level(draft, "S5")
    deletion = levels.delete_level(version_id=draft.pk, key=level.key, by=hr)
    Competency.objects.filter(version=draft, name="Method").delete()
    undo.restore(version_id=draft.pk, token=deletion.token, by=hr)
    assert [item.competency.name for item in level.expectations.all()] == ["Teaching"]
    assert FactorRating.objects.filter(evaluation__level=level).count() == 5


def test_a_level_needs_its_track_to_come_back_to(draft: Version, hr: User) -> None:
    level = _level(draft, "S5")
    first = levels.delete_level(version_id=draft.pk, key=level.key, by=hr)
    delete_track(version_id=draft.pk, key=level.track.key, by=hr)
    assert [item.token for item in undo.deletions(draft)] == [f"track-{level.track_id}", first.token]
    with pytest.raises(DomainError, match="Bring the track back first"):
        undo.restore(version_id=draft.pk, token=first.token, by=hr)
    assert not Level.objects.filter(pk=level.pk).exists()


@pytest.mark.parametrize("token", ["", "level-", "level-x", "level-9999999999999999999999", "track-1", "user-1"])
def test_only_what_was_deleted_from_this_draft_comes_back(draft: Version, hr: User, token: str) -> None:
    with pytest.raises(DomainError, match="nothing to bring back"):
        undo.restore(version_id=draft.pk, token=token, by=hr)
    assert undo.deletion_of(draft, token) is None


def test_a_deletion_of_another_draft_is_none_of_this_one(draft: Version, hr: User) -> None:
    other = draft_framework(by=hr, name="Other")
    deletion = levels.delete_level(version_id=other.pk, key=_level(other, "S5").key, by=hr)
    with pytest.raises(DomainError, match="nothing to bring back"):
        undo.restore(version_id=draft.pk, token=deletion.token, by=hr)
    assert undo.deletions(draft) == []


def test_an_earlier_text_comes_back_from_the_history(draft: Version, hr: User) -> None:
    level = _level(draft, "S5")
    _edit(draft, hr, level, title="Worse", scope="Nothing")
    event = undo.events_of(Level).filter(pgh_obj_id=level.pk).order_by("pgh_id")[0]
    levels.restore_texts(version_id=draft.pk, key=level.key, event_id=event.pk, by=hr)
    restored = _level(draft, "S5")
    assert (restored.title, restored.scope, restored.revision) == ("Specialist 5", "", 2)
    other = undo.events_of(Level).filter(code="S6")[0]
    with pytest.raises(DomainError, match="not in the history"):
        levels.restore_texts(version_id=draft.pk, key=level.key, event_id=other.pk, by=hr)


def test_what_is_gone_is_said_in_a_sentence(draft: Version, hr: User) -> None:
    with pytest.raises(DomainError, match="This level is no longer there"):
        levels.delete_level(version_id=draft.pk, key=uuid4(), by=hr)
    with pytest.raises(DomainError, match="This track is no longer there"):
        _add(draft, hr, track_key=uuid4())


def test_a_published_version_is_not_edited(draft: Version, hr: User) -> None:
    level = _level(draft, "S5")
    draft.state, draft.published_at, draft.published_by = "published", timezone.now(), hr
    draft.save()
    for action in (
        lambda: _edit(draft, hr, level, title="Other"),
        lambda: _add(draft, hr),
        lambda: levels.delete_level(version_id=draft.pk, key=level.key, by=hr),
    ):
        with pytest.raises(DomainError, match="published meanwhile"):
            action()
    assert _level(draft, "S5").title == "Specialist 5"


@pytest.mark.django_db(transaction=True)
def test_of_two_simultaneous_edits_one_is_saved_and_one_is_told(hr: User) -> None:
    from ladders.impact.library import install_default_plan

    install_default_plan()
    draft = draft_framework(by=hr)
    level, barrier = _level(draft, "S5"), Barrier(2)

    def edit(title: str) -> str:
        try:
            barrier.wait(10)
            return _edit(draft, hr, level, title=title).title
        except StaleError:
            return "told"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(edit, ["First", "Second"]))
    saved = _level(draft, "S5").title
    assert sorted(outcomes) == sorted([saved, "told"])


def test_a_button_pressed_twice_adds_one_level(draft: Version, hr: User) -> None:
    first, twice = (_add(draft, hr) for _ in "12")
    assert first == twice
    assert _codes(first.track) == ["S5", "S6", "S9"]
    assert AuditEntry.objects.filter(verb="level.added").count() == 1
    assert _add(draft, hr, title="Senior fellow") != first
