"""Which navigation entry is the page we are on."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from ..shell import unread_mark

register = template.Library()


@register.simple_tag(takes_context=True)
def unread(context: dict[str, Any]) -> SafeString:
    """How many notices wait for the reader; nothing for none."""
    return unread_mark(getattr(context.get("user"), "unread", 0))


@register.simple_tag(takes_context=True)
def current(context: dict[str, Any], prefix: str) -> SafeString | str:
    """` aria-current="page"` where the address begins with the prefix; empty otherwise."""
    request = context.get("request")
    return mark_safe(' aria-current="page"') if request and request.path.startswith(prefix) else ""
