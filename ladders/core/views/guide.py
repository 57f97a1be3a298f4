"""The guide, for everybody who is signed in."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..guide import FRONT, guide_page


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """What there is to read, and for whom."""
    return _shown(request, FRONT)


@require_safe
def page(request: HttpRequest, name: str) -> HttpResponse:
    """One page of it; the front one has an address of its own."""
    if name == FRONT:
        raise Http404
    return _shown(request, name)


def _shown(request: HttpRequest, name: str) -> HttpResponse:
    if (found := guide_page(name)) is None:
        raise Http404
    return render(request, "core/guide.html", {"guide": found, "front": name == FRONT})
