"""Home, theme, error pages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from ..access import open_to_all

THEMES = ("light", "dark")


def home(request: HttpRequest) -> HttpResponseBase:
    """The frameworks: what most people come for."""
    return redirect("framework-list")


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


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: also for what exists but is not yours to see."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: needs nothing but the template, neither session nor database."""
    return HttpResponse(render_to_string("500.html"), status=500)
