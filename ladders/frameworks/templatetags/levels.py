"""Filters for levels."""

from __future__ import annotations

from typing import Any

from django import template

from ..labels import beside_code
from ..labels import level_label as label_of

register = template.Library()


@register.filter
def level_label(level: Any) -> str:
    """Code and title, once where they are the same; empty without a level."""
    return label_of(level) if level else ""


register.filter("beside_code", beside_code)
