"""What pages of this room show, as plain values for templates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from ladders.core.audit import opened
from ladders.core.models import AuditEntry
from ladders.core.percentages import percent_text
from ladders.insights.domain.adjusted_gap.pay_model import AdjustedGap
from ladders.insights.domain.pay_gap.article9 import CategoryGaps
from ladders.insights.domain.pay_gap.gaps import GapNote
from ladders.pay_reports.models import Report, ReportCategory

from ..domain.states import CaseState, Ground
from ..models import RemedyCase, RemedyPlan
from ..queries.cases import later_gaps

AXIS = 1000  # units of a bar's width
DECISIONS = {
    "case.path_chosen": lazy("%(who)s decided on %(day)s: %(what)s"),
    "case.day_changed": lazy("%(who)s changed the day for the remedy on %(day)s"),
    "case.closed": lazy("%(who)s closed the case on %(day)s: %(what)s"),
    "case.reopened": lazy("%(who)s opened the case again on %(day)s"),
    "raises.decided": lazy("%(who)s raised people on %(day)s"),
    "raises.taken_back": lazy("%(who)s took raises back on %(day)s"),
}


@dataclass(frozen=True, slots=True)
class GapLine:
    """One gap on the axis of a case: `x` from 0 to 1000, None where there is no percentage."""

    label: str
    words: str
    x: int | None
    below: bool


@dataclass(frozen=True, slots=True)
class CaseAxis:
    """Gaps of one case on one axis around zero; the zone under the threshold lies between `left` and `right`."""

    lines: tuple[GapLine, ...]
    left: int
    width: int
    zero: int


def gap_words(value: Decimal | None, note: str = "") -> str:
    """ "women are paid 7.3 % less", for people who do not read signs."""
    if value is None:
        return GapNote(note).label if note else _("no percentage")
    said = {"percent": percent_text(abs(value))}
    if value > 0:
        return _("women are paid %(percent)s less than men") % said
    if value < 0:
        return _("women are paid %(percent)s more than men") % said
    return _("women and men are paid alike")


def adjusted_words(gap: AdjustedGap | None) -> str:
    """The gap between people of equal impact, short."""
    if gap is None:
        return _("the data cannot tell")
    return f"{percent_text(gap.percent)} ({percent_text(gap.low)} … {percent_text(gap.high)})"


def percent_of(gaps: CategoryGaps | None) -> str:
    """The gap of a category as a percentage."""
    return percent_text(gaps.total.percent if gaps else None)


def case_context(case: RemedyCase, user: Any, today: dt.date) -> dict[str, Any]:
    """The page of one case: at most 6 queries beside those of `case_with_parts` and of roles."""
    measures, reasons = list(case.measures.all()), list(case.justifications.all())
    measurements = list(case.measurements.all())
    return {
        "case": case,
        "today": today,
        "days": (case.remedy_until - today).days,
        "late": case.late(today),
        "gap_words": gap_words(case.gap_percent),
        "gaps": case_axis(case, measurements, later_gaps(user, case)),
        "measurements": [
            (
                row,
                percent_text(row.total_percent),
                gap_words(row.total_percent, row.note),
                row.below(case.threshold_percent),
            )
            for row in measurements
        ],
        "measures": measures,
        "to_do": sum(1 for row in measures if row.ended_at is None),
        "reasons": [(row, row.accepted is None and row.by_id != user.pk) for row in reasons],
        "accepted": any(row.accepted for row in reasons),
        "plans": list(case.plans.all()),
        "joint": getattr(case, "joint", None),
        "decisions": decision_lines(case),
        "open": case.state == CaseState.OPEN,
        "in_joint": case.state == CaseState.JOINT,
        "threshold": percent_text(case.threshold_percent, None),
    }


def decision_lines(case: RemedyCase) -> list[tuple[str, str]]:
    """What was decided about the case, and the reason that was written for it, oldest first: at most 5 queries."""
    return _lines(AuditEntry.objects.filter(area="remedies", verb__in=DECISIONS, subject_key=str(case.pk)))


def taken_back_lines(plan: RemedyPlan) -> list[tuple[str, str]]:
    """That raises decided from this plan were taken back, and why, oldest first: at most 5 queries."""
    rows = AuditEntry.objects.filter(area="remedies", verb="raises.taken_back", subject_key=str(plan.case_id))
    return _lines(rows.filter(detail__plan=[None, plan.pk]))


def _lines(rows: QuerySet[AuditEntry]) -> list[tuple[str, str]]:
    labels = {each.value: each.label for each in (*CaseState, *Ground)}
    lines = []
    for each in opened(rows.order_by("pk")):
        what = labels.get((each.detail.get("state") or each.detail.get("ground") or [None, ""])[1], "")
        said = {"who": each.by_name, "day": date_format(timezone.localtime(each.at), "j F Y"), "what": what}
        lines.append((DECISIONS[each.verb] % said, str(each.detail["reason"][1])))
    return lines


def case_axis(case: RemedyCase, measurements: Sequence[Any], later: Sequence[ReportCategory]) -> CaseAxis:
    """The gap of the report, those measured since and those of later reports, oldest first, on one axis."""
    since: list[tuple[Any, str, Decimal | None]] = []
    for row in measurements:
        said = {"day": number_day(row.at), "on": row.get_on_display()}
        since.append((row.at, _("%(day)s: %(on)s") % said, row.total_percent))
    since += [(each.report.published_at, _report_of(each.report), each.total_percent) for each in later]
    since.sort(key=lambda each: each[0])
    found = [(_report_of(case.report), case.gap_percent), *((label, value) for _at, label, value in since)]
    threshold = case.threshold_percent
    most = max([abs(value) for _label, value in found if value is not None] + [threshold * 2])

    def x(value: Decimal) -> int:
        return round(AXIS * (float(value / most) + 1) / 2)

    lines = tuple(
        GapLine(
            label,
            percent_text(value),
            None if value is None else x(value),
            value is not None and abs(value) < threshold,
        )
        for label, value in found
    )
    return CaseAxis(lines, x(-threshold), x(threshold) - x(-threshold), x(Decimal(0)))


def _report_of(report: Report) -> str:
    return _("Report of %(year)s") % {"year": report.year}


def number_day(at: dt.datetime) -> str:
    """ "3 May 2027"."""
    return date_format(timezone.localtime(at), "j F Y")
