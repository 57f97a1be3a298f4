"""Who reads the pay of a level before asking for it: whoever asks in earnest, and nobody who tries all levels.

What a move does to one's pay is read before sending, also where the bands are not for everybody; but page after page of drafts
would show all of them. So a person reads the amounts of a few levels a month, beside those they may see anyway. Only that many
keyed marks are kept, for as long: nothing tells to which levels.
"""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.core.cache import cache
from django.utils.crypto import salted_hmac

LEVELS: Final = 3
SECONDS: Final = 30 * 24 * 3600


def opens_another(user: Any, level: UUID) -> bool:
    """True where this person may read the amounts of the level now: it is one of theirs this month, or becomes one."""
    key = f"moves-amounts-{user.pk}"
    mark = salted_hmac("ladders.moves.amounts_opened", f"{user.pk} {level}", algorithm="sha256").hexdigest()[:16]
    marks: list[str] = cache.get(key) or []
    if mark in marks:
        return True
    if len(marks) >= LEVELS:
        return False
    cache.set(key, [*marks, mark], SECONDS)
    return True
