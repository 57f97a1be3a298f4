"""What pages of this room show of pay: plain data, brought by the room that knows it, for one reader at a time.

This room knows no pay. Whoever does decides, for each request,
what its reader may see: everything in the answer may be shown to that reader, and its `key` differs wherever
the answer would. Pages that are kept for many readers carry the key.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from ladders.core.providers import Provider

from .domain.lattice_drawing import DrawnBand


@dataclass(frozen=True, slots=True)
class GradePay:
    """A grade's band in the reader's zone, its amounts as they are written; `amounts` are the same as numbers."""

    band: DrawnBand
    minimum: str
    midpoint: str
    maximum: str
    amounts: tuple[Decimal, Decimal, Decimal] | None = None  # minimum, midpoint, maximum of a full-time year


@dataclass(frozen=True, slots=True)
class Deviation:
    """A level that deviates from its grade's band for a while, and why."""

    minimum: str
    midpoint: str
    maximum: str
    until: dt.date
    reason: str
    criterion: str
    amounts: tuple[Decimal, Decimal, Decimal] | None = None


@dataclass(frozen=True, slots=True)
class Supplement:
    """A percentage on top of the bands, for all tracks of the framework alike."""

    percent: str
    criterion: str
    evidence: str
    until: dt.date | None
    rate: Decimal = Decimal(0)  # the percentage as a number


@dataclass(frozen=True, slots=True)
class ZoneChoice:
    """A zone that the reader may look at."""

    code: str
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class FrameworkPay:
    """What one reader may see of a framework's pay, in one zone. Empty where that is nothing."""

    zone: str = ""
    currency: str = ""
    grades: Mapping[str, GradePay] = field(default_factory=dict)  # by grade code
    deviations: Mapping[UUID, Deviation] = field(default_factory=dict)  # by level key
    supplement: Supplement | None = None
    zones: tuple[ZoneChoice, ...] = ()

    @property
    def bands(self) -> dict[str, DrawnBand]:
        """Grade code → band, as the lattice draws it."""
        return {code: own.band for code, own in self.grades.items()}


@dataclass(frozen=True, slots=True)
class PayQuestion:
    """What a reader may see, before it is read: `load` reads it, `key` is what it depends on.

    `ranks`: of the grades whose bands they may see in their own zone; None: of all.
    """

    key: Hashable = None
    load: Callable[[], FrameworkPay] = FrameworkPay
    ranks: tuple[int, ...] | None = ()

    def sees(self, rank: int | None) -> bool:
        """True where they may see the band of the grade with that rank."""
        return rank is not None and (self.ranks is None or rank in self.ranks)


@dataclass(frozen=True, slots=True)
class PayEffect:
    """What a publication does to the pay of the people it touches, in one currency: how many stand where before and after,
    and what it costs a year to bring everybody to the minimum, as it is written."""

    currency: str
    below: tuple[int, int]
    above: tuple[int, int]
    no_band: tuple[int, int]  # currency "" holds those without one
    cost: tuple[str, str]


@Provider
def pay_effects(user: Any, levels: Mapping[UUID, int]) -> list[PayEffect] | None:
    """What it does to pay that people on these levels (key → id of a draft's level) hold others of the draft. None: there is
    nothing, or this user may not see everybody's pay."""
    return None


@Provider
def pay_shown(request: HttpRequest, framework: int) -> PayQuestion:
    """What this reader may see of a framework's pay: one query."""
    return PayQuestion()


@Provider
def grades_without_band() -> Mapping[str, tuple[str, ...]]:
    """Grade code → names of the zones in which bands are in force, but none for this grade: one query."""
    return {}
