"""A new framework: choose what it begins with, then name it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.employee_search import label, suggest_owners
from ladders.core.access import may, requires
from ladders.core.errors import DomainError
from ladders.core.permissions import Permission
from ladders.frameworks.actions.ownership import OwnerRefused
from ladders.frameworks.library import templates
from ladders.frameworks.models import Framework, Version, owned_by
from ladders.frameworks.queries.starting_points import begin, start_of

from ..forms.details import NewFrameworkForm


@requires(Permission.CREATE_FRAMEWORK)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponseBase:
    """First what to begin with (`?from=`), then name, owner and statement."""
    start = start_of(request.GET.get("from", ""), request.user)
    if start is None:
        versions = Version.objects.visible_to(request.user)
        return render(
            request,
            "frameworks/editing/new.html",
            {
                "templates": templates(),
                "versions": versions.select_related("framework").order_by("framework__name", "-number"),
                "may_import": may(request.user, Permission.IMPORT_FRAMEWORK),
            },
        )
    form = NewFrameworkForm(request.POST or None, initial={"name": start.name, "statement": start.statement})
    context = {"start": start, "form": form}
    if not (form.is_bound and form.is_valid()):
        return render(request, "frameworks/editing/new_named.html", context, status=422 if form.is_bound else 200)
    values = {name: form.cleaned_data[name] for name in ("name", "owner", "owner_title", "statement")}
    try:
        version = begin(start=start, by=request.user, **values)
    except DomainError as error:
        form.add_error("owner" if isinstance(error, OwnerRefused) else "name", error.sentence)
        return render(request, "frameworks/editing/new_named.html", context, status=422)
    messages.success(request, _("%(name)s is a draft now. Nobody else reads it until it is published.") % values)
    return redirect("draft", version.framework.slug)


@require_safe
def people(request: HttpRequest) -> HttpResponseBase:
    """Suggestions for the owner, as options: at most 20. For whoever can name an owner: editors, and owners themselves."""
    if not (
        may(request.user, Permission.CREATE_FRAMEWORK)
        or may(request.user, Permission.EDIT_FRAMEWORK)
        or Framework.objects.filter(owned_by(request.user)).exists()
    ):
        raise PermissionDenied
    found = suggest_owners(request.GET.get("owner", ""))
    return render(request, "frameworks/editing/_people.html", {"people": [(label(item), item) for item in found]})
