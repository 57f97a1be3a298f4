"""Zones with their bands; what deviates from them; the rules about who sees and who approves."""

from __future__ import annotations

from .bands import Band, BandChange, BandChangeLine, BandException, ChangeState, ExceptionState, MarketSupplement
from .zones import BandStamp, BandVisibility, Objective, PayPolicy, PayZone, ZoneLocation

__all__ = [
    "Band",
    "BandChange",
    "BandChangeLine",
    "BandException",
    "BandStamp",
    "BandVisibility",
    "ChangeState",
    "ExceptionState",
    "MarketSupplement",
    "Objective",
    "PayPolicy",
    "PayZone",
    "ZoneLocation",
]
