"""Amounts as people write them."""

from __future__ import annotations

from decimal import Decimal as D

import pytest

from ladders.compensation.money import money, money_range


@pytest.mark.parametrize(
    ("currency", "written", "ranged"),
    [
        ("EUR", "€84,000.50", "€84k – 117.5k"),
        ("PLN", "PLN 84,000.50", "PLN 84k – 117.5k"),
        ("CHF", "CHF 84,000.50", "CHF 84k – 117.5k"),
        ("USD", "US$84,000.50", "US$84k – 117.5k"),
    ],
)
def test_letters_of_a_currency_stand_apart_from_the_figures(currency: str, written: str, ranged: str) -> None:
    said = money(D("84000.50"), currency), money(D("-84000.50"), currency), money_range(D(84_000), D(117_500), currency)
    assert tuple(each.replace("\xa0", " ") for each in said) == (written, f"-{written}", ranged)
