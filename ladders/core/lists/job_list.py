"""A person's background work as a list: its columns, its orders, and all of it as a workbook."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as lazy

from ..models import Job
from .kinds import Column, Field, Holds, ListKind, anybody, register_list
from .sheets import Cells, moment, sheets

RUNNING, FAILED = "running", "failed"
SHOW = [("", lazy("All")), (RUNNING, lazy("At work")), (FAILED, lazy("Stopped, not opened yet"))]


def jobs_asked(user: Any, query: QueryDict) -> QuerySet[Job]:
    """What this user has started, as an address narrows it: no query."""
    rows = Job.objects.visible_to(user)
    return {RUNNING: rows.unfinished, FAILED: rows.failed_unseen}.get(query.get("show", ""), rows.all)()


CELLS: Cells = {
    "what": (lazy("What"), lambda row: row.title),
    "started": (lazy("Started"), lambda row: moment(row.created_at)),
    "state": (lazy("State"), lambda row: row.state_word),
    "ended": (lazy("Ended"), lambda row: moment(row.finished_at)),
    "error": (lazy("What went wrong"), lambda row: row.error),
}


JOBS = register_list(
    ListKind(
        name="jobs",
        title=lazy("Your background work"),
        address="jobs",
        may=anybody,
        columns=(
            Column("what", lazy("What"), ("what",), fixed=True),
            Column("started", lazy("Started"), ("started",), sort=("created_at", "pk"), down=True, holds=Holds.DAYS),
            Column("state", lazy("State"), ("state", "error"), fixed=True),
            Column("ended", lazy("Ended"), ("ended",), shown=False),
        ),
        fields=(Field("show", lazy("State"), lambda user: SHOW),),
        sheet=sheets(lazy("Background work"), "work", CELLS, jobs_asked),
        usual="-started",
    )
)
