"""What is left for HR when a move has taken effect."""

from __future__ import annotations

import datetime as dt
import re

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from ..domain.terms import MoveTerms
from ..domain.workdays import due

DAYS = 5  # working days for what is left
TALK_BEFORE = dt.timedelta(days=30)  # before a trial ends

WORDS: dict[str, Promise] = {
    "letter": lazy("Send the letter with level, title, day and pay"),
    "hr_system": lazy("Enter title and level in the HR system"),
    "manager": lazy("Bring the reporting line up to date"),
    "payroll": lazy("Tell payroll about the new salary"),
    "pay": lazy("Pay as the terms say: compare them with the salary in force"),
    "pay_changed": lazy(
        "The salary was changed after HR had confirmed another one for this move, and was not lowered: set the one that holds"
    ),
    "protection": lazy(
        "On some of these days pay is protected in another currency already, and that stays: agree with the person what holds"
    ),
    "right": lazy("Put the right of return into the personal file"),
    "trial": lazy("Talk before the trial ends: stay, or return"),
    "regraded": lazy("The level’s grade has changed since the request was sent: compare terms and band"),
}


def words(what: str) -> str:
    """One line of the checklist."""
    if step := re.fullmatch(r"pay_(\d+)", what):
        return _("Pay changes as the terms say: step %(number)s") % {"number": step[1]}
    return str(WORDS.get(what, what))


def items(
    terms: MoveTerms,
    on: dt.date,
    country: str,
    *,
    salary: bool,
    pay_differs: bool,
    pay_changed: bool,
    other_currency: bool,
    regraded: bool,
) -> dict[str, dt.date]:
    """What is to be done until when, after a move on that day."""
    soon = due(on, DAYS, country).on
    found = {"letter": soon, "hr_system": soon, "manager": soon}
    if salary:
        found["payroll"] = soon
    if pay_differs:
        found["pay"] = soon
    if pay_changed:
        found["pay_changed"] = soon
    if other_currency:
        found["protection"] = soon
    if regraded:
        found["regraded"] = soon
    if terms.right is not None:
        found["right"] = soon
    if terms.trial_until is not None:
        found["trial"] = max(on, terms.trial_until - TALK_BEFORE)
    for number, stage in enumerate(terms.pay.stages[1:], start=1):
        found[f"pay_{number}"] = stage.starts_on
    return found
