"""What the pages of this room share: where the reader stands, and addresses of levels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ladders.careers.domain.available_moves import Move
from ladders.careers.domain.published_index import PublishedIndex, PublishedLevel
from ladders.careers.queries.my_position import Mine, mine
from ladders.careers.words import grade, kind
from ladders.frameworks.domain.addresses import level_ref
from ladders.frameworks.pay_provider import FrameworkPay


def reader(request: HttpRequest, *, gaps: bool = True) -> Mine:
    """Where the person who asks stands today: their own standing, and nobody else's. `gaps`: with proficiencies."""
    return mine(request.user, timezone.localdate(), gaps=gaps)


def compare_url(atlas: PublishedIndex, place: PublishedLevel) -> str:
    """The page that compares the reader's level with this one."""
    chart = atlas.chart_of(place)
    return reverse("path-compare", args=[chart.slug, level_ref(chart.shape, place.level)])


def level_url(atlas: PublishedIndex, place: PublishedLevel) -> str:
    """The level's own page."""
    chart = atlas.chart_of(place)
    return reverse("level", args=[chart.slug, level_ref(chart.shape, place.level)])


def route_url(place: PublishedLevel) -> str:
    """The ways to this level."""
    return f"{reverse('path-route')}?to={place.key}"


def seat_note(at: Mine, place: PublishedLevel) -> str:
    """What is said where a level needs a vacant seat; empty where it needs none."""
    note = at.seats.get(place.key)
    if note is None:
        return ""
    return _("Needs a vacant seat: %(note)s") % {"note": note} if note else _("Needs a vacant seat")


def mark(at: Mine, move: Move) -> str:
    """The words on the card of a possible move. A second level says that it is held, and that it could be the whole."""
    said = kind(move.kind)
    if move.until:
        said = _("right of return until %(day)s") % {"day": date_format(move.until, "M Y")}
    if at.second and at.second.place is move.there:
        return _("yours, %(share)s %% · %(kind)s") % {"share": at.second.share, "kind": said}
    return said


@dataclass(frozen=True, slots=True)
class MoveEntry:
    """A possible move as a list shows it."""

    move: Move
    url: str
    framework: str  # its name, where it is another one
    kind: str
    mark: str
    grade: str
    band: str
    seat: str


def entry(at: Mine, move: Move, pay: FrameworkPay) -> MoveEntry:
    """The move in words. A band is shown for levels of the reader's framework and others alike: it hangs on the grade."""
    there = move.there
    now, then = move.bands(pay.bands)
    same = move.change == 0 and there.rank is not None
    band = "" if then is None else _("%(band)s, as now") % {"band": then.text} if same and now else then.text
    return MoveEntry(
        move,
        compare_url(at.atlas, there),
        at.atlas.chart_of(there).name if there.framework != move.here.framework else "",
        kind(move.kind),
        mark(at, move),
        grade(move.here.level.grade, there.level.grade, move.change),
        band,
        seat_note(at, there),
    )


def page(at: Mine, **context: Any) -> dict[str, Any]:
    """What every page of this room knows."""
    return {"at": at, "here": at.here, "chart": at.chart, **context}
