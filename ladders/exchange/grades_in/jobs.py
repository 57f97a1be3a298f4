"""Reading a file of grades, in the background and in the limited process, as every file is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any, Final

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ladders.core.errors import DomainError
from ladders.core.jobs import Progress, enqueue, job
from ladders.core.permissions import Permission
from ladders.frameworks.domain.grade_patterns import fold, grade_named
from ladders.frameworks.models import Framework, Level, Version
from ladders.frameworks.queries.versions import plan_in_force

from ..models import GradeFile, Upload
from ..tables.errors import ExchangeError
from ..tables.readers import read_files
from ..tables.sheets import Table
from ..uploads.lifecycle import check_owner
from .columns import kept, of_levels

READ: Final = "exchange.grades.read"
LISTED = 12  # rows


def take_in(*, framework: Framework, name: str, content: bytes, by: Any) -> GradeFile:
    """Keep the file and have it read in the background."""
    with transaction.atomic():
        row = GradeFile.objects.create(owner=by, framework=framework, name=name[:255], content=content)
        row.job = enqueue(READ, title=_("Reading %(file)s") % {"file": name}, by=by, args={"file": str(row.pk)})
        row.save(update_fields=["job"])
        return row


def keep_columns(*, drafts: Iterable[tuple[Version, Sequence[Table]]], upload: Upload) -> None:
    """Keep the grades that a file says of the levels which it became, so that one of its columns can grade them without the
    file. `drafts`: each with the tables of its own levels.

    For whoever brought it alone, as long as uploads are kept, and until the import is taken back or thrown away.
    4 queries, 1 for each draft, and 1 for all.
    """
    is_grade = grade_check()
    found = []
    for version, tables in drafts:
        names = names_of(version)
        cells, whole = kept(of_levels(table, names, is_grade)[0] for table in tables)
        if cells:
            name, problem = tables[0].file[:255], _left_out(cells, whole, [])
            row = GradeFile(owner=upload.owner, upload=upload, name=name, tables=cells, problem=problem)
            row.framework = version.framework
            found.append(row)
    GradeFile.objects.bulk_create(found)


def _left_out(tables: Sequence[dict[str, Any]], whole: bool, lost: Sequence[int]) -> str:
    """What is not kept of a file of which something is: a sentence; "" where that is nothing anybody needs."""
    if tables and not whole:
        return _("This file is too large to be kept to its end. Bring one with the levels and their grades alone.")
    if not tables or not lost:
        return ""
    said = ngettext(
        "Row %(rows)s of the file has a grade and names no level of the draft. It was left out.",
        "Rows %(rows)s of the file have a grade and name no level of the draft. They were left out.",
        len(lost),
    )
    return said % {"rows": ", ".join(map(str, lost[:LISTED])) + (" …" if len(lost) > LISTED else "")}


def grade_check() -> Callable[[str], bool]:
    """Whether a text names a grade of the plan in force: 4 queries at once, none for a text."""
    plan = plan_in_force()[1]
    return cache(lambda text: bool(text) and grade_named(plan, text) is not None)


def names_of(version: Version) -> set[str]:
    """Everything that a level of the draft can be called: 1 query."""
    names: set[str] = set()
    for code, title in Level.objects.filter(version=version).values_list("code", "title"):
        names |= {fold(code), fold(title), fold(f"{code} {title}")}
    return names - {""}


@job(READ)
def read_grade_file(progress: Progress, *, file: str) -> dict[str, Any]:
    """Read its tables and keep what they say of the draft's levels; the file itself goes. Harmless when repeated."""
    row = GradeFile.objects.select_related("framework", "owner__employee").filter(pk=file).first()
    if row is None:
        raise DomainError(_("The file was thrown away before it was read."))
    check_owner(row, Permission.EVALUATE_LEVEL, row.framework)
    url = reverse("grade-file", args=[row.framework.slug, row.pk])
    if not row.content:
        return {"url": url}
    progress.tell(0, 1, _("Reading the file"), at_least_every=0)
    tables: list[dict[str, Any]] = []
    problem = ""
    try:
        found = read_files([(row.name, bytes(row.content))])
        version = Version.objects.filter(framework=row.framework).draft()
        names, is_grade = names_of(version) if version else set(), grade_check()
        ready = [of_levels(table, names, is_grade) for table in found.tables]
        tables, whole = kept(table for table, _lost in ready)
        problem = next((each.message for each in found.problems if not tables), "")
        problem = problem or _left_out(tables, whole, [number for _table, lost in ready for number in lost])
        if not problem and not tables and any(len(table.letters) > 1 for table in found.tables):
            problem = _("No row of this file names a level of the draft and a grade of the plan in force.")
    except ExchangeError as error:
        problem = error.problem.message
    with transaction.atomic():
        progress.hold()
        row.tables, row.problem, row.content = tables, problem[:500], b""
        row.save(update_fields=["tables", "problem", "content"])
    progress.tell(1, 1)
    return {"url": url} | ({} if tables else {"refused": True})
