"""Zones with their bands; what deviates from them; the rules about who sees and who approves."""

from .bands import Band, BandChange, BandChangeLine, BandException, ChangeState, ExceptionState, MarketSupplement
from .pay_positions import PayPosition, PayPositionsMade, Touched
from .salaries import STANDINGS, AccessKind, PayAccess, PayProtection, Salary, SalarySource
from .zones import BandStamp, BandVisibility, Objective, PayPolicy, PayZone, ZoneLocation
