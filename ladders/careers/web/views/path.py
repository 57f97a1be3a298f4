"""My path: the lattice with the reader on it, and the same as a list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ladders.careers.domain.available_moves import Gap, Move, available_moves, compared
from ladders.careers.domain.move_kinds import MOVES, MoveKind
from ladders.careers.domain.published_index import Chart, PublishedLevel
from ladders.careers.queries.my_position import Mine
from ladders.careers.queries.reflections import FitShown, energy_of
from ladders.careers.words import KIND_WORDS, kind_title, possible
from ladders.core.shell import respond
from ladders.frameworks.domain.lattice_drawing import LatticeView, draw
from ladders.frameworks.domain.shapes import LevelShape, TrackKind
from ladders.frameworks.pay_provider import FrameworkPay, pay_shown
from ladders.frameworks.queries.snapshot import Kept
from ladders.placements.queries import no_level_of

from .base import MoveEntry, compare_url, entry, level_url, mark, reader, seat_note

LATTICE, LIST, PRINT = "", "list", "print"
# Bodies of people who have nothing of their own on the picture: one for everybody who stands on the same level.
_bodies: Kept[bytes] = Kept(16 * 1024 * 1024, len)


@dataclass(frozen=True, slots=True)
class PathFilter:
    """What the address asks for. Anything unknown in it means "all"."""

    view: str = LATTICE
    kind: MoveKind | None = None
    others: bool = False
    energy: bool = False  # sorted by what gives the reader energy

    def query(self, **changes: object) -> str:
        """The address's query with some of it changed."""
        values = {"view": self.view, "kind": self.kind, "others": self.others, "energy": self.energy} | changes
        kept = {name: str(int(value) if value is True else value) for name, value in values.items() if value}
        return "?" + urlencode(kept)


@dataclass(frozen=True, slots=True)
class KindChip:
    """A link that chooses a kind."""

    label: str
    url: str
    chosen: bool
    count: int


@dataclass(frozen=True, slots=True)
class MoveRow:
    """A line of the list. `why`: how its track meets what the reader wants, where they asked for it to be sorted so."""

    item: MoveEntry
    gaps: list[Gap]
    why: str


@require_safe
def path_page(request: HttpRequest) -> HttpResponse:
    """Where the reader can go: 4 queries with session and user, and those for rights; 3 more for the list."""
    asked = _asked(request)
    at = reader(request, gaps=asked.view != LATTICE)
    if at.here is None:
        said = no_level_of(at.employee.pk, timezone.localdate()) if at.employee and not at.lost else None
        return render(request, "careers/nowhere.html", {"at": at, "charts": at.atlas.charts, "no_level": said})
    shown = pay_shown(request, at.here.framework)
    moves = available_moves(at.person, at.atlas, others=asked.others)
    energy = energy_of(at.employee) if asked.view != LATTICE and at.employee else None

    def body() -> bytes:
        if asked.view == LATTICE:
            return _lattice_body(at, asked, moves, shown.load()).encode()
        return _list_body(at, asked, moves, shown.load(), energy).encode()

    # A right of return, what was assessed, and what gives energy are somebody's own: never kept.
    own = at.rights or (asked.view != LATTICE and at.person.assessed) or (energy and asked.energy)
    key = (
        at.atlas.identity,
        *(at.person.level, at.person.second, at.second and at.second.share, at.tried),
        asked,
        energy is not None,
        tuple(at.seats.items()),
        get_language(),
        shown.key,
    )
    return respond(request, "careers/path.html", asked.view, body() if own else _bodies.get(key, body))


def forget() -> None:
    """Empty the cache: for tests."""
    _bodies.clear()


def _asked(request: HttpRequest) -> PathFilter:
    view, kind = request.GET.get("view", ""), request.GET.get("kind", "")
    return PathFilter(
        view if view in (LIST, PRINT) else LATTICE,
        MoveKind(kind) if kind in MOVES else None,
        request.GET.get("others") == "1",
        request.GET.get("energy") == "1",
    )


def _lattice_body(at: Mine, asked: PathFilter, moves: tuple[Move, ...], pay: FrameworkPay) -> str:
    chart = at.chart
    assert chart is not None
    elsewhere = [entry(at, move, pay) for move in moves if move.there.framework != chart.id and _fits(asked, move)]
    view = picture(at, chart, moves, pay, asked.kind)
    return _html("_lattice_body", at, asked, moves, pay, view=view, elsewhere=elsewhere)


def _list_body(
    at: Mine, asked: PathFilter, moves: tuple[Move, ...], pay: FrameworkPay, energy: Mapping[TrackKind, FitShown] | None
) -> str:
    chosen = [move for move in moves if _fits(asked, move)]
    if energy and asked.energy:
        chosen.sort(key=lambda move: -energy[move.there.track.kind].score)
    rows = [
        MoveRow(
            entry(at, move, pay),
            [gap for gap in compared(move, at.atlas, at.person.assessed) if gap.steps],
            energy[move.there.track.kind].sentence if energy and asked.energy else "",
        )
        for move in chosen
    ]
    return _html("_list_body", at, asked, moves, pay, rows=rows, reflected=energy is not None)


def _html(name: str, at: Mine, asked: PathFilter, moves: tuple[Move, ...], pay: FrameworkPay, **context: object) -> str:
    here = at.here
    assert here is not None
    return render_to_string(
        f"careers/{name}.html",
        {
            "here": here,
            "chart": at.chart,
            "second": at.second,
            "tried": at.tried,
            "asked": asked,
            "pay": pay,
            "possible": possible(len(moves)),
            "chips": _chips(asked, moves),
            "rights": sorted(at.rights, key=lambda right: right.until),
            "lattice_url": asked.query(view=LATTICE),
            "list_url": asked.query(view=LIST),
            "print_url": asked.query(view=PRINT),
            "energy_url": asked.query(energy=not asked.energy),
            "others_url": asked.query(others=not asked.others),
            "more": len(at.atlas.charts) > 1,
            **context,
        },
    )


def _fits(asked: PathFilter, move: Move) -> bool:
    return asked.kind is None or move.kind is asked.kind


def _chips(asked: PathFilter, moves: tuple[Move, ...]) -> list[KindChip]:
    """All, and each kind that is possible or asked for."""
    counts = {kind: sum(move.kind is kind for move in moves) for kind in MOVES}
    chips = [KindChip(_("All moves"), asked.query(kind=""), asked.kind is None, len(moves))]
    chips += [
        KindChip(kind_title(kind), asked.query(kind=kind), asked.kind is kind, counts[kind])
        for kind in KIND_WORDS
        if counts[kind] or asked.kind is kind
    ]
    return chips


def picture(
    at: Mine, chart: Chart, moves: tuple[Move, ...], pay: FrameworkPay, kind: MoveKind | None = None
) -> LatticeView:
    """The lattice of a framework with the reader on it. Every level is on it, however far away."""
    here, second = at.here, at.second
    marks: dict[UUID, str] = {}
    looks = {place.key: "path-away" for place in (*chart.places, *chart.waiting)}
    for move in moves:
        marks[move.there.key] = mark(at, move)
        fits = kind is None or move.kind is kind
        looks[move.there.key] = "path-aside" if not fits else "path-return" if move.until else "path-possible"
    if second and second.place and second.place.key in looks:
        marks.setdefault(second.place.key, _("yours, %(share)s %%") % {"share": second.share})
        looks[second.place.key] += " path-second"
    if (tried := at.tried) and tried.place and tried.tried_until:
        marks[tried.place.key] = _("you try this until %(day)s") % {"day": date_format(tried.tried_until, "j F")}
    if here:
        marks[here.key], looks[here.key] = _("you are here"), "path-here"
    places = {place.key: place for place in (*chart.places, *chart.waiting)}

    def link(level: LevelShape) -> str:
        place = places[level.key]
        return level_url(at.atlas, place) if place is here else compare_url(at.atlas, place)

    return draw(
        chart.shape,
        chart.grades,
        link,
        bands=pay.bands,
        marks=marks,
        looks=looks,
        notes=_notes(at, places, pay),
        open_track=here.track.key if here else None,
    )


def _notes(at: Mine, places: Mapping[UUID, PublishedLevel], pay: FrameworkPay) -> dict[UUID, tuple[str, ...]]:
    notes: dict[UUID, tuple[str, ...]] = {key: (seat_note(at, places[key]),) for key in at.seats if key in places}
    for key, item in pay.deviations.items():
        if key in places:
            said = _("own band until %(day)s") % {"day": date_format(item.until, "M Y")}
            notes[key] = (*notes.get(key, ()), said)
    return notes
