"""One table in which all levels of a draft are evaluated: degrees in, points and grade at once, saved as one action."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from ladders.core.access import may
from ladders.core.errors import DomainError, StaleError
from ladders.core.form_actions import told_refusals
from ladders.core.kept_choices import choice_of, forget_choice, keep_choice
from ladders.core.permissions import Permission
from ladders.frameworks.actions.bulk_grading import save_sheet, undo_bulk, what_changed_since
from ladders.frameworks.actions.evaluations import NOBODY_YET
from ladders.frameworks.domain.calibration import far_from, lines, medians
from ladders.frameworks.domain.grading_sheet import SheetRow, parts_of, proposal
from ladders.frameworks.domain.grading_status import EvaluatedLevel
from ladders.frameworks.domain.level_state import rated
from ladders.frameworks.domain.neighbours import neighbours, rows_around
from ladders.frameworks.models import BulkGrading, JobEvaluation, Version
from ladders.frameworks.queries.evaluated_levels import STANDINGS, evaluated_levels
from ladders.frameworks.queries.versions import plan_in_force
from ladders.impact.domain.points import EvaluationOutcome, FactorShape, PlanShape, evaluate

from ..forms.grading_sheet import REASON, cell_name, key_in, seen_name, seen_value, sheet_rows
from .base import draft_context, draft_or_404
from .evaluation_overview import as_on_the_lattice


@dataclass(frozen=True, slots=True)
class DegreeCell:
    """One cell of the table. `stored`: what somebody else saved there meanwhile, where it differs; `far`: the row's middle."""

    factor: FactorShape
    name: str
    text: str
    saved: str
    wrong: bool
    stored: str | None
    far: int | None


@dataclass(frozen=True, slots=True)
class LevelRow:
    """One level of the table, as it would be with what is typed."""

    at: EvaluatedLevel
    cells: tuple[DegreeCell, ...]
    outcome: EvaluationOutcome
    seen_name: str
    seen: str
    changed: bool
    clash: bool
    standing: str

    @property
    def complete(self) -> bool:
        """True where every factor has a degree."""
        return self.outcome.complete


@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The table. A POST with `do=save` saves it; any other works it out and saves nothing, as a part of the page for scripts."""
    version = draft_or_404(request, slug, Permission.EVALUATE_LEVEL)
    plan = plan_in_force()[1]
    if request.method == "GET":
        return _page(request, version, plan, sheet_rows(_sent(request), plan))
    rows = sheet_rows(request.POST, plan)
    if request.headers.get("HX-Request"):
        return render(request, "frameworks/grading/_worked_out.html", _context(request, version, plan, rows))
    if request.POST.get("do") != "save":
        return redirect(keep_choice(request))
    if any(row.nonsense(plan) for row in rows):
        return _page(request, version, plan, rows, status=422)
    number = request.POST.get("plan", "")
    try:
        batch = save_sheet(
            version_id=version.pk,
            rows=rows,
            plan_number=int(number) if number.isdecimal() and len(number) < 9 else -1,
            reason=request.POST.get("reason", "")[:REASON],
            by=request.user,
        )
    except DomainError as error:
        clash = error.current if isinstance(error, StaleError) and isinstance(error.current, list) else []
        return _page(request, version, plan, rows, clash=clash, problem=error.sentence, status=409)
    if batch is None:
        messages.info(request, _("Nothing was changed, so there was nothing to save."))
    else:
        messages.success(request, _saved(len(batch.levels)))
    forget_choice(request)
    return redirect(f"{reverse('draft-grading', args=[slug])}{_part_query(request)}")


def _sent(request: HttpRequest) -> QueryDict:
    return choice_of(request) or QueryDict()


def _part_query(request: HttpRequest) -> str:
    """What leads back to the part of the table that is open."""
    number = request.GET.get("part", "")
    return f"?part={number}" if number.isdecimal() and len(number) < 4 else ""


@require_POST
def undo(request: HttpRequest, slug: str, batch: int) -> HttpResponseBase:
    """Bring back what levels were before they were graded together."""
    version = draft_or_404(request, slug, Permission.EVALUATE_LEVEL)
    with told_refusals(request, messages.WARNING):
        row = undo_bulk(version_id=version.pk, batch=batch, by=request.user)
        n = len(row.levels)
        messages.success(
            request,
            ngettext("Undone: %(n)s level is as it was before.", "Undone: %(n)s levels are as they were before.", n)
            % {"n": n},
        )
    return redirect("draft-grading", slug)


def _saved(n: int) -> str:
    return ngettext(
        "%(n)s level is graded, as a proposal. Confirm it on the page Evaluation, with the names of who answers for it.",
        "%(n)s levels are graded, as proposals. Confirm them on the page Evaluation, with the names of who answers for them.",
        n,
    ) % {"n": n}


def _page(
    request: HttpRequest,
    version: Version,
    plan: PlanShape,
    typed: Sequence[SheetRow],
    *,
    clash: Sequence[UUID] = (),
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    context = _context(request, version, plan, typed, clash)
    last = BulkGrading.objects.filter(version=version, undone_at=None).select_related("by").first()
    context |= {
        "problem": problem,
        "wrong": [
            (row, cell) for rows in context["tracks"].values() for row in rows for cell in row.cells if cell.wrong
        ],
        "reason": _sent(request).get("reason", ""),
        "reason_length": REASON,
        "last": last,
        "moved": what_changed_since(last, version) if last else (),
        "may_edit": may(request.user, Permission.EDIT_FRAMEWORK, version.framework),
    }
    return render(request, "frameworks/grading/sheet.html", context, status=status)


def _context(
    request: HttpRequest, version: Version, plan: PlanShape, typed: Sequence[SheetRow], clash: Sequence[UUID] = ()
) -> dict[str, Any]:
    """What the page and its live part both show: the rows, and the level at which somebody is, among its neighbours."""
    stored = evaluated_levels(Version.objects.filter(pk=version.pk))
    changed = {row.key: row for row in typed if row.changed(plan)}
    now = [_as_typed(plan, at, changed[at.level.key]) if at.level.key in changed else at for at in stored]
    revisions = dict(JobEvaluation.objects.filter(version=version).values_list("level__key", "revision"))
    middle = medians(now)
    was = {at.level.key: at for at in stored}
    made = {
        at.level.key: _row(plan, was[at.level.key], at, changed.get(at.level.key), revisions, middle, clash)
        for at in now
    }
    tracks: dict[str, list[LevelRow]] = {}
    for line in as_on_the_lattice(lines(now)):
        tracks.setdefault(line.at.track_name, []).append(made[line.at.level.key])
    parts = parts_of(tracks, len(plan.factors))
    number = request.GET.get("part", "")
    here = min(max(int(number), 1), len(parts)) if number.isdecimal() and len(number) < 4 else 1
    key = key_in(_sent(request).get("at", ""))
    at = made.get(key) if key else None
    return draft_context(
        version,
        plan=plan,
        tracks=parts[here - 1],
        parts=[(place, list(part), sum(map(len, part.values()))) for place, part in enumerate(parts, 1)],
        part=here,
        graded=sum(1 for row in made.values() if row.at.level.grade is not None),
        unsaved=len(changed),
        total=len(made),
        **_beside(plan, now, at, _sent(request).get("factor", "")) if at else {},
    )


def _as_typed(plan: PlanShape, at: EvaluatedLevel, typed: SheetRow) -> EvaluatedLevel:
    """The level as it would be saved."""
    state = rated(plan, at.level, proposal(plan, at.evaluation, typed.degrees(plan), ""))
    rank = next((grade.rank for grade in plan.grades if grade.code == state.grade), None)
    level = replace(at.level, method=state.method, grade=state.grade, points=state.points, rank=rank)
    return replace(at, level=level, evaluation=state.evaluation)


def _row(
    plan: PlanShape,
    was: EvaluatedLevel,
    at: EvaluatedLevel,
    typed: SheetRow | None,
    revisions: Mapping[UUID, int],
    middle: Mapping[tuple[str, UUID], int],
    clash: Sequence[UUID],
) -> LevelRow:
    key = at.level.key
    both = key in clash
    far = far_from(middle, at.level.grade, at.degrees)
    nonsense = typed.nonsense(plan) if typed else []
    cells = []
    for factor in plan.factors:
        saved = str(was.degrees.get(factor.key, ""))
        text = typed.typed.get(factor.key, "").strip() if typed else saved
        cells.append(
            DegreeCell(
                factor,
                cell_name(key, factor.code),
                text,
                saved,
                factor in nonsense,
                saved if both and saved != text else None,
                far.get(factor.key),
            )
        )
    # After a clash the page counts from what is stored now: saving again is a choice made with both in view.
    fresh = typed is None or both
    seen = revisions.get(key, NOBODY_YET) if fresh else typed.seen if typed else NOBODY_YET
    degrees = was.degrees if fresh else typed.was if typed else {}
    return LevelRow(
        at,
        tuple(cells),
        evaluate(plan, at.degrees),
        seen_name(key),
        seen_value(plan, seen, degrees),
        typed is not None,
        both,
        str(STANDINGS[at.standing]),
    )


def _beside(plan: PlanShape, now: Sequence[EvaluatedLevel], row: LevelRow, factor: str) -> dict[str, Any]:
    """The level among its neighbours, and the words of the degree in the cell where somebody is."""
    key = row.at.level.key
    columns = neighbours(now, key, row.outcome.grade.code if row.outcome.grade else None, row.at.degrees)
    cell = next((cell for cell in row.cells if cell.factor.code == factor), None)
    return {
        "at": row,
        "level": row.at.level,
        "outcome": row.outcome,
        "columns": columns,
        "around": rows_around(plan, now, row.at.level),
        "matrix": [
            (item, [(column, column.at.degrees.get(item.key), column.far.get(item.key)) for column in columns])
            for item in plan.factors
        ],
        "cell": cell,
        "anchors": [(degree, str(degree.number) == cell.text) for degree in cell.factor.degrees] if cell else [],
    }
