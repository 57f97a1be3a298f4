"""A file into the draft of a framework that exists: only what differs is written, counted, and traced."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import load_workbook

from accounts.models import User
from ladders.core.errors import DomainError
from ladders.core.models import AuditEntry
from ladders.exchange.frameworks_in.apply import Applied, apply, plan_all
from ladders.exchange.frameworks_in.pipeline import read
from ladders.exchange.frameworks_out.export_source import export
from ladders.exchange.frameworks_out.formats.formats import Format
from ladders.exchange.models import Baseline
from ladders.frameworks.actions.expectations import save_expectation
from ladders.frameworks.actions.publication import publish
from ladders.frameworks.domain.shapes import ExpectationShape
from ladders.frameworks.models import Expectation, Framework, JobEvaluation, Level, Version
from ladders.frameworks.queries.versions import shape_of
from ladders.impact.models import FactorPlan
from tests.factories import draft_framework

from .test_apply import LONG

pytestmark = pytest.mark.django_db


def bring(text: str, by: User | None, name: str = "Research", **options: Any) -> Applied:
    """Import a table."""
    [done] = apply(result=read([("long.csv", text.encode())]), name=name, by=by, **options)
    return done


def edited(content: bytes, change: Callable[[Any], None]) -> bytes:
    """A workbook, edited as in Excel."""
    book = load_workbook(io.BytesIO(content))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def row_of(version: Version, code: str, competency: str) -> Expectation:
    return Expectation.objects.get(version=version, level__code=code, competency__name=competency)


def test_only_what_differs_is_written_and_counted(plan: FactorPlan, hr: User) -> None:
    version = bring(LONG, hr).version
    before = shape_of(version, evaluations=True)
    revision = Version.objects.get(pk=version.pk).revision

    done = bring(LONG.replace("Chooses the method", "Picks the method").replace("Staff", "Staff researcher"), hr)

    assert (done.version.pk, done.written) == (version.pk, True)
    assert done.comparison.plan.counts["updated"] == 2
    cell, level = row_of(version, "S5", "Method"), Level.objects.get(version=version, code="S6")
    assert (cell.descriptor, cell.revision, level.title, level.revision) == (
        "Picks the method",
        1,
        "Staff researcher",
        1,
    )
    assert row_of(version, "S6", "Method").revision == 0
    assert Level.objects.get(version=version, code="S5").revision == 0
    assert Version.objects.get(pk=version.pk).revision == revision + 1
    after = shape_of(version, evaluations=True)
    assert [track.key for track in after.tracks] == [track.key for track in before.tracks]
    last = AuditEntry.objects.first()
    assert last is not None
    assert (last.verb, last.by, last.detail["updated"]) == ("framework.imported", hr, ["", "2"])
    event = Expectation.events.rel.related_model.objects.filter(pgh_obj_id=cell.pk).latest("pgh_id")  # type: ignore[attr-defined]
    assert event.pgh_context.metadata["user"] == hr.pk


def test_the_same_file_again_writes_nothing(plan: FactorPlan, hr: User) -> None:
    version = bring(LONG, hr).version
    before = (Version.objects.get().revision, AuditEntry.objects.count(), Baseline.objects.get().updated_at)
    done = bring(LONG, hr)
    assert (done.written, done.version.pk) == (False, version.pk)
    assert (Version.objects.get().revision, AuditEntry.objects.count(), Baseline.objects.get().updated_at) == before


def test_new_levels_tracks_and_competencies_join_in_their_order(plan: FactorPlan, hr: User) -> None:
    version = bring(LONG, hr).version
    more = LONG + (
        "Specialist,S7,7,Principal,7,Craft,Method,5,Founds the method\n"
        "Specialist,S7,7,Principal,7,Leading people,Growing people,2,Helps\n"
        "Project,P5,5,Project lead,5,Craft,Method,3,Plans the method\n"
    )
    assert bring(more, hr).comparison.plan.counts["created"] == 1 + 2 + 1 + 1 + 3
    shape = shape_of(version)
    assert [(track.name, [level.code for level in track.levels]) for track in shape.tracks] == [
        ("Specialist", ["S5", "S6", "S7"]),
        ("Project", ["P5"]),
        ("Management", ["M5", "M6"]),
    ]
    assert [item.name for item in shape.competencies] == ["Method", "Growing people"]
    level = Level.objects.select_related("grade").get(version=version, code="S7")
    assert level.grade is not None
    assert (level.method, level.grade.code, level.source) == ("slotted", "7", "long.csv")
    assert bring(more, hr).written is False


def test_a_cell_edited_in_excel_and_another_in_the_draft(plan: FactorPlan, hr: User) -> None:
    version = draft_framework(by=hr)
    _name, book = export(version, Format.XLSX, private=True)
    shape = shape_of(version)
    level, item = (
        next(x for x in shape.levels if x.code == "S5"),
        next(x for x in shape.competencies if x.name == "Teaching"),
    )
    mine = ExpectationShape(2, "Written in the draft")
    save_expectation(version=version, level=level.key, competency=item.key, text=mine, seen=0, by=hr)

    def edit(book: Any) -> None:
        cell = next(c for row in book["Specialist track"] for c in row if c.value == "Specialist 5 shows method.")
        cell.value = "Written in Excel"

    result = read([("research.xlsx", edited(book, edit))])
    [done] = apply(result=result, name="Research", by=hr)

    counts = done.comparison.plan.counts
    assert (counts["updated"], counts["kept"], counts["conflict"]) == (1, 1, 0)
    assert row_of(version, "S5", "Method").descriptor == "Written in Excel"
    assert row_of(version, "S5", "Teaching").descriptor == "Written in the draft"
    [again] = apply(result=read([("research.xlsx", edited(book, edit))]), name="Research", by=hr)
    assert (again.written, again.comparison.plan.changes) == (False, 0)
    assert JobEvaluation.objects.filter(version=version, proposed=True).count() == 0


def test_a_conflict_keeps_the_drafts_unless_the_files_is_chosen(plan: FactorPlan, hr: User) -> None:
    version = bring(LONG, hr).version
    cell = row_of(version, "S5", "Method")
    level, item = cell.level.key, cell.competency.key
    save_expectation(version=version, level=level, competency=item, text=ExpectationShape(4, "Mine"), seen=0, by=hr)
    text = LONG.replace("Chooses the method", "Theirs")
    result = read([("long.csv", text.encode())])
    [planned] = plan_all(result=result, name="Research", by=hr)
    [conflict] = [entry for entry in planned.comparison.plan.entries if entry.choosable]

    assert bring(text, hr).written is False
    assert row_of(version, "S5", "Method").descriptor == "Mine"
    # Kept once, it is not asked again; who changes his mind brings another text or edits the draft.
    Baseline.objects.update(declined={})
    Baseline.objects.update(parts=planned.comparison.memory.parts)
    done = bring(text, hr, chosen={"Research": frozenset({conflict.part})})
    assert (done.written, row_of(version, "S5", "Method").descriptor) == (True, "Theirs")


def test_a_draft_begins_only_when_there_is_something_to_write(plan: FactorPlan, hr: User) -> None:
    version = draft_framework(by=hr)
    publish(version=version, seen=Version.objects.get(pk=version.pk).revision, by=hr)
    _name, book = export(Version.objects.get(), Format.XLSX, private=True)

    [same] = apply(result=read([("research.xlsx", book)]), name="Research", by=hr)
    assert (same.written, Version.objects.count()) == (False, 1)

    def edit(book: Any) -> None:
        cell = next(c for row in book["Specialist track"] for c in row if c.value == "Specialist 5")
        cell.value = "Senior researcher"

    [done] = apply(result=read([("research.xlsx", edited(book, edit))]), name="Research", by=hr)
    assert (done.written, done.version.number, done.version.state) == (True, 2, "draft")
    assert Level.objects.get(version=done.version, code="S5").title == "Senior researcher"
    assert JobEvaluation.objects.filter(version=done.version, proposed=False).count() == 9


def test_an_export_as_a_new_framework_has_keys_of_its_own_and_proposals(plan: FactorPlan, hr: User) -> None:
    version = draft_framework(by=hr)
    _name, book = export(version, Format.XLSX, private=True)
    [done] = apply(result=read([("research.xlsx", book)]), name="Discovery", by=hr)
    old, new = shape_of(version), shape_of(done.version)
    assert [level.code for level in new.levels] == [level.code for level in old.levels]
    assert not {level.key for level in new.levels} & {level.key for level in old.levels}
    assert [level.grade for level in new.levels] == [level.grade for level in old.levels]
    assert JobEvaluation.objects.filter(version=done.version, proposed=False).count() == 0


def test_what_cannot_stand_together_writes_nothing(plan: FactorPlan, hr: User) -> None:
    version = bring(LONG, hr).version
    Level.objects.filter(version=version, code="M6").update(code="S7")
    with pytest.raises(DomainError, match="Two levels have the code “S7” then"):
        bring(LONG + "Specialist,S7,7,Principal,7,Craft,Method,5,Founds\n", hr)
    assert Level.objects.filter(version=version).count() == 4


def test_steps_beyond_the_usual_scale_get_a_scale_of_their_own(plan: FactorPlan, hr: User) -> None:
    version = bring(LONG.replace(",5,Invents", ",7,Invents"), hr).version
    assert list(version.steps.values_list("name", flat=True)) == [f"Step {number}" for number in range(1, 8)]


def test_several_frameworks_go_by_their_own_names(plan: FactorPlan, hr: User) -> None:
    text = "Framework" + "".join(
        f"{'' if not number else 'Finance' if number % 2 else 'Law'},{line}\n"
        for number, line in enumerate(LONG.split("\n")[:-1])
    )
    result = read([("long.csv", text.encode())])
    done = apply(result=result, name="Ignored", by=hr)
    assert [item.version.framework.name for item in done] == ["Finance", "Law"]
    assert [item.written for item in apply(result=result, name="Ignored", by=hr)] == [False, False]
    assert Framework.objects.count() == 2
