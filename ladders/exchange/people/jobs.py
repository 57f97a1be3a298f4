"""The background work of people imports in the browser: look first, write when told to."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from ladders.core.jobs import Progress, job
from ladders.core.permissions import Permission

from ..models import PeopleUpload, TableKind
from ..tables.sheets import Table
from ..uploads.jobs import UploadJobs
from ..uploads.lifecycle import reading_failed, writing_failed
from .into_management import into_management
from .mapping import PeopleMapping
from .reports import report_of
from .write import import_people, look

READ, APPLY = "exchange.people.read", "exchange.people.apply"
JOBS: Final = UploadJobs(
    PeopleUpload,
    TableKind.PEOPLE,
    "people-upload",
    Permission.IMPORT_PEOPLE,
    READ,
    APPLY,
    title=lazy("People from %(file)s"),
    doubtful=lazy("This file looks wrong. Look at it again, and say that it is meant."),
)


@job(READ, failed=reading_failed(PeopleUpload))
def read_upload(progress: Progress, *, upload: str) -> dict[str, Any]:
    """Compare the file with what is there and keep the report; nothing else is written."""
    row = JOBS.row_to_read(upload)
    progress.tell(0, 2, _("Reading the file"))
    plan = look(_files(row), _mapping(row), by=row.owner, offer=partial(_offered, row))
    report = report_of(plan, samples=True) | {"into_management": into_management(plan)}
    progress.tell(1, 2, _("Comparing"), at_least_every=0)
    done = JOBS.keep_reading(progress, row, report=report, refused=report["refused"], columns=plan.columns)
    progress.tell(2, 2)
    return done


@job(APPLY, failed=writing_failed(PeopleUpload))
def apply_upload(progress: Progress, *, upload: str) -> dict[str, Any]:
    """Write the people, all or none, exactly once."""
    progress.tell(0, 1, _("Writing the people"))
    source = JOBS.outcome(upload)["url"]
    with pghistory.context(url=source) as history, transaction.atomic():
        row = JOBS.row_to_write(upload, locked=True)
        if row is None:
            return JOBS.outcome(upload)
        made = import_people(files=_files(row), mapping=_mapping(row), by=row.owner, source=source)
        progress.hold()
        refused = made.problems.refused
        report = report_of(made, samples=refused)
        done = JOBS.keep_writing(
            row, report=report, refused=refused, columns=made.columns, history=history.id, before=made.before
        )
    progress.tell(1, 1)
    return done


def _offered(row: PeopleUpload, tables: list[Table]) -> PeopleMapping | None:
    JOBS.offered(row, tables)
    return _mapping(row)


def _files(row: PeopleUpload) -> list[tuple[str, bytes]]:
    return [(row.name, bytes(row.content))]


def _mapping(row: PeopleUpload) -> PeopleMapping | None:
    return PeopleMapping.from_json(row.mapping) if row.mapping else None
