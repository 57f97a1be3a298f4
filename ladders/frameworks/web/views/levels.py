"""Levels of a draft: add, edit, order, move, slot to a grade, delete."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ladders.core.form_actions import refusals_on, tell_saved, told_refusals
from ladders.core.models import Organisation
from ladders.frameworks.actions import levels as actions
from ladders.frameworks.actions.tracks import in_order
from ladders.frameworks.domain.shapes import LEVEL_TEXTS, GradingMethod, TrackKind
from ladders.frameworks.enums import VersionState
from ladders.frameworks.holders_provider import coming, holders
from ladders.frameworks.labels import level_label
from ladders.frameworks.models import Level, Track, Version
from ladders.frameworks.queries.versions import grades_in_force

from ..forms.levels import LevelForm, NewLevelForm, SlotForm
from .base import draft_context, draft_or_404, level_or_404
from .panel import answer, done, not_saved


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Add a level: to the track and on the grade that the address names, if it does."""
    version = draft_or_404(request, slug)
    tracks, grades = list(version.track_set.all()), grades_in_force()
    initial = {"due": _due()}
    if request.method == "GET":
        initial |= _preset(version, tracks, request.GET.get("track", ""), request.GET.get("grade", ""))
    form = NewLevelForm(request.POST or None, tracks=tracks, grades=grades, initial=initial)
    context = draft_context(version, form=form, tracks=tracks)
    if not (form.is_bound and form.is_valid()):
        return answer(request, "frameworks/editing/level_new.html", context, 422 if form.is_bound else 200)
    values = {name: form.cleaned_data[name] for name in (*LEVEL_TEXTS, "source", "due")}
    with refusals_on(form):
        level = actions.add_level(
            version_id=version.pk,
            track_key=form.cleaned_data["track"],
            grade_code=form.cleaned_data["grade"],
            by=request.user,
            **values,
        )
        messages.success(request, _("%(level)s is added.") % {"level": level_label(level)})
        _warn_of_twins(request, version, level.code)
        return done(request, slug, focus=f"level-{level.key}")
    return answer(request, "frameworks/editing/level_new.html", context, 409)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str, key: UUID) -> HttpResponseBase:
    """A level's texts and track; its grade, place, history and deletion are reached from here."""
    version = draft_or_404(request, slug)
    if request.method == "POST" and not version.level_set.filter(key=key).exists():
        return not_saved(request, version, *LEVEL_TEXTS)
    level = level_or_404(version, key)
    tracks = list(version.track_set.all())
    theirs = {**{name: getattr(level, name) for name in LEVEL_TEXTS}, "track": level.track.key}
    form = LevelForm(request.POST or None, tracks=tracks, initial={**theirs, "seen": level.revision})
    context = draft_context(version, level=level, form=form, tracks=tracks)
    template = "frameworks/editing/level.html"
    if not form.is_bound:
        return answer(request, template, context)
    values = form.settle(theirs, level.revision)
    if values is None:
        return answer(request, template, context, form.status)
    changed = values != theirs
    track_key = values.pop("track")
    with refusals_on(form):
        actions.edit_level(
            version_id=version.pk, key=key, by=request.user, seen=level.revision, track_key=track_key, **values
        )
        tell_saved(request, _("%(code)s is saved.") % {"code": values["code"]}, changed=changed)
        if form.together:
            messages.info(request, _("Somebody else had changed another part of this level meanwhile; both are kept."))
        _warn_of_twins(request, version, values["code"])
        return done(request, slug, focus=f"level-{key}")
    return answer(request, template, context, 409)


@require_POST
def move(request: HttpRequest, slug: str, key: UUID) -> HttpResponseBase:
    """One place up or down in its track (`direction`), or to another track: `left`, `right`, or the one named."""
    version = draft_or_404(request, slug)
    direction, target = request.POST.get("direction", ""), request.POST.get("track", "")
    with told_refusals(request):
        if direction in ("up", "down"):
            actions.shift_level(version_id=version.pk, key=key, by=request.user, up=direction == "up")
        elif (track := _target(version, key, direction, target)) is not None:
            level = actions.move_level(version_id=version.pk, key=key, track_key=track.key, by=request.user)
            messages.success(request, _("%(code)s is in %(track)s now.") % {"code": level.code, "track": track.name})
    return done(request, slug, focus=f"level-{key}")


@require_http_methods(["GET", "POST"])
def grade(request: HttpRequest, slug: str, key: UUID) -> HttpResponseBase:
    """Slot a level to a grade with its source, or take a slotted grade back."""
    version = draft_or_404(request, slug)
    level = level_or_404(version, key)
    context: dict[str, Any] = draft_context(version, level=level, evaluated=level.method == GradingMethod.EVALUATED)
    if request.method == "POST" and "remove" in request.POST:
        with told_refusals(request):
            actions.unslot_level(version_id=version.pk, key=key, by=request.user)
            messages.success(
                request, _("%(code)s has no grade now and waits below the lattice.") % {"code": level.code}
            )
        return done(request, slug, focus=f"level-{key}")
    initial: dict[str, Any] = {"grade": request.GET.get("grade", ""), "track": request.GET.get("track", "")}
    if level.method == GradingMethod.SLOTTED and level.grade is not None:
        initial |= {"source": level.source, "due": level.evaluation_due}
        initial["grade"] = initial["grade"] or level.grade.code
    form = SlotForm(
        request.POST or None,
        grades=grades_in_force(),
        tracks=version.track_set.all(),
        due=_due(),
        initial=initial,
    )
    context["form"] = form
    if not (form.is_bound and form.is_valid()):
        return answer(request, "frameworks/editing/level_grade.html", context, 422 if form.is_bound else 200)
    with refusals_on(form):
        actions.slot_level(
            version_id=version.pk,
            key=key,
            by=request.user,
            grade_code=form.cleaned_data["grade"],
            source=form.cleaned_data["source"],
            due=form.cleaned_data["due"],
            track_key=form.cleaned_data["track"],
        )
        messages.success(
            request, _("%(code)s is on grade %(grade)s.") % {"code": level.code, "grade": form.cleaned_data["grade"]}
        )
        return done(request, slug, focus=f"level-{key}")
    return answer(request, "frameworks/editing/level_grade.html", context, 409)


@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, slug: str, key: UUID) -> HttpResponseBase:
    """Delete a level, after a page that names what goes with it."""
    version = draft_or_404(request, slug)
    if request.method == "POST":
        with told_refusals(request):
            deletion = actions.delete_level(version_id=version.pk, key=key, by=request.user)
            return done(request, slug, undo=deletion.token)
        return done(request, slug)
    level = level_or_404(version, key)
    published = Level.objects.filter(
        version__framework=version.framework_id, version__state=VersionState.PUBLISHED, key=key
    ).exists()
    context = draft_context(
        version,
        level=level,
        texts=level.expectations.exclude(descriptor="").count(),
        published=published,
        people=holders([key]).get(key, 0) if published else 0,
        later=coming([key]).get(key, 0) if published else 0,
    )
    return answer(request, "frameworks/editing/level_delete.html", context)


def _due() -> dt.date:
    return timezone.localdate() + dt.timedelta(days=Organisation.current().evaluation_days)


def _preset(version: Version, tracks: list[Track], track_key: str, grade_code: str) -> dict[str, Any]:
    """What the form begins with: the track and grade asked for, and a code like the others of that track."""
    track = next((item for item in tracks if str(item.key) == track_key), None)
    preset: dict[str, Any] = {"track": str(track.key) if track else "", "grade": grade_code}
    if track is not None and grade_code:
        codes = set(Level.objects.filter(version=version, track=track).values_list("code", flat=True))
        letters = {code.rstrip("0123456789") for code in codes}
        if len(letters) == 1 and all(code[-1:].isdecimal() for code in codes):
            proposed = f"{letters.pop()}{grade_code}"
            preset["code"] = "" if proposed in codes else proposed
    return preset


def _target(version: Version, key: UUID, direction: str, track_key: str) -> Track | None:
    """The track to move to: the named one, or the next column on that side of the level's own."""
    tracks = in_order(version)
    if direction not in ("left", "right"):
        return next((track for track in tracks if str(track.key) == track_key), None)
    columns = [track for track in tracks if track.kind != TrackKind.SHARED]
    own = level_or_404(version, key).track
    index = columns.index(own) + (-1 if direction == "left" else 1) if own in columns else -1
    return columns[index] if 0 <= index < len(columns) else None


def _warn_of_twins(request: HttpRequest, version: Version, code: str) -> None:
    """Two levels with one code can be saved, to sort them out later, but not be published."""
    if Level.objects.filter(version=version, code__iexact=code).count() > 1:
        messages.warning(
            request,
            _("Another level has the code %(code)s too. Codes must differ before this version can be published.")
            % {"code": code},
        )
