"""What pages about accounts need."""

from __future__ import annotations

from django import template
from django.conf import settings

from ladders.core.demo import SignIn, signins

register = template.Library()


@register.simple_tag
def demo_people() -> tuple[SignIn, ...]:
    """Whom a visitor of the demo can be; nobody outside the demo."""
    return signins() if settings.DEMO else ()
