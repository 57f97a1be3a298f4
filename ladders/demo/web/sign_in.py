"""Signing in as one of the invented people; it exists in the demo alone."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.session_store import VOUCHED
from ladders.core.access import open_to_all

from .. import signins
from ..colleagues import colleagues


@open_to_all
def demo_sign_in(request: HttpRequest) -> HttpResponseBase:
    """Sign in as one of the invented people without a password. 404 outside the demo, whatever the verb."""
    if not settings.DEMO:
        raise Http404
    return _sign_in(request)


@require_POST
def _sign_in(request: HttpRequest) -> HttpResponseBase:
    email = request.POST.get("email", "")
    listed = email in {person.email for person in signins()} | {each[0] for each in colleagues()}
    user = User.objects.filter(email=email, is_active=True).first() if listed else None
    if user is None:
        raise Http404
    login(request, user, backend="accounts.backends.SignInBackend")
    request.session[VOUCHED] = True  # a click has no second step, and nobody here is anybody
    target = request.POST.get("next", "")
    local = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    safe = local and target.startswith("/")
    return redirect(target if safe else settings.LOGIN_REDIRECT_URL)
