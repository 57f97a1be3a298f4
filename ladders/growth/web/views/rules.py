"""The organisation's rule about talks."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ladders.core.access import requires
from ladders.core.form_actions import tell_saved
from ladders.core.permissions import Permission

from ...actions.policy import change_rhythm
from ...models import GrowthPolicy, TalkRhythm
from ..forms import RhythmForm


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_SETTINGS)
def rhythm(request: HttpRequest) -> HttpResponseBase:
    """How often people talk about growing."""
    form = RhythmForm(request.POST or None, instance=GrowthPolicy.current())
    if request.method == "POST" and form.is_valid():
        changed = change_rhythm(talks=TalkRhythm(form.cleaned_data["talks"]), by=request.user)
        tell_saved(request, _("The rules are saved."), changed=changed)
        return redirect("talk-rules")
    return render(request, "growth/rules.html", {"form": form}, status=422 if form.errors else 200)
