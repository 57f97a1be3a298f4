"""Reading a file of grades, in the background and in the limited process, as every file is read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from ladders.core.errors import DomainError
from ladders.core.jobs import Progress, enqueue, job
from ladders.frameworks.domain.grade_patterns import fold
from ladders.frameworks.models import Framework, Level, Version

from ..models import GradeFile
from ..tables.errors import ExchangeError
from ..tables.readers import read_files
from ..tables.sheets import Table
from .columns import kept, kept_of_levels

READ: Final = "exchange.grades.read"


def take_in(*, framework: Framework, name: str, content: bytes, by: Any) -> GradeFile:
    """Keep the file and have it read in the background."""
    with transaction.atomic():
        row = GradeFile.objects.create(owner=by, framework=framework, name=name[:255], content=content)
        row.job = enqueue(READ, title=_("Reading %(file)s") % {"file": name}, by=by, args={"file": str(row.pk)})
        row.save(update_fields=["job"])
        return row


def keep_columns(*, versions: Iterable[Version], tables: Sequence[Table], by: Any) -> None:
    """Keep what a file that became these drafts says of their levels, so that one of its columns can grade them without the file.

    For whoever brought it alone, and as long as uploads are kept. 1 query for each draft, and 1 for all.
    """
    found = [(version.framework, kept_of_levels(tables, names_of(version))) for version in versions]
    GradeFile.objects.bulk_create(
        GradeFile(owner=by, framework=framework, name=tables[0].file[:255], tables=cells)
        for framework, cells in found
        if cells
    )


def names_of(version: Version) -> set[str]:
    """Everything that a level of the draft can be called: 1 query."""
    names: set[str] = set()
    for code, title in Level.objects.filter(version=version).values_list("code", "title"):
        names |= {fold(code), fold(title), fold(f"{code} {title}")}
    return names - {""}


@job(READ)
def read_grade_file(progress: Progress, *, file: str) -> dict[str, Any]:
    """Read its tables and keep their cells; the file itself goes. Harmless when repeated."""
    row = GradeFile.objects.select_related("framework").filter(pk=file).first()
    if row is None:
        raise DomainError(_("The file was thrown away before it was read."))
    url = reverse("grade-file", args=[row.framework.slug, row.pk])
    if not row.content:
        return {"url": url}
    progress.tell(0, 1, _("Reading the file"), at_least_every=0)
    tables: list[dict[str, Any]] = []
    problem = ""
    try:
        found = read_files([(row.name, bytes(row.content))])
        tables, whole = kept(found.tables)
        problem = next((each.message for each in found.problems if not tables), "")
        if tables and not whole:
            problem = _(
                "This file is too large to be kept to its end. Bring one with the levels and their grades alone."
            )
    except ExchangeError as error:
        problem = error.problem.message
    with transaction.atomic():
        progress.hold()
        row.tables, row.problem, row.content = tables, problem[:500], b""
        row.save(update_fields=["tables", "problem", "content"])
    progress.tell(1, 1)
    return {"url": url} | ({} if tables else {"refused": True})
