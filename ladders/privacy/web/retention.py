"""How long data is kept, and what goes next."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ladders.core.access import requires
from ladders.core.form_actions import tell_saved
from ladders.core.permissions import Permission

from ..actions.retention import set_leaver_years, set_times
from ..queries.retention import going, leaver_countries, leaver_years
from .forms import LeaverYearsForm, RetentionForm


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDIT_RETENTION)
def retention(request: HttpRequest) -> HttpResponseBase:
    """See and set how long each kind is kept."""
    kinds = going(timezone.now())
    form = RetentionForm(kinds, request.POST or None)
    leavers = LeaverYearsForm(leaver_countries(), leaver_years(), request.POST or None)
    if request.method == "POST" and form.is_valid() & leavers.is_valid():
        changed = set_times(amounts=form.cleaned_data, by=request.user)
        changed |= set_leaver_years(years=leavers.years, by=request.user)
        tell_saved(request, _("The times are saved."), changed=changed)
        return redirect("retention")
    context = {"form": form, "rows": [(each, form[each.kind.name]) for each in kinds], "leavers": leavers}
    return render(request, "privacy/retention.html", context, status=422 if form.errors or leavers.errors else 200)
