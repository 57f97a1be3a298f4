"""Tracks of a draft: added, edited, ordered, deleted and brought back. Management is never the first column."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from accounts.models import User
from ladders.core.errors import DomainError, StaleError
from ladders.core.models import AuditEntry
from ladders.frameworks.actions import tracks, undo
from ladders.frameworks.actions.frameworks import create_framework
from ladders.frameworks.models import Track, Version
from ladders.frameworks.queries.versions import shape_of
from ladders.impact.models import FactorPlan
from tests.factories import draft_framework
from tests.shared_rows import shared_rows

pytestmark = pytest.mark.django_db
FIRST = "never the first column"


@shared_rows
def draft(plan: FactorPlan, hr: User) -> Version:
    return draft_framework(by=hr)


@pytest.fixture
def blank(plan: FactorPlan, hr: User) -> Version:
    return create_framework(name="Blank", by=hr)


def _kinds(draft: Version) -> list[str]:
    return list(draft.track_set.values_list("kind", flat=True))


def _track(draft: Version, kind: str) -> Track:
    return Track.objects.get(version=draft, kind=kind)


def _add(draft: Version, by: User, kind: str) -> Track:
    return tracks.add_track(version_id=draft.pk, by=by, kind=kind, name=kind.capitalize())


def _edit(draft: Version, by: User, track: Track, **fields: Any) -> Track:
    values = {name: getattr(track, name) for name in tracks.TEXTS} | {"seen": track.revision} | fields
    return tracks.edit_track(version_id=draft.pk, key=track.key, by=by, **values)


def _shift(draft: Version, by: User, kind: str, *, left: bool) -> None:
    tracks.shift_track(version_id=draft.pk, key=_track(draft, kind).key, by=by, left=left)


def test_tracks_join_at_the_right_before_management_and_the_shared_start_before_all(blank: Version, hr: User) -> None:
    for kind in ("specialist", "management", "influence", "shared"):
        _add(blank, hr, kind)
    assert _kinds(blank) == ["shared", "specialist", "influence", "management"]
    entry = AuditEntry.objects.first()
    assert entry is not None
    assert (entry.verb, entry.subject) == ("track.added", "Blank · Shared")


def test_management_is_not_added_as_the_first_column(blank: Version, hr: User) -> None:
    with pytest.raises(DomainError, match=FIRST):
        _add(blank, hr, "management")
    _add(blank, hr, "shared")
    with pytest.raises(DomainError, match=FIRST):
        _add(blank, hr, "management")
    assert _kinds(blank) == ["shared"]


def test_there_is_one_shared_start(draft: Version, hr: User) -> None:
    with pytest.raises(DomainError, match="shared start already"):
        _add(draft, hr, "shared")
    with pytest.raises(DomainError, match="shared start already"):
        _edit(draft, hr, _track(draft, "project"), kind="shared")
    assert _kinds(draft) == ["shared", "specialist", "project", "influence", "management"]


def test_there_are_at_most_twelve_columns(blank: Version, hr: User) -> None:
    for _number in range(12):
        _add(blank, hr, "specialist")
    with pytest.raises(DomainError, match="up to 12 tracks"):
        _add(blank, hr, "project")
    _add(blank, hr, "shared")
    assert blank.track_set.count() == 13


def test_reordering_refuses_to_put_management_first(draft: Version, hr: User) -> None:
    for _step in range(2):
        _shift(draft, hr, "management", left=True)
    assert _kinds(draft) == ["shared", "specialist", "management", "project", "influence"]
    with pytest.raises(DomainError, match=FIRST):
        _shift(draft, hr, "management", left=True)
    with pytest.raises(DomainError, match=FIRST):
        _shift(draft, hr, "specialist", left=False)
    assert _kinds(draft) == ["shared", "specialist", "management", "project", "influence"]


def test_the_edges_and_the_shared_start(draft: Version, hr: User) -> None:
    _shift(draft, hr, "specialist", left=True)
    _shift(draft, hr, "management", left=False)
    assert _kinds(draft) == ["shared", "specialist", "project", "influence", "management"]
    with pytest.raises(DomainError, match="comes before all columns"):
        _shift(draft, hr, "shared", left=False)


def test_a_first_column_does_not_become_management(draft: Version, hr: User) -> None:
    with pytest.raises(DomainError, match=FIRST):
        _edit(draft, hr, _track(draft, "specialist"), kind="management")
    _edit(draft, hr, _track(draft, "project"), kind="management")
    assert _kinds(draft) == ["shared", "specialist", "management", "influence", "management"]


def test_a_track_becomes_the_shared_start(blank: Version, hr: User) -> None:
    _add(blank, hr, "specialist")
    second = _add(blank, hr, "project")
    _edit(blank, hr, second, kind="shared")
    assert _kinds(blank) == ["shared", "specialist"]


def test_editing_tells_what_changed_and_notices_a_second_editor(draft: Version, hr: User, editor: User) -> None:
    track = _track(draft, "influence")
    _edit(draft, hr, track, name="Better systems", tagline="for all")
    assert AuditEntry.objects.filter(verb="track.edited").get().detail == {
        "name": ["Influence track", "Better systems"],
        "tagline": ["a few words", "for all"],
    }
    with pytest.raises(StaleError, match="The track Better systems was changed"):
        _edit(draft, editor, track, name="Other")
    track.refresh_from_db()
    assert (track.name, track.revision) == ("Better systems", 1)
    _edit(draft, hr, track)
    track.refresh_from_db()
    assert track.revision == 1


def test_deleting_the_first_column_never_leaves_management_in_its_place(draft: Version, hr: User) -> None:
    for _step in range(2):
        _shift(draft, hr, "management", left=True)
    tracks.delete_track(version_id=draft.pk, key=_track(draft, "specialist").key, by=hr)
    assert _kinds(draft) == ["shared", "project", "influence", "management"]


def test_a_deleted_track_comes_back_whole(draft: Version, hr: User) -> None:
    before, track = shape_of(draft, evaluations=True), _track(draft, "project")
    deletion = tracks.delete_track(version_id=draft.pk, key=track.key, by=hr)
    assert _kinds(draft) == ["shared", "specialist", "influence", "management"]
    assert [(item.kind, item.name) for item in undo.deletions(draft)] == [("track", "Project track")]
    found = undo.deletion_of(draft, deletion.token)
    assert found is not None
    assert (found.name, found.row) == ("Project track", track.pk)
    undo.restore(version_id=draft.pk, token=deletion.token, by=hr)
    assert shape_of(draft, evaluations=True) == before
    entry = AuditEntry.objects.filter(verb="track.deleted").get()
    assert entry.detail == {"levels": ["P5, P6", None]}


def test_a_shared_start_comes_back_only_where_there_is_none(draft: Version, hr: User) -> None:
    deletion = tracks.delete_track(version_id=draft.pk, key=_track(draft, "shared").key, by=hr)
    other = _add(draft, hr, "shared")
    with pytest.raises(DomainError, match="another shared start"):
        undo.restore(version_id=draft.pk, token=deletion.token, by=hr)
    tracks.delete_track(version_id=draft.pk, key=other.key, by=hr)
    undo.restore(version_id=draft.pk, token=deletion.token, by=hr)
    assert list(_track(draft, "shared").levels.values_list("code", flat=True)) == ["E3"]


def test_management_that_comes_back_does_not_come_first(draft: Version, hr: User) -> None:
    for _step in range(2):
        _shift(draft, hr, "management", left=True)
    management = tracks.delete_track(version_id=draft.pk, key=_track(draft, "management").key, by=hr)
    tracks.delete_track(version_id=draft.pk, key=_track(draft, "specialist").key, by=hr)
    undo.restore(version_id=draft.pk, token=management.token, by=hr)
    assert _kinds(draft)[1] != "management"


def test_a_track_that_is_gone_is_said_in_a_sentence(draft: Version, hr: User) -> None:
    with pytest.raises(DomainError, match="This track is no longer there"):
        tracks.shift_track(version_id=draft.pk, key=uuid4(), by=hr, left=True)
