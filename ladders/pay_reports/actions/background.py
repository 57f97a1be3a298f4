"""Asking the representatives and publishing, in the background: deciding what gives nobody away takes its time for many people.

What is decided is written in one short transaction with what it is decided for, so that work which ends anywhere, killed
or not, has either done all of it or nothing. Until then nobody is kept waiting: see `decide_report`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from ladders.core.errors import DomainError
from ladders.core.models import Job

from ..models import Report, ReportState
from .drafts import FIGURES, locked_for, report_of_work, set_to_work, work_under_way
from .publication import check_figures, consult, publish_report
from .release import STEPS, Tell, decide_report

CONSULTATION: Final = "pay_reports.consultation"
PUBLICATION: Final = "pay_reports.publication"


def have_consulted(*, report: Report, by: Any) -> Job | None:
    """Have the representatives asked, without small groups (with a reason: `consult`). None where they were asked already.

    Asked again meanwhile, it gives the same job. Raises DomainError without figures, and while they are being worked out.
    """
    with transaction.atomic():
        row = locked_for(report, by)
        check_figures(row)
        if row.consulted_at is not None:
            consult(report=row, by=by)  # harmless, or says what is other
            return None
        if (under_way := work_under_way(row)) is not None:
            if under_way.kind == FIGURES:
                raise DomainError(_("The figures are being worked out. Ask when that is done."))
            return under_way
        return set_to_work(row, CONSULTATION, _("Representatives asked about %(report)s"), by)


def consult_in_background(report: int, by: int, tell: Tell, complete: Callable[[], object]) -> None:
    """Decide, then ask. Raises DomainError where the figures are others by then; `complete` is called in the transaction."""
    row = report_of_work(report)
    made_at = row.computed_at
    check_figures(row)
    decided = decide_report(row, tell)
    with transaction.atomic(), _still_allowed():
        if report_of_work(report, locked=True).computed_at != made_at:
            raise DomainError(_("The figures were made again meanwhile. Ask again about those of now."))
        consult(report=row, by=User.objects.get(pk=by), decided=decided, then=complete)


def have_published(*, report: Report, by: Any) -> Job | None:
    """Have a signed report published; it is *being published* until then. None where it is published already.

    Asked again meanwhile, it gives the same job.
    """
    with transaction.atomic():
        row = locked_for(report, by, ReportState.SIGNED, ReportState.PUBLISHING, ReportState.PUBLISHED)
        if row.published:
            return None
        if (under_way := work_under_way(row)) is not None:
            return under_way
        row.state = ReportState.PUBLISHING
        row.save(update_fields=["state"])
        return set_to_work(row, PUBLICATION, _("Publication of %(report)s"), by)


def publish_in_background(report: int, by: int, tell: Tell, complete: Callable[[], object]) -> None:
    """Decide, then publish: `complete` is called in the transaction, at its end. Run again it does nothing more."""
    row = report_of_work(report)
    decided = None if row.published else decide_report(row, tell)
    tell(STEPS - 1, STEPS, _("Publishing"))
    with _still_allowed():
        publish_report(report=row, by=User.objects.get(pk=by), decided=decided, then=complete)


@contextmanager
def _still_allowed() -> Iterator[None]:
    """Roles end while work waits: whoever began it is told so."""
    try:
        yield
    except PermissionDenied as error:
        raise DomainError(_("Your role no longer reaches everybody in this report. Nothing was done.")) from error


def give_up_publishing(report: int) -> None:
    """The report is signed again, as it was: it can be published once more, or opened. Nothing was written of it."""
    Report.objects.filter(pk=report, state=ReportState.PUBLISHING).update(state=ReportState.SIGNED)
