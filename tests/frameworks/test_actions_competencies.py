"""Groups, competencies and the proficiency scale of a draft: change, order, delete, bring back."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from accounts.models import User
from ladders.core.errors import DomainError, StaleError
from ladders.core.models import AuditEntry
from ladders.frameworks.actions import competencies as actions
from ladders.frameworks.actions import undo_competencies
from ladders.frameworks.actions.scale import StepInUse, fingerprint, remove_top_step, save_scale
from ladders.frameworks.models import Competency, CompetencyGroup, Expectation, Level, Version
from ladders.frameworks.queries.cell_history import history_of
from ladders.frameworks.queries.versions import shape_of
from ladders.impact.models import FactorPlan
from tests.factories import draft_framework
from tests.shared_rows import shared_rows

pytestmark = pytest.mark.django_db


@shared_rows
def draft(plan: FactorPlan) -> Version:
    return draft_framework()


def group(draft: Version, name: str) -> CompetencyGroup:
    return CompetencyGroup.objects.get(version=draft, name=name)


def competency(draft: Version, name: str) -> Competency:
    return Competency.objects.get(version=draft, name=name)


def order(draft: Version) -> list[tuple[str, list[str]]]:
    shape = shape_of(draft)
    return [(g.name, [c.name for c in shape.competencies if c.group == g.key]) for g in shape.groups]


START = [
    ("Craft", ["Method"]),
    ("Leadership without authority", ["Teaching"]),
    ("Leading people", ["Growing people"]),
]


def test_adds_at_the_end(draft: Version, hr: User) -> None:
    added = actions.add_group(version=draft, name="  Delivery  now ", kind="influence", by=hr)
    actions.add_competency(version=draft, group=added.key, name="Planning", description="When what.", by=hr)
    actions.add_competency(version=draft, group=group(draft, "Craft").key, name="Writing", by=hr)
    assert order(draft) == [
        ("Craft", ["Method", "Writing"]),
        *START[1:],
        ("Delivery now", ["Planning"]),
    ]
    assert added.kind == "influence"
    assert list(AuditEntry.objects.order_by("id").values_list("verb", flat=True))[-3:] == [
        "group.added",
        "competency.added",
        "competency.added",
    ]


@pytest.mark.parametrize("name", ["", "   ", "method", " METHOD "])
def test_refuses_a_name_that_is_missing_or_taken(draft: Version, hr: User, name: str) -> None:
    with pytest.raises(DomainError):
        actions.add_competency(version=draft, group=group(draft, "Craft").key, name=name, by=hr)
    assert order(draft) == START


def test_renames_describes_and_moves_to_another_group(draft: Version, hr: User) -> None:
    row = competency(draft, "Method")
    change: dict[str, Any] = {"version": draft, "competency": row.key, "description": "How.", "by": hr}
    actions.change_competency(**change, name="Methods", group=group(draft, "Leading people").key, seen=0)
    assert order(draft) == [("Craft", []), START[1], ("Leading people", ["Growing people", "Methods"])]
    row.refresh_from_db()
    assert (row.name, row.description, row.revision) == ("Methods", "How.", 1)
    with pytest.raises(StaleError) as caught:
        actions.change_competency(**change, name="Other", group=group(draft, "Craft").key, seen=0)
    assert getattr(caught.value.current, "name", None) == "Methods"
    row.refresh_from_db()
    assert row.name == "Methods"


def test_marks_a_group(draft: Version, hr: User) -> None:
    key = group(draft, "Craft").key
    actions.change_group(version=draft, group=key, name="Craft", kind="influence", seen=0, by=hr)
    assert (group(draft, "Craft").kind, group(draft, "Craft").revision) == ("influence", 1)
    with pytest.raises(StaleError):
        actions.change_group(version=draft, group=key, name="Craft", kind="people", seen=0, by=hr)
    with pytest.raises(DomainError, match="exists already"):
        actions.change_group(version=draft, group=key, name="leading people", kind="people", seen=1, by=hr)
    assert group(draft, "Craft").kind == "influence"


def test_orders_groups_and_competencies(draft: Version, hr: User) -> None:
    assert actions.move_group(version=draft, group=group(draft, "Leading people").key, up=True, by=hr)
    assert order(draft) == [START[0], START[2], START[1]]
    assert not actions.move_group(version=draft, group=group(draft, "Craft").key, up=True, by=hr)
    craft = group(draft, "Craft").key
    for name in ("Writing", "Reading"):
        actions.add_competency(version=draft, group=craft, name=name, by=hr)
    Competency.objects.filter(group__key=craft).update(position=0)  # as rows from elsewhere may be
    assert actions.move_competency(version=draft, competency=competency(draft, "Reading").key, up=True, by=hr)
    assert order(draft)[0] == ("Craft", ["Method", "Reading", "Writing"])
    assert not actions.move_competency(version=draft, competency=competency(draft, "Writing").key, up=False, by=hr)
    with pytest.raises(DomainError):
        actions.move_competency(version=draft, competency=uuid4(), up=False, by=hr)


def test_deletes_a_competency_and_brings_it_back_as_it_was(draft: Version, hr: User) -> None:
    before = shape_of(draft)
    row = competency(draft, "Teaching")
    cell = Expectation.objects.get(level__code="S5", competency=row)
    assert actions.written_expectations(draft, competency=row.pk) == 9
    actions.delete_competency(version=draft, competency=row.key, written=9, by=hr)
    assert order(draft)[1] == ("Leadership without authority", [])
    assert not Expectation.objects.filter(competency_id=row.pk).exists()
    assert [(item.name, item.is_group) for item in undo_competencies.deleted_parts(draft)] == [("Teaching", False)]
    undo_competencies.restore_competency(version=draft, competency=row.key, by=hr)
    undo_competencies.restore_competency(version=draft, competency=row.key, by=hr)  # harmless when repeated
    assert shape_of(draft) == before
    assert undo_competencies.deleted_parts(draft) == []
    assert len(history_of(Expectation.objects.get(pk=cell.pk))) == 1  # the same cell, with its history


def test_what_was_written_since_the_question_stops_the_deletion(draft: Version, hr: User) -> None:
    row = competency(draft, "Teaching")
    with pytest.raises(DomainError, match="9 written expectations would go"):
        actions.delete_competency(version=draft, competency=row.key, written=8, by=hr)
    with pytest.raises(DomainError, match="9 written expectations would go"):
        actions.delete_group(version=draft, group=row.group.key, written=8, by=hr)
    assert order(draft) == START


def test_deletes_a_group_and_brings_it_back_whole(draft: Version, hr: User) -> None:
    before = shape_of(draft)
    key = group(draft, "Craft").key
    actions.delete_group(version=draft, group=key, written=9, by=hr)
    assert order(draft) == START[1:]
    assert [(item.name, item.names) for item in undo_competencies.deleted_parts(draft)] == [("Craft", ("Method",))]
    undo_competencies.restore_group(version=draft, group=key, by=hr)
    assert shape_of(draft) == before


def test_a_competency_cannot_come_back_without_its_group(draft: Version, hr: User) -> None:
    row = competency(draft, "Method")
    actions.delete_competency(version=draft, competency=row.key, by=hr)
    with pytest.raises(DomainError, match="never in this draft"):
        undo_competencies.restore_competency(version=draft, competency=uuid4(), by=hr)
    actions.add_competency(version=draft, group=group(draft, "Craft").key, name="method", by=hr)
    with pytest.raises(DomainError, match="Another competency"):
        undo_competencies.restore_competency(version=draft, competency=row.key, by=hr)
    Competency.objects.filter(name="method").delete()
    CompetencyGroup.objects.filter(name="Craft").delete()
    with pytest.raises(DomainError, match="Bring the group back first"):
        undo_competencies.restore_competency(version=draft, competency=row.key, by=hr)
    assert order(draft) == START[1:]


def test_texts_of_levels_that_are_gone_stay_gone(draft: Version, hr: User) -> None:
    row = competency(draft, "Method")
    actions.delete_competency(version=draft, competency=row.key, by=hr)
    Level.objects.filter(code="S6").delete()
    undo_competencies.restore_competency(version=draft, competency=row.key, by=hr)
    assert Expectation.objects.filter(competency_id=row.pk).count() == 8


def steps(draft: Version) -> list[tuple[int, str]]:
    return list(draft.steps.values_list("number", "name"))


def scale(draft: Version) -> list[tuple[str, str]]:
    return list(draft.steps.values_list("name", "description"))


def test_renames_and_adds_steps(draft: Version, hr: User) -> None:
    wanted = [("Begins", "Watches."), *scale(draft)[1:], ("Renowned", "Known beyond here.")]
    save_scale(version=draft, steps=wanted, seen=fingerprint(draft.steps.all()), by=hr)
    assert scale(draft) == wanted
    assert steps(draft)[5] == (6, "Renowned")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda s: [("", "x"), *s[1:]], "needs a name"),
        (lambda s: [*s, ("learning", "x")], "same name"),
        (lambda s: [*s, *((f"n{i}", "") for i in range(5))], "at most 9"),
        (lambda s: s[:-1], "one by one"),
    ],
)
def test_refuses_a_scale_that_does_not_work(draft: Version, hr: User, change: Any, sentence: str) -> None:
    before = scale(draft)
    with pytest.raises(DomainError, match=sentence):
        save_scale(version=draft, steps=change(before), seen=fingerprint(draft.steps.all()), by=hr)
    assert scale(draft) == before


def test_two_editors_of_the_scale(draft: Version, hr: User) -> None:
    seen = fingerprint(draft.steps.all())
    save_scale(version=draft, steps=[("A", ""), *scale(draft)[1:]], seen=seen, by=hr)
    with pytest.raises(StaleError):
        save_scale(version=draft, steps=[("B", ""), *scale(draft)[1:]], seen=seen, by=hr)
    assert scale(draft)[0] == ("A", "")


def test_a_step_in_use_goes_only_after_its_expectations(draft: Version, hr: User) -> None:
    assert remove_top_step(version=draft, number=5, by=hr) == 0
    assert remove_top_step(version=draft, number=4, by=hr) == 0
    with pytest.raises(StepInUse) as caught:
        remove_top_step(version=draft, number=3, by=hr)
    used = Expectation.objects.filter(proficiency=3)
    assert caught.value.count == used.count() == 9
    assert remove_top_step(version=draft, number=3, lower=True, by=hr) == 9
    assert (used.count(), Expectation.objects.filter(proficiency=2, revision=1).count()) == (0, 9)
    with pytest.raises(DomainError, match="at least 2"):
        remove_top_step(version=draft, number=2, by=hr)
    with pytest.raises(DomainError, match="changed meanwhile"):
        remove_top_step(version=draft, number=5, by=hr)
    assert [number for number, _name in steps(draft)] == [1, 2]
