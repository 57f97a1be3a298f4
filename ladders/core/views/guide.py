"""The guide, for everybody who is signed in."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..guide import FRONT, front_for, guide_page


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """What there is to read, first what is for this reader."""
    found = guide_page(FRONT)
    own, others = front_for(request.user)
    return render(request, "core/guide.html", {"guide": found, "body": own, "others": others, "front": True})


@require_safe
def page(request: HttpRequest, name: str) -> HttpResponse:
    """One page of it; the front one has an address of its own."""
    found = guide_page(name) if name != FRONT else None
    if found is None:
        raise Http404
    return render(request, "core/guide.html", {"guide": found, "body": found.body})
