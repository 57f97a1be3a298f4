"""Amounts in forms: read by the one parser of the house, asked where they could be two."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from babel.numbers import get_decimal_symbol
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ladders.core.amounts import LARGEST, DecimalManner, as_thousands, is_open, read_amount, readings

from ..money import amount, locale

LONGEST = 24  # characters


def typed_amount(text: str) -> Decimal:
    """An amount as people type it: 84000, 84,000, 84 000, 84’000.50 or 84.000,50.

    A lone separator before three digits is one of thousands where the reader's language writes thousands so, as this
    product shows them; else the person is asked. Raises ValidationError.
    """
    if len(text.strip()) > LONGEST or not readings(text):
        raise ValidationError(_("Write an amount such as 84,000 or 84,000.50."))
    own = DecimalManner.COMMA if get_decimal_symbol(locale()) == "," else DecimalManner.POINT
    if not is_open(text):
        value = read_amount(text)
    elif readings(text)[own] == as_thousands(text):
        value = as_thousands(text)
    else:
        whole, parts = sorted(readings(text).values(), reverse=True)
        raise ValidationError(
            _("This could be %(whole)s or %(parts)s. Write the one you mean.")
            % {"whole": amount(whole), "parts": amount(parts)}
        )
    if value > LARGEST:
        raise ValidationError(_("This is more than can be kept. Check the amount."))
    return value


class AmountField(forms.CharField):
    """Money without its currency, as a Decimal; never through a float."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off", "class": "amount"}
        super().__init__(widget=forms.TextInput(attrs=attrs), **kwargs)

    def to_python(self, value: Any) -> Any:
        """None where nothing was written and nothing is required."""
        if isinstance(value, Decimal):
            return value
        text = super().to_python(value)
        return typed_amount(text) if text else None

    def prepare_value(self, value: Any) -> Any:
        """Decimals with separators, what was typed as it was typed."""
        return amount(value) if isinstance(value, Decimal) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """84,000 is no change of 84000.00."""
        try:
            return bool(self.to_python(data) != initial)
        except ValidationError:
            return True
