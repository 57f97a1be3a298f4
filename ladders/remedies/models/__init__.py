"""Tables of this room."""

from __future__ import annotations

from .cases import JointAssessment, Justification, Measure, Measurement, RemedyCase
from .plans import PlannedRaise, RemedyPlan

__all__ = [
    "JointAssessment",
    "Justification",
    "Measure",
    "Measurement",
    "PlannedRaise",
    "RemedyCase",
    "RemedyPlan",
]
