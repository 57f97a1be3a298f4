"""Setting up a second factor that is demanded, what is demanded of whom, and the reset of a lost one."""

from __future__ import annotations

from typing import cast

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ladders.core.access import requires
from ladders.core.approvals.queries import could_confirm, waiting_for
from ladders.core.form_actions import refusals_on, tell_saved
from ladders.core.permissions import Permission
from ladders.core.views.approvals import tell_waits

from ..forms import ResetFactorForm, SignInPolicyForm
from ..models import SignInPolicy, User
from ..roles import Role
from ..second_factor import FactorDemand
from ..sign_in_actions import LOOSENING, demand_second_factor, reset_second_factor

NEXT = "second_factor_next"  # in a session: where somebody wanted to go before being led here


@require_safe
def second_factor(request: HttpRequest) -> HttpResponseBase:
    """Why a second factor is needed and how to set one up; whoever has one goes on to where they wanted to go."""
    user = cast(User, request.user)
    wanted = request.GET.get("next", "")
    # What begins otherwise is the name of a view to `redirect`, or of none.
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, None, require_https=request.is_secure()):
        request.session[NEXT] = wanted
    if user.has_second_factor:
        return redirect(request.session.pop(NEXT, None) or "account")
    demand = FactorDemand.read(SignInPolicy.stored().first())
    roles = [role.label for role in Role if role in user.roles and role.value in demand.demanded]
    due, request.second_factor_due = getattr(request, "second_factor_due", None), None  # type: ignore[attr-defined]
    return render(request, "account/second_factor.html", {"roles": roles, "due": due})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_SETTINGS)
def sign_in_policy(request: HttpRequest) -> HttpResponseBase:
    """Of whom a second factor is demanded; asks once more who it is."""
    raise_if_reauthentication_required(request, app="accounts")
    demand = FactorDemand.read(SignInPolicy.stored().first())
    initial = {"roles": list(demand.demanded), "grace_days": demand.grace_days}
    form = SignInPolicyForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        roles = [Role(name) for name in form.cleaned_data["roles"]]
        days, why = form.cleaned_data["grace_days"], request.POST.get("why", "")
        with refusals_on(form):
            changed, waits = demand_second_factor(roles=roles, grace_days=days, by=cast(User, request.user), why=why)
            if waits is not None:
                return tell_waits(request, waits)
            tell_saved(request, _("Saved. It holds from now on."), changed=changed)
            return redirect("sign-in-policy")
    context = {
        "form": form,
        "why": request.POST.get("why", ""),
        "alone": not could_confirm(LOOSENING.name, request.user),
        "approvals": waiting_for(request.user, LOOSENING.name),
    }
    return render(request, "account/sign_in_policy.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_SETTINGS)
def second_factor_reset(request: HttpRequest) -> HttpResponseBase:
    """Reset the second factor of somebody who has lost theirs; known by their address, since this page lists nobody."""
    raise_if_reauthentication_required(request, app="accounts")
    form = ResetFactorForm(request.POST or None, initial={"email": request.GET.get("email", "")})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form, "email"):
            reset_second_factor(user=form.user, by=cast(User, request.user))
            sentence = _(
                "The second step of %(name)s is reset. They were told by mail, and set up a new one at sign-in."
            )
            messages.success(request, sentence % {"name": form.user})
            return redirect("second-factor-reset")
    return render(request, "account/second_factor_reset.html", {"form": form}, status=422 if form.errors else 200)
