"""Dead ends: where the frameworks themselves end people's ways, with counts, and the people behind a count. For HR."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from ladders.careers.domain.dead_ends import dead_ends, only_vacant
from ladders.careers.domain.published_index import Chart, PublishedIndex, PublishedLevel
from ladders.careers.models import Seat
from ladders.careers.queries.census import in_reach
from ladders.careers.queries.holders import holders_of
from ladders.careers.queries.published_cache import published_atlas
from ladders.core.access import requires
from ladders.core.lists.page import page_queries
from ladders.core.permissions import Permission
from ladders.frameworks.enums import VersionState
from ladders.frameworks.models import Framework, Version
from ladders.frameworks.permissions import may_edit

from ..holder_cells import holder_rows
from .base import level_url

DRAFT, EVALUATION, SEATS = "draft", "draft-evaluation", "seats"


@dataclass(frozen=True, slots=True)
class DeadEndKind:
    """A kind of dead end in words: what it is, what to do, and the page where one does it."""

    key: str
    title: Promise
    what: Promise
    cure: Promise
    mend: str = DRAFT


END_KINDS = (
    DeadEndKind(
        "management",
        lazy("The only next level is management"),
        lazy(
            "From these levels everything further up leads people. Whoever does not want to lead stays where they are."
        ),
        lazy("Add a level on another track, on the next grade. Or evaluate one that waits for its grade."),
    ),
    DeadEndKind(
        "through",
        lazy("Reached only through management"),
        lazy("Whoever wants to get to these levels has to lead people on the way."),
        lazy("Add the missing step below them on their own track, or on another one beside it."),
    ),
    DeadEndKind(
        "nobody",
        lazy("Levels that nobody can reach"),
        lazy("No possible move leads to these levels from within their framework."),
        lazy("Add a level between them and the one before, or check their grade."),
    ),
    DeadEndKind(
        "vacant",
        lazy("Every way up needs a vacant seat"),
        lazy("From these levels people can go further up only when a seat becomes vacant."),
        lazy("Check which levels really need one: growing in one’s work rarely does."),
        SEATS,
    ),
    DeadEndKind(
        "waiting",
        lazy("Not evaluated yet"),
        lazy(
            "Levels without a grade stand on no row, so nobody can be offered them and nobody on them can be offered a way."
        ),
        lazy("Evaluate them, or slot them with a source."),
        EVALUATION,
    ),
)


@dataclass(frozen=True, slots=True)
class DeadEnd:
    """A level at which something ends. `people`: in the reader's reach. `mend`: where it is mended, for whoever may."""

    place: PublishedLevel
    chart: Chart
    url: str
    people: int
    mend: str


@dataclass(frozen=True, slots=True)
class DeadEndPart:
    """One kind of dead end with its levels."""

    kind: DeadEndKind
    entries: tuple[DeadEnd, ...]

    @property
    def people(self) -> int:
        """How many people of the reader's reach stand there."""
        return sum(entry.people for entry in self.entries)


@require_safe
@requires(Permission.VIEW_DEAD_ENDS)
def dead_ends_page(request: HttpRequest) -> HttpResponse:
    """All of them: 8 queries with session, user and roles while nothing changed."""
    atlas = published_atlas()
    count = in_reach(request.user, timezone.localdate())
    found = dead_ends(atlas)
    vacant = only_vacant(atlas, set(Seat.objects.values_list("level_key", flat=True)))
    mends = _mends(request, atlas)
    places = dict(
        zip(
            (kind.key for kind in END_KINDS),
            (found.only_management, found.through_management, found.nobody, vacant, found.waiting),
            strict=True,
        )
    )
    parts = [
        DeadEndPart(kind, tuple(_entries(atlas, places[kind.key], count.published, mends, kind))) for kind in END_KINDS
    ]
    parts = [part for part in parts if part.entries]
    context = {
        "parts": parts,
        "several": len(parts) + bool(count.gone) + bool(found.no_way_across) > 1,
        "apart": [(chart, mends.get((chart.id, DRAFT), "")) for chart in found.no_way_across],
        "gone": count.gone,
        "any_framework": bool(atlas.charts),
    }
    return render(request, "careers/dead_ends.html", context)


def _entries(
    atlas: PublishedIndex,
    places: Iterable[PublishedLevel],
    people: Mapping[UUID, int],
    mends: Mapping[tuple[int, str], str],
    kind: DeadEndKind,
) -> Iterable[DeadEnd]:
    for place in places:
        chart = atlas.chart_of(place)
        url, mend = level_url(atlas, place), mends.get((chart.id, kind.mend), "")
        yield DeadEnd(place, chart, url, people.get(place.key, 0), mend)


def _mends(request: HttpRequest, atlas: PublishedIndex) -> dict[tuple[int, str], str]:
    """(framework, what to mend) → the page for it, of the frameworks that the reader may edit: 2 queries."""
    drafts = set(Version.objects.filter(state=VersionState.DRAFT).values_list("framework_id", flat=True))
    found = {}
    for framework in Framework.objects.filter(pk__in=atlas.by_id).select_related("owner"):
        if may_edit(request.user, framework):
            drafted = framework.pk in drafts
            for name in (DRAFT, EVALUATION):
                found[framework.pk, name] = reverse(name if drafted else "framework", args=[framework.slug])
            found[framework.pk, SEATS] = reverse(SEATS, args=[framework.slug])
    return found


@require_safe
@requires(Permission.VIEW_DEAD_ENDS)
def level_people(request: HttpRequest, level: UUID) -> HttpResponse:
    """Who holds a level today, of the people in the reader's reach: at most 9 queries for any number of them while pay positions
    are up to date."""
    atlas = published_atlas()
    place = atlas.places.get(level)
    if place is None:
        raise Http404(_("There is no such level."))
    after = request.GET.get("after", "")
    found = holders_of(
        request.user, level, timezone.localdate(), int(after) if after.isdecimal() and len(after) < 19 else None
    )
    context: dict[str, Any] = {
        "place": place,
        "chart": atlas.chart_of(place),
        "url": level_url(atlas, place),
        "found": found,
        "body": holder_rows(found.rows, linked=request.user.has_perm(Permission.VIEW_PEOPLE)),
        **page_queries(request.GET, after, found.after),
    }
    return render(request, "careers/level_people.html", context)
