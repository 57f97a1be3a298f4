"""How do I get to …? Ways over the lattice, each step of them a move that one can ask for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from ladders.careers.domain.available_moves import Gap, Move, compared
from ladders.careers.domain.published_index import PublishedIndex, PublishedLevel
from ladders.careers.domain.routes import Route, routes
from ladders.careers.plan_links import plan_link
from ladders.careers.queries.my_position import Mine
from ladders.frameworks.domain.lattice import ordered
from ladders.frameworks.domain.lattice_drawing import DrawnBand
from ladders.frameworks.domain.shapes import LevelShape
from ladders.frameworks.pay_provider import pay_shown

from .base import compare_url, level_url, mark, page, reader, seat_note


@dataclass(frozen=True, slots=True)
class RouteStep:
    """One move of a route, with what is still to grow for it."""

    move: Move
    url: str
    mark: str
    seat: str
    gaps: list[Gap]
    framework: str
    band: str  # what the grade pays, where the reader may see it


@dataclass(frozen=True, slots=True)
class TargetChoice:
    """The levels of a track to choose the end from."""

    label: str
    levels: tuple[LevelShape, ...]


@require_safe
def route_page(request: HttpRequest) -> HttpResponse:
    """Where one would like to get, and the ways there: 5 queries with session and user, those for rights, one
    for what the grades on the ways pay, and one for a plan."""
    at = reader(request)
    if at.here is None:
        return redirect("my-path")
    there = _asked(at.atlas, request.GET.get("to", ""))
    found = routes(at.person, at.atlas, there.key) if there else ()
    bands = pay_shown(request, at.here.framework).load().bands if found else {}
    return render(
        request,
        "careers/route.html",
        page(
            at,
            there=there,
            to=str(there.key) if there else "",
            unknown=bool(request.GET.get("to")) and there is None,
            choices=_choices(at),
            routes=[(route, _steps(at, route, bands)) for route in found],
            compare_url=compare_url(at.atlas, there) if there else "",
            plan=plan_link(at.employee, there.key) if at.employee and there and there is not at.here else None,
        ),
    )


def _asked(atlas: PublishedIndex, text: str) -> PublishedLevel | None:
    try:
        return atlas.places.get(UUID(text))
    except ValueError:
        return None


def _choices(at: Mine) -> list[TargetChoice]:
    """Every level but the own one, the own framework first; tracks in the order of the lattice."""
    charts = sorted(at.atlas.charts, key=lambda chart: chart is not at.chart)
    found = []
    for chart in charts:
        for track in ordered(chart.shape.tracks):
            levels = tuple(level for level in reversed(track.levels) if at.here is None or level is not at.here.level)
            label = track.name if chart is at.chart else f"{chart.name} · {track.name}"
            if levels:
                found.append(TargetChoice(label, levels))
    return found


def _steps(at: Mine, route: Route, bands: Mapping[str, DrawnBand]) -> list[RouteStep]:
    return [
        RouteStep(
            move,
            compare_url(at.atlas, move.there) if number == 0 else level_url(at.atlas, move.there),
            mark(at, move),
            seat_note(at, move.there),
            [gap for gap in compared(move, at.atlas, at.person.assessed) if gap.steps],
            at.atlas.chart_of(move.there).name if move.there.framework != move.here.framework else "",
            then.text if (then := move.bands(bands)[1]) else "",
        )
        for number, move in enumerate(route.moves)
    ]
