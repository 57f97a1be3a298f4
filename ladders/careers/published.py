"""The frameworks as they are published now, compiled, for pages that look at all of them."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from ladders.frameworks.enums import VersionState
from ladders.frameworks.models import Framework, Version
from ladders.frameworks.reading import level_ref
from ladders.frameworks.shapes import LevelShape
from ladders.frameworks.snapshot import Snapshot, snapshot_of


@dataclass(frozen=True, slots=True)
class Book:
    """A published framework with its compiled version."""

    framework: Framework
    snapshot: Snapshot

    def level_url(self, level: LevelShape) -> str:
        """The level's own page."""
        return reverse("level", args=[self.framework.slug, level_ref(self.snapshot.shape, level)])


def books() -> list[Book]:
    """All published frameworks by name: 1 query while their snapshots are kept."""
    rows = Version.objects.filter(state=VersionState.PUBLISHED).select_related("framework__owner")
    return [Book(row.framework, snapshot_of(row)) for row in rows.order_by("framework__name", "framework_id")]
