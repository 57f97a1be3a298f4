"""What is new about equal pay after a change, in sentences."""

from __future__ import annotations

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from ladders.frameworks.enums import TRACK_KINDS

from ..domain.pay_preview import Category, CategoryFigures, falls_behind, reaches, shown
from ..models import CountryRules

TRACKS = dict(TRACK_KINDS)


def category_name(category: Category) -> str:
    """ "Category 6 · Nordlicht GmbH · EUR"."""
    name = _("Category %(name)s") % {"name": category.name}
    source = _("whole group") if category.entity is None else category.entity
    return " · ".join(filter(None, (name, source, category.currency)))


def flags(category: Category, before: CategoryFigures, after: CategoryFigures, rules: CountryRules) -> list[str]:
    """What would be new: a gap that has to be explained, and tracks that fall behind."""
    limit = rules.threshold_percent
    found = []
    if reaches(after.gap, limit) and not reaches(before.gap, limit):
        found.append(
            _("%(category)s: the gap would be %(gap)s %%. From %(limit)s %% on it has to be explained.")
            % {"category": category_name(category), "gap": percent(shown(after.gap)), "limit": percent(limit)}
        )
    for kind, gap in after.tracks.items():
        if falls_behind(gap, limit) and not falls_behind(before.tracks.get(kind), limit):
            found.append(
                _("%(category)s: the track “%(track)s” would fall behind the others, by %(gap)s %%.")
                % {"category": category_name(category), "track": TRACKS[kind], "gap": percent(shown(gap))}
            )
    return found


def mended(category: Category, before: CategoryFigures, after: CategoryFigures, rules: CountryRules) -> list[str]:
    """What would be over."""
    limit = rules.threshold_percent
    found = []
    if after.gap is not None and reaches(before.gap, limit) and not reaches(after.gap, limit):
        found.append(
            _("%(category)s: the gap would no longer reach %(limit)s %%.")
            % {"category": category_name(category), "limit": percent(limit)}
        )
    for kind, gap in after.tracks.items():
        if gap is not None and falls_behind(before.tracks.get(kind), limit) and not falls_behind(gap, limit):
            found.append(
                _("%(category)s: the track “%(track)s” would no longer be behind the others by %(limit)s %%.")
                % {"category": category_name(category), "track": TRACKS[kind], "limit": percent(limit)}
            )
    return found


def percent(value: Decimal | None) -> str:
    """ "5", "4.8", "−1.2"."""
    if value is None:
        return "–"
    whole = value == value.to_integral()
    return number_format(value.quantize(Decimal(1)) if whole else value.normalize()).replace("-", "−")
