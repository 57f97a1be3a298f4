"""The picture of a salary in its band, on the page of somebody's pay."""

from __future__ import annotations

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ladders.core.lists.rows import markup

from ..domain.band_strip import Strip
from ..models import PayPosition
from ..money import locale
from ..templatetags.pay import money

PICTURE = """<svg class="pay-strip" viewBox="0 0 640 92" role="img" aria-label="{}">
<rect class="pay-strip-band" x="{}" y="40" width="{}" height="18" rx="3"/>
<line class="pay-strip-middle" x1="{}" x2="{}" y1="36" y2="62"/>
{}<text x="{}" y="82" text-anchor="middle">{}</text>
<text x="{}" y="82" text-anchor="middle">{}</text>
<text x="{}" y="82" text-anchor="middle">{}</text>
</svg>"""
OWN = """<line class="pay-strip-own" x1="{}" x2="{}" y1="26" y2="66"/>
<text class="pay-strip-own-text" x="{}" y="18" text-anchor="middle">{}</text>
"""


def drawn(strip: Strip, at: PayPosition) -> SafeString:
    """The band from its minimum to its maximum, and the salary of a full-time year where it is in the band's currency."""
    where = locale()
    year, low, middle, high = (
        money(amount, at.zone_currency, where) for amount in (at.annual, at.minimum, at.midpoint, at.maximum)
    )
    said, own = _("A band from %(low)s to %(high)s, midpoint %(middle)s."), SafeString("")
    if strip.own is not None:
        x = f"{strip.own:.1f}"
        said, own = _("%(year)s in a band from %(low)s to %(high)s, midpoint %(middle)s."), markup(OWN, x, x, x, year)
    first, midpoint, last = f"{strip.minimum:.1f}", f"{strip.midpoint:.1f}", f"{strip.maximum:.1f}"
    return markup(
        PICTURE,
        said % {"year": year, "low": low, "middle": middle, "high": high},
        *(first, f"{strip.length:.1f}", midpoint, midpoint, own, first, low, midpoint, middle, last, high),
    )
