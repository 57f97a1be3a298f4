"""What the front page about fairness says of published reports: what was released to employees, in sentences."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ladders.insights.fairness_provider import PublishedFigures
from ladders.insights.models import Audience, ShownSum

from ..domain.questions import EVERYBODY
from ..models import Report, ReportFigure, ReportState
from ..models.figures import PayPart
from ..text.sentences import gap_sentence, track_said

MOST = 6  # reports on the page: the newest


def published_figures() -> tuple[PublishedFigures, ...]:
    """The newest editions, the latest year first, with the average gap and tracks beside each other: 1 query."""
    source = Concat(Value("pay_reports.report:"), Cast(OuterRef("report_id"), CharField()), Value(":"))
    shown = ShownSum.objects.filter(
        key=EVERYBODY,
        shown__audience=Audience.EMPLOYEES,
        shown__basis=OuterRef("basis"),
        shown__source__startswith=source,
    )
    rows = (
        ReportFigure.objects.filter(
            Q(report__later=None) | ~Q(report__later__state=ReportState.PUBLISHED),
            report__state=ReportState.PUBLISHED,
            category=None,
            letter="a",
            part=PayPart.TOTAL,
        )
        .annotate(shown=Exists(shown))
        .select_related("report")
        .order_by("-report__year", "report__legal_entity", F("report_id").desc())
    )
    chosen = (row for row in rows[: 2 * MOST] if row.basis == row.report.chosen.basis.value)  # each on two bases
    return tuple(_figures(row) for row in chosen)


def _figures(row: Any) -> PublishedFigures:
    report: Report = row.report
    gap = {
        "shown": row.shown,
        "women": row.women,
        "men": row.men,
        "percent": row.percent,
        "note": row.note,
        "letter": row.letter,
        "population": row.population,
    }
    smallest = report.smallest_group or 5
    against = report.findings.get("against", "")
    tracks = [
        track_said(each["track"], against, each["gap"])
        for each in report.findings.get("tracks") or ()
        if each["gap"] and min(each["gap"]["counted"], each["gap"]["against"]) >= smallest
    ]
    assert report.published_at is not None  # the database sees to it
    day = timezone.localdate(report.published_at)
    url = reverse("pay-report", args=[report.pk])
    basis = _("pay %(basis)s") % {"basis": row.get_basis_display()}
    return PublishedFigures(report.year, report.entity_name, day, url, basis, gap_sentence(gap), tuple(tracks))
