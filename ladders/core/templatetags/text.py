"""Texts that people wrote, in templates: `{% load text %}{{ level.scope|markdown }}`."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from ladders.core.markdown import to_html, to_text

register = template.Library()


@register.filter
def markdown(text: str | None) -> SafeString:
    """Markdown as safe HTML."""
    return to_html(text or "")


@register.filter
def plain(text: str | None) -> str:
    """Markdown as one line of plain text (escaped by the template as any text)."""
    return to_text(text or "")
