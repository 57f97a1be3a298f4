"""The lattice of a draft, on which it is edited; beginning, describing and discarding it; undoing deletions."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from ladders.core.errors import DomainError, StaleError
from ladders.core.form_actions import tell_saved, told_refusals
from ladders.frameworks.actions import details as actions
from ladders.frameworks.actions.frameworks import discard_draft, start_draft
from ladders.frameworks.actions.ownership import OwnerRefused
from ladders.frameworks.actions.undo import deletions, restore
from ladders.frameworks.enums import VersionState

from ..forms.details import DetailsForm
from .base import draft_context, draft_or_404, editable_framework_or_404
from .canvas import lattice_context
from .panel import answer, done


@require_safe
def draft(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The lattice editor: 11 queries with session and user, whatever the size."""
    version = draft_or_404(request, slug)
    context = lattice_context(request, version, request.GET.get("deleted", ""))
    return render(request, "frameworks/editing/draft.html", context)


@require_POST
def start(request: HttpRequest, slug: str) -> HttpResponseBase:
    """A draft that begins as the version of that number is, else as the one in force; the one there is already, if any."""
    framework = editable_framework_or_404(request, slug)
    number = request.POST.get("version", "")
    begin = None
    if number:
        numbers = framework.versions.filter(number=int(number) if number.isdecimal() and len(number) < 10 else 0)
        begin = get_object_or_404(numbers.exclude(state=VersionState.DRAFT))
    with told_refusals(request):
        version = start_draft(framework=framework, by=request.user, begin=begin)
        if begin is None:
            said = _("This is the draft of version %(number)s.")
        else:
            said = _("This is the draft of version %(number)s. It begins as version %(before)s is.")
        messages.success(request, said % {"number": version.number, "before": begin.number if begin else ""})
        return redirect("draft", slug)
    return redirect("version-list", slug)


@require_http_methods(["GET", "POST"])
def discard(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Let a draft go, after a page that names what is lost."""
    version = draft_or_404(request, slug)
    if request.method == "POST":
        name, gone = version.framework.name, discard_draft(version=version, by=request.user)
        if gone:
            messages.success(request, _("%(name)s was only a draft and is gone.") % {"name": name})
            return redirect("framework-list")
        messages.success(request, _("The draft is discarded. Readers keep the published version."))
        return redirect("framework", slug)
    context = draft_context(
        version,
        levels=version.level_set.count(),
        texts=version.expectation_set.exclude(descriptor="").count(),
        only=not version.framework.versions.exclude(pk=version.pk).exists(),
    )
    return answer(request, "frameworks/editing/discard.html", context)


@require_POST
def undo(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Bring a deleted track or level back."""
    version = draft_or_404(request, slug)
    with told_refusals(request):
        deletion = restore(version_id=version.pk, token=request.POST.get("token", ""), by=request.user)
        messages.success(request, _("%(name)s is back, with everything that belongs to it.") % {"name": deletion.name})
    return done(request, slug)


@require_safe
def deleted(request: HttpRequest, slug: str) -> HttpResponseBase:
    """What was deleted from this draft and can be brought back."""
    version = draft_or_404(request, slug)
    found = deletions(version)
    people = User.objects.in_bulk({item.by for item in found if item.by})
    context = draft_context(version, deletions=[(item, people.get(item.by) if item.by else None) for item in found])
    return answer(request, "frameworks/editing/deleted.html", context)


@require_http_methods(["GET", "POST"])
def details(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Name, owner and words of the framework."""
    version = draft_or_404(request, slug)
    theirs = actions.details_of(version)
    now = actions.fingerprint(version)
    form = DetailsForm(request.POST or None, initial={**theirs, "seen": now})
    context = draft_context(version, form=form)
    template = "frameworks/editing/details.html"
    if not form.is_bound:
        return answer(request, template, context)
    values = form.settle(theirs, now)
    if values is None:
        return answer(request, template, context, form.status)
    try:
        actions.edit_details(version_id=version.pk, by=request.user, seen=now, **values)
    except DomainError as error:
        field = "owner" if isinstance(error, OwnerRefused) else "name"
        form.add_error(None if isinstance(error, StaleError) else field, error.sentence)
        return answer(request, template, context, status=409)
    tell_saved(request, _("The details are saved."), changed=values != theirs)
    return done(request, slug)
