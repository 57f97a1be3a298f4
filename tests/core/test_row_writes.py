"""Rows that many actions write are written together, and what one of them would have written can be dropped alone."""

from __future__ import annotations

from contextlib import suppress

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from ladders.compensation.models import PayZone, ZoneLocation
from ladders.core.row_writes import add, all_or_nothing, change, rows_together

pytestmark = pytest.mark.django_db


def zone(code: str) -> PayZone:
    return PayZone(code=code, name=f"Zone {code}", currency="EUR")


def test_changes_come_before_new_rows_and_what_others_point_to_comes_first() -> None:
    first = zone("A")
    add(first)  # outside of it: at once
    assert PayZone.objects.get() == first
    with CaptureQueriesContext(connection) as asked, rows_together(PayZone, ZoneLocation):
        for number in range(5):
            with all_or_nothing():
                row = zone(f"N{number}")
                add(ZoneLocation(zone=row, location=f"Town {number}"))
                add(row)
        made = zone("A")  # the code that the first one gives up
        add(made)
        made.name = "Later"
        change(made, "name")
        first.code = "B"
        change(first, "code")
        assert PayZone.objects.get().code == "A"
    said = [each["sql"].split()[0] for each in asked.captured_queries]
    assert [word for word in said if word in {"INSERT", "UPDATE"}] == ["UPDATE", "INSERT", "INSERT"]
    assert set(PayZone.objects.values_list("code", "name")) == {
        ("A", "Later"),
        ("B", "Zone A"),
        *((f"N{number}", f"Zone N{number}") for number in range(5)),
    }
    assert ZoneLocation.objects.get(location="Town 3").zone.code == "N3"


def test_one_is_dropped_alone_and_an_error_drops_all() -> None:
    with rows_together(PayZone) as writes:
        for code in ("A", "B", "C"):
            with suppress(RuntimeError), writes.one():
                add(zone(code))
                if code == "B":
                    raise RuntimeError
    assert list(PayZone.objects.order_by("code").values_list("code", flat=True)) == ["A", "C"]
    with pytest.raises(RuntimeError):
        _add("D", error=True)
    with pytest.raises(IntegrityError):
        _add("E", "A")
    assert PayZone.objects.count() == 2


def _add(*codes: str, error: bool = False) -> None:
    with transaction.atomic(), rows_together(PayZone):
        for code in codes:
            add(zone(code))
        if error:
            raise RuntimeError


def test_a_table_that_nobody_named_is_refused() -> None:
    with pytest.raises(ValueError, match="ZoneLocation"), rows_together(PayZone):
        add(ZoneLocation(location="Here"))
