"""A file with a column of grades: bring it, say which columns they are, and go on to where levels are graded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ladders.core.permissions import Permission
from ladders.frameworks.domain.grade_patterns import fold, grade_named
from ladders.frameworks.models import Version
from ladders.frameworks.queries.versions import plan_in_force
from ladders.frameworks.web.views.base import draft_context, draft_or_404

from ..models import GradeFile
from ..retention_kinds import kept_days
from ..uploads.forms import FileForm
from .columns import GradeTable, opened
from .jobs import names_of, take_in

SOURCE = 120  # characters of where grades are from
SHOWN = 12  # rows on the page; all are taken along


@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Choose the file; what is kept of one that was brought already, or imported, is offered first."""
    version = draft_or_404(request, slug, Permission.EVALUATE_LEVEL)
    if request.method != "POST" and "another" not in request.GET:
        there = GradeFile.objects.visible_to(request.user).filter(framework=version.framework).exclude(tables=[])
        if kept := there.only("pk").first():
            return redirect("grade-file", slug, kept.pk)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["source"]
        row = take_in(framework=version.framework, name=file.name, content=file.read(), by=request.user)
        return redirect("grade-file", slug, row.pk)
    context = draft_context(version, form=form)
    return render(request, "exchange/grade_file_new.html", context, status=422 if form.errors else 200)


@require_safe
def choose(request: HttpRequest, slug: str, pk: UUID) -> HttpResponseBase:
    """How far the file is read; then its columns, and what the chosen ones say: at most 8 queries."""
    version = draft_or_404(request, slug, Permission.EVALUATE_LEVEL)
    files = GradeFile.objects.visible_to(request.user).defer("content").select_related("job")
    row = get_object_or_404(files, pk=pk, framework=version.framework)
    context = draft_context(
        version,
        file=row,
        job=row.job,
        working=bool(row.job and not row.job.finished),
        until=row.created_at + dt.timedelta(days=kept_days()),
        problem=row.problem or (row.job.error if row.job else ""),
    )
    tables = opened(row.tables)
    if tables:
        context |= _chosen(request, version, tables, row.name)
    return render(request, "exchange/grade_file.html", context)


def _chosen(request: HttpRequest, version: Version, tables: Sequence[GradeTable], file: str) -> dict[str, object]:
    names = names_of(version)
    plan = plan_in_force()[1]
    usual = max(range(len(tables)), key=lambda place: _named(tables[place], names))
    at = _number(request, "table", len(tables), usual)
    table = tables[at]
    level, grade = table.guess(names, lambda text: bool(text) and grade_named(plan, text) is not None)
    level = _number(request, "level", len(table.letters), level)
    grade = _number(request, "grade", len(table.letters), grade)
    pairs = table.pairs(level, grade, names)
    headings = table.headings(names)
    return {
        "tables": [(place, each.name, place == at) for place, each in enumerate(tables)],
        "levels": [(place, words, place == level) for place, words in enumerate(headings)],
        "grades": [(place, words, place == grade) for place, words in enumerate(headings)],
        "pairs": pairs[:SHOWN],
        "more": max(len(pairs) - SHOWN, 0),
        "number": len(pairs),
        "matching": sum(fold(name) in names for name, _grade in pairs),
        "source": f"{file}, {headings[grade]}"[:SOURCE],
        "lines": "\n".join(f"{name}\t{text}" for name, text in pairs),
    }


def _named(table: GradeTable, names: set[str]) -> int:
    return sum(any(fold(cell) in names for cell in row) for row in table.rows)


def _number(request: HttpRequest, name: str, below: int, usual: int) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 4 and int(text) < below else usual
