"""The texts that an organisation begins with, and the words of this room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .domain.letters import LetterKind

MEANINGS: Final[Mapping[str, Promise]] = {
    "name": _("full name"),
    "number": _("employee number"),
    "employer": _("legal entity, or the organisation"),
    "today": _("the day it is printed"),
    "kind": _("kind of move, such as: step back"),
    "level": _("the new level, or the one to return to"),
    "level_before": _("the level held before"),
    "framework": _("the framework of the level"),
    "day": _("from when it holds"),
    "pay": _("pay from that day on, a line for each step that is set or that the terms promise"),
    "pay_before": _("pay until then"),
    "trial_until": _("last day of the trial, if there is one"),
    "right": _("the right of return that came with the move, if one did"),
    "until": _("the last day on which the right can be used"),
    "review": _("what would be looked at on return"),
    "pay_on_return": _("what holds for pay on return"),
}
SAMPLE: Final[Mapping[str, Promise]] = {  # what *Show the letter* fills in
    "name": _("Ada Winter"),
    "number": _("1042"),
    "employer": _("Winter Instruments Ltd"),
    "today": _("9 March 2027"),
    "kind": _("Step back"),
    "level": _("S5 Specialist"),
    "level_before": _("M6 Head of research"),
    "framework": _("Research"),
    "day": _("1 April 2027"),
    "pay": _("1 April 2027: €82,000 a year\nFrom 1 April 2028 on it is at least €78,000 for a full-time year."),
    "pay_before": _("€82,000 a year"),
    "trial_until": _("30 September 2027"),
    "right": _("You may return to M6 Head of research until 31 March 2029. It is a right, in writing."),
    "until": _("31 March 2029"),
    "review": _("On return nothing is reviewed: what you have shown counts."),
    "pay_on_return": _("Your pay then lies in that level’s band."),
}
DEFAULTS: Final[Mapping[LetterKind, Promise]] = {
    LetterKind.LEVEL: _(
        "{employer}\n\n{name}, {number}\n\n{today}\n\nDear {name},\n\n"
        "From {day} your level is **{level}**, {framework}. Before, it was {level_before}.\n\n"
        "Your pay:\n{pay}\n\n"
        "The first months are a trial, until {trial_until}. Until then you can go back to the level you left.\n\n"
        "{right}\n\n"
        "Everything else in your contract stays as it is. Thank you for the work you do, and for the step you take.\n\n"
        "Yours sincerely"
    ),
    LetterKind.RIGHT: _(
        "{employer}\n\n{name}, {number}\n\n{today}\n\nDear {name},\n\n"
        "You may return to **{level}**, {framework}, until {until}. It is a right: nobody can decline it within these terms.\n\n"
        "{review}\n\n{pay_on_return}\n\n"
        "To use it, ask for it in Ladders, or tell us. This letter goes into your personal file.\n\nYours sincerely"
    ),
    LetterKind.PAY: _(
        "{employer}\n\n{name}, {number}\n\n{today}\n\nDear {name},\n\n"
        "Your pay from {day} on:\n{pay}\n\n"
        "Until then it was {pay_before}.\n\n"
        "Everything else in your contract stays as it is.\n\nYours sincerely"
    ),
}
