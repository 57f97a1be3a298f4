"""Who holds which role."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ladders.core.access import requires
from ladders.core.approvals.queries import could_confirm, waiting_for
from ladders.core.batches import latest
from ladders.core.errors import DomainError, StaleError
from ladders.core.lists.page import open_list, opens_at, page_queries
from ladders.core.permissions import Permission
from ladders.core.views.approvals import tell_waits

from ..actions import ROLE, GivenRoles, give_roles
from ..forms import PeopleFilter, ReachForm, RolesForm
from ..models import RoleGrant, User
from ..queries import people_with_roles
from ..roles import OPENS_PAY, PERMISSIONS_OF, SCOPED, Role
from ..several import ASKED, GIVEN, TAKEN
from ..words import PURPOSES, allowed
from .role_list import ROLES
from .several import ACTIONS


@require_safe
@requires(Permission.MANAGE_ROLES)
def roles(request: HttpRequest) -> HttpResponseBase:
    """People and their roles; those who hold one unless others are asked for."""
    seen = open_list(request, ROLES)
    if address := opens_at(request, seen):
        return redirect(address)
    form = PeopleFilter(request.GET)
    asked = form.asked()
    form = PeopleFilter(initial={"q": asked["words"], "role": asked["role"]})
    found = people_with_roles(**asked, order=seen.order.names)
    context: dict[str, Any] = {"list": seen, "form": form, "found": found, "asked": asked}
    context |= page_queries(request.GET, asked["after"], found.after)
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    context |= {"many": ACTIONS, "many_url": reverse("roles-several") + query}
    context["batches"] = latest(request.user, GIVEN, ASKED, TAKEN)
    return render(request, "account/roles.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_ROLES)
def person(request: HttpRequest, user_id: int) -> HttpResponseBase:
    """The roles of one person, and for whom each counts."""
    user = get_object_or_404(User.objects.select_related("employee"), pk=user_id)
    grants = {Role(grant.role): grant for grant in user.grants.all() if grant.role in Role.values}
    form = RolesForm(request.POST or None)
    reaches = {role: _reach_form(request, role, grants.get(role)) for role in Role if PERMISSIONS_OF[role] & SCOPED}
    if request.method == "POST":
        wanted = set(form.chosen("roles")) if form.is_valid() else set()
        asked = {role: each for role, each in reaches.items() if role in wanted and each.is_bound}
        if form.is_valid() and not any(each.errors for each in asked.values()):
            try:
                given = give_roles(
                    user=user,
                    roles=wanted,
                    seen=form.chosen("seen"),
                    reaches={role: each.chosen() for role, each in asked.items()},
                    by=cast(User, request.user),
                    why=request.POST.get("why", ""),
                )
            except StaleError as error:
                messages.error(request, error.sentence)
                return redirect("person-roles", user.pk)
            except DomainError as error:
                messages.error(request, error.sentence)  # what was chosen stays
            else:
                return _saved(request, user, given, asked.values())
    held = set(form.chosen("roles")) if form.is_bound and form.is_valid() else set(grants)
    context = {
        "person": user,
        "why": request.POST.get("why", ""),
        "alone": not could_confirm(ROLE.name, request.user, {"user": user.pk}),
        "waits": {
            row.key.partition(":")[2]: row
            for row in waiting_for(request.user, ROLE.name)
            if row.key.startswith(f"{user.pk}:")
        },
        "form": form,
        "roles": [
            (role, PURPOSES[role], allowed(role), role in held, role in grants, reaches.get(role), role in OPENS_PAY)
            for role in Role
        ],
    }
    return render(request, "account/person_roles.html", context, status=422 if request.method == "POST" else 200)


def _saved(request: HttpRequest, user: User, given: GivenRoles, asked: Iterable[ReachForm]) -> HttpResponseBase:
    """Say what was changed and what waits."""
    if given.changed:
        messages.success(request, _("The roles of %(name)s are saved.") % {"name": user})
    elif not given.waits:
        messages.info(request, _("Nothing was changed."))
    _tell_deserted(request, asked)
    return tell_waits(request, given.waits[0]) if given.waits else redirect("roles")


def _tell_deserted(request: HttpRequest, reaches: Iterable[ReachForm]) -> None:
    """A department that was renamed or closed holds nobody: the role's holder may miss people without knowing why."""
    for name in sorted({name for each in reaches for name in each.deserted}):
        sentence = _("Nobody is in “%(name)s” any more. If it has a new name, add that; otherwise take it out.")
        messages.warning(request, sentence % {"name": name})


def _reach_form(request: HttpRequest, role: Role, grant: RoleGrant | None) -> ReachForm:
    """For whom the role counts: as sent, where the page that was sent asked; otherwise as it is."""
    sent = request.POST if f"{role.value}-departments" in request.POST else None
    return ReachForm(sent, prefix=role.value, initial=ReachForm.shown(grant) if grant else None)
