"""Uploads that are too large are refused before anything of them is kept."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from ladders.core.middleware_base import Middleware

from ..tables.limits import MAX_TOTAL_BYTES

MORE: Final = 2 * 1024 * 1024  # what a form weighs besides its files
DRAINED: Final = 1024 * 1024 * 1024  # a longer body is cut off, and the browser says so
CHUNK: Final = 1024 * 1024


class UploadLimitMiddleware(Middleware):
    """Answers 413 with a sentence where the announced body is larger than all files of an import may be.

    The body is read and thrown away, chunk by chunk: a browser shows an answer only when it could send everything. No
    view and no other middleware has looked at it by then, so nothing was stored or parsed.
    """

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        announced = request.META.get("CONTENT_LENGTH") or "0"
        size = int(announced) if announced.isdecimal() and len(announced) < 20 else 0
        if size <= MAX_TOTAL_BYTES + MORE:
            return self.get_response(request)
        if size <= DRAINED:
            while request.read(CHUNK):
                pass
        together = MAX_TOTAL_BYTES // (1024 * 1024)
        return render(request, "413.html", {"size": size // (1024 * 1024), "most": together}, status=413)
