"""What people record about themselves and their way, with whom they share it, and how assessments count.

Of what people write about themselves nothing is tracked: it stays out of history, audit, exports and logs.
"""

from .assessments import Assessment, AssessmentSheet, Side
from .energy import Reflection
from .evidence import Evidence, Impact
from .policy import CareerPolicy, Counting
from .rung_release import RungRelease
from .seasons import SEASONS, NamedSeason, SeasonPlan
from .seats import Seat
from .sharing import Audience, Share, Thing, people_who_show
from .wish import LeadWish, WishAnswer
