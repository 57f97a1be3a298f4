"""Pages and deeds that were refused, told to the audit trail: who, and which kind of address. Bounded, and without a secret.

An address tells whom somebody looked for, and under /moves/ and /path/ where somebody wants to go; so the trail has the
pattern of the address, and of those two rooms the room alone. Whoever tries everything fills no table: one entry an hour for
each person and pattern, and no more than `MOST`.
"""

from __future__ import annotations

import time
from hashlib import sha256
from typing import Final

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext as _

from . import audit
from .logs import without_telling_addresses

HOUR: Final = 3600
MOST: Final = 30  # entries an hour for one person; whoever meets more refusals is known by then


def record_denial(request: HttpRequest) -> None:
    """An entry for a refusal, unless this person met the same one within the hour, or very many."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return
    pattern = pattern_of(request)
    hour = int(time.time() // HOUR)
    if not cache.add(f"denied-{user.pk}-{hour}-{hash_of(pattern)}", 1, HOUR):
        return
    counted = f"denied-{user.pk}-{hour}"
    cache.add(counted, 0, HOUR)
    number = cache.incr(counted)
    if number > MOST:
        return
    detail = {"method": [None, request.method]}
    if number == MOST:
        detail["more"] = [None, _("further refusals of this hour are not listed")]
    audit.record(by=user, verb="core.access.denied", subject=pattern, detail=detail)


def pattern_of(request: HttpRequest) -> str:
    """The address as the product has it, with placeholders for what stands in it."""
    path = without_telling_addresses(request.path)
    if path != request.path:
        return path
    match = request.resolver_match
    return f"/{match.route}" if match is not None else _("an address that leads nowhere")


def hash_of(pattern: str) -> str:
    """A key without the signs that caches do not take."""
    return sha256(pattern.encode()).hexdigest()[:20]
