"""The organisation's own settings."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ladders.core.form_actions import refusals_on

from ..access import requires
from ..actions import change_organisation
from ..approvals.queries import could_confirm
from ..forms import OrganisationForm
from ..history_chain import last_closed
from ..models import Organisation
from ..owner import ONE_ROLE, owns_what_it_uses
from ..permissions import Permission
from ..server_log import telling_settings, warning
from .approvals import tell_waits


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_SETTINGS)
def organisation(request: HttpRequest) -> HttpResponseBase:
    """See and change the settings."""
    form = OrganisationForm(request.POST or None, instance=Organisation.current())
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            changed, waits = change_organisation(
                values=form.cleaned_data, by=request.user, why=request.POST.get("why", "")
            )
            if changed:
                messages.success(request, _("The settings are saved."))
            if waits is not None:
                return tell_waits(request, waits)
            if not changed:
                messages.info(request, _("Nothing was changed."))
            return redirect("organisation")
    quoted = telling_settings()
    context = {
        "form": form,
        "warnings": [*([ONE_ROLE] if owns_what_it_uses() else []), *([warning(quoted)] if quoted else [])],
        "closed": last_closed(),
        "why": request.POST.get("why", ""),
        "second": Organisation.current().second_publisher,
        "alone": not could_confirm("organisation", request.user),
    }
    return render(request, "core/organisation.html", context, status=422 if form.errors else 200)
