"""Cells of the grid: write, clear, copy, restore; two people at the same cell."""

from __future__ import annotations

from uuid import uuid4

import pytest

from accounts.models import User
from ladders.core.errors import DomainError, StaleError
from ladders.core.models import AuditEntry
from ladders.frameworks.actions.expectations import (
    clear_expectation,
    copy_expectation,
    restore_expectation,
    save_expectation,
    text_of,
)
from ladders.frameworks.domain.shapes import EMPTY, ExpectationShape
from ladders.frameworks.models import Competency, Expectation, Level, Version
from ladders.frameworks.queries.cell_history import history_of, last_moment
from ladders.impact.models import FactorPlan
from tests.factories import draft_framework
from tests.shared_rows import shared_rows

pytestmark = pytest.mark.django_db


@shared_rows
def draft(plan: FactorPlan) -> Version:
    return draft_framework()


def level(draft: Version, code: str) -> Level:
    return Level.objects.get(version=draft, code=code)


def competency(draft: Version, name: str = "Method") -> Competency:
    return Competency.objects.get(version=draft, name=name)


def cell(draft: Version, code: str, name: str = "Method") -> Expectation:
    return Expectation.objects.get(version=draft, level__code=code, competency__name=name)


def save(draft: Version, by: User, code: str, text: ExpectationShape, seen: int, name: str = "Method") -> Expectation:
    return save_expectation(
        version=draft,
        level=level(draft, code).key,
        competency=competency(draft, name).key,
        text=text,
        seen=seen,
        by=by,
    )


def test_writes_a_cell_counts_it_and_leaves_a_trace(draft: Version, hr: User) -> None:
    save(draft, hr, "S5", ExpectationShape(3, "Chooses *well*.", "- one", True), seen=0)
    row = cell(draft, "S5")
    assert (text_of(row), row.revision) == (ExpectationShape(3, "Chooses *well*.", "- one", True), 1)
    entry = AuditEntry.objects.latest("id")
    assert (entry.verb, entry.subject, entry.by) == ("expectation.written", "Research · S5 · Method", hr)
    assert entry.detail["descriptor"] == ["Specialist 5 shows method.", "Chooses *well*."]
    draft.refresh_from_db()
    assert draft.revision == 1


def test_creates_a_cell_that_did_not_exist(draft: Version, hr: User) -> None:
    assert not Expectation.objects.filter(level__code="S5", competency__name="Growing people").exists()
    save(draft, hr, "S5", ExpectationShape(1, "Listens."), seen=0, name="Growing people")
    assert cell(draft, "S5", "Growing people").revision == 1


def test_saving_what_is_there_changes_nothing(draft: Version, hr: User) -> None:
    same = text_of(cell(draft, "S5"))
    save(draft, hr, "S5", same, seen=99)
    assert cell(draft, "S5").revision == 0
    assert not AuditEntry.objects.filter(verb="expectation.written").exists()


def test_the_second_of_two_is_told_and_nothing_is_overwritten(draft: Version, hr: User, editor: User) -> None:
    save(draft, hr, "S5", ExpectationShape(3, "Hers."), seen=0)
    with pytest.raises(StaleError) as caught:
        save(draft, editor, "S5", ExpectationShape(3, "His."), seen=0)
    current = caught.value.current
    assert isinstance(current, Expectation)
    assert (current.descriptor, current.revision) == ("Hers.", 1)
    assert cell(draft, "S5").descriptor == "Hers."


def test_two_who_create_the_same_cell_conflict(draft: Version, hr: User, editor: User) -> None:
    save(draft, hr, "S5", ExpectationShape(1, "Hers."), seen=0, name="Growing people")
    with pytest.raises(StaleError):
        save(draft, editor, "S5", ExpectationShape(1, "His."), seen=0, name="Growing people")
    assert cell(draft, "S5", "Growing people").descriptor == "Hers."


def clear(draft: Version, by: User, code: str, seen: int) -> Expectation:
    return clear_expectation(
        version=draft, level=level(draft, code).key, competency=competency(draft).key, seen=seen, by=by
    )


def test_a_cleared_cell_still_counts(draft: Version, hr: User, editor: User) -> None:
    clear(draft, hr, "S5", seen=0)
    assert (text_of(cell(draft, "S5")), cell(draft, "S5").revision) == (EMPTY, 1)
    with pytest.raises(StaleError):
        save(draft, editor, "S5", ExpectationShape(3, "His."), seen=0)
    with pytest.raises(StaleError):
        clear(draft, hr, "S6", seen=7)
    clear(draft, editor, "S5", seen=0)  # it is empty already: harmless
    assert [cell(draft, code).revision for code in ("S5", "S6")] == [1, 0]


def test_refuses_a_step_that_the_scale_does_not_have(draft: Version, hr: User) -> None:
    with pytest.raises(DomainError, match="no such step"):
        save(draft, hr, "S5", ExpectationShape(6, "Too high."), seen=0)
    assert cell(draft, "S5").revision == 0


def test_a_cell_takes_a_page_of_text_and_no_more(draft: Version, hr: User) -> None:
    for text in (ExpectationShape(None, "x" * 4_001), ExpectationShape(None, "x", "x" * 4_001)):
        with pytest.raises(DomainError, match="4,000 characters at most"):
            save(draft, hr, "S5", text, seen=0)
        assert cell(draft, "S5").revision == 0
    save(draft, hr, "S5", ExpectationShape(None, "x" * 4_000, "x" * 4_000), seen=0)
    assert cell(draft, "S5").revision == 1


def test_the_first_level_has_nothing_to_build_on(draft: Version, hr: User) -> None:
    with pytest.raises(DomainError, match="no level before E3"):
        save(draft, hr, "E3", ExpectationShape(1, "More.", builds_on=True), seen=0)
    save(draft, hr, "S5", ExpectationShape(1, "More.", builds_on=True), seen=0)  # stands on the shared start
    assert cell(draft, "S5").builds_on


def test_says_what_is_gone(draft: Version, hr: User) -> None:
    key = level(draft, "S5").key
    text = ExpectationShape(1, "x")
    with pytest.raises(DomainError, match="competency was deleted"):
        save_expectation(version=draft, level=key, competency=uuid4(), text=text, seen=0, by=hr)
    with pytest.raises(DomainError, match="level was deleted"):
        save_expectation(version=draft, level=uuid4(), competency=competency(draft).key, text=text, seen=0, by=hr)


def test_a_published_version_is_refused_in_words(draft: Version, hr: User) -> None:
    Version.objects.filter(pk=draft.pk).update(
        state="published", published_at=draft.created_at, published_by=hr, plan=FactorPlan.objects.get()
    )
    with pytest.raises(DomainError, match="has been published"):
        save(draft, hr, "S5", ExpectationShape(1, "Late."), seen=0)
    assert cell(draft, "S5").descriptor == "Specialist 5 shows method."


def test_copies_along_the_row_with_one_refusal_for_all(draft: Version, hr: User) -> None:
    save(draft, hr, "S5", ExpectationShape(4, "Leads.", "- e"), seen=0)
    place = {"version": draft, "level": level(draft, "S5").key, "competency": competency(draft).key, "by": hr}
    s6, p5 = level(draft, "S6").key, level(draft, "P5").key
    with pytest.raises(StaleError):  # P5 was seen in another state: nothing is copied at all
        copy_expectation(**place, seen=1, targets={s6: 0, p5: 3})  # type: ignore[arg-type]
    assert cell(draft, "S6").descriptor == "Specialist 6 shows method."
    with pytest.raises(StaleError):  # the source has changed since the preview
        copy_expectation(**place, seen=0, targets={s6: 0})  # type: ignore[arg-type]
    assert copy_expectation(**place, seen=1, targets={s6: 0, p5: 0}) == 2  # type: ignore[arg-type]
    assert text_of(cell(draft, "S6")) == text_of(cell(draft, "P5")) == ExpectationShape(4, "Leads.", "- e")
    assert copy_expectation(**place, seen=1, targets={s6: 1}) == 0  # type: ignore[arg-type] # the same already


def test_an_empty_cell_is_not_copied(draft: Version, hr: User) -> None:
    with pytest.raises(DomainError, match="nothing to copy"):
        copy_expectation(
            version=draft,
            level=level(draft, "S5").key,
            competency=competency(draft, "Growing people").key,
            seen=0,
            targets={level(draft, "S6").key: 0},
            by=hr,
        )
    assert not Expectation.objects.filter(level__code="S6", competency__name="Growing people").exists()


def test_history_tells_what_was_when_and_restores(draft: Version, hr: User) -> None:
    first = text_of(cell(draft, "S5"))
    save(draft, hr, "S5", ExpectationShape(3, "Specialist 5 shows judgement."), seen=0)
    save(draft, hr, "S5", ExpectationShape(4, "Another."), seen=1)
    moments = history_of(cell(draft, "S5"))
    assert [(m.text.descriptor, m.began) for m in moments] == [
        ("Another.", False),
        ("Specialist 5 shows judgement.", False),
        ("Specialist 5 shows method.", True),
    ]
    assert [(run.op.value, run.text) for run in moments[1].descriptor] == [
        ("same", "Specialist 5 shows "),
        ("removed", "method"),
        ("added", "judgement"),
        ("same", "."),
    ]
    place = {"version": draft, "level": level(draft, "S5").key, "competency": competency(draft).key, "by": hr}
    with pytest.raises(StaleError):
        restore_expectation(**place, event=moments[-1].event, seen=1)  # type: ignore[arg-type]
    restore_expectation(**place, event=moments[-1].event, seen=2)  # type: ignore[arg-type]
    row = cell(draft, "S5")
    assert (text_of(row), row.revision) == (first, 3)
    assert len(history_of(row)) == 4
    last = last_moment(row)
    assert last is not None
    assert last.text == first


def test_restores_only_moments_of_its_own(draft: Version, hr: User) -> None:
    other = history_of(cell(draft, "P5"))[0].event
    with pytest.raises(DomainError, match="not in the history"):
        restore_expectation(
            version=draft,
            level=level(draft, "S5").key,
            competency=competency(draft).key,
            event=other,
            seen=0,
            by=hr,
        )
    assert cell(draft, "S5").revision == 0
