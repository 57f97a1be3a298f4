"""Paper rungs: how many people hold which grade on which track. Everybody may check it; small groups are HR's alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from ladders.careers.domain.empty_levels import EmptyLevelFinding, GradeOnTrack, RungCell, Rungs, cells, rungs
from ladders.careers.domain.published_index import Chart, PublishedIndex
from ladders.careers.domain.suppression import SMALLEST, ShownCount
from ladders.careers.queries.census import in_reach
from ladders.careers.queries.public_rungs import public_cells
from ladders.careers.queries.published_cache import published_atlas
from ladders.core.permissions import Permission
from ladders.frameworks.domain.lattice_drawing import LINE
from ladders.frameworks.domain.shapes import LevelShape

from .base import level_url

SHORTEST = 12  # units of a bar's width, so that one person among thousands is still seen


@dataclass(frozen=True, slots=True)
class DrawnRung:
    """A rung as the page shows it. `width`: of its bar, on a line of 1000 units; 0 draws none. `who`: per level, the page of
    its people, for whoever may know them; else empty."""

    rung: GradeOnTrack
    text: str
    width: int
    levels: tuple[tuple[LevelShape, str], ...]
    who: tuple[tuple[LevelShape, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """A grade."""

    code: str
    title: str
    rungs: tuple[DrawnRung | None, ...]
    total: int | None


@require_safe
def rungs_page(request: HttpRequest) -> HttpResponse:
    """One framework's rungs: 3 queries with session and user while nothing changed, and 1 for the reach of HR.

    Whoever holds VIEW_DEAD_ENDS sees exact numbers of the people in reach; everybody else sees the month's numbers of
    everybody, suppressed.
    """
    today = timezone.localdate()
    whole = request.user.holds(Permission.VIEW_DEAD_ENDS)  # type: ignore[union-attr]
    atlas = published_atlas()
    asked = request.GET.get("framework", "")
    if asked and asked not in atlas.by_slug:
        raise Http404(_("There is no such framework."))
    chart = atlas.by_slug[asked] if asked else next(iter(atlas.charts), None)
    context = {"charts": atlas.charts, "chart": chart, "whole": whole, "smallest": SMALLEST, "today": today}
    if chart is not None and whole:
        held = cells(chart.shape, chart.grades, in_reach(request.user, today).published)
        context |= _drawn(atlas, chart, held, whole)
    elif chart is not None:
        held, since = public_cells(chart, today)
        context |= _drawn(atlas, chart, held, whole) | {"since": since}
    return render(request, "careers/rungs.html", context)


def _drawn(atlas: PublishedIndex, chart: Chart, held: Mapping[RungCell, int], whole: bool) -> dict[str, object]:
    picture = rungs(chart.shape, chart.grades, held, whole=whole)
    most = max((rung.people.exact or 0 for row in picture.rows for rung in row.rungs if rung.people), default=0)
    rows = [
        DrawnRow(row.code, row.title, tuple(_rung(atlas, rung, most, whole) for rung in row.rungs), row.total)
        for row in picture.rows
    ]
    return {
        "picture": picture,
        "rows": rows,
        "totals": list(zip(picture.tracks, picture.totals, strict=True)),
        "findings": [sentence(finding) for finding in picture.findings],
        "verdict": _verdict(picture),
        "silent": not picture.held and not whole,
    }


def _rung(atlas: PublishedIndex, rung: GradeOnTrack, most: int, whole: bool) -> DrawnRung | None:
    if rung.people is None:
        return None
    held = rung.levels if whole and rung.people.exact else ()
    who = tuple((level, reverse("level-people", args=[level.key])) for level in held)
    levels = tuple((level, level_url(atlas, atlas.places[level.key])) for level in rung.levels)
    return DrawnRung(rung, number(rung.people), _width(rung.people, most), levels, who)


def _width(people: ShownCount, most: int) -> int:
    """A bar tells nothing that the text does not: below five there is none, and "five or more" is drawn as five."""
    count = people.exact if people.exact is not None else 0 if people.few else SMALLEST
    return max(SHORTEST, round(LINE * count / max(most, 1))) if count else 0


def number(people: ShownCount) -> str:
    """ "12 people", "nobody", "fewer than 5", "5 or more"."""
    if people.exact is None:
        said = _("fewer than %(n)s") if people.few else _("%(n)s or more")
        return said % {"n": SMALLEST}
    if not people.exact:
        return _("nobody")
    return ngettext("%(n)s person", "%(n)s people", people.exact) % {"n": people.exact}


def sentence(finding: EmptyLevelFinding) -> str:
    """A finding in one sentence."""
    tracks = get_text_list([rung.track.name for rung in finding.paper], _("and"))
    exact = all(rung.people and rung.people.exact is not None for rung in finding.paper)
    if exact:
        said = _("Grade %(grade)s is held in management by %(people)s, and on %(tracks)s by nobody.")
    else:
        said = _("Grade %(grade)s is held in management by %(people)s, and on %(tracks)s by fewer than %(n)s.")
    return said % {"grade": finding.code, "people": number(finding.people), "tracks": tracks, "n": SMALLEST}


def _verdict(picture: Rungs) -> str:
    """What is to be said where there is no finding."""
    if picture.findings:
        return ""
    if not picture.compared:
        return _("There is nothing to compare: this framework has no management track beside others.")
    if not picture.held and not picture.whole:
        return _(
            "No grade on any track of this framework is held by %(n)s people or more, so there is no number to show."
        ) % {"n": SMALLEST}
    if not picture.held:
        return _("Nobody in your reach holds a level of this framework.")
    return _("No paper rung: wherever a grade is held in management, it is held on the other tracks as well.")
