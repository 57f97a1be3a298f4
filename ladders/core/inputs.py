"""Pieces that forms of every room are made of."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.dateparse import parse_date


def plain_helper(layout: Layout | None = None) -> FormHelper:
    """Fields only: the template brings the form element, the token and the buttons."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    if layout is not None:
        helper.layout = layout
    return helper


def day_input(style: str = "") -> forms.DateInput:
    """A date as the browser lets people choose it; `style` is a class of the stylesheet."""
    return forms.DateInput(attrs={"type": "date"} | ({"class": style} if style else {}), format="%Y-%m-%d")


def day_said(text: str) -> dt.date | None:
    """The day that an address or a field names; None where it is none."""
    try:
        return parse_date(text)
    except ValueError:
        return None


def key_said(text: str) -> UUID | None:
    """The key that an address names; None where it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def choose_the_only(form: forms.BaseForm, *names: str) -> None:
    """Where one of these fields offers a single row, it is chosen already. 1 query each."""
    for name in names:
        field = form.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        if len(rows := list(field.queryset.all()[:2])) == 1:  # type: ignore[union-attr]
            field.initial = field.prepare_value(rows[0])
