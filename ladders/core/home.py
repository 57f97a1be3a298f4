"""What Home shows. Each room brings its own when it starts (`apps.py`), and none of them knows the others.

    home.bring(lines=lines, cards=cards)

`lines(user, day, now)` gives what waits, as rows that are counted: all lines of all rooms together in one query, so that a room
may add some without Home getting slower to ask. It asks nothing itself and hangs on nothing but the reader's roles, ids and
whether they lead, so that this query is put together once for all of a kind (`kept_home`). `cards(user, day)` gives parts of the
page with a template of their own, and lines for which something has to be read; it says with how many queries. Both give nothing
to whoever has nothing to do with it.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .kept_home import ACCOUNT, DAY, EMPLOYEE, MOST, NOW, Question, ReaderKind, asking_nothing, question_of
from .providers import Provider
from .statements import rows_of

logger = logging.getLogger(__name__)


class Part(Enum):
    """The parts of Home in their order: heading, and what it says where nothing of it waits."""

    FIRST = ("", "")  # above all others: what comes before the product can be used
    TURN = (
        gettext_lazy("Waits for you"),
        gettext_lazy("Nothing waits for you. When somebody needs your answer, it stands here with its day."),
    )
    CHANGED = (
        gettext_lazy("New for you"),
        gettext_lazy("Nothing is new. When your level, your pay or a right of yours changes, you read it here first."),
    )
    TEAM = (gettext_lazy("Your team"), gettext_lazy("Nobody in your team waits for anything."))
    DAY = (gettext_lazy("People and moves"), gettext_lazy("Nothing is due. What HR has to look after comes up here."))
    FRAMEWORKS = (gettext_lazy("Frameworks"), gettext_lazy("No draft is open, and no review is due."))
    PAY = (gettext_lazy("Pay"), gettext_lazy("No pay needs a look."))
    EQUAL_PAY = (gettext_lazy("Equal pay"), gettext_lazy("No case is open, and no answer is due."))
    YOU = (gettext_lazy("Where you stand"), "")

    def __init__(self, heading: str | Promise, calm: str | Promise) -> None:
        self.heading, self.calm = heading, calm


@dataclass(frozen=True, slots=True)
class Line:
    """Something that waits. Where nothing does, there is no line.

    `rows` are those that this reader may see, none read before Home counts them (up to `MOST`, so an index must lead to
    them), or their number where it is known. `text` says what they are, in the number it is given: “requests to answer”; with
    `numbered` False it says all, and no number stands before it. `url` leads to the list that shows exactly these rows. `when`
    is their date or moment, of which the first is said: since when they wait, with `due` until when, with `ends` until when they
    hold, with `on` on which day they are. A `quiet` line does not make its part appear where it has no rows: for what only
    some have to do with.
    """

    part: Part
    rows: QuerySet[Any] | int
    text: Callable[[int], str]
    url: str
    when: str = ""
    due: bool = False
    ends: bool = False
    on: bool = False
    numbered: bool = True
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """A part of Home with a template of its own, which gets `context` as `card`. The lowest `order` comes first."""

    part: Part
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    order: int = 0


@dataclass(frozen=True, slots=True)
class Counted:
    """A line with how many rows it has and the first day of them."""

    line: Line
    number: int
    first: dt.date | None
    day: dt.date  # today

    @property
    def late(self) -> bool:
        """True where the day for the first has passed."""
        return self.line.due and self.first is not None and self.first < self.day

    @property
    def shown(self) -> str:
        """The number, as far as it was counted."""
        return f"{MOST}+" if self.number > MOST else str(self.number)

    @property
    def text(self) -> str:
        """What they are."""
        return self.line.text(self.number)

    @property
    def when(self) -> str:
        """Since when they wait, or until when: of the first, where there are several."""
        if self.first is None:
            return ""
        day = _in_words(self.first, self.day)
        if self.line.ends:
            return (_("until %(day)s") if self.number == 1 else _("the first until %(day)s")) % {"day": day}
        if self.line.on:
            said = day if abs((self.first - self.day).days) <= 1 else _("on %(day)s") % {"day": day}
            return said if self.number == 1 else _("the first %(on_day)s") % {"on_day": said}
        if not self.line.due:
            return (_("since %(day)s") if self.number == 1 else _("the first since %(day)s")) % {"day": day}
        if self.late:
            return (_("overdue since %(day)s") if self.number == 1 else _("the first overdue since %(day)s")) % {
                "day": day
            }
        return (_("by %(day)s") if self.number == 1 else _("the first by %(day)s")) % {"day": day}


@dataclass(frozen=True, slots=True)
class ShownPart:
    """A part of Home as one reader finds it."""

    part: Part
    lines: Sequence[Counted]
    cards: Sequence[Card]


GivesLines = Callable[[Any, dt.date, dt.datetime], Iterable[Line]]
Gives = Callable[[Any, dt.date], Iterable[Line | Card]]
_lines: dict[int, GivesLines] = {}  # by the place in which they were brought
_cards: dict[int, Gives] = {}
EACH = 100  # more than anything brought gives, so a line is numbered by that place and its own within


@Provider
def opens_on(user: Any) -> str:
    """Where Home leads on to instead of showing itself; empty where it shows itself."""
    return ""


@Provider
def kind_of(user: Any) -> ReaderKind | None:
    """What this reader's lines are kept by; None where they are made each time."""
    return None


def bring(*, lines: GivesLines | None = None, cards: Gives | None = None) -> None:
    """Let Home show these from now on, in the order in which they are brought; harmless when repeated."""
    if lines is not None and lines not in _lines.values():
        _lines[len(_lines) + len(_cards)] = lines
    if cards is not None and cards not in _cards.values():
        _cards[len(_lines) + len(_cards)] = cards
    _kept.cache_clear()


def home_of(user: Any, day: dt.date) -> list[ShownPart]:
    """What Home shows this reader on that day, in order: 1 query for all lines, and those of the cards."""
    lines, question = _lines_of(user, day, timezone.now())
    read = {place * EACH + own: each for place, gives in _cards.items() for own, each in enumerate(gives(user, day))}
    cards = sorted((each for each in read.values() if isinstance(each, Card)), key=lambda card: card.order)
    others = {place: each for place, each in read.items() if isinstance(each, Line)}
    lines = lines | others
    found = counted(lines, question + question_of(others), day, planned_once=not user.scoped_roles)
    asked = {line.part for line in lines.values() if not line.quiet} | {each.line.part for each in found}
    asked |= {card.part for card in cards} | {Part.TURN}
    return [
        ShownPart(
            part,
            [each for each in found if each.line.part is part],
            [card for card in cards if card.part is part],
        )
        for part in Part
        if part in asked
    ]


def counted(lines: Mapping[int, Line], question: Question, day: dt.date, *, planned_once: bool = True) -> list[Counted]:
    """Those of the lines that have rows, by their numbers: 1 query for all in the question, none for no lines. Whoever reaches
    some departments has them planned for these."""
    found: list[tuple[Any, ...]] = [
        (place, line.rows, None) for place, line in lines.items() if isinstance(line.rows, int) and line.rows
    ]
    if question.parts:
        found += rows_of(question.sql, question.values, planned_once=planned_once)
    return [_counted(lines[place], number, first, day) for place, number, first in sorted(found)]


def _lines_of(user: Any, day: dt.date, now: dt.datetime) -> tuple[dict[int, Line], Question]:
    """The lines for this reader by their numbers, and what asks for them; no query."""
    kept = _kept(kind) if (kind := kind_of(user)) is not None else None
    if kept is None:
        lines = _given(user, day, now)
        return lines, question_of(lines)
    lines, question = kept
    employee = getattr(user, "employee", None)
    return lines, question.filled(user.pk, employee and employee.pk, day, now)


@lru_cache(maxsize=256)
def _kept(kind: ReaderKind) -> tuple[dict[int, Line], Question] | None:
    """None, and a line in the log, where something in it could not be filled in: Home is slower then, and right."""
    try:
        with asking_nothing():
            lines = _given(kind.reader(ACCOUNT, EMPLOYEE), DAY, NOW)
            question = question_of(lines).checked()
            # Their rows are megabytes of conditions, all of which the question has by now.
            return {number: replace(line, rows=0) for number, line in lines.items()}, question
    except ValueError as error:
        logger.warning("Lines of Home are put together each time for %s: %s", kind, error)
        return None


def _given(user: Any, day: dt.date, now: dt.datetime) -> dict[int, Line]:
    return {
        place * EACH + own: line for place, gives in _lines.items() for own, line in enumerate(gives(user, day, now))
    }


def _counted(line: Line, number: int, first: str | None, day: dt.date) -> Counted:
    return Counted(line, number, _day_of(first) if first else None, day)


def _in_words(there: dt.date, day: dt.date) -> str:
    """A day as people say it: the year only where it is another one."""
    near = {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}.get((there - day).days)
    return near or date_format(there, "j F" if there.year == day.year else "j F Y")


def _day_of(text: str) -> dt.date:
    """A date as PostgreSQL writes it, or the day here of a moment."""
    return (
        dt.date.fromisoformat(text)
        if len(text) == len("2026-01-31")
        else timezone.localdate(dt.datetime.fromisoformat(text))
    )
