"""Codes that levels had before: files go on using them, and whoever brings one reads which level is meant today. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from ladders.core.sentences import gettext as _

from .dates import in_words


@dataclass(frozen=True, slots=True)
class FormerCode:
    """The code of a level in a version that was replaced."""

    key: UUID  # of the level that had it
    code: str
    now: UUID  # key of the level that it is today: its own, or that of the level that followed it
    since: dt.date  # the day on which that version was replaced

    def sentence(self, today: str) -> str:
        """What became of it; `today` is the code of the level that it is today. Without an end."""
        day = in_words(self.since)
        if self.key == self.now:
            return _("“%(code)s” is called %(today)s since %(day)s") % {"code": self.code, "today": today, "day": day}
        return _("“%(code)s” was followed by %(today)s on %(day)s") % {"code": self.code, "today": today, "day": day}


def listed(sentences: Iterable[str], most: int = 10) -> str:
    """The sentences as one, at most so many of them."""
    each = list(dict.fromkeys(sentences))
    more = f"; and {len(each) - most} more" if len(each) > most else ""
    return f"{'; '.join(each[:most])}{more}"
