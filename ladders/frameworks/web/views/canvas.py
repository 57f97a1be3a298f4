"""The lattice of a draft as the editor draws it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator

from ladders.core.access import may
from ladders.core.permissions import Permission
from ladders.frameworks.actions.undo import deletion_of
from ladders.frameworks.domain.lattice_drawing import EditLinks, draw
from ladders.frameworks.domain.shapes import LevelShape, TrackShape
from ladders.frameworks.models import Version
from ladders.frameworks.pay_provider import pay_shown
from ladders.frameworks.queries.readiness import checked, open_findings
from ladders.frameworks.queries.versions import grades_in_force, owner_line

from .base import draft_context

MARGIN = 1  # rows drawn beyond the grades in use, as places to put a level


def first_sentence(text: str) -> str:
    """The first sentence of a text, cut at a word where it is long."""
    sentence, _dot, rest = text.strip().partition(". ")
    return Truncator(f"{sentence}." if rest else sentence).words(30)


def lattice_context(request: HttpRequest, version: Version, undo: str = "") -> dict[str, Any]:
    """What the lattice editor shows: 12 queries, 2 more where something was just deleted (`undo` names it)."""
    grades = grades_in_force()
    shape, found = checked(version, timezone.localdate(), grades)
    slug = version.framework.slug

    def link(level: LevelShape) -> str:
        return reverse("level-edit", args=[slug, level.key])

    def track_link(track: TrackShape) -> str:
        return reverse("track-edit", args=[slug, track.key])

    add_url = reverse("level-new", args=[slug])

    def add_link(track: TrackShape, grade: str | None) -> str:
        return f"{add_url}?track={track.key}" + (f"&grade={grade}" if grade else "")

    proposed = {key for key, evaluation in shape.evaluations.items() if evaluation.proposed}
    findings = open_findings(version, found)
    pay = pay_shown(request, version.framework_id).load()
    return draft_context(
        version,
        owner=owner_line(version),
        view=draw(
            shape,
            grades,
            link,
            edit=EditLinks(track_link, add_link),
            completion=True,
            proposed=proposed,
            bands=pay.bands,
            margin=MARGIN,
        ),
        excerpt=first_sentence(version.statement),
        findings=len(findings),
        may_publish=may(request.user, Permission.PUBLISH_FRAMEWORK, version.framework),
        undo=deletion_of(version, undo) if undo else None,
    )
