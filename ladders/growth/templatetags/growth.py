"""Sealed texts in templates."""

from __future__ import annotations

from django import template
from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def sealed(text: str | None) -> SafeString:
    """A text as it was written, with its line breaks; where its key is gone, what to do about it."""
    if text is None:
        lost = _("This text cannot be opened: the key that sealed it is missing. Ask your administrator.")
        return format_html('<span class="soft">{}</span>', lost)
    return linebreaksbr(text)
