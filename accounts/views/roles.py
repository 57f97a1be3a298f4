"""Who holds which role."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ladders.core.access import requires
from ladders.core.errors import DomainError
from ladders.core.permissions import Permission

from ..actions import set_reach, set_roles
from ..forms import PeopleFilter, ReachForm, RolesForm
from ..models import RoleGrant, User
from ..queries import people_with_roles
from ..roles import PERMISSIONS_OF, SCOPED, Role
from ..words import PURPOSES, allowed


@require_safe
@requires(Permission.MANAGE_ROLES)
def roles(request: HttpRequest) -> HttpResponse:
    """People and their roles; those who hold one unless others are asked for."""
    form = PeopleFilter(request.GET)
    asked = form.asked()
    form = PeopleFilter(initial={"q": asked["words"], "role": asked["role"]})
    following = request.GET.copy()
    found = people_with_roles(**asked)
    following["after"] = str(found.after)
    context = {"form": form, "found": found, "asked": asked, "following": following.urlencode()}
    return render(request, "account/roles.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_ROLES)
def person(request: HttpRequest, user_id: int) -> HttpResponseBase:
    """The roles of one person."""
    user = get_object_or_404(User.objects.select_related("employee"), pk=user_id)
    form = RolesForm(request.POST or None)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                changed = set_roles(
                    user=user, roles=form.chosen("roles"), seen=form.chosen("seen"), by=cast(User, request.user)
                )
            except DomainError as error:
                messages.error(request, error.sentence)
                return redirect("person-roles", user.pk)
            if changed:
                messages.success(request, _("The roles of %(name)s are saved.") % {"name": user})
            else:
                messages.info(request, _("Nothing was changed."))
            return redirect("roles")
        status = 422
    context = {
        "person": user,
        "roles": [(role, PURPOSES[role], allowed(role), role in user.roles) for role in Role],
        "form": form,
        "reaches": [grant for grant in user.grants.all() if PERMISSIONS_OF.get(Role(grant.role), frozenset()) & SCOPED],
    }
    return render(request, "account/person_roles.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_ROLES)
def reach(request: HttpRequest, user_id: int, role: str) -> HttpResponseBase:
    """For whom one role of a person counts."""
    grants = RoleGrant.objects.select_related("user")
    grant = get_object_or_404(grants, user=user_id, role=role)
    before = {
        "legal_entities": "\n".join(grant.legal_entities),
        "departments": "\n".join(grant.departments),
    }
    form = ReachForm(request.POST) if request.method == "POST" else ReachForm(initial=before)
    if request.method == "POST" and form.is_valid():
        try:
            set_reach(user=grant.user, role=Role(role), by=cast(User, request.user), **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, error.sentence)
        else:
            messages.success(request, _("Saved: for whom the role of %(name)s counts.") % {"name": grant.user})
            return redirect("person-roles", user_id)
    context = {"grant": grant, "person": grant.user, "form": form}
    return render(request, "account/reach.html", context, status=422 if form.errors else 200)
