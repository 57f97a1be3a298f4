"""All frameworks, and all versions of one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.views.decorators.http import require_safe

from ladders.core.access import may
from ladders.core.permissions import Permission
from ladders.core.statements import Statement
from ladders.frameworks.domain.lattice import ordered
from ladders.frameworks.domain.shapes import TrackKind, TrackShape
from ladders.frameworks.enums import VersionState
from ladders.frameworks.models import Track, Version
from ladders.frameworks.models.versions import readable_by
from ladders.frameworks.permissions import may_edit, may_publish
from ladders.frameworks.queries.shelves import SHELVES
from ladders.frameworks.queries.versions import owner_line

from .base import framework_or_404

SHELF_TITLES = {
    "mine": gettext_lazy("Frameworks that you answer for"),
    "drafts": gettext_lazy("Frameworks with a draft"),
    "findings": gettext_lazy("Frameworks with findings in the draft"),
    "asked": gettext_lazy("Frameworks to publish as the second person"),
    "reviews": gettext_lazy("Frameworks with reasons to look at again"),
    "no_owner": gettext_lazy("Frameworks whose owner no longer works here"),
}


class Card(NamedTuple):
    """A framework on the shelf: what is published, and for editors what is being written. Nothing of whoever reads it."""

    slug: str
    name: str
    summary: str
    tracks: tuple[str, ...]  # the parallel ones, in the lattice's order
    levels: int
    owner: str
    published: int | None  # the version's number
    published_at: dt.datetime | None
    draft: int | None
    draft_waits: bool  # for a second person


def _shelf(versions: QuerySet[Version]) -> QuerySet[Version]:
    return (
        versions.filter(state__in=[VersionState.PUBLISHED, VersionState.DRAFT])
        .select_related("framework__owner", "framework__owner_account")
        .order_by("framework__name", "framework_id")
    )


_of_everybody = Statement(lambda: _shelf(Version.objects.all()))
_of_reader = Statement(
    lambda account, employee: _shelf(Version.objects.filter(readable_by(account, employee))), int, int
)
_tracks = Statement(
    lambda: (
        Track.objects.filter(version__state__in=[VersionState.PUBLISHED, VersionState.DRAFT])
        .annotate(level_count=Count("levels"))
        .order_by("position", "id")
    )
)


@require_safe
def framework_list(request: HttpRequest) -> HttpResponseBase:
    """Published frameworks, and for whoever edits some, their drafts: 4 queries with session and user.

    `show` narrows them to what the reader has something to do with.
    """
    user: Any = request.user
    show = request.GET.get("show", "")
    employee = getattr(user, "employee", None)
    if show in SHELVES:
        theirs = SHELVES[show](user, timezone.localdate()).values("pk")
        versions = list(_shelf(Version.objects.visible_to(user)).filter(framework__in=theirs))
    elif may(user, Permission.EDIT_FRAMEWORK):
        versions = _of_everybody()
    else:
        versions = _of_reader(user.pk, employee.pk if employee else 0)
    tracks: dict[int, list[Track]] = {}
    for track in _tracks():
        tracks.setdefault(track.version_id, []).append(track)
    books: dict[int, dict[bool, Version]] = {}
    for version in versions:
        books.setdefault(version.framework_id, {})[version.is_draft] = version
    cards = [_card(book.get(False), book.get(True), tracks) for book in books.values()]
    return render(
        request,
        "frameworks/reading/list.html",
        {
            "published": [_shown(card, get_language()) for card in cards if card.published],
            "unpublished": [_shown(card, get_language()) for card in cards if not card.published],
            "title": SHELF_TITLES.get(show),
            "may_create": may(request.user, Permission.CREATE_FRAMEWORK),
            "may_name_owners": may(request.user, Permission.PUBLISH_FRAMEWORK),
            "may_import": may(request.user, Permission.IMPORT_FRAMEWORK),
        },
    )


def _card(published: Version | None, draft: Version | None, tracks: dict[int, list[Track]]) -> Card:
    shown = published or draft
    assert shown is not None  # a framework without versions is not on the shelf
    rows: list[Any] = tracks.get(shown.pk, [])
    shapes = ordered(TrackShape(row.key, TrackKind(row.kind), row.name) for row in rows)
    return Card(
        slug=shown.framework.slug,
        name=shown.framework.name,
        summary=shown.summary,
        tracks=tuple(shape.name for shape in shapes if shape.kind != TrackKind.SHARED),
        levels=sum(row.level_count for row in rows),
        owner=owner_line(shown),
        published=published.number if published else None,
        published_at=published.published_at if published else None,
        draft=draft.number if draft else None,
        draft_waits=bool(draft and draft.asked_at and draft.asked_revision == draft.revision),
    )


@lru_cache(256)
def _shown(card: Card, _language: str | None) -> SafeString:
    """The card as HTML: the same for all who may see it."""
    return render_to_string("frameworks/reading/_book.html", {"book": card})


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version in the list, with the number of the one before it."""

    version: Version
    before: int | None
    returnable: bool  # in force since today, before this reader, who may publish


@require_safe
def version_list(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Every version of a framework that the person may read, newest first: 4 queries with session and user."""
    framework = framework_or_404(request, slug)
    versions = list(
        Version.objects.visible_to(request.user)
        .filter(framework=framework)
        .select_related("taken_back")
        .annotate(levels=Count("level_set"))
        .order_by("-number")
    )
    numbers = [version.number for version in versions]
    editor, publisher = may_edit(request.user, framework), may_publish(request.user, framework)
    return render(
        request,
        "frameworks/reading/versions.html",
        {
            "framework": framework,
            "rows": [
                VersionLine(version, before, publisher and _published_today(version))
                for version, before in zip(versions, [*numbers[1:], None], strict=True)
            ],
            "page": {
                "slug": framework.slug,
                "lattice_url": reverse("framework", args=[slug]),
                "competencies_url": reverse("competencies", args=[slug]),
                "may_edit": editor,
                "has_draft": any(version.is_draft for version in versions),
            },
        },
    )


def _published_today(version: Version) -> bool:
    at = version.published_at
    return version.state == VersionState.PUBLISHED and at is not None and timezone.localdate(at) == timezone.localdate()
