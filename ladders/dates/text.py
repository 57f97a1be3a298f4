"""What dates are called: never whom they concern, which kind of move, nor an amount."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .domain.own_dates import DateKind

# On the page in here, for the person alone.
NAMES: dict[DateKind, Promise] = {
    DateKind.MOVE: _("Your agreed move takes effect"),
    DateKind.TALK: _("A talk"),
    DateKind.ANSWER: _("Your answer to a request is due"),
    DateKind.PROPOSAL: _("Please answer a proposal by then"),
    DateKind.DAY: _("A day is to be agreed by then"),
    DateKind.RETURN: _("Last day of a right of return"),
    DateKind.TRIED: _("Last day of a try-out"),
    DateKind.FOR_HR: _("An answer on the right to know is due, by HR"),
    DateKind.INFORMED: _("The answer to your question about pay is due"),
}
EXPLAINED = _("What it is about stands in Ladders.")
