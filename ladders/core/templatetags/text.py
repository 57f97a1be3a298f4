"""Texts that people wrote, in templates: `{{ level.scope|markdown }}`."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.safestring import SafeString
from django.utils.translation import ngettext_lazy

from ..markdown import to_html, to_text
from ..percentages import percent_number

register = template.Library()

# Sentences that count several things need each of them in its own number.
COUNTED = {
    "band": ngettext_lazy("%(n)s band", "%(n)s bands", "count"),
    "competency": ngettext_lazy("%(n)s competency", "%(n)s competencies", "count"),
    "expectation": ngettext_lazy("%(n)s expectation", "%(n)s expectations", "count"),
    "group": ngettext_lazy("%(n)s group", "%(n)s groups", "count"),
    "level": ngettext_lazy("%(n)s level", "%(n)s levels", "count"),
    "row": ngettext_lazy("%(n)s row", "%(n)s rows", "count"),
    "track": ngettext_lazy("%(n)s track", "%(n)s tracks", "count"),
}


@register.filter
def markdown(text: str | None) -> SafeString:
    """Markdown as safe HTML."""
    return to_html(text or "")


@register.filter
def plain(text: str | None) -> str:
    """Markdown as one line of plain text (escaped by the template as any text)."""
    return to_text(text or "")


@register.filter
def as_written(number: Decimal | float | str | None) -> str:
    """A number as people write it, with the decimals that say something: 4.50 is "4.5", and 38.00 is "38"."""
    return percent_number(number, None)


@register.filter
def counted(number: int, thing: str) -> str:
    """A number with its noun: `{{ 1|counted:"track" }}` is "1 track". Raises KeyError for a noun it does not know."""
    return COUNTED[thing] % {"count": number, "n": intcomma(number)}


@register.filter
def iso_day(value: str) -> dt.date:
    """A day as JSON keeps it, to be written by `date`."""
    return dt.date.fromisoformat(value)
