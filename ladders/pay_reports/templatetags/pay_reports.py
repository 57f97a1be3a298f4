"""How a document's amounts are written."""

from __future__ import annotations

from decimal import Decimal

from django import template

from ladders.compensation.money import money

register = template.Library()


@register.filter
def paid(value: str | None, currency: str) -> str:
    """An amount of the document, a text, with its currency; "–" for none."""
    return "–" if value is None else money(Decimal(value), currency)
