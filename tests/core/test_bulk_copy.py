"""COPY as lines of text: every text comes back as it was."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import connection

from ladders.core.bulk_copy import LINES, copied_text, copy_lines, line_of, text_line_of

TEXTS = ("plain", "", r"\N", r"a\b", "tab\there", "two\nlines", "\r", r"\.", "Ä – ½", "back\\", "\\\t\n")


@pytest.mark.django_db
def test_texts_numbers_and_nothing_come_back_as_they_were() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE copied (place integer, name text, amount numeric)")
        copy_lines(
            cursor, "COPY copied (place, name) FROM STDIN",
            (f"{place}\t{copied_text(text)}\n" for place, text in enumerate(TEXTS)),
        )  # fmt: skip
        more = [(place, Decimal("1E+3") if place % 2 else None) for place in range(len(TEXTS), len(TEXTS) + LINES)]
        copy_lines(cursor, "COPY copied (place, amount) FROM STDIN", map(line_of, more))
        cursor.execute("SELECT name FROM copied WHERE name IS NOT NULL ORDER BY place")
        assert tuple(name for (name,) in cursor.fetchall()) == TEXTS
        cursor.execute("SELECT count(*), count(amount), sum(amount) FROM copied WHERE name IS NULL")
        assert cursor.fetchone() == (LINES, LINES // 2, Decimal(LINES // 2 * 1000))


@pytest.mark.django_db
def test_a_line_holds_texts_beside_whatever_else() -> None:
    day = dt.datetime(2026, 3, 1, 8, 30, tzinfo=dt.UTC)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE told (name text, at timestamptz, here boolean, key uuid, days numeric)")
        rows = [(text, day, place % 2 == 0, UUID(int=place), None) for place, text in enumerate(TEXTS)]
        copy_lines(cursor, "COPY told FROM STDIN", map(text_line_of, rows))
        cursor.execute("SELECT * FROM told ORDER BY key")
        assert cursor.fetchall() == rows
