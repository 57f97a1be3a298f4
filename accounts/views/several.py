"""Giving a role to several people of the list at once, or taking one from several."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from ladders.core.access import requires
from ladders.core.models import Batch
from ladders.core.permissions import Permission
from ladders.core.views.many import Many, do_many, list_query

from ..forms import PeopleFilter
from ..queries import accounts_asked
from ..roles import Role
from ..several import give_role_to, take_role_from

MOST = 200  # each is a decision of its own, with what it asks of a second person


class RoleForm(forms.Form):
    """Which role."""

    role = forms.ChoiceField(label=lazy("Role"), choices=[("", lazy("Choose a role")), *Role.choices])


class GiveForm(RoleForm):
    """Which role, and why it is needed, where it opens pay."""

    why = forms.CharField(
        label=lazy("Why it is needed"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=lazy(
            "Needed for a role that opens people’s pay: a second person confirms each of them, and reads it."
        ),
    )


def _give(users: list[Any], data: dict[str, Any], by: Any) -> Batch:
    return give_role_to(users=users, role=Role(data["role"]), why=data["why"], by=by)


def _take(users: list[Any], data: dict[str, Any], by: Any) -> Batch:
    return take_role_from(users=users, role=Role(data["role"]), by=by)


ACTIONS: dict[str, Many] = {
    "give": Many(
        label=lazy("Give a role"),
        asks=lambda n: ngettext("Give a role to 1 person?", "Give a role to %(n)s people?", n) % {"n": f"{n:,}"},
        button=lambda n: ngettext("Give it to 1 person", "Give it to %(n)s people", n) % {"n": f"{n:,}"},
        act=_give,
        form=GiveForm,
        fits=lambda users: users.filter(is_active=True),
        unfit=lazy("A closed account gets no role, and nobody gives themselves one."),
        about=lazy(
            "It counts for everybody in the organisation; narrow it for each person afterwards. Who has it keeps it."
        ),
        most=MOST,
    ),
    "take": Many(
        label=lazy("Take a role away"),
        asks=lambda n: ngettext("Take a role from 1 person?", "Take a role from %(n)s people?", n) % {"n": f"{n:,}"},
        button=lambda n: ngettext("Take it from 1 person", "Take it from %(n)s people", n) % {"n": f"{n:,}"},
        act=_take,
        form=RoleForm,
        unfit=lazy("Nobody takes their own role away here."),
        about=lazy("Whoever does not hold it stays as they are."),
        most=MOST,
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_ROLES)
def several(request: HttpRequest) -> HttpResponseBase:
    """What is done with the rows selected on the list of roles, or with all that it was narrowed to."""
    asked = PeopleFilter(request.GET).asked()
    rows = accounts_asked(asked["words"], asked["role"]).exclude(pk=request.user.pk).order_by("sort_name", "pk")
    return do_many(
        request, rows, ACTIONS, back=f"{reverse('roles')}{list_query(request)}", crumb=("roles", lazy("Roles"))
    )
