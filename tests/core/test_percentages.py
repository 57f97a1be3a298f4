"""One way of writing percentages."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils.translation import override

from ladders.core.percentages import figure_text, percent_text, percents, share_text
from ladders.core.templatetags.text import as_written

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("percent", "places", "written"),
    [
        (None, 1, "–"),
        (Decimal("7.25"), 1, "7.3 %"),
        (Decimal("4.95"), 1, "5.0 %"),
        (Decimal("-4.95"), 1, "−5.0 %"),
        (Decimal("-0.04"), 1, "0.0 %"),
        (12.345, 1, "12.3 %"),
        ("10", 1, "10.0 %"),
        (Decimal("5.00"), None, "5 %"),
        (Decimal("20"), None, "20 %"),
        (Decimal("2.50"), None, "2.5 %"),
        (Decimal("1234.5"), 0, "1,235 %"),
    ],
)
def test_a_percentage(percent: Decimal | float | str | None, places: int | None, written: str) -> None:
    assert percent_text(percent, places) == written.replace(" ", "\u00a0")


def test_a_share_says_no_more_places_than_help() -> None:
    shares = [Decimal(text) for text in ("0.769230769", "0.400000000", "1.000000000", "0.99999")]
    assert [share_text(each) for each in shares] == [f"{text}\u00a0%" for text in ("76.92", "40", "100", "100")]


def test_figures_are_rounded_wherever_they_are_written() -> None:
    """`number_format` cuts floats off: 2.39 would be "2.3" in a sentence beside "2.4 %" in its table."""
    assert [figure_text(2.39), figure_text(0.25), figure_text(1234.5, 0)] == ["2.4", "0.3", "1,235"]
    sources = [path for room in ("ladders", "accounts") for path in (ROOT / room).rglob("*.py")]
    found = {
        path.name for path in sources if re.search(r"formats import .*number_format", path.read_text(encoding="utf-8"))
    }
    assert found == {"percentages.py"}


def test_each_language_has_its_own_writing_of_a_figure() -> None:
    for _each in range(2):
        assert figure_text(Decimal("1234.56")) == "1,234.6"
        with override("de"):
            assert figure_text(Decimal("1234.56")) == "1.234,6"
            assert [percents()(each) for each in (Decimal("1234.56"), None)] == ["1.234,6\u00a0%", "–"]


@pytest.mark.parametrize(
    ("number", "written"),
    [(Decimal("4.50"), "4.5"), (Decimal("5.00"), "5"), (Decimal("38.25"), "38.25"), (Decimal(100), "100"), (None, "–")],
)
def test_a_template_writes_a_number_with_the_decimals_that_say_something(number: Decimal | None, written: str) -> None:
    assert as_written(number) == written


def test_no_template_writes_zeros_that_say_nothing() -> None:
    """Django's own filter writes 4.50 for 4.5, where it is asked for up to two decimals."""
    templates = (ROOT / "templates").rglob("*.html")
    found = [path.name for path in templates if re.search(r"floatformat:\W-[2-9]", path.read_text(encoding="utf-8"))]
    assert found == []
