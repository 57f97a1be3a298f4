"""What is compiled once and kept, and what never is."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from ladders.frameworks.actions.frameworks import start_draft
from ladders.frameworks.models import Consultation, Framework, Level, ParityReason, Successor, Version
from ladders.frameworks.queries import snapshot
from ladders.frameworks.queries.snapshot import Heard, Kept, TrackReason, fragment, snapshot_of
from ladders.impact.models import FactorPlan
from tests.frameworks.published import publish_now, published

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    snapshot.forget()


def read(version: Version) -> Version:
    """The version with framework and owner joined."""
    return Version.objects.select_related("framework__owner").get(pk=version.pk)


def queries(version: Version) -> int:
    """How many queries its snapshot takes."""
    with CaptureQueriesContext(connection) as captured:
        snapshot_of(version)
    return len(captured)


def test_a_published_version_is_compiled_once(plan: FactorPlan, hr: User) -> None:
    version = read(published(hr))
    again = read(version)
    assert (queries(version), queries(version), queries(again)) == (16, 0, 0)
    assert snapshot_of(version) is snapshot_of(read(version))


def test_the_number_of_queries_does_not_grow_with_the_version(plan: FactorPlan, hr: User) -> None:
    small = read(published(hr, "Small"))
    large = read(published(hr, "Large", degrees=(3, 4, 5, 6, 7, 8)))
    assert (len(snapshot_of(large).shape.levels), len(snapshot_of(small).shape.levels)) == (25, 9)
    snapshot.forget()
    assert (queries(small), queries(large)) == (16, 16)


def test_a_draft_is_compiled_anew_each_time(plan: FactorPlan, hr: User) -> None:
    draft = start_draft(framework=published(hr).framework, by=hr)
    assert snapshot_of(read(draft)).shape.levels[0].title == "Researcher"
    Level.objects.filter(version=draft, code="E3").update(title="Explorer")
    assert snapshot_of(read(draft)).shape.levels[0].title == "Explorer"
    assert fragment(read(draft), ("x",), lambda: "one") == b"one"
    assert fragment(read(draft), ("x",), lambda: "two") == b"two"


def test_a_fragment_of_a_published_version_is_rendered_once(plan: FactorPlan, hr: User) -> None:
    version, other = read(published(hr)), read(published(hr, "Other"))
    assert fragment(version, ("x",), lambda: "Überblick") == "Überblick".encode()
    assert fragment(version, ("x",), lambda: "again") == "Überblick".encode()
    assert fragment(version, ("y",), lambda: "another") == b"another"
    assert fragment(other, ("x",), lambda: "other") == b"other"


def test_a_new_name_or_owner_is_seen_at_once(plan: FactorPlan, hr: User, employee: User) -> None:
    version = published(hr)
    assert snapshot_of(read(version)).shape.owner == "Olga Wner, Head of research"
    Framework.objects.filter(pk=version.framework_id).update(name="Discovery", owner=employee.employee, owner_title="")
    shape = snapshot_of(read(version)).shape
    assert (shape.framework, shape.owner) == ("Discovery", "Emil Ployee")


def test_reasons_consultations_and_successors_belong_to_it(plan: FactorPlan, hr: User) -> None:
    first = published(hr)
    draft = start_draft(framework=first.framework, by=hr)
    Level.objects.filter(version=draft, code="S6").delete()
    level = Level.objects.get(version=draft, code="S5")
    gone = Level.objects.get(version=first, code="S6").key
    Successor.objects.create(
        version=draft, removed_key=gone, removed_code="S6", removed_title="Specialist 6", level=level
    )
    day = dt.date(2031, 5, 1)
    for name, sentence, reason in (("f", "It is so.", "Since."), ("g", "And so.", "Since."), ("h", "Also.", "Now.")):
        ParityReason.objects.create(version=draft, finding=name, sentence=sentence, reason=reason, review_on=day, by=hr)
    Consultation.objects.create(version=draft, body="Works council", held_on=day, outcome="Agreed")
    found = snapshot_of(read(draft))
    assert found.reasons == (TrackReason(("It is so.", "And so."), "Since.", day), TrackReason(("Also.",), "Now.", day))
    assert found.consultations == (Heard("Works council", day, "Agreed"),)
    assert [(item.code, item.level.code) for item in found.removed] == [("S6", "S5")]


def test_points_are_explained_under_the_plan_it_was_published_with(plan: FactorPlan, hr: User) -> None:
    found = snapshot_of(read(published(hr)))
    level = next(level for level in found.shape.levels if level.code == "S5")
    lines = found.contributions(level)
    assert [(line.contribution.factor.code, line.contribution.points) for line in lines] == [
        ("complexity", Decimal(129)),
        ("contribution", Decimal("107.5")),
        ("influence", Decimal(86)),
        ("autonomy", Decimal("64.5")),
        ("demands", Decimal(43)),
    ]
    assert sum(line.contribution.points for line in lines) == level.points == 430
    assert (lines[0].given, lines[0].possible, lines[4].possible) == (430, 1000, 333)
    assert lines[0].rationale == "Because of S5"


def test_a_slotted_level_has_no_contributions(plan: FactorPlan, hr: User) -> None:
    draft = start_draft(framework=published(hr).framework, by=hr)
    level = Level.objects.get(version=draft, code="S5")
    level.evaluation.delete()
    Level.objects.filter(pk=level.pk).update(
        method="slotted", points=None, source="Hay", evaluation_due=dt.date(2031, 1, 1)
    )
    found = snapshot_of(read(draft))
    shape = next(level for level in found.shape.levels if level.code == "S5")
    assert (found.contributions(shape), found.outcome(shape), shape.source) == ((), None, "Hay")


def test_what_is_kept_is_bounded_and_the_oldest_goes_first() -> None:
    kept: Kept[bytes] = Kept(10, len)
    for name in "abc":
        kept.get(name, lambda: b"1234")
    assert len(kept) == 2
    assert kept.get("c", lambda: b"new") == b"1234"
    assert kept.get("a", lambda: b"new") == b"new"
    assert kept.get("huge", lambda: b"x" * 11) == b"x" * 11
    assert len(kept) == 2
    assert kept.get("huge", lambda: b"again") == b"again"


def test_republishing_leaves_the_old_snapshot_as_it_was(plan: FactorPlan, hr: User) -> None:
    first = published(hr)
    before = snapshot_of(read(first))
    draft = start_draft(framework=first.framework, by=hr)
    Level.objects.filter(version=draft, code="S5").update(title="Renamed")
    second = publish_now(draft, hr)
    assert snapshot_of(read(first)) is before
    assert "Renamed" in [level.title for level in snapshot_of(read(second)).shape.levels]
