"""The page that others are measured against."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse


@cache
def _same_bytes() -> bytes:
    return Path(os.environ["BENCH_BYTES"]).read_bytes()


@login_required
def bare(request: HttpRequest) -> HttpResponse:
    """The least that Django can do behind its middleware for whoever is signed in: the bytes of a page, from memory."""
    return HttpResponse(_same_bytes())
