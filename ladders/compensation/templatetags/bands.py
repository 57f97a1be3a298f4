"""Bands in templates."""

from __future__ import annotations

from decimal import Decimal

from django import template

from ..money import amount as written

register = template.Library()


@register.filter
def amount(value: Decimal | None) -> str:
    """84,000; a dash where there is no amount."""
    return "–" if value is None else written(value)


@register.filter
def tenth(value: Decimal | None) -> str:
    """39.3 %; a dash where there is none."""
    return "–" if value is None else f"{value} %"


@register.filter
def plus(value: float, more: float) -> float:
    """Places of a picture."""
    return round(value + more, 1)
