"""Which navigation entry is the page we are on."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from ..shell import HERE, is_current, unread_mark

register = template.Library()


@register.simple_tag(takes_context=True)
def unread(context: dict[str, Any]) -> SafeString:
    """How many notices wait for the reader; nothing for none."""
    return unread_mark(getattr(context.get("user"), "unread", 0))


@register.simple_tag(takes_context=True)
def current(context: dict[str, Any], entry: str) -> SafeString | str:
    """` aria-current="page"` where the address begins with the entry's prefix, or is what follows its `=`; empty otherwise."""
    request = context.get("request")
    if request is None:
        return ""
    if marked := getattr(request, "mark_current", None):  # kept for every address: see shell.frame
        return mark_safe(str(marked(entry)))
    return mark_safe(HERE) if is_current(request.path, entry) else ""
