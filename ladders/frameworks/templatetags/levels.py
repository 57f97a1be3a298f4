"""Filters for levels, known to every template."""

from __future__ import annotations

from typing import Any

from django import template

from ..labels import code_and_title
from ..labels import level_label as label_of

register = template.Library()


@register.filter
def level_label(level: Any) -> str:
    """Code and title, once where they are the same; empty without a level."""
    return label_of(level) if level else ""


@register.filter
def beside_code(level: Any) -> str:
    """The title where it says more than the code that stands before it."""
    if not level:
        return ""
    code, title = code_and_title(level)
    return title if label_of(level) != code else ""
