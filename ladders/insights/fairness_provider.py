"""What the front page about fairness shows of rooms above this one: plain data that every employee may read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ladders.core.providers import Provider


@dataclass(frozen=True, slots=True)
class PublishedFigures:
    """A published report on equal pay, in sentences: women beside men (`basis`: pay of what), and tracks beside each other.
    `url` leads to it."""

    year: int
    employer: str
    published_on: dt.date
    url: str
    basis: str
    gap: str
    tracks: tuple[str, ...] = ()


@Provider
def published_figures() -> tuple[PublishedFigures, ...]:
    """The newest published reports, the latest year first, as everybody may read them: at most 1 query. None by default."""
    return ()
