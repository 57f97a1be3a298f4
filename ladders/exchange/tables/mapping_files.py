"""Mapping files of people, salaries, bands and what was paid: how they are read, and what they have in common. Pure."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeVar

from ladders.core.amounts import DecimalManner
from ladders.core.sentences import gettext as _
from ladders.core.sentences import sentence_of

from .errors import ExchangeError
from .sheets import Place

Mapping = TypeVar("Mapping")


def read_mapping(make: Callable[[Any], Mapping], text: str, file: str) -> Mapping:
    """What `make` makes of the JSON; ExchangeError with the sentence of a ValueError that it raises."""
    try:
        return make(json.loads(text))
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise unfit(file, sentence_of(error)) from error


def data_of(given: object, file: str) -> object:
    """JSON text as plain data, which else stays as it is. Raises ExchangeError for text that is no JSON."""
    if not isinstance(given, str | bytes):
        return given
    try:
        return json.loads(given)
    except (ValueError, RecursionError) as error:
        raise ExchangeError(
            _("%(file)s is not valid JSON: %(error)s. Fix it or choose another.")
            % {"file": file, "error": sentence_of(error)},
            Place(file),
        ) from None


def unfit(file: str, what: str) -> ExchangeError:
    """A mapping that cannot be used; `what` says why, without an end."""
    return ExchangeError(_("The mapping %(file)s does not fit: %(what)s.") % {"file": file, "what": what}, Place(file))


def amounts_of(data: dict[str, Any]) -> DecimalManner | None:
    """How amounts are written, None for as the columns say. Raises ValueError."""
    if data.get("amounts", "") not in ("", *DecimalManner):
        raise ValueError(_("amounts are written with “point” (62,670.50) or “comma” (62.670,50) before the cents"))
    return DecimalManner(data["amounts"]) if data.get("amounts") else None


def zeros_of(data: dict[str, Any]) -> str:
    """Whether zeros in front of numbers count; "" where nothing is said. Raises ValueError."""
    zeros: str = data.get("zeros", "")
    if zeros not in ("", "same", "count"):
        raise ValueError(_("zeros in front are “same” (17 is 00017) or “count” (two people)"))
    return zeros
