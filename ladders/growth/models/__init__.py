"""Plans and talks.

Texts are sealed, so that a copy of the database holds none of them, and nothing is tracked but the organisation's rule.
"""

from .feedback import DAYS_TO_TAKE_BACK, Feedback, FeedbackAsk, Readers
from .policy import MONTHS, GrowthPolicy, TalkRhythm
from .talks import PrivateNote, Talk, TalkEntry, TalkPart
from .targets import Ending, Goal, GoalRemark, GoalState, Target
from .ways import WalkedWay, WayQuestion
