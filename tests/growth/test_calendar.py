"""Calendar files: what the standard asks of every line."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from ladders.core.calendar_files import CalendarEntry, calendar_file
from ladders.growth.domain.due import begun_by, talk_due

ENTRY = CalendarEntry(
    uid="talk-1@ladders.example",
    day=dt.date(2026, 12, 31),
    starts=None,
    minutes=60,
    title="Talk with Ada",
    text="In Ladders.",
    place="",
    url="https://ladders.example/talks/1/",
    number=2,
    made=dt.datetime(2026, 12, 1, 8, tzinfo=dt.UTC),
)


def unfolded(entry: CalendarEntry) -> list[str]:
    return calendar_file(entry).decode().replace("\r\n ", "").split("\r\n")


def test_a_day_without_a_time_is_a_whole_day() -> None:
    lines = unfolded(ENTRY)
    assert {"DTSTART;VALUE=DATE:20261231", "DTEND;VALUE=DATE:20270101", "SEQUENCE:2", "STATUS:CONFIRMED"} <= set(lines)
    assert "STATUS:CANCELLED" in unfolded(replace(ENTRY, called_off=True))


def test_a_time_is_written_in_utc() -> None:
    zone = dt.timezone(dt.timedelta(hours=2))
    lines = unfolded(replace(ENTRY, starts=dt.datetime(2026, 7, 1, 14, 30, tzinfo=zone)))
    assert {"DTSTART:20260701T123000Z", "DTEND:20260701T133000Z"} <= set(lines)


@given(st.text(max_size=300))
def test_no_text_begins_a_line_of_its_own_and_none_is_too_long(text: str) -> None:
    found = calendar_file(replace(ENTRY, place=text, title=text or "x"))
    lines = found.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    plain = unfolded(replace(ENTRY, place=text, title=text or "x"))
    assert sum(line.startswith("BEGIN:") for line in plain) == 2
    assert len(plain) == len(unfolded(replace(ENTRY, place="x" if text else "")))


@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)), st.sampled_from([6, 12]), st.integers(-400, 0))
def test_the_limit_of_a_day_is_where_it_becomes_due(day: dt.date, months: int, before: int) -> None:
    began = day + dt.timedelta(days=before)
    due = talk_due(months, began, last=None, hired=None)
    assert due is not None
    assert (due <= day) == (began <= begun_by(day, months))


def test_without_a_rule_nothing_is_due() -> None:
    assert talk_due(None, dt.date(2026, 1, 1), last=None, hired=None) is None
