"""Whom a visitor of the demo can be."""

from __future__ import annotations

from django import template
from django.conf import settings

from .. import SignIn, signins
from ..colleagues import colleagues

register = template.Library()


@register.simple_tag
def demo_people() -> tuple[SignIn, ...]:
    """Whom a visitor of the demo can be; nobody outside the demo."""
    return signins() if settings.DEMO else ()


@register.simple_tag
def demo_others() -> list[tuple[str, str, str]]:
    """Email, name and department of the demo's other people; nobody outside the demo."""
    return colleagues() if settings.DEMO else []
