"""Is it fair? The front page for everybody: answers to moves, published reports, decision rights; and what came of moves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.kept_counts import is_large, kept
from ladders.careers.domain.move_kinds import MoveKind
from ladders.careers.domain.suppression import SMALLEST, ShownCount
from ladders.core.access import requires
from ladders.core.months import months_after
from ladders.core.percentages import figure_text
from ladders.core.permissions import Permission
from ladders.core.replica import may_lag
from ladders.frameworks.enums import TRACK_KINDS

from ..domain.answers import ENOUGH_FOR_P90, Answered, FairnessLine, GroupPart, Slower, lines, slower
from ..domain.ladder_parity.approval import ApprovalModel, approval_model
from ..fairness_provider import PublishedFigures, published_figures
from ..models import Release
from ..queries.approvals import answered_rises
from ..queries.decision_rights import decision_rights
from ..queries.outcomes import AfterStepBack, Retention, Stayed, after_step_back, answered, retention
from ..text.approvals import approval_sentences

YEARS = 3  # of requests, for what goes with an approved one
LINE = 1000  # units of a bar's width


@dataclass(frozen=True, slots=True)
class FairnessRow:
    """A kind of move as the page shows it; widths on a line of 1000 units, 0 draws nothing."""

    kind: str
    asked: str
    cells: tuple[str, ...]
    median: str
    p90: str
    steps: str
    reminders: str
    median_width: int
    p90_width: int
    nothing: bool  # not one of its figures can be shown


class MoveFigures(NamedTuple):
    """How moves are answered as of a day, and what came of them: without names and words, so that it can be kept."""

    answered: tuple[Answered, ...]
    after: AfterStepBack
    stayed: tuple[Retention, ...]
    approvals: ApprovalModel | None


@may_lag
@require_safe
def fairness_page(request: HttpRequest) -> HttpResponse:
    """Everybody reads the same: the month's answers, published reports, decision rights (3 queries), and where to go on."""
    release = Release.objects.first()
    reports = published_figures()
    everywhere, limited = decision_rights()
    today = timezone.localdate()
    context: dict[str, Any] = {
        "smallest": SMALLEST,
        "p90_from": ENOUGH_FOR_P90,
        "next_on": next_release(today),
        "this_year": today.year,
        "reports": reports,
        "next_year": max(report.year for report in reports) + 1 if reports else None,
        "tracks": _newest_tracks(reports),
        "rights": everywhere,
        "limited": limited,
    }
    if release is not None:
        context |= _table(release.answered) | {"since": release.day}
    return render(request, "insights/fairness.html", context)


@require_safe
@requires(Permission.VIEW_FAIRNESS)
def fairness_now(request: HttpRequest) -> HttpResponse:
    """How moves are answered as of today, and what came of them, for whoever looks after it: 6 queries.

    In a large organisation it is as of the last minute: it reads every request there is.
    """
    today = timezone.localdate()
    context: dict[str, Any] = {"today": today, "smallest": SMALLEST, "p90_from": ENOUGH_FOR_P90, "whole": True}
    found = kept(f"moves:{today}", lambda: _counted(today), large=is_large())
    context |= _table(found.answered) | {"after": _after(found.after), "stayed": _retention(found.stayed)}
    context["approvals"] = approval_sentences(found.approvals)
    return render(request, "insights/fairness_now.html", context)


def next_release(today: dt.date) -> dt.date:
    """The day of the next figures that everybody reads: the first of the next month."""
    return (today.replace(day=1) + dt.timedelta(days=32)).replace(day=1)


def _newest_tracks(reports: Sequence[PublishedFigures]) -> tuple[PublishedFigures, ...]:
    """Of each employer the newest report that says something about tracks."""
    found: dict[str, PublishedFigures] = {}
    for report in reports:
        if report.tracks:
            found.setdefault(report.employer, report)
    return tuple(found.values())


def _table(found: Sequence[Answered]) -> dict[str, Any]:
    shown, table = lines(found)
    most = max((line.p90_days or line.median_days or 0 for line in shown), default=0)
    findings = slower(shown)
    compared = sum(1 for line in shown if line.median_days is not None)
    return {
        "rows": [_row(line, most) for line in shown],
        "total": table.total,
        "findings": [sentence(finding) for finding in findings],
        "compared": compared > 1 and shown[0].median_days is not None,
        "empty": not any(row.asked for row in found),
        "few": all(cell.exact is None and cell.few for line in shown for cell in line.cells),
    }


def _row(line: FairnessLine, most: int) -> FairnessRow:
    return FairnessRow(
        MoveKind(line.kind).label,
        "" if line.asked is None else str(line.asked),
        tuple(count(cell) for cell in line.cells),
        _days(line.median_days),
        _days(line.p90_days),
        _mean(line.steps),
        _mean(line.reminders),
        round(LINE * (line.median_days or 0) / most) if most else 0,
        round(LINE * (line.p90_days or 0) / most) if most else 0,
        all(cell.exact is None and cell.few for cell in line.cells),
    )


def count(cell: ShownCount) -> str:
    """ "12", "fewer than 5", "5 or more"."""
    if cell.exact is not None:
        return str(cell.exact)
    return (_("fewer than %(n)s") if cell.few else _("%(n)s or more")) % {"n": SMALLEST}


def _days(days: int | None) -> str:
    return "" if days is None else ngettext("%(n)s day", "%(n)s days", days) % {"n": days}


def _mean(value: float | None) -> str:
    return "" if value is None else figure_text(value)


def sentence(finding: Slower) -> str:
    """A warning in one sentence."""
    said = {
        "median": _("%(kind)s: half of the answers take longer than %(own)s days; for promotions it is %(theirs)s."),
        "p90": _("%(kind)s: one in ten waits longer than %(own)s days; for promotions it is %(theirs)s."),
        "steps": _("%(kind)s: an answer takes %(own)s steps on average; for promotions it is %(theirs)s."),
        "reminders": _("%(kind)s: an answer takes %(own)s reminders on average; for promotions it is %(theirs)s."),
    }[finding.what]
    places = 0 if finding.what in ("median", "p90") else 1
    return said % {
        "kind": MoveKind(finding.kind).label,
        "own": figure_text(finding.figure, places),
        "theirs": figure_text(finding.promotion, places),
    }


def said(found: GroupPart | None) -> str:
    """A part of a group in words; empty where the group is too small to say anything."""
    if found is None:
        return ""
    if found.few and found.rest_few:
        return _("too few to say")
    if found.rest_few:
        return _("all, or all but fewer than %(n)s") % {"n": SMALLEST}
    if found.few:
        return _("fewer than %(n)s") % {"n": SMALLEST}
    return _("%(percent)s %% (95 %%: %(low)s to %(high)s)") % {
        "percent": found.percent,
        "low": found.low,
        "high": found.high,
    }


def _pair(stayed: Stayed) -> tuple[str, str]:
    return said(stayed.after_12), said(stayed.after_24)


def _counted(day: dt.date) -> MoveFigures:
    """5 queries, over all requests."""
    rises = answered_rises(months_after(day, -12 * YEARS))
    return MoveFigures(answered(), after_step_back(day), retention(day), approval_model(rises))


def _after(found: AfterStepBack) -> dict[str, Any]:
    here_12, here_24 = _pair(found.stayed)
    return {
        "people": found.people,
        "rose": said(found.rose),
        "compa": None if found.compa_ratio is None else figure_text(found.compa_ratio, 2),
        "penetration": None if found.penetration is None else f"{round(100 * found.penetration)} %",
        "here_12": here_12,
        "here_24": here_24,
    }


def _retention(rows: Sequence[Retention]) -> list[tuple[str, str, str, str]]:
    tracks = dict(TRACK_KINDS)
    return [
        (str(tracks[row.track]), MoveKind(row.kind).label if row.kind else _("No move"), *_pair(row.stayed))
        for row in rows
    ]
