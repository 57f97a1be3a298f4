"""Tags of the reading pages: proficiency as dots, addresses within the version being read, marked snippets."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ..domain.addresses import level_ref, track_ref
from ..domain.links import links_of
from ..domain.shapes import LevelShape, TrackShape, VersionShape
from ..queries.search import marked

register = template.Library()
register.filter("marked", marked)
register.filter("learning", links_of)


@register.simple_tag
def dots(proficiency: int | None, shape: VersionShape) -> SafeString | str:
    """The step as filled dots with its name: "●●●○○ Proficient". Read aloud as "Proficient, 3 of 5"."""
    if proficiency is None:
        return ""
    step = next((step for step in shape.scale if step.number == proficiency), None)
    most = max((step.number for step in shape.scale), default=proficiency)
    pips = format_html_join(
        "",
        '<span class="reading-dot{}"></span>',
        ((" reading-on" if n <= proficiency else "",) for n in range(1, most + 1)),
    )
    of = _("%(step)s of %(most)s") % {"step": proficiency, "most": most}
    return format_html(
        '<span class="reading-dots"{}><span class="reading-dots-row" aria-hidden="true">{}</span> '
        '<span class="reading-dots-name">{}</span><span class="visually-hidden">, {}</span></span>',
        format_html(' title="{}"', step.description) if step and step.description else "",
        pips,
        step.name if step else str(proficiency),
        of,
    )


@register.simple_tag
def level_url(links: Any, level: LevelShape) -> str:
    """The level's page in the version that `links` (a Reading) is about."""
    address: str = links.level_url(level)
    return address


@register.simple_tag
def ref_of(shape: VersionShape, thing: LevelShape | TrackShape) -> str:
    """What stands for a level or a track in an address."""
    return level_ref(shape, thing) if isinstance(thing, LevelShape) else track_ref(shape, thing)


@register.filter
def short_percent(share: Decimal) -> str:
    """A share of 0..1 as a percentage: 0.3 is "30 %"."""
    number = (share * 100).quantize(Decimal("0.1")).normalize()
    return f"{number:f} %"


@register.filter
def points(value: Decimal) -> str:
    """Points with at most one decimal: 168.0 is "168"."""
    return f"{value.quantize(Decimal('0.1')).normalize():f}"
