"""The answers to the open questions of the Directive as they are kept: names and values, by name of the question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, get_type_hints

from ladders.insights.domain.pay_gap.choices import Choices

ANSWERS: dict[str, Any] = get_type_hints(Choices)


def choices_from_data(data: Mapping[str, Any]) -> Choices:
    """What was kept; a question that is not in it has its default. Raises ValueError for an answer that there is not."""
    return Choices(**{name: ANSWERS[name](value) for name, value in data.items() if name in ANSWERS})


def choices_to_data(choices: Choices) -> dict[str, str]:
    """Every question by name."""
    return {each.name: getattr(choices, each.name).value for each in fields(choices)}
