"""All frameworks, and all versions of one."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Prefetch
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from ladders.core.access import may
from ladders.core.permissions import Permission
from ladders.frameworks.domain.lattice import ordered
from ladders.frameworks.domain.shapes import TrackKind, TrackShape
from ladders.frameworks.enums import VersionState
from ladders.frameworks.models import Framework, Track, Version
from ladders.frameworks.permissions import may_edit, may_publish
from ladders.frameworks.queries.shelves import SHELVES
from ladders.frameworks.queries.versions import owner_line

from .base import framework_or_404

SHELF_TITLES = {
    "mine": gettext_lazy("Frameworks that you answer for"),
    "drafts": gettext_lazy("Frameworks with a draft"),
    "asked": gettext_lazy("Frameworks to publish as the second person"),
    "reviews": gettext_lazy("Frameworks with reasons to look at again"),
}


@dataclass(frozen=True, slots=True)
class ShelfEntry:
    """A framework on the shelf: what is published, and for editors what is being written."""

    framework: Framework
    published: Version | None
    draft: Version | None

    @property
    def shown(self) -> Version:
        """The version that the card tells of."""
        version = self.published or self.draft
        assert version is not None  # a framework without versions is not on the shelf
        return version

    @property
    def owner(self) -> str:
        """Who answers for it."""
        return owner_line(self.shown)

    @property
    def tracks(self) -> list[str]:
        """The parallel tracks' names, in the lattice's order."""
        shapes = ordered(TrackShape(row.key, TrackKind(row.kind), row.name) for row in self.shown.track_set.all())
        return [shape.name for shape in shapes if shape.kind != TrackKind.SHARED]

    @property
    def levels(self) -> int:
        """How many levels it has."""
        return sum(getattr(row, "level_count", 0) for row in self.shown.track_set.all())


@require_safe
def framework_list(request: HttpRequest) -> HttpResponseBase:
    """Published frameworks, and for whoever edits some, their drafts: 4 queries with session and user.

    `show` narrows them to what the reader has something to do with.
    """
    show = request.GET.get("show", "")
    tracks = Track.objects.annotate(level_count=Count("levels")).order_by("position", "id")
    versions = (
        Version.objects.visible_to(request.user)
        .filter(state__in=[VersionState.PUBLISHED, VersionState.DRAFT])
        .select_related("framework__owner")
        .prefetch_related(Prefetch("track_set", tracks))
        .order_by("framework__name", "framework_id")
    )
    if show in SHELVES:
        versions = versions.filter(framework__in=SHELVES[show](request.user, timezone.localdate()).values("pk"))
    books: dict[int, ShelfEntry] = {}
    for version in versions:
        book = books.get(version.framework_id, ShelfEntry(version.framework, None, None))
        published = version if version.state == VersionState.PUBLISHED else book.published
        books[version.framework_id] = ShelfEntry(
            version.framework, published, version if version.is_draft else book.draft
        )
    return render(
        request,
        "frameworks/reading/list.html",
        {
            "published": [book for book in books.values() if book.published],
            "unpublished": [book for book in books.values() if not book.published],
            "title": SHELF_TITLES.get(show),
            "may_create": may(request.user, Permission.CREATE_FRAMEWORK),
            "may_import": may(request.user, Permission.IMPORT_FRAMEWORK),
        },
    )


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
