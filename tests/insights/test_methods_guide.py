"""The guide to methods says what the methods do: every formula, choice, note and reason in the product's own words."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any, get_type_hints

from django.conf import settings

from ladders.insights.domain.adjusted_gap.logib import TRAINING_YEARS
from ladders.insights.domain.pay_gap.choices import Choices
from ladders.insights.domain.pay_gap.gaps import GapNote, Measure
from ladders.insights.domain.pay_gap.people import LeftOut
from ladders.insights.domain.small_groups import SmallGroupRules
from ladders.insights.text.methods import (
    ADJUSTED_FORMULA,
    FORMULAS,
    QUARTERS_FORMULA,
    QUESTIONS,
    RECEIVING_FORMULA,
    TIES,
)


def guide() -> str:
    return " ".join((Path(settings.BASE_DIR) / "docs" / "guide" / "methods.md").read_text().split())


def test_formulas_notes_and_reasons_are_those_of_the_pages() -> None:
    said = [FORMULAS[each] for each in Measure] + [each.label for each in (*GapNote, *LeftOut)]
    said += [RECEIVING_FORMULA, QUARTERS_FORMULA, ADJUSTED_FORMULA, TIES]
    assert [str(each) for each in said if str(each) not in guide()] == []


def test_every_choice_has_its_line_and_what_holds_by_itself_is_first() -> None:
    lines = []
    for each in fields(Choices):
        answers: list[Any] = list(get_type_hints(Choices)[each.name])
        first, *others = sorted(answers, key=lambda answer: bool(answer != each.default))
        said = [f"**{first.label}**", *(answer.label for answer in others)]
        lines.append(f"| {QUESTIONS[each.name]} | " + "; ".join(said))
    assert [line for line in lines if f"{line} |" not in guide()] == []


def test_numbers_are_those_of_the_methods() -> None:
    text, rules = guide(), SmallGroupRules()
    assert f"({rules.smallest} of each sex" in text
    assert f"within {rules.protected:.0%}".replace("%", " %") in text
    assert f"are {', '.join(map(str, TRAINING_YEARS.values()))} for the kinds" in text
