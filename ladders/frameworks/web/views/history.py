"""The history of a level's own words and place, and taking back an earlier state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.models import User
from ladders.core.form_actions import told_refusals
from ladders.frameworks.actions.levels import restore_texts
from ladders.frameworks.actions.undo import events_of
from ladders.frameworks.domain.shapes import LEVEL_TEXTS
from ladders.frameworks.models import Level, Version

from .base import draft_context, draft_or_404, level_or_404
from .panel import answer, done

NAMES = {
    "code": gettext_lazy("Code"),
    "title": gettext_lazy("Title"),
    "summary": gettext_lazy("In one line"),
    "scope": gettext_lazy("Scope"),
    "track": gettext_lazy("Track"),
    "grade": gettext_lazy("Grade"),
}
SHOWN = 100  # states; older ones stay in the history tables


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field, before and after."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class HistoryStep:
    """One step of a level's history. `restorable` where its words differ from those of today."""

    event: int
    at: Any
    by: User | None
    verb: str
    changes: tuple[FieldChange, ...]
    restorable: bool


def states(version: Version, level: Level) -> list[HistoryStep]:
    """What happened to the level in this draft, the latest first; changes of its place in the order are left out: 3 queries."""
    query = events_of(Level).filter(version_id=version.pk, key=level.key).select_related("pgh_context", "grade")
    events = list(query.order_by("-pgh_id")[: 4 * SHOWN])[::-1]
    tracks = {track.pk: track.name for track in version.track_set.all()}
    users = {event.pgh_context.metadata.get("user") for event in events if event.pgh_context}
    people = User.objects.in_bulk(user for user in users if user)
    now = {name: getattr(level, name) for name in LEVEL_TEXTS}
    found: list[HistoryStep] = []
    last: dict[str, str] | None = None
    for event in events:
        values = {name: str(getattr(event, name)) for name in LEVEL_TEXTS}
        values["track"] = tracks.get(event.track_id, _("a deleted track"))
        values["grade"] = event.grade.code if event.grade else ""
        changes = tuple(
            FieldChange(str(NAMES[name]), last[name] if last else "", value)
            for name, value in values.items()
            if value != (last[name] if last else "")
        )
        if event.pgh_label == "update" and not changes:
            continue
        found.append(
            HistoryStep(
                event=event.pgh_id,
                at=event.pgh_created_at,
                by=people.get(event.pgh_context.metadata.get("user")) if event.pgh_context else None,
                verb={"insert": _("Added"), "delete": _("Deleted")}.get(event.pgh_label, _("Changed")),
                changes=changes,
                restorable=any(getattr(event, name) != text for name, text in now.items()),
            )
        )
        last = values
    return found[::-1][:SHOWN]


@require_http_methods(["GET", "POST"])
def level_history(request: HttpRequest, slug: str, key: UUID) -> HttpResponseBase:
    """Every state of a level in this draft; POST takes the words of one back."""
    version = draft_or_404(request, slug)
    level = level_or_404(version, key)
    if request.method == "POST":
        event = request.POST.get("event", "")
        with told_refusals(request):
            restore_texts(
                version_id=version.pk,
                key=key,
                event_id=int(event) if event.isdecimal() and len(event) < 10 else 0,
                by=request.user,
            )
            messages.success(request, _("The earlier words of %(code)s are back.") % {"code": level.code})
        return done(request, slug, focus=f"level-{key}")
    context = draft_context(version, level=level, states=states(version, level))
    return answer(request, "frameworks/editing/level_history.html", context)
