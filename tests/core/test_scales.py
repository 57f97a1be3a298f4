"""One scale for all pictures."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ladders.core.scales import Scale, Stretch, round_values


def test_values_stand_between_the_ends_in_their_proportion() -> None:
    scale = Scale(Decimal(40_000), Decimal(60_000), 64, 1010)
    assert [scale.at(Decimal(value)) for value in (40_000, 45_000, 60_000)] == [64.0, 300.5, 1010.0]
    upwards = Scale(Decimal(-5), Decimal(15), 218, 14)
    assert [upwards.at(Decimal(value)) for value in (-5, 0, 15)] == [218.0, 167.0, 14.0]
    assert Scale(Decimal(7), Decimal(7), 14, 626).at(Decimal(7)) == 14.0


def test_a_range_is_never_too_thin_to_be_seen() -> None:
    scale = Scale(Decimal(0), Decimal(1000), 0, 1000)
    assert scale.stretch(Decimal(100), Decimal(150), Decimal(200)) == Stretch(100.0, 100.0, 150.0)
    assert scale.stretch(Decimal(100), Decimal("100.5"), Decimal(101)) == Stretch(100.0, 2, 100.5)


@pytest.mark.parametrize(
    ("lowest", "highest", "most", "told"),
    [
        (41_000, 58_000, 4, [40_000, 45_000, 50_000, 55_000, 60_000]),
        (0, 7, 6, [0, 2, 4, 6, 8]),
        (-5, 12, 6, ["-5", "0", "5", "10", "15"]),
        (500, 500, 4, [400, 600]),
    ],
)
def test_an_axis_has_round_values(lowest: int, highest: int, most: int, told: list[str]) -> None:
    found = round_values(Decimal(lowest), Decimal(highest), most)
    assert found[0] <= lowest
    assert found[-1] >= highest
    assert found == [Decimal(each) for each in told]
