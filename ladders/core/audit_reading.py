"""What an entry of the audit trail says, in words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .audit_names import NAMES
from .audit_words import FIELDS_OF, SENTENCES
from .models import AuditEntry

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_FIGURES = re.compile(r"\d+(?:\.\d+)?(?: / \d+(?:\.\d+)?)* [A-Z]{3}")  # 28840.00 / 32960.00 / 37080.00 EUR


@dataclass(frozen=True, slots=True)
class ValueChange:
    """One value of an entry's detail. `before` and `after` are texts, empty where there was or is nothing."""

    name: str
    before: str
    after: str


def sentence(entry: AuditEntry) -> str:
    """What was done, to stand between who did it and what it was done to."""
    words = SENTENCES.get(f"{entry.area}.{entry.verb}")
    return str(words) if words else entry.verb.replace(".", " ").replace("_", " ")


def changes(entry: AuditEntry) -> Iterator[ValueChange]:
    """The entry's detail, whatever its writer put there."""
    for name, value in entry.detail.items():
        pair = value if isinstance(value, list) and len(value) == 2 else [None, value]
        label, choices = _field_words(entry, name)
        before, after = (choices.get(each) or _said(each) if isinstance(each, str) else _said(each) for each in pair)
        if before or after:
            yield ValueChange(label, before, after)


def _field_words(entry: AuditEntry, name: str) -> tuple[str, dict[str, str]]:
    """What the field of that name is called, and what its stored values are called where it has choices."""
    label = FIELDS_OF.get(f"{entry.area}.{entry.verb.split('.')[0]}")
    try:
        field = apps.get_model(label)._meta.get_field(name) if label else None
    except FieldDoesNotExist:
        field = None
    if not isinstance(field, Field):
        return str(NAMES.get(name) or name.replace("_", " ")), {}
    return str(field.verbose_name), {str(key): str(words) for key, words in field.flatchoices}


def _said(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_said(each)}" for name, each in value.items())
    if isinstance(value, list):
        return ", ".join(map(_said, value))
    return _read(value) if isinstance(value, str) else str(value)


def _read(text: str) -> str:
    """A stored text as people write it: days, and amounts with their currency. Everything else stays as it is."""
    if _DAY.fullmatch(text):
        try:
            return date_format(dt.date.fromisoformat(text), "j F Y")
        except ValueError:
            return text
    if _FIGURES.fullmatch(text):
        return _NUMBER.sub(lambda found: _grouped(found[0]), text)
    return text


def _grouped(number: str) -> str:
    """28840.00 as 28,840; 0.50 stays."""
    value = Decimal(number)
    return f"{value:,.0f}" if value == value.to_integral_value() else f"{value:,}"
