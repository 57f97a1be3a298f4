"""Small words and signs of the competency grid."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ..completion_text import tally as tally_of
from ..domain.figures import Completion
from ..enums import GROUP_KINDS

register = template.Library()
_KINDS = dict(GROUP_KINDS)


@register.filter
def tally(completion: Completion) -> str:
    """ "✓ 24/24", "19/24 written"."""
    return tally_of(completion)


@register.filter
def group_kind(kind: str) -> Any:
    """What a group of this kind is about, in words."""
    return _KINDS.get(kind, "")


@register.filter
def dots(number: int, steps: int) -> SafeString:
    """A proficiency as filled dots among paler ones, for the eye: the step's name stands beside it."""
    rest = max(steps - number, 0)
    pale = format_html("<i>{}</i>", "●" * rest) if rest else ""
    return format_html('<span class="grid-dots" aria-hidden="true">{}{}</span>', "●" * number, pale)


@register.filter
def pick(key: Any, names: Mapping[Any, Any]) -> Any:
    """The entry of a mapping; the key itself where there is none."""
    return names.get(key, key)
