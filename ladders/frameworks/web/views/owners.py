"""Naming one owner for several frameworks: choose rows, act on all, undo all."""

from __future__ import annotations

from typing import Any

import msgspec
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from ladders.core.access import requires
from ladders.core.errors import DomainError
from ladders.core.permissions import Permission
from ladders.frameworks.actions.owners import NamedOwner, name_owners, undo_owners
from ladders.frameworks.models import Framework

from ..forms.base import OneLine
from ..forms.details import OwnerField

KEPT = "named_owners"  # in the session of whoever named them: what the button undoes


class OwnersForm(forms.Form):
    """Which frameworks, and who answers for them."""

    frameworks = forms.ModelMultipleChoiceField(
        queryset=Framework.objects.none(),
        label=lazy("Frameworks"),
        error_messages={"required": lazy("Choose at least one framework.")},
    )
    owner = OwnerField(
        label=lazy("Accountable owner"),
        help_text=lazy("Name, employee number or address. The owner may edit, evaluate and publish these frameworks."),
        error_messages={"required": lazy("Say who answers for them.")},
    )
    owner_title = OneLine(
        label=lazy("Owner’s function"),
        max_length=80,
        required=False,
        help_text=lazy("As readers know it. The function of whoever answered for them before goes."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["frameworks"].queryset = _frameworks()  # type: ignore[attr-defined]
        for name in ("owner", "owner_title"):
            self.fields[name].widget.attrs["class"] = "form-control"


@requires(Permission.PUBLISH_FRAMEWORK)
@require_http_methods(["GET", "POST"])
def owners(request: HttpRequest) -> HttpResponseBase:
    """All frameworks with their owners; a POST names one for those that are ticked."""
    if request.method == "GET":
        return _page(request, OwnersForm())
    form = OwnersForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    data = form.cleaned_data
    try:
        changes = name_owners(
            frameworks=[framework.pk for framework in data["frameworks"]],
            owner=data["owner"],
            owner_title=data["owner_title"],
            by=request.user,
        )
    except DomainError as error:
        form.add_error("owner", error.sentence)
        return _page(request, form, status=409)
    n = len(changes)
    if not n:
        messages.info(request, _("They answer for these frameworks already. Nothing was changed."))
        return redirect("framework-owners")
    request.session[KEPT] = msgspec.to_builtins(changes)
    said = ngettext("%(owner)s answers for %(n)s framework now.", "%(owner)s answers for %(n)s frameworks now.", n)
    messages.success(request, said % {"owner": data["owner"], "n": n})
    return redirect("framework-owners")


@requires(Permission.PUBLISH_FRAMEWORK)
@require_POST
def undo(request: HttpRequest) -> HttpResponseBase:
    """Bring back whoever answered before the last naming of this session."""
    changes = msgspec.convert(request.session.get(KEPT, []), list[NamedOwner])
    try:
        n = undo_owners(changes=changes, by=request.user)
    except DomainError as error:
        messages.warning(request, error.sentence)
    else:
        said = ngettext("Undone for %(n)s framework.", "Undone for %(n)s frameworks.", n)
        messages.success(request, said % {"n": n}) if n else messages.info(request, _("There is nothing to undo."))
    request.session.pop(KEPT, None)
    return redirect("framework-owners")


def _frameworks() -> Any:
    return Framework.objects.select_related("owner", "owner_account__employee").order_by("name")


def _page(request: HttpRequest, form: OwnersForm, *, status: int = 200) -> HttpResponse:
    chosen = set(form.data.getlist("frameworks")) if form.is_bound else set()  # type: ignore[attr-defined]
    context = {
        "form": form,
        "rows": [(framework, str(framework.pk) in chosen) for framework in _frameworks()],
        "undoable": len(request.session.get(KEPT, [])),
    }
    return render(request, "frameworks/editing/owners.html", context, status=status)
