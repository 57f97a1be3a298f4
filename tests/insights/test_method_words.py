"""Methods in words: every choice, reason and note has some, and a regression is said in a sentence."""

from __future__ import annotations

from dataclasses import fields
from typing import get_type_hints

from ladders.insights.domain.adjusted_gap.pay_model import AdjustedGap
from ladders.insights.domain.adjusted_gap.regression import Coefficient
from ladders.insights.domain.pay_gap.choices import Choices
from ladders.insights.domain.pay_gap.gaps import GapNote, Measure
from ladders.insights.domain.pay_gap.people import LeftOut, Sex
from ladders.insights.text.methods import (
    FORMULAS,
    QUESTIONS,
    adjusted_sentence,
    choices_in_words,
    track_sentence,
)


def gap(percent: float, low: float, high: float, left_out: int = 0) -> AdjustedGap:
    return AdjustedGap(percent, low, high, 52, 1, left_out, 40, 0.9, Coefficient(0, 0, 0, 0, 0))


def test_everything_has_words() -> None:
    kinds = get_type_hints(Choices)
    assert list(QUESTIONS) == [each.name for each in fields(Choices)]
    assert set(FORMULAS) == set(Measure)
    assert [each for kind in (*kinds.values(), GapNote, LeftOut, Sex) for each in kind if not each.label] == []
    assert choices_in_words(Choices())[0] == ("Which pay is compared?", "that of the year")


def test_an_adjusted_gap_is_a_sentence() -> None:
    assert adjusted_sentence(gap(2.61, 1.2, 4)) == (
        "Women are paid 2.6 % less than men of equal impact, in the same zone, as long here and of the same hours "
        "(95 %: 1.2 to 4.0 % less). Chance alone would rarely make such a difference. Counted: 52 women and 1 man."
    )
    beside = adjusted_sentence(gap(2.39, 0.58, 6.35))  # as the table beside it rounds, which is no cutting off
    assert "2.4 % less" in beside
    assert "(95 %: 0.6 to 6.4 % less)" in beside
    assert "3.0 % more than men" in adjusted_sentence(gap(-3, -4, -2))
    assert "(95 %: 2.0 to 4.0 % more)" in adjusted_sentence(gap(-3, -4, -2))
    assert adjusted_sentence(gap(1, -0.5, 2.5, left_out=3)).endswith(
        "(95 %: from 0.5 % more to 2.5 % less). This can be chance: no difference at all lies within the range. "
        "Counted: 52 women and 1 man; left out: 3."
    )


def test_a_track_is_a_sentence() -> None:
    assert track_sentence(gap(4, 1.2, 6.7), "Specialist", "Management").startswith(
        "Specialist: paid 4.0 % less than Management of equal impact (95 %: 1.2 to 6.7 % less)."
    )
    assert "2.0 % more than Management" in track_sentence(gap(-2, -3, -1), "Specialist", "Management")
