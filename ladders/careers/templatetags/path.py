"""Moves and gaps in templates."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from ..words import steps as steps_words

register = template.Library()


@register.filter
def steps(count: int) -> str:
    """ "two steps"; "carries over" where there is none."""
    return steps_words(count)


@register.inclusion_tag("careers/_dots.html")
def pips(shown: int, most: int, has: int | None = None) -> dict[str, object]:
    """Steps of the scale as dots, with words for whoever does not see them: `shown` of `most`.

    has: what one has of them. What is still to grow has another colour and another shape.
    """
    own = shown if has is None else has
    label = _("%(shown)s of %(most)s") % {"shown": shown, "most": most}
    if own < shown:
        label = f"{label}, {_('%(steps)s to grow') % {'steps': steps_words(shown - own)}}"
    looks = ["on" if n <= min(own, shown) else "gap" if n <= shown else "" for n in range(1, most + 1)]
    dots = [(look, 8 + 16 * place, f"{3.5 + 16 * place:.1f}") for place, look in enumerate(looks)]
    return {"dots": dots, "width": 16 * most, "label": label}
