"""Tables of this room."""

from __future__ import annotations

from .copies import PersonalCopy
from .erasure import Erasure, ErasureState
from .retention import RetentionTime

__all__ = ["Erasure", "ErasureState", "PersonalCopy", "RetentionTime"]
