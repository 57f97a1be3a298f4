"""Tracks of a draft: add, edit, order, delete."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ladders.core.form_actions import refusals_on, tell_saved, told_refusals
from ladders.frameworks.actions import tracks as actions
from ladders.frameworks.domain.shapes import TrackKind
from ladders.frameworks.models import Expectation, Track

from ..forms.tracks import TrackForm
from .base import draft_context, draft_or_404, track_or_404
from .panel import answer, done, not_saved


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Add a track as the last column."""
    version = draft_or_404(request, slug)
    form = TrackForm(request.POST or None)
    context = draft_context(version, form=form)
    if not (form.is_bound and form.is_valid()):
        return answer(request, "frameworks/editing/track_new.html", context, 422 if form.is_bound else 200)
    values = {name: form.cleaned_data[name] for name in form.choosable}
    with refusals_on(form, "kind"):
        track = actions.add_track(version_id=version.pk, by=request.user, **values)
        messages.success(request, _("%(name)s is added. Its levels come next.") % {"name": track.name})
        return done(request, slug, focus=f"track-{track.key}")
    return answer(request, "frameworks/editing/track_new.html", context, 422)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str, key: UUID) -> HttpResponseBase:
    """Change what a track is and is called."""
    version = draft_or_404(request, slug)
    if request.method == "POST" and not version.track_set.filter(key=key).exists():
        return not_saved(request, version, *actions.TEXTS)
    track = track_or_404(version, key)
    theirs = {name: getattr(track, name) for name in actions.TEXTS}
    form = TrackForm(request.POST or None, initial={**theirs, "seen": track.revision})
    context = draft_context(version, track=track, form=form, shared=track.kind == TrackKind.SHARED)
    template = "frameworks/editing/track.html"
    if not form.is_bound:
        return answer(request, template, context)
    values = form.settle(theirs, track.revision)
    if values is None:
        return answer(request, template, context, form.status)
    with refusals_on(form):
        actions.edit_track(version_id=version.pk, key=key, by=request.user, seen=track.revision, **values)
        tell_saved(request, _("%(name)s is saved.") % {"name": values["name"]}, changed=values != theirs)
        return done(request, slug, focus=f"track-{key}")
    return answer(request, template, context, 409)


@require_POST
def move(request: HttpRequest, slug: str, key: UUID) -> HttpResponseBase:
    """One column to the left or to the right."""
    version = draft_or_404(request, slug)
    with told_refusals(request):
        actions.shift_track(
            version_id=version.pk, key=key, by=request.user, left=request.POST.get("direction") == "left"
        )
    return done(request, slug, focus=f"track-{key}")


@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, slug: str, key: UUID) -> HttpResponseBase:
    """Delete a track, after a page that names what goes with it."""
    version = draft_or_404(request, slug)
    if request.method == "POST":
        with told_refusals(request):
            deletion = actions.delete_track(version_id=version.pk, key=key, by=request.user)
            return done(request, slug, undo=deletion.token)
        return done(request, slug)
    track = track_or_404(version, key)
    context = draft_context(
        version,
        track=track,
        levels=track.levels.select_related("grade"),
        texts=Expectation.objects.filter(level__track=track).exclude(descriptor="").count(),
        others=Track.objects.filter(version=version).exclude(pk=track.pk),
    )
    return answer(request, "frameworks/editing/track_delete.html", context)
