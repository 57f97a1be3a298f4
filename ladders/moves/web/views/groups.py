"""Groups of people of whom one answers a step."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ladders.core.access import requires
from ladders.core.form_actions import carry_out, tell_saved
from ladders.core.permissions import Permission
from ladders.moves.actions.groups import save_group
from ladders.moves.models import DeciderGroup

from ..forms_people import DecisionGroupForm


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDIT_MOVE_POLICY)
def group_new(request: HttpRequest) -> HttpResponseBase:
    """A new group."""
    return _page(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDIT_MOVE_POLICY)
def group_edit(request: HttpRequest, group: int) -> HttpResponseBase:
    """Name and people of a group."""
    return _page(request, get_object_or_404(DeciderGroup, pk=group))


def _page(request: HttpRequest, group: DeciderGroup | None) -> HttpResponseBase:
    form = DecisionGroupForm(request.POST or None, by=request.user, group=group)
    if done := carry_out(form, lambda data: save_group(group=group, **data, by=request.user)):
        tell_saved(request, _("The group is saved."), changed=done.result)
        return redirect("move-policy")
    context = {"form": form, "group": group}
    return render(request, "moves/group.html", context, status=422 if form.errors else 200)
