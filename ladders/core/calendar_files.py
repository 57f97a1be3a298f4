"""Dates as a file that calendars read (iCalendar, RFC 5545). No Django."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

FOLD: Final = 75  # bytes of a line, the line break not counted
REFRESH: Final = ("REFRESH-INTERVAL;VALUE=DURATION:PT6H", "X-PUBLISHED-TTL:PT6H")


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """A date. `starts` is aware, or None for a whole day; `number` grows with every change of it."""

    uid: str
    day: dt.date
    starts: dt.datetime | None
    minutes: int
    title: str
    text: str
    place: str
    url: str
    number: int
    made: dt.datetime  # aware
    called_off: bool = False


def calendar_file(*entries: CalendarEntry, name: str = "") -> bytes:
    """The file: UTF-8, lines of at most 75 bytes ended by CRLF, as the standard asks.

    With a `name` it is a calendar that programs read again and again, else dates to take over.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Ladders//Dates//EN",
        "METHOD:PUBLISH",
        *([f"X-WR-CALNAME:{_text(name)}", *REFRESH] if name else []),
        *(line for entry in entries for line in _event(entry)),
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _event(entry: CalendarEntry) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{entry.uid}",
        f"SEQUENCE:{entry.number}",
        f"DTSTAMP:{_moment(entry.made)}",
        *_when(entry),
        f"SUMMARY:{_text(entry.title)}",
        f"DESCRIPTION:{_text(entry.text)}",
        *([f"LOCATION:{_text(entry.place)}"] if entry.place else []),
        f"URL:{entry.url}",
        "CLASS:PRIVATE",
        f"STATUS:{'CANCELLED' if entry.called_off else 'CONFIRMED'}",
        "END:VEVENT",
    ]


def _when(entry: CalendarEntry) -> list[str]:
    if entry.starts is None:
        return [
            f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{entry.day + dt.timedelta(days=1):%Y%m%d}",
            "TRANSP:TRANSPARENT",
        ]
    return [
        f"DTSTART:{_moment(entry.starts)}",
        f"DTEND:{_moment(entry.starts + dt.timedelta(minutes=entry.minutes))}",
    ]


def _moment(value: dt.datetime) -> str:
    return f"{value.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


def _text(value: str) -> str:
    """Escaped; line breaks of any kind are the standard's own, and nothing begins a line of the file."""
    value = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    lines = ("".join(sign for sign in line if sign == "\t" or sign.isprintable()) for line in value.splitlines())
    return "\\n".join(lines)


def _folded(line: str) -> str:
    """Longer lines go on after a break and a space, never within a character."""
    parts, room = [""], FOLD
    for character in line:
        size = len(character.encode())
        if size > room:
            parts.append("")
            room = FOLD - 1  # the space before it counts
        parts[-1] += character
        room -= size
    return "\r\n ".join(parts)
