"""The rows of a list's table, written without a template: there, fifty rows of seven cells are most of what a page costs.

A room says what stands in each column, and `write_rows` sets the columns shown side by side. As in a template, all that is not
HTML already is escaped; HTML comes from `markup` alone.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from html import escape
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .kinds import Column

NOTHING = "–"  # what a cell says where nothing is known
BOX = (
    '<td class="pick"><input type="checkbox" form="many" name="row" value="{}" data-select-row aria-label="{}">'
    '<input type="hidden" form="many" name="shown" value="{}"></td>'
)
# Key of a column → what a row says there: text, HTML from `markup`, or HTML as it stands in the code and values for its braces.
Cells = Mapping[str, Callable[[Any], object]]
_APART = "\0"
_SPECIAL = re.compile(r"[&<>\"']").search
_MARKS: dict[type, object] = {int: 6_178_042_355_811_902_000, UUID: UUID(int=0xC0FFEE_6178_0423_5581_1902_0000_0000)}


def escaped(value: object) -> str:
    """A value as HTML: `conditional_escape`, at a third of its cost."""
    if isinstance(value, SafeString):
        return str(value)
    text = str(value)
    return escape(text) if _SPECIAL(text) else text


def escaped_all(values: Sequence[object]) -> list[str]:
    """The same of many values, which are looked through together. No text of the database has the sign that parts them."""
    texts = [value if type(value) is str else str(value) for value in values]
    safe = escape(_APART.join(texts)).split(_APART)
    if len(safe) != len(texts):
        return list(map(escaped, values))
    both = zip(values, texts, safe, strict=True)
    return [text if type(value) is SafeString else clean for value, text, clean in both]


def markup(html: str, *values: object) -> SafeString:
    """HTML with values in its braces, escaped: `format_html`, at a third of its cost. `html` stands in the code as it is."""
    return SafeString(html.format(*map(escaped, values)))


def address_of(view: str, kind: type = int) -> Callable[[object], str]:
    """The addresses of a view that takes an id of this kind: found once, for all rows."""
    mark = _MARKS[kind]
    before, after = reverse(view, args=[mark]).split(str(mark))
    return lambda key: f"{before}{key}{after}"


def short_day(day: dt.date | None) -> str:
    """3 Mar 2026, of a moment that in the reader's zone; empty without a day."""
    return _day(day, "j M Y")


def long_day(day: dt.date | None) -> str:
    """3 March 2026, as `short_day`."""
    return _day(day, "j F Y")


def _day(day: dt.date | None, form: str) -> str:
    if day is None:
        return ""
    return _written(timezone.localdate(day) if isinstance(day, dt.datetime) else day, form, get_language())


def moments() -> Callable[[dt.datetime], SafeString]:
    """Writes moments as 3 Mar 2026, 14:05 in the reader's zone, for machines, too: zone and language are found once, for all."""
    zone, language = timezone.get_current_timezone(), get_language()
    return lambda at: _moment(at, zone, language)


@lru_cache(4096)
def _moment(at: dt.datetime, zone: dt.tzinfo, language: str | None) -> SafeString:
    here = at.astimezone(zone)
    day = _written(here.date(), "j M Y", language)
    return markup('<time datetime="{}">{}, {}</time>', here.isoformat(), day, f"{here:%H:%M}")


@lru_cache(4096)
def _written(day: dt.date, form: str, _language: str | None) -> str:
    return date_format(day, form)


def write_rows(
    columns: Iterable[Column],
    rows: Iterable[Any],
    cells: Cells,
    *,
    heading: str = "",
    select: Callable[[Any], tuple[object, object]] | None = None,
) -> SafeString:
    """The body of a table with these columns, empty without rows: no query of its own.

    heading: key of the column that heads each row.
    select: id and name of a row that can be selected.
    """
    ways = [(cells[column.key], *_around(column, column.key == heading)) for column in columns]
    named = _("Select %(name)s")
    parts: list[str] = []
    values: list[object] = []
    for row in rows:
        parts.append("<tr>")
        if select:
            key, name = select(row)
            parts.append(BOX)
            values += (key, named % {"name": name}, key)
        for write, start, end in ways:
            said = write(row)
            html, *beside = said if type(said) is tuple else ("{}", said or NOTHING)
            parts += (start, html, end)
            values += beside
        parts.append("</tr>\n")
    body = "".join(parts).format(*escaped_all(values))
    return SafeString(f"<tbody>{body}</tbody>" if parts else "")


def _around(column: Column, heads: bool) -> tuple[str, str]:
    if heads:
        return '<th scope="row">', "</th>"
    number = ' class="num"' if column.number else ""
    label = escaped(column.title).replace("{", "{{").replace("}", "}}")
    return f'<td data-label="{label}"{number}>', "</td>"
