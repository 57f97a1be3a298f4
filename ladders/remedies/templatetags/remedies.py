"""Gaps in templates."""

from __future__ import annotations

from decimal import Decimal

from django import template

from ladders.core.percentages import percent_text

register = template.Library()


@register.filter
def gap(value: Decimal | None) -> str:
    """7.3 %, with a minus sign where women are paid more; a dash where there is none."""
    return percent_text(value)
