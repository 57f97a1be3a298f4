"""Figures that look wrong: asked about before they are saved, on pages, in forms and for files alike.

Nothing in here refuses anything. What is listed is allowed; a person says that it is meant.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ladders.core.percentages import figure_text, share_text
from ladders.frameworks.domain.shapes import TrackKind

from .domain.bands import Figures, GradeName, structure
from .domain.position import Basis, Range, RangeStatus, Salaried, round_half_up
from .models import PayProtection

TIMES: Final = 3  # so many times the former pay, or as small a part of it, is often a slip of the pen
BY_FAR: Final = 2  # twice the maximum, or half the minimum
HALF: Final = Decimal("0.5")  # a band that moves by more than this part
TENTH: Final = Decimal("0.1")  # all bands at once that move by more than this part
SUPPLEMENT: Final = (1, 25)  # per cent between which a market supplement usually lies


def salary_doubts(
    pay: Salaried,
    starts_on: dt.date,
    *,
    before: Salaried | None = None,
    band: Range | None = None,
    left_on: dt.date | None = None,
    protection: PayProtection | None = None,
) -> list[str]:
    """What about this salary is worth a second look, as sentences without amounts; empty where nothing is.

    `protection` is the one of the day on which the salary begins.
    """
    found = []
    if protection is not None and protection.currency == pay.currency:
        lowered = before is None or before.currency != pay.currency or pay.less_than(before.annual)
        if lowered and pay.less_than(protection.amount):
            until = date_format(protection.ends_on, "j F Y")
            found.append(
                _("A full-time year of it is less than what is protected for the person until %(day)s.")
                % {"day": until}
            )
    if left_on is not None and starts_on > left_on:
        days = {"start": date_format(starts_on, "j F Y"), "last": date_format(left_on, "j F Y")}
        found.append(_("It begins on %(start)s, after the person’s last day, %(last)s.") % days)
    if before is not None and before.currency == pay.currency:
        if pay.annual >= TIMES * before.annual:
            times = figure_text(round_half_up(pay.annual / before.annual, Decimal("0.1")), None)
            found.append(_("It is %(times)s times what the person had before.") % {"times": times})
        elif pay.annual * TIMES <= before.annual:
            share = (pay.annual * 100 / before.annual).quantize(Decimal(1))
            found.append(_("It is only %(share)s %% of what the person had before.") % {"share": share})
    if band is not None and band.currency == pay.currency:
        if _reads_as_full_time(pay, band):
            found.append(
                _(
                    "As a salary for full time it lies within the person’s band, for %(share)s of full time it lies above it. "
                    "Enter what is paid for these hours."
                )
                % {"share": share_text(pay.fte)}
            )
        elif pay.annual > BY_FAR * band.maximum:
            found.append(_("A full-time year of it is more than twice the maximum of the person’s band."))
        elif pay.annual * BY_FAR < band.minimum:
            found.append(_("A full-time year of it is less than half the minimum of the person’s band."))
    return found


def _reads_as_full_time(pay: Salaried, band: Range) -> bool:
    """True where the amount fits the band as it stands, and not for the part of full time that it is said to be for."""
    if pay.fte >= 1 or pay.basis is Basis.HOUR or pay.side_of(band) is not RangeStatus.ABOVE:
        return False
    return replace(pay, fte=Decimal(1)).side_of(band) is RangeStatus.WITHIN


def supplement_doubts(percent: Decimal, tracks: Collection[TrackKind] = ()) -> list[str]:
    """What about a new market supplement is worth a second look. `tracks`: kinds of the tracks that would have it."""
    low, high = SUPPLEMENT
    found = []
    if percent > high:
        found.append(_("It lifts all bands of the framework in this zone by more than %(high)s %%.") % {"high": high})
    if percent < low:
        found.append(_("It is less than %(low)s per cent: 0.05 means 5 for 10,000, not 5 %%.") % {"low": low})
    if set(tracks) == {TrackKind.MANAGEMENT}:
        found.append(
            _("Only management stands in this framework: its bands would lie above those of the same grades elsewhere.")
        )
    return found


def exception_doubts(own: Figures, band: Figures | None) -> list[str]:
    """What about an exception is worth a second look, beside the band that the level has by its grade on the first day."""
    if band is None:
        return [_("The level has no band in this zone then, so there is nothing to deviate from.")]
    if own == band:
        return [_("These are the figures of the grade’s band already.")]
    by = (own.midpoint - band.midpoint) / band.midpoint
    if abs(by) > HALF:
        return [_("Its midpoint lies %(percent)s %% from that of the grade’s band.") % {"percent": f"{by * 100:+.0f}"}]
    return []


def band_doubts(
    grades: Iterable[GradeName],
    after: Mapping[str, Figures],
    before: Mapping[str, Figures],
    later: Mapping[str, dt.date] | None = None,
) -> list[str]:
    """What about new bands is worth a second look. `later` names changed grades (by code) for which other figures are
    scheduled after the new ones, and from when."""
    grades = list(grades)
    fell = {row.code for row in structure(grades, before) if row.falling}
    found = []
    rows = [row for row in reversed(structure(grades, after, before)) if row.figures is not None]
    for below, row in pairwise(rows):
        if row.falling and (row.code not in fell or row.changed or below.changed):
            codes = {"low": below.code, "high": row.code}
            found.append(_("Grade %(low)s would be paid as much as grade %(high)s above it, or more.") % codes)
    moved = [
        (row.figures.midpoint - row.before.midpoint) / row.before.midpoint
        for row in rows
        if row.changed and row.before is not None and row.figures is not None
    ]
    if len(moved) > 1 and min(abs(by) for by in moved) > TENTH:
        least = min(moved, key=abs)
        found.append(
            _("All %(n)s bands that change do so by %(percent)s %% or more.")
            % {"n": len(moved), "percent": f"{least * 100:+.0f}"}
        )
    for row in rows:
        was = row.before
        if was is not None and row.figures is not None and row.changed:
            by = (row.figures.midpoint - was.midpoint) / was.midpoint
            if abs(by) > HALF:
                words = {"code": row.code, "percent": f"{by * 100:+.0f}"}
                found.append(_("The midpoint of grade %(code)s changes by %(percent)s %%.") % words)
    by_day: dict[dt.date, list[str]] = {}
    for code, day in (later or {}).items():
        by_day.setdefault(day, []).append(code)
    for day, codes_then in sorted(by_day.items()):
        said = {"day": date_format(day, "j F Y"), "codes": ", ".join(codes_then)}
        found.append(
            _("From %(day)s other figures are scheduled already (grade %(codes)s): these hold only until then.") % said
        )
    return found
