"""Starting a report, answering the questions of method, having the figures worked out, throwing a draft away."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ladders.core.access import require
from ladders.core.audit import changes, record
from ladders.core.errors import DomainError
from ladders.core.jobs import enqueue
from ladders.core.models import Job
from ladders.core.permissions import Permission
from ladders.insights.domain.adjusted_gap.pay_model import Worth
from ladders.insights.domain.pay_gap.choices import Choices

from ..domain.choices import choices_to_data
from ..models import Report, ReportState
from ..queries.offered_years import offered_years

FIGURES = "pay_reports.figures"


def locked_for(report: Report, by: Any, *states: ReportState) -> Report:
    """The report of now, locked. Raises PermissionDenied for whoever may not write it, DomainError in any other state."""
    rows = Report.objects.select_for_update(of=("self",)).filter(pk=report.pk)
    row = rows.filter(pk__in=Report.objects.analysed_by(by, Permission.EDIT_PAY_EQUITY).values("pk")).first()
    if row is None:
        raise PermissionDenied
    if why := why_not_in(row, *states):
        raise DomainError(why)
    return row


def why_not_in(row: Report, *states: ReportState) -> str:
    """Why nothing is done that asks for one of these states (none named: a draft); empty where the report is in one."""
    if row.state in (states or (ReportState.DRAFT,)):
        return ""
    if row.published:
        return _("This report is published: it never changes. A later edition of the year is a report of its own.")
    if row.draft:
        return _("This report is a draft: it is signed first.")
    if row.state == ReportState.PUBLISHING:
        return _("This report is being published. Wait until that is done.")
    return _("This report is signed. Open it again before you change it.")


def start_report(
    *, year: int, legal_entity: str, country: str = "", day: dt.date | None = None, why_again: str = "", by: Any
) -> Report:
    """A draft of that year and employer, with the default methods. A later edition of a published one says why it is made.

    `day` of the snapshot, else the last of the year. Raises DomainError where nothing was paid, where somebody who was paid lies
    outside the reach of the role, where a draft of it is there already, or for a day in another year.
    """
    require(by, Permission.EDIT_PAY_EQUITY)
    on = day or dt.date(year, 12, 31)
    if on.year != year:
        raise DomainError(_("The day of the snapshot lies in the year that is reported on. Choose another day."))
    offered = {(each.year, each.legal_entity): each for each in offered_years(by)}.get((year, legal_entity))
    if offered is None:
        raise DomainError(_("Nothing was brought in of what was paid in that year. Import it first."))
    if not offered.whole:
        raise DomainError(outside_reach_text(offered.people, offered.reached))
    former = Report.objects.filter(
        year=year, legal_entity=legal_entity, state=ReportState.PUBLISHED, later=None
    ).first()
    if former is not None and not why_again.strip():
        raise DomainError(_("There is a published report of this year. Say why there has to be a later edition."))
    try:
        with transaction.atomic():
            row = Report.objects.create(
                year=year,
                legal_entity=legal_entity,
                country=country,
                day=on,
                choices=choices_to_data(Choices()) if former is None else former.choices,
                worth=Worth.POINTS.value if former is None else former.worth,
                former=former,
                why_again=why_again.strip() if former is not None else "",
                made_by=by,
            )
            detail: dict[str, Any] = {"day": [None, str(on)]}
            if row.why_again:
                detail["reason"] = [None, row.why_again]
            record(by=by, verb="pay_reports.report.started", subject=str(row), subject_key=str(row.pk), detail=detail)
    except IntegrityError as error:
        if "one_open" not in str(error) and "former" not in str(error):
            raise
        raise DomainError(
            _("There is a report of this year already that is not published. Go on with that one.")
        ) from error
    return row


def outside_reach_text(people: int, reached: int) -> str:
    """Why somebody whose role reaches a part of the people makes no report: the fact and the cure."""
    return _(
        "Your role reaches %(reached)s of the %(people)s people who were paid. A report is about all of them: somebody whose "
        "role reaches everybody starts it."
    ) % {"reached": reached, "people": people}


def choose_methods(*, report: Report, choices: Choices, worth: Worth, by: Any) -> Report:
    """Answer the questions that the Directive leaves open. Figures that were there are gone, since they answered others."""
    with transaction.atomic():
        row = locked_for(report, by)
        before = row.choices | {"worth": row.worth}
        after = choices_to_data(choices) | {"worth": worth.value}
        if before == after:
            return row
        row.choices, row.worth, row.methods_by = choices_to_data(choices), worth.value, by
        forget_figures(row)
        row.save()
        detail = changes(before, after)
        record(by=by, verb="pay_reports.methods.chosen", subject=str(row), subject_key=str(row.pk), detail=detail)
    return row


def forget_figures(row: Report) -> None:
    """The figures are no longer those of this draft; categories stay with their explanations. The caller saves the report."""
    row.computed_at = row.consulted_at = row.consulted_by = None
    row.consulted_reason = ""
    row.opinions.all().delete()
    row.counted.all().delete()
    row.quarters.all().delete()
    row.receiving.all().delete()
    row.figures.all().delete()


def have_figures_made(*, report: Report, by: Any) -> Job:
    """Have the figures worked out in the background. While that is at work, asking again gives the same job.

    Raises DomainError while the representatives are being asked about those of now.
    """
    with transaction.atomic():
        row = locked_for(report, by)
        if (under_way := work_under_way(row)) is not None:
            if under_way.kind != FIGURES:
                raise DomainError(
                    _("The representatives are being asked about these figures. Wait until that is done.")
                )
            return under_way
        return set_to_work(row, FIGURES, _("Figures of %(report)s"), by)


def work_under_way(row: Report) -> Job | None:
    """The background work that a report waits for; None: nothing is under way. 1 query at most."""
    return Job.objects.unfinished().filter(pk=row.job).first() if row.job else None


def report_of_work(pk: int, *, locked: bool = False) -> Report:
    """The report that background work is about, as it is now: 1 query. Raises DomainError where it was thrown away."""
    rows = Report.objects.select_for_update(of=("self",)) if locked else Report.objects.all()
    if (row := rows.filter(pk=pk).first()) is None:
        raise DomainError(_("The draft was thrown away meanwhile. Start another one."))
    return row


def set_to_work(row: Report, kind: str, title: str, by: Any) -> Job:
    """Begin background work for a locked report, which remembers it."""
    job = enqueue(kind, title=title % {"report": row}, by=by, args={"report": row.pk, "by": by.pk})
    row.job = job.pk
    row.save(update_fields=["job"])
    return job


def discard_report(*, report: Report, by: Any) -> None:
    """Throw a draft away, with its figures and texts."""
    with transaction.atomic():
        row = locked_for(report, by)
        record(by=by, verb="pay_reports.report.discarded", subject=str(row), subject_key=str(row.pk))
        row.delete()
