"""A person's background work as a list: its columns, its orders, and all of it as a workbook."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from ..models import Job
from ..xlsx import Cell
from .kinds import Column, Field, Holds, ListKind, Order, Sheet, anybody, register_list
from .sheets import moment, sheet_of

RUNNING, FAILED = "running", "failed"
SHOW = [("", lazy("All")), (RUNNING, lazy("At work")), (FAILED, lazy("Stopped, not opened yet"))]


def jobs_asked(user: Any, query: QueryDict) -> QuerySet[Job]:
    """What this user has started, as an address narrows it: no query."""
    rows = Job.objects.visible_to(user)
    return {RUNNING: rows.unfinished, FAILED: rows.failed_unseen}.get(query.get("show", ""), rows.all)()


def sheet(user: Any, query: QueryDict, order: Order) -> Sheet:
    """All that the list shows: 2 queries."""
    rows = jobs_asked(user, query).order_by(*order.names)
    headings = {
        "what": _("What"),
        "started": _("Started"),
        "state": _("State"),
        "ended": _("Ended"),
        "error": _("What went wrong"),
    }
    return sheet_of(rows, _("Background work"), "work", headings, _cells)


def _cells(row: Job) -> list[Cell]:
    return [row.title, moment(row.created_at), row.state_word, moment(row.finished_at), row.error]


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
        sheet=sheet,
        usual="-started",
    )
)
