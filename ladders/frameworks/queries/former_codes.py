"""Codes that levels had in versions that were replaced: an address that somebody kept goes on leading somewhere."""

from __future__ import annotations

from uuid import UUID

from ..enums import VersionState
from ..models import Level


def former_level(slug: str, code: str) -> tuple[UUID, int] | None:
    """Key of the level that had this code last in that framework, and the number of that version; None where none had it.
    1 query."""
    rows = Level.objects.filter(version__framework__slug=slug, version__state=VersionState.RETIRED, code=code)
    return rows.order_by("-version__number").values_list("key", "version__number").first()
