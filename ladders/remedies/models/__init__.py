"""Tables of this room."""

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
