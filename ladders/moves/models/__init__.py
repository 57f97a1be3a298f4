"""Rules of moves, and who is away."""

from __future__ import annotations

from .absence import Absence
from .policy import DeciderGroup, GroupMember, MovePolicy, PolicyStep

__all__ = ["Absence", "DeciderGroup", "GroupMember", "MovePolicy", "PolicyStep"]
