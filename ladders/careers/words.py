"""What this room calls things, in the reader's language."""

from __future__ import annotations

import datetime as dt

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from .domain.move_kinds import MoveKind

# On a card and to choose by; lists have the labels of `MoveKind`. Nobody chooses a try-out among these.
KIND_WORDS: dict[MoveKind, Promise] = {
    MoveKind.PROMOTION: lazy("promotion"),
    MoveKind.LATERAL: lazy("lateral"),
    MoveKind.DIAGONAL: lazy("diagonal"),
    MoveKind.STEP_BACK: lazy("step back"),
    MoveKind.RETURN: lazy("return"),
}
_SMALL = (
    lazy("no"),
    lazy("one"),
    lazy("two"),
    lazy("three"),
    lazy("four"),
    lazy("five"),
    lazy("six"),
    lazy("seven"),
    lazy("eight"),
    lazy("nine"),
    lazy("ten"),
    lazy("eleven"),
    lazy("twelve"),
)


def kind(value: MoveKind) -> str:
    """The kind of a move: "step back"."""
    return str(KIND_WORDS[value])


def kind_title(value: MoveKind) -> str:
    """The same to begin a line with: "Step back"."""
    text = kind(value)
    return text[:1].upper() + text[1:]


def number(value: int) -> str:
    """Up to twelve as a word."""
    return str(_SMALL[value]) if 0 <= value < len(_SMALL) else str(value)


def time_since(first: dt.date, day: dt.date) -> str:
    """How long ago that was, in years and months: "2 years and 3 months"; empty in the first month."""
    months = (day.year - first.year) * 12 + day.month - first.month - (day.day < first.day)
    years, rest = divmod(max(months, 0), 12)
    parts = []
    if years:
        parts.append(ngettext("%(n)s year", "%(n)s years", years) % {"n": years})
    if rest:
        parts.append(ngettext("%(n)s month", "%(n)s months", rest) % {"n": rest})
    return _(" and ").join(parts)


def possible(count: int) -> str:
    """ "Eleven moves are possible." """
    if not count:
        return _("No move is possible from here at the moment.")
    text = ngettext("%(n)s move is possible.", "%(n)s moves are possible.", count) % {"n": number(count)}
    return text[:1].upper() + text[1:]


def steps(count: int) -> str:
    """ "two steps"; "carries over" where there is none."""
    if not count:
        return _("carries over")
    return ngettext("%(n)s step", "%(n)s steps", count) % {"n": number(count)}


def grade(now: str | None, then: str | None, change: int) -> str:
    """The grade then, beside the one now: "6, as now", "7, one up", "5, one back"."""
    if then is None:
        return _("not evaluated yet")
    if now is None:
        return then
    if not change:
        return _("%(grade)s, as now") % {"grade": then}
    text = _("%(grade)s, %(n)s up") if change > 0 else _("%(grade)s, %(n)s back")
    return text % {"grade": then, "n": number(abs(change))}
