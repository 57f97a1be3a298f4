"""The organisation's own settings."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ..access import requires
from ..actions import change_organisation
from ..forms import OrganisationForm
from ..models import Organisation
from ..owner import ONE_ROLE, owns_what_it_uses
from ..permissions import Permission


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_SETTINGS)
def organisation(request: HttpRequest) -> HttpResponseBase:
    """See and change the settings."""
    form = OrganisationForm(request.POST or None, instance=Organisation.current())
    if request.method == "POST" and form.is_valid():
        if change_organisation(values=form.cleaned_data, by=request.user):
            messages.success(request, _("The settings are saved."))
        else:
            messages.info(request, _("Nothing was changed."))
        return redirect("organisation")
    shown = {"form": form, "warnings": [ONE_ROLE] if owns_what_it_uses() else []}
    return render(request, "core/organisation.html", shown, status=422 if form.errors else 200)
