"""One way of writing percentages."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ladders.core.percentages import percent_text


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
