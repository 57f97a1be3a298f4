"""See it before you sign: what somebody is about to change of pay, levels or grades, and what that does to equal pay.

Rooms that change pay know neither sex nor categories of workers. They say what would be other than it is, and show what the
room that knows answers: only to whom it may be shown. What stands in the answer may be read by whoever asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from .providers import Provider


@dataclass(frozen=True, slots=True)
class NewPay:
    """What one person would be paid for a full-time year (rounded to cents), and on which level. None, no currency: as today."""

    annual: Decimal | None = None
    currency: str = ""
    level: UUID | None = None


@dataclass(frozen=True, slots=True)
class NewMinimum:
    """Another minimum for people of a pay zone, to which those below it would be raised.

    One of three: new bands (`of_grades`: the minimum by a grade's code, where no level has a band of its own, each with the
    supplement that holds), a supplement of `percent` on the bands of a framework in place of the one that holds, or a
    `minimum` for one level with the supplement that holds.
    """

    zone: str  # its code
    of_grades: Mapping[str, Decimal] | None = None
    framework: int | None = None
    percent: Decimal | None = None
    level: UUID | None = None
    minimum: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What would be other than today: pay and levels of people (by employee), a minimum, and grades of levels ("": none)."""

    people: Mapping[int, NewPay] = field(default_factory=dict)
    minimum: NewMinimum | None = None
    grades: Mapping[UUID, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GapEffect:
    """A gap in percent, before and after, to a tenth; None where there are too few people, or nobody to compare."""

    label: str  # who beside whom
    before: Decimal | None
    after: Decimal | None


@dataclass(frozen=True, slots=True)
class CategoryEffect:
    """What a change does to one category of workers: women beside men (3 is: paid 3 % less), and each track beside the others."""

    name: str
    gap: GapEffect
    women: tuple[int, int]  # before and after
    men: tuple[int, int]
    tracks: tuple[GapEffect, ...]
    too_few: str  # why there is no figure, in words

    def lines(self, write: Callable[[Decimal | None], str]) -> Iterator[tuple[str, str, str, str, bool]]:
        """A line for the women and men, and one for each track: what it is called, who is compared, the gap today and after, as
        they are written, and whether what is written differs. `write`: see `percents`."""
        yield self.name, self.gap.label, *self._texts(self.gap, write)
        for track in self.tracks:
            yield track.label, "", *self._texts(track, write)

    def _texts(self, gap: GapEffect, write: Callable[[Decimal | None], str]) -> tuple[str, str, bool]:
        if gap.before is None and gap.after is None:
            return self.too_few, "", False
        return write(gap.before), write(gap.after), gap.before != gap.after


@dataclass(frozen=True, slots=True)
class EqualPayEffect:
    """What a change does to equal pay, in the categories that it touches. `flags` are sentences about what is new, and `mended`
    about what would be over."""

    categories: tuple[CategoryEffect, ...]
    flags: tuple[str, ...] = ()
    mended: tuple[str, ...] = ()
    hidden: bool = False  # some categories that it touches are not for this reader

    @property
    def of_nobody(self) -> bool:
        """True where nobody in any category is touched."""
        return not self.categories and not self.hidden


@Provider
def sees_equal_pay(user: Any, legal_entity: str | None = None) -> bool:
    """Whether this user may see what a change does to people of a legal entity (None: of any): no query beyond their roles."""
    return False


@Provider
def effect_of(user: Any, change: Change, country: str = "") -> EqualPayEffect | None:
    """What the change does, for whoever may see it; None for everybody else, who learn nothing, not even that there is something.

    `country`: the one whose rules hold, where the change is about one person.
    """
    return None
