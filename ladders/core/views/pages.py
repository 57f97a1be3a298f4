"""Theme, what was not sent, error pages."""

from __future__ import annotations

import sys

from django.contrib import messages
from django.contrib.sessions.exceptions import SessionInterrupted
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ..access import open_to_all
from ..denials import record_denial
from ..outages import fields_to_send_again, is_outage
from ..unsent_texts import browser_of, forget_unsent, is_from_here, keep_unsent, owner_mark, unsent_of

THEMES = ("light", "dark")
RETRY_AFTER = 10  # seconds: a database server that was started again answers by then


def back_from(request: HttpRequest) -> str:
    """The page of ours that a small button stood on; the home page where the browser does not say."""
    page = request.META.get("HTTP_REFERER", "")
    safe = url_has_allowed_host_and_scheme(page, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return page if safe else "home"


@open_to_all
@require_POST
def theme(request: HttpRequest) -> HttpResponseBase:
    """Remember the colours chosen, and go back to where the person was."""
    response = redirect(back_from(request))
    if (chosen := request.POST.get("theme", "")) in THEMES:
        response.set_cookie("theme", chosen, max_age=365 * 24 * 3600, samesite="Lax", secure=request.is_secure())
    else:
        response.delete_cookie("theme")
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def unsent(request: HttpRequest) -> HttpResponseBase:
    """What was typed when the session ended: look it over, send it, or throw it away (POST)."""
    kept = unsent_of(request)
    if kept is None:
        return redirect("home")
    if request.method == "POST":
        forget_unsent(request)
        messages.success(request, _("Thrown away. Nothing was sent."))
        return redirect(kept.path)
    return render(request, "core/unsent.html", {"unsent": kept})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form that is older than the sign-in, or not ours. What was typed on a page of ours is kept for its author."""
    kept = False
    if request.user.is_authenticated and is_from_here(request):
        mark, shared = browser_of(request)
        kept = not shared and mark == owner_mark(request.user) and keep_unsent(request, mark)
    return render(request, "403_csrf.html", {"kept": kept, "back": request.path}, status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """400. A session that was ended elsewhere while the page was made is none: the next look leads to signing in."""
    if isinstance(exception, SessionInterrupted):
        return redirect(request.get_full_path())
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403. The audit trail hears of it, in bounds."""
    record_denial(request)
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: also for what exists but is not yours to see."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 where the database is away for the moment. Needs neither session nor database, just a template."""
    if not is_outage(sys.exc_info()[1]):
        return HttpResponse(render_to_string("500.html"), status=500)
    posted = request.method not in ("GET", "HEAD")
    context = {"posted": posted, "fields": fields_to_send_again(request), "path": request.get_full_path()}
    page = render_to_string("503.html", context)
    return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_AFTER)})
