"""Rules of moves, who is away, requests and what belongs to them."""

from __future__ import annotations

from .absence import Absence
from .notices import Notice
from .policy import DeciderGroup, GroupMember, MovePolicy, PolicyStep
from .private import Reason
from .requests import FollowUp, MoveRequest, NewSalary
from .rights import ReturnRight
from .steps import Message, PassedOn, Step

__all__ = [
    "Absence",
    "DeciderGroup",
    "FollowUp",
    "GroupMember",
    "Message",
    "MovePolicy",
    "MoveRequest",
    "NewSalary",
    "Notice",
    "PassedOn",
    "PolicyStep",
    "Reason",
    "ReturnRight",
    "Step",
]
