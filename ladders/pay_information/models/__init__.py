"""Tables of this room."""

from __future__ import annotations

from .requests import InformationAnswer, InformationRequest, InformationState
from .rights import Recipient, SmallGroupRecipient, YearlyNotice

__all__ = [
    "InformationAnswer",
    "InformationRequest",
    "InformationState",
    "Recipient",
    "SmallGroupRecipient",
    "YearlyNotice",
]
