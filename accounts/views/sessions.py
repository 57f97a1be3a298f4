"""Where somebody is signed in."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from ..models import User
from ..open_sessions import end_others, end_session, open_sessions


@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """Every browser in which I am signed in: 3 queries with session and user."""
    found = open_sessions(cast(User, request.user), request.session)
    others = any(not each.current for each in found)
    return render(request, "account/sessions.html", {"sessions": found, "others": others})


@require_POST
def session_end(request: HttpRequest, mark: str) -> HttpResponseBase:
    """End one of them; this browser's is the same as signing out."""
    user = cast(User, request.user)
    found = next((each for each in open_sessions(user, request.session) if each.mark == mark), None)
    if found is None:
        raise Http404
    end_session(user=user, session=found)
    if found.current:
        logout(request)
        return redirect("account_login")
    messages.success(request, _("%(device)s is signed out.") % {"device": found.device})
    return redirect("sessions")


@require_POST
def session_end_others(request: HttpRequest) -> HttpResponseBase:
    """End all but this one."""
    ended = end_others(user=cast(User, request.user), current=request.session)
    if ended:
        sentence = ngettext("One other browser is signed out.", "%(n)s other browsers are signed out.", ended)
        messages.success(request, sentence % {"n": ended})
    else:
        messages.info(request, _("You were signed in nowhere else."))
    return redirect("sessions")
