"""Zones with their bands; what deviates from them; the rules about who sees and who approves."""

from .bands import Band, BandChange, BandChangeLine, BandException, ChangeState, ExceptionState, MarketSupplement
from .pay_positions import PayPosition, PayPositionsMade, Touched
from .salaries import STANDINGS, AccessKind, PayAccess, PayProtection, Salary, SalarySource
from .zones import BandStamp, BandVisibility, Objective, PayPolicy, PayZone, ZoneLocation

__all__ = [
    "STANDINGS",
    "AccessKind",
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
    "PayAccess",
    "PayPolicy",
    "PayPosition",
    "PayPositionsMade",
    "PayProtection",
    "PayZone",
    "Salary",
    "SalarySource",
    "Touched",
    "ZoneLocation",
]
