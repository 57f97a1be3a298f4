"""How every reading page finds its version, and what its head shows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ladders.frameworks.domain.addresses import level_ref
from ladders.frameworks.domain.shapes import LevelShape
from ladders.frameworks.enums import VersionState
from ladders.frameworks.models import Version
from ladders.frameworks.permissions import may_edit
from ladders.frameworks.queries.published_versions import FoundVersion, find_published
from ladders.frameworks.queries.snapshot import Snapshot, snapshot_of
from ladders.frameworks.queries.versions import owner_line


class NotPublished(Exception):
    """The framework has a draft only, and whoever asks may edit it."""


@dataclass(frozen=True, slots=True)
class Head:
    """Everything above a reading page's body. It is the key under which the rendered head is kept: plain values only."""

    slug: str
    name: str
    number: int
    state: str
    owner: str
    summary: str
    statement: str
    published: dt.date | None
    current: int | None  # number of the version in force
    pinned: bool  # the address names the version's number
    may_edit: bool
    has_draft: bool

    def url(self, name: str, *args: object) -> str:
        """The address of a reading page of this version."""
        if self.pinned:
            name = "version" if name == "framework" else f"version-{name}"
            return reverse(name, args=[self.slug, self.number, *args])
        return reverse(name, args=[self.slug, *args])

    @property
    def from_number(self) -> int | None:
        """The number of this version, where a draft from here begins otherwise than from the one in force."""
        return self.number if self.number != self.current else None

    @property
    def lattice_url(self) -> str:
        """The lattice of this version."""
        return self.url("framework")

    @property
    def competencies_url(self) -> str:
        """The competency matrix of this version."""
        return self.url("competencies")

    @property
    def svg_url(self) -> str:
        """The lattice as a picture."""
        return self.url("lattice-svg")

    @property
    def address(self) -> tuple[str, bool]:
        """What links in a cached body depend on."""
        return self.slug, self.pinned


@dataclass(frozen=True, slots=True)
class Reading:
    """A version that somebody may read, compiled, with the head of its pages."""

    version: Version
    snapshot: Snapshot
    head: Head

    def level_url(self, level: LevelShape) -> str:
        """The level's page in this version."""
        return self.head.url("level", level_ref(self.snapshot.shape, level))

    def side_by_side_url(self, *levels: LevelShape) -> str:
        """The matrix with these levels side by side; empty for a single one, as there is nothing to compare."""
        refs = [("level", level_ref(self.snapshot.shape, level)) for level in levels]
        return f"{self.head.competencies_url}?{urlencode(refs)}" if len(refs) > 1 else ""


def reading_or_404(request: HttpRequest, slug: str, number: int | None = None) -> Reading:
    """The published version of a framework, or the version of that number: one query while the snapshot is kept, two for
    whoever may edit it.

    Raises Http404 for what the person may not see, NotPublished where an editor asks for a framework without a
    published version.
    """
    found = find_published(slug) if number is None else _numbered(request, slug, number)
    if found is None:
        if number is None and Version.objects.visible_to(request.user).filter(framework__slug=slug).exists():
            raise NotPublished
        raise Http404(_("There is no such version."))
    editor = may_edit(request.user, found.version.framework)
    version, snapshot = found.version, snapshot_of(found.version)
    head = Head(
        slug=version.framework.slug,
        name=version.framework.name,
        number=version.number,
        state=version.state,
        owner=owner_line(version),
        summary=snapshot.shape.summary,
        statement=snapshot.shape.statement,
        published=timezone.localdate(version.published_at) if version.published_at else None,
        current=found.current,
        pinned=number is not None,
        may_edit=editor,
        has_draft=editor
        and Version.objects.filter(framework_id=version.framework_id, state=VersionState.DRAFT).exists(),
    )
    return Reading(version, snapshot, head)


def _numbered(request: HttpRequest, slug: str, number: int) -> FoundVersion | None:
    published = Version.objects.filter(framework=OuterRef("framework"), state=VersionState.PUBLISHED)
    version: Any = (
        Version.objects.visible_to(request.user)
        .filter(framework__slug=slug, number=number)
        .select_related("framework__owner")
        .annotate(current=Subquery(published.values("number")))
        .first()
    )
    return FoundVersion(version, version.current) if version else None
