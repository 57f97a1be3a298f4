"""Naming one owner for several frameworks: choose rows, act on all, undo all."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from ladders.core.access import requires
from ladders.core.batches import latest
from ladders.core.models import Batch
from ladders.core.permissions import Permission
from ladders.core.views.many import Many, do_many
from ladders.frameworks.actions.owners import NAMED, name_owners
from ladders.frameworks.models import Framework

from ..forms.base import OneLine
from ..forms.details import OwnerField


class NewOwnerForm(forms.Form):
    """Who answers for the frameworks that were selected."""

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


def _name(rows: list[Any], data: dict[str, Any], by: Any) -> Batch:
    ids = [framework.pk for framework in rows]
    return name_owners(frameworks=ids, owner=data["owner"], owner_title=data["owner_title"], by=by)


ACTIONS: dict[str, Many] = {
    "name": Many(
        label=lazy("Name the owner"),
        asks=lambda n: ngettext("Who answers for 1 framework?", "Who answers for %(n)s frameworks?", n) % {"n": n},
        button=lambda n: ngettext("Name the owner of 1 framework", "Name the owner of %(n)s frameworks", n) % {"n": n},
        act=_name,
        form=NewOwnerForm,
        unchanged=lazy("They answer for these frameworks already. Nothing was changed."),
    ),
}


@requires(Permission.PUBLISH_FRAMEWORK)
@require_safe
def owners(request: HttpRequest) -> HttpResponseBase:
    """All frameworks with their owners: 4 queries with session and user."""
    context = {
        "rows": list(_frameworks()),
        "many": ACTIONS,
        "many_url": reverse("framework-owners-several"),
        "batches": latest(request.user, NAMED),
    }
    return render(request, "frameworks/editing/owners.html", context)


@requires(Permission.PUBLISH_FRAMEWORK)
@require_http_methods(["GET", "HEAD", "POST"])
def owners_several(request: HttpRequest) -> HttpResponseBase:
    """Name one owner for those that are selected."""
    crumb = ("framework-owners", lazy("Owners of frameworks"))
    return do_many(request, _frameworks(), ACTIONS, back=reverse("framework-owners"), crumb=crumb)


def _frameworks() -> Any:
    return Framework.objects.select_related("owner", "owner_account__employee").order_by("name")
