"""The product's addresses, and the bare page that it is measured against."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

from ladders.core.routing import Routes
from ladders.urls import routes


@cache
def _same_bytes() -> bytes:
    return Path(os.environ["BENCH_BYTES"]).read_bytes()


@login_required
def bare(request: HttpRequest) -> HttpResponse:
    """The least that Django can do behind the same middleware: the bytes of the page, from memory."""
    return HttpResponse(_same_bytes())


# Found as the pages are that it is measured against.
urlpatterns = [Routes([*routes, path("bare/", bare)])]
handler404 = "ladders.core.views.pages.not_found"
