"""Tables of this room."""

from .cases import JointAssessment, Justification, Measure, Measurement, RemedyCase
from .plans import PlannedRaise, RemedyPlan
