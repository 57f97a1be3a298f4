"""One view, two looks: a page of its own, or the panel beside the lattice where htmx asked for it."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from ladders.frameworks.models import Version

from .base import draft_context, draft_or_404
from .canvas import lattice_context

PANEL, LATTICE = "panel-body", "lattice-page"


def in_panel(request: HttpRequest) -> bool:
    """True when the answer goes into the panel."""
    return request.headers.get("HX-Target") == PANEL


def answer(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Render a template that extends `layout`: as a page, or as the panel's content."""
    panel = in_panel(request)
    layout = "frameworks/editing/_panel.html" if panel else "frameworks/editing/_page.html"
    response = render(request, template, {**context, "layout": layout, "panel": panel}, status=status)
    if panel:
        response["Vary"] = "HX-Target"
    return response


def not_saved(request: HttpRequest, version: Version, *names: str) -> HttpResponse:
    """What somebody sent for a level or track that was deleted meanwhile comes back, to be copied: `names` are its fields."""
    kept = [text for text in (request.POST.get(name, "").strip() for name in names) if text]
    context = draft_context(version, kept=kept)
    return answer(request, "frameworks/editing/gone.html", context, 409)


def done(request: HttpRequest, slug: str, *, focus: str = "", undo: str = "") -> HttpResponseBase:
    """After an edit: the lattice again, with the element `focus` in focus. `undo` names what was just deleted.

    Without scripts it is a redirect; with htmx the lattice and the messages take their places on the page.
    """
    if request.headers.get("HX-Target") not in (PANEL, LATTICE):
        query = f"?deleted={undo}" if undo else ""
        return redirect(reverse("draft", args=[slug]) + query + (f"#{focus}" if focus else ""))
    version = draft_or_404(request, slug)
    response = render(request, "frameworks/editing/_after.html", lattice_context(request, version, undo))
    response["HX-Retarget"] = f"#{LATTICE}"
    response["HX-Reswap"] = "outerHTML"
    response["HX-Trigger-After-Swap"] = json.dumps({"lattice-edited": {"focus": focus}})
    return response
