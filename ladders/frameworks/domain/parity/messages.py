"""The sentences of the parity check, as templates: `finding.text(gettext, ngettext)` fills and translates them.

This module is Django-free, so nothing is translated here. `gettext_noop` and `ngettext_lazy` do nothing but carry the
names that makemessages looks for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

Gettext = Callable[[str], str]
Ngettext = Callable[[str, str, int], str]


class Code(StrEnum):
    """What the parity check can find."""

    EMPTY = "empty"
    UNGRADED = "ungraded"
    NO_EXPECTATIONS = "no_expectations"
    SAME_CODE = "same_code"
    MISSING_KIND = "missing_kind"
    FEWER_LEVELS = "fewer_levels"
    LOWER_CEILING = "lower_ceiling"
    LATE_START = "late_start"
    GRADE_GAP = "grade_gap"
    UNWRITTEN = "unwritten"
    NO_INFLUENCE = "no_influence"
    PEOPLE_MANAGEMENT = "people_management"
    ONLY_THROUGH_MANAGEMENT = "only_through_management"
    NO_WAY_IN = "no_way_in"
    HEADCOUNT = "headcount"
    POINTS_NOT_RISING = "points_not_rising"
    WORK_NOT_RISING = "work_not_rising"
    SAME_AS_BEFORE = "same_as_before"
    MANAGEMENT_FIRST = "management_first"
    BUILDS_ON_NOTHING = "builds_on_nothing"
    SLOTTED_OVERDUE = "slotted_overdue"
    SLOTTED = "slotted"
    NO_BAND = "no_band"
    MANAGEMENT_RIGHT = "management_right"


@dataclass(frozen=True, slots=True)
class ParityMessage:
    """A sentence with %(name)s places. With `many`, `params["count"]` decides between the two."""

    one: str
    many: str = ""

    def text(self, params: Mapping[str, object], gettext: Gettext, ngettext: Ngettext) -> str:
        """The sentence, translated by the two functions and filled in."""
        count = params.get("count")
        template = ngettext(self.one, self.many, count) if self.many and isinstance(count, int) else gettext(self.one)
        return template % params


def gettext_noop(text: str) -> ParityMessage:
    """Marks a sentence for translation; named so that makemessages finds it."""
    return ParityMessage(text)


def ngettext_lazy(one: str, many: str) -> ParityMessage:
    """Marks a sentence with a count for translation; named so that makemessages finds it."""
    return ParityMessage(one, many)


EMPTY = gettext_noop("The framework has no levels yet. There is nothing to publish.")
UNGRADED = gettext_noop("%(level)s has no grade. Evaluate it, or slot it with a source.")
NO_EXPECTATIONS = gettext_noop("%(level)s has no written expectation. Nobody could tell what the level asks.")
SAME_CODE = gettext_noop("The code %(code)s is used by more than one level: %(levels)s.")
MISSING_KIND_SPECIALIST = gettext_noop("There is a management track, but no specialist track beside it.")
MISSING_KIND_PROJECT = gettext_noop("There is a management track, but no project leadership track beside it.")
MISSING_KIND_INFLUENCE = gettext_noop("There is a management track, but no influence and innovation track beside it.")
FEWER_LEVELS = ngettext_lazy(
    "%(track)s has %(count)s level, %(other)s has %(other_count)s.",
    "%(track)s has %(count)s levels, %(other)s has %(other_count)s.",
)
NO_LEVELS = gettext_noop("%(track)s has no levels, %(other)s has %(other_count)s.")
LOWER_CEILING = gettext_noop("%(track)s ends at grade %(grade)s, %(other)s reaches grade %(other_grade)s.")
LATE_START = gettext_noop("%(track)s begins at grade %(grade)s, %(other)s already at grade %(other_grade)s.")
GRADE_GAP = ngettext_lazy(
    "%(track)s has no level at grade %(grades)s, where %(other)s has one.",
    "%(track)s has no levels at the grades %(grades)s, where %(other)s has them.",
)
UNWRITTEN = ngettext_lazy(
    "%(level)s has %(count)s unwritten expectation.",
    "%(level)s has %(count)s unwritten expectations.",
)
UNWRITTEN_AGAINST_NONE = ngettext_lazy(
    "%(level)s has %(count)s unwritten expectation where %(other)s has none.",
    "%(level)s has %(count)s unwritten expectations where %(other)s has none.",
)
UNWRITTEN_AGAINST = ngettext_lazy(
    "%(level)s has %(count)s unwritten expectation where %(other)s has %(other_count)s.",
    "%(level)s has %(count)s unwritten expectations where %(other)s has %(other_count)s.",
)
NO_BAND = gettext_noop("%(levels)s: grade %(grade)s has no pay band in %(zones)s.")
RIGHT_OF_MANAGEMENT = gettext_noop("Only management has the right “%(right)s” (grade %(grade)s).")
RIGHT_OF_MANAGEMENT_FIRST = gettext_noop(
    "Management has the right “%(right)s” from grade %(grade)s on, other tracks only from grade %(other_grade)s."
)
NO_INFLUENCE = gettext_noop("%(track)s has no written expectation of leadership by influence.")
PEOPLE_GROUP = gettext_noop(
    "%(level)s is to be reached without leading people, yet it asks for “%(competency)s” of the group “%(group)s”."
)
PEOPLE_COMPETENCY = gettext_noop(
    "%(level)s is to be reached without leading people, yet it asks for “%(competency)s”, which is about “%(words)s”."
)
PEOPLE_WORDS = gettext_noop("%(level)s is to be reached without leading people, yet its text says “%(words)s”.")
PEOPLE_WORDS_TRACK = gettext_noop("%(track)s is to be walked without leading people, yet its purpose says “%(words)s”.")
ONLY_THROUGH_MANAGEMENT = gettext_noop("%(level)s can only be reached by passing a management level.")
NO_WAY_IN = gettext_noop("No step leads to %(level)s: no level of this framework comes before it.")
HEADCOUNT_LEVEL = gettext_noop("%(level)s is measured by the size of what it holds: “%(words)s”. %(suggestion)s")
HEADCOUNT_TRACK = gettext_noop("%(track)s is measured by the size of what it holds: “%(words)s”. %(suggestion)s")
HEADCOUNT_COMPETENCY = gettext_noop(
    "The competency %(competency)s is measured by the size of what somebody holds: “%(words)s”. %(suggestion)s"
)
HEADCOUNT_FRAMEWORK = gettext_noop(
    "The framework's own text measures by the size of what somebody holds: “%(words)s”. %(suggestion)s"
)
POINTS_NOT_RISING = gettext_noop("%(level)s has %(points)s points, %(other)s below it has %(other_points)s.")
GRADE_NOT_RISING = gettext_noop("%(level)s is at grade %(grade)s, %(other)s below it at grade %(other_grade)s.")
WORK_NOT_RISING = gettext_noop("%(level)s has more points than %(other)s below it, but none of them for “%(factors)s”.")
SAME_AS_BEFORE = gettext_noop("%(level)s asks word for word what %(other)s below it asks.")
MANAGEMENT_FIRST = gettext_noop("%(track)s is listed first. Management is one path among equals, so let another begin.")
BUILDS_ON_NOTHING = gettext_noop(
    "%(level)s says “as the level before” about %(competency)s, but nothing is written there."
)
SLOTTED_OVERDUE = gettext_noop("%(level)s was to be evaluated by %(due)s and still stands on a slotted grade.")
SLOTTED = gettext_noop("%(level)s is slotted and not yet evaluated.")


@dataclass(frozen=True, slots=True)
class About:
    """What stands above findings of one code: a heading, and why it matters."""

    title: ParityMessage
    why: ParityMessage


ABOUT: Mapping[Code, About] = {
    Code.EMPTY: About(gettext_noop("Nothing here yet"), gettext_noop("Add tracks and levels first.")),
    Code.UNGRADED: About(
        gettext_noop("Levels without a grade"),
        gettext_noop("Grade decides pay. A level without one promises nothing."),
    ),
    Code.NO_EXPECTATIONS: About(
        gettext_noop("Levels without expectations"),
        gettext_noop("A title alone tells nobody how to grow."),
    ),
    Code.SAME_CODE: About(
        gettext_noop("Codes used twice"), gettext_noop("People name levels by their code; it must mean one level.")
    ),
    Code.MISSING_KIND: About(
        gettext_noop("Kinds of track that are missing"),
        gettext_noop("Where management is a path, the other ways to grow should be paths too."),
    ),
    Code.FEWER_LEVELS: About(
        gettext_noop("Fewer levels"),
        gettext_noop("A track with fewer steps offers fewer promotions for the same work."),
    ),
    Code.LOWER_CEILING: About(
        gettext_noop("A lower ceiling"),
        gettext_noop("Whoever reaches the top of a lower track has to leave it to grow."),
    ),
    Code.LATE_START: About(
        gettext_noop("A later start"),
        gettext_noop("Until the track begins, management is the nearer way up."),
    ),
    Code.GRADE_GAP: About(
        gettext_noop("Gaps in the grades"), gettext_noop("A missing step makes the next one twice as far.")
    ),
    Code.UNWRITTEN: About(
        gettext_noop("Unwritten expectations"), gettext_noop("A thinner track reads as a consolation prize.")
    ),
    Code.NO_INFLUENCE: About(
        gettext_noop("No leadership by influence"),
        gettext_noop("Leading without authority belongs to every track, management included."),
    ),
    Code.PEOPLE_MANAGEMENT: About(
        gettext_noop("People management outside management"),
        gettext_noop("Every level of the other tracks can be reached with no reports at all."),
    ),
    Code.ONLY_THROUGH_MANAGEMENT: About(
        gettext_noop("Reached only through management"),
        gettext_noop("A path that leads through managing people is a management path."),
    ),
    Code.NO_WAY_IN: About(
        gettext_noop("No way in"), gettext_noop("Only somebody hired from outside could hold such a level.")
    ),
    Code.HEADCOUNT: About(
        gettext_noop("Measured by headcount or budget"),
        gettext_noop("A level follows from impact. Size can be large and impact small, and the other way round."),
    ),
    Code.POINTS_NOT_RISING: About(
        gettext_noop("Points that do not rise"), gettext_noop("A step up should be a step in impact.")
    ),
    Code.WORK_NOT_RISING: About(
        gettext_noop("Specialist levels that do not rise by their work"),
        gettext_noop("Specialists grow by harder problems and by outcomes that matter more."),
    ),
    Code.SAME_AS_BEFORE: About(
        gettext_noop("The same asked twice"),
        gettext_noop("Another title alone is no step: nobody could tell what to grow in."),
    ),
    Code.MANAGEMENT_FIRST: About(
        gettext_noop("Management listed first"), gettext_noop("What stands first is taken for the main road.")
    ),
    Code.BUILDS_ON_NOTHING: About(
        gettext_noop("Builds on nothing"), gettext_noop("Readers would look for a text that is not there.")
    ),
    Code.SLOTTED_OVERDUE: About(
        gettext_noop("Evaluations overdue"), gettext_noop("A slotted grade is a loan on an evaluation to come.")
    ),
    Code.NO_BAND: About(
        gettext_noop("No pay band"),
        gettext_noop("Levels are paid by their grade. A grade without a band pays nothing."),
    ),
    Code.MANAGEMENT_RIGHT: About(
        gettext_noop("Rights of management alone"),
        gettext_noop(
            "Levels of equal impact decide alike. A right that only managers hold makes their path the better one."
        ),
    ),
    Code.SLOTTED: About(
        gettext_noop("Not yet evaluated"), gettext_noop("Readers see that the grade is slotted, and its source.")
    ),
}
