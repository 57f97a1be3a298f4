"""Which notices belong together, and how somebody is told of them. No Django: words for people are in `text`."""

from __future__ import annotations

from typing import Final

from ladders.core.labels import Labelled
from ladders.core.sentences import gettext as _

from ..domain.states import NoticeKind


class Topic(Labelled):
    """Notices that people choose a way for, together."""

    ASKED = "asked", _("Something waits for me")
    MINE = "mine", _("My own request goes on")
    TALK = "talk", _("Questions, answers and days")
    ENDS = "ends", _("Something promised to me ends, or holds longer")
    CHANGED = "changed", _("The employer changed something about my work")
    OVER = "over", _("Nothing is left to do")


class Channel(Labelled):
    """How somebody is told, beside the list of notices in the product, which holds everything."""

    AT_ONCE = "at_once", _("By mail, at once")
    DAILY = "daily", _("By mail, once a day")
    PRODUCT = "product", _("Only in here")


N = NoticeKind
KINDS_OF: Final[dict[Topic, tuple[NoticeKind, ...]]] = {
    Topic.ASKED: (
        N.DUE,
        N.OVERDUE,
        N.PROPOSED,
        N.OBJECTED,
        N.LOOK_AGAIN,
        N.CHECKLIST,
        N.STOPPED,
        N.SECOND_PERSON,
        N.REMEDY,
        N.REMEDY_DUE,
        N.FOR_HR,
        N.FOR_HR_LATE,
        N.AGREEMENT,
    ),
    Topic.MINE: (
        N.ANSWERED,
        N.APPROVED,
        N.DECLINED,
        N.PASSED_ON,
        N.HANDED_ON,
        N.MANAGER_CHANGED,
        N.SCHEDULED,
        N.IN_EFFECT,
        N.SECOND_SAID,
        N.INFORMED,
    ),
    Topic.TALK: (N.QUESTION, N.ANSWER, N.DATE_OFFERED, N.DAY_REFUSED, N.TALK, N.PLAN),
    Topic.ENDS: (N.TRIAL_ENDING, N.TRY_OUT_OVER, N.RIGHT_ENDING, N.RIGHT_EXTENDED),
    Topic.CHANGED: (N.LEVEL_CHANGED,),
    Topic.OVER: (N.WITHDRAWN, N.LAPSED, N.YEARLY),
}
SORT_OF: Final = {kind: sort for sort, kinds in KINDS_OF.items() for kind in kinds}
USUAL: Final[dict[Topic, Channel]] = {
    Topic.ASKED: Channel.AT_ONCE,
    Topic.MINE: Channel.AT_ONCE,
    Topic.TALK: Channel.AT_ONCE,
    Topic.ENDS: Channel.AT_ONCE,
    Topic.CHANGED: Channel.AT_ONCE,
    Topic.OVER: Channel.DAILY,
}
# What waits for whoever is told, in the words of a mail; all else is news.
WAITING: Final = frozenset({*KINDS_OF[Topic.ASKED], N.QUESTION, N.DATE_OFFERED, N.PLAN})
# These ask somebody to act: once there is nothing left to do for them, no mail goes out.
CALLS: Final = (N.DUE, N.OVERDUE, N.OBJECTED, N.LOOK_AGAIN)
