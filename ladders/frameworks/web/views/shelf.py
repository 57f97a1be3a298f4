"""All frameworks, and all versions of one."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BooleanField,
    Count,
    ExpressionWrapper,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Coalesce, NullIf
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
from ladders.frameworks.models import Level, Track, Version
from ladders.frameworks.models.versions import readable_by
from ladders.frameworks.permissions import may_edit, may_publish
from ladders.frameworks.queries.shelves import SHELVES

from .base import framework_or_404

SHELF_TITLES = {
    "mine": gettext_lazy("Frameworks that you answer for"),
    "drafts": gettext_lazy("Frameworks with a draft"),
    "findings": gettext_lazy("Frameworks with findings in the draft"),
    "asked": gettext_lazy("Frameworks to publish as the second person"),
    "reviews": gettext_lazy("Frameworks with reasons to look at again"),
    "no_owner": gettext_lazy("Frameworks whose owner no longer works here"),
}

NO_KEY = UUID(int=0)


class FrameworkCard(NamedTuple):
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


class _Row(NamedTuple):
    """A version on the shelf as the database says it. Its tracks, in their order, and its owner are what a card shows."""

    framework: int
    slug: str
    name: str
    title: str  # of the owner
    owner: str | None
    account: str | None  # name or address of an owner who has an account alone
    state: str
    number: int
    summary: str
    published_at: dt.datetime | None
    waits: bool  # for a second person
    kinds: str  # of the tracks, a list in JSON, as are
    names: str
    levels: int


def _shelf(versions: QuerySet[Version]) -> QuerySet[Any, Any]:
    tracks = Track.objects.filter(version=OuterRef("pk")).order_by("position", "id")
    levels = Level.objects.filter(version=OuterRef("pk")).order_by().values("version").values(number=Count("pk"))
    account = Coalesce(
        NullIf("framework__owner_account__name", Value("")), "framework__owner_account__email", output_field=TextField()
    )
    waits = ExpressionWrapper(Q(asked_revision=F("revision")), output_field=BooleanField())
    rows: QuerySet[Any, Any] = (
        versions.filter(state__in=[VersionState.PUBLISHED, VersionState.DRAFT])
        .order_by("framework__name", "framework_id")
        .values_list(
            "framework_id", "framework__slug", "framework__name", "framework__owner_title", "framework__owner__name",
            account, "state", "number", "summary", "published_at", waits,
            _in_json(tracks.values("kind")), _in_json(tracks.values("name")), Coalesce(Subquery(levels), 0),
        )
    )  # fmt: skip
    return rows


def _in_json(values: QuerySet[Any, Any]) -> Cast:
    return Cast(Func(ArraySubquery(values), function="to_json"), TextField())


_of_everybody = Statement(lambda: _shelf(Version.objects.all()))
_of_reader = Statement(
    lambda account, employee: _shelf(Version.objects.filter(readable_by(account, employee))), int, int
)


@require_safe
def framework_list(request: HttpRequest) -> HttpResponseBase:
    """Published frameworks, and for whoever edits some, their drafts: 3 queries with session and user.

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
    books: dict[int, dict[str, _Row]] = {}
    for row in map(_Row._make, versions):
        books.setdefault(row.framework, {})[row.state] = row
    shown: dict[bool, list[SafeString]] = {True: [], False: []}
    for book in books.values():
        published, draft = book.get(VersionState.PUBLISHED), book.get(VersionState.DRAFT)
        shown[published is not None].append(_shown(published, draft, get_language()))
    return render(
        request,
        "frameworks/reading/list.html",
        {
            "published": shown[True],
            "unpublished": shown[False],
            "title": SHELF_TITLES.get(show),
            "may_create": may(request.user, Permission.CREATE_FRAMEWORK),
            "may_name_owners": may(request.user, Permission.PUBLISH_FRAMEWORK),
            "may_import": may(request.user, Permission.IMPORT_FRAMEWORK),
        },
    )


@lru_cache(256)
def _shown(published: _Row | None, draft: _Row | None, _language: str | None) -> SafeString:
    """A framework as HTML: the same for all who may see both versions."""
    return render_to_string("frameworks/reading/_book.html", {"book": _card(published, draft)})


def _card(published: _Row | None, draft: _Row | None) -> FrameworkCard:
    shown = published or draft
    assert shown is not None  # a framework without versions is not on the shelf
    named = zip(json.loads(shown.kinds), json.loads(shown.names), strict=True)
    tracks = ordered(TrackShape(NO_KEY, TrackKind(kind), name) for kind, name in named)
    owner = shown.account or "" if shown.owner is None else shown.owner
    return FrameworkCard(
        slug=shown.slug,
        name=shown.name,
        summary=shown.summary,
        tracks=tuple(track.name for track in tracks if track.kind != TrackKind.SHARED),
        levels=shown.levels,
        owner=", ".join(filter(None, (owner, shown.title))),
        published=published.number if published else None,
        published_at=published.published_at if published else None,
        draft=draft.number if draft else None,
        draft_waits=bool(draft and draft.waits),
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
