"""Figures in sentences that a works council understands."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from ladders.core.percentages import figure_text, percent_number
from ladders.frameworks.enums import TRACK_KINDS
from ladders.insights.domain.adjusted_gap.pay_model import AdjustedGap
from ladders.insights.domain.adjusted_gap.regression import Coefficient
from ladders.insights.domain.pay_gap.gaps import GapNote
from ladders.insights.text.methods import adjusted_sentence, track_sentence

TRACKS = dict(TRACK_KINDS)
QUARTERS = {
    1: _l("Lower quarter"),
    2: _l("Lower middle quarter"),
    3: _l("Upper middle quarter"),
    4: _l("Upper quarter"),
}
# By letter and population; less, more and alike each in a sentence of its own.
_SAID: dict[tuple[str, str], tuple[Promise, Promise, Promise]] = {
    ("a", "all"): (
        _l("On average, women are paid %(percent)s %% less than men."),
        _l("On average, women are paid %(percent)s %% more than men."),
        _l("On average, women and men are paid alike."),
    ),
    ("b", "all"): (
        _l("Over everybody, women’s complementary and variable pay is on average %(percent)s %% lower than men’s."),
        _l("Over everybody, women’s complementary and variable pay is on average %(percent)s %% higher than men’s."),
        _l("Over everybody, women’s and men’s complementary and variable pay is on average alike."),
    ),
    ("b", "recipients"): (
        _l("Among those who receive any, women’s complementary and variable pay is on average %(percent)s %% lower."),
        _l("Among those who receive any, women’s complementary and variable pay is on average %(percent)s %% higher."),
        _l("Among those who receive any, women’s and men’s complementary and variable pay is on average alike."),
    ),
    ("c", "all"): (
        _l("The woman in the middle of all women is paid %(percent)s %% less than the man in the middle of all men."),
        _l("The woman in the middle of all women is paid %(percent)s %% more than the man in the middle of all men."),
        _l("The woman in the middle of all women and the man in the middle of all men are paid alike."),
    ),
    ("d", "all"): (
        _l("Over everybody, the median of women’s complementary and variable pay is %(percent)s %% lower than men’s."),
        _l("Over everybody, the median of women’s complementary and variable pay is %(percent)s %% higher than men’s."),
        _l("Over everybody, the medians of women’s and men’s complementary and variable pay are alike."),
    ),
    ("d", "recipients"): (
        _l(
            "Among those who receive any, the median of women’s complementary and variable pay is %(percent)s %% lower."
        ),
        _l(
            "Among those who receive any, the median of women’s complementary and variable pay is %(percent)s %% higher."
        ),
        _l("Among those who receive any, the medians of complementary and variable pay are alike."),
    ),
}


def _tenth(percent: str | Decimal | float) -> Decimal:
    rounded = Decimal(str(percent)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return rounded if rounded else Decimal("0.0")


def gap_sentence(figure: Mapping[str, Any]) -> str:
    """One of a to d, as the document has it, in a sentence with its people; what is kept back says so."""
    if not figure["shown"]:
        return _("Too few people stand behind this figure to show it.")
    counted = people_said(figure["women"], figure["men"])
    if figure["note"] or figure["percent"] is None:
        return f"{GapNote(figure['note']).label} {counted}"
    rounded = _tenth(figure["percent"])
    less, more, alike = _SAID[figure["letter"], figure["population"]]
    text = less if rounded > 0 else more if rounded < 0 else alike
    said = str(text) % {"percent": percent_number(abs(rounded))} if rounded else str(text)
    return f"{said} {counted}".replace(" %", "\u00a0%")


def people_said(women: int, men: int) -> str:
    """ "14 women and 19 men." """
    return _("%(women)s and %(men)s.") % {
        "women": ngettext("%(n)s woman", "%(n)s women", women) % {"n": figure_text(women, 0)},
        "men": ngettext("%(n)s man", "%(n)s men", men) % {"n": figure_text(men, 0)},
    }


def adjusted_said(data: Mapping[str, Any] | None) -> str:
    """Pay of equal impact, women against men; what the data cannot tell says so."""
    if data is None:
        return _("There are too few people, or too few who are alike, to compare pay of equal impact.")
    return adjusted_sentence(gap_from(data))


def track_said(track: str, against: str, data: Mapping[str, Any]) -> str:
    """A track against another."""
    return track_sentence(gap_from(data), track_words(track), track_words(against))


def gap_from(data: Mapping[str, Any]) -> AdjustedGap:
    """What was kept of a regression. Its coefficient is not needed for sentences, and not kept."""
    return AdjustedGap(
        data["percent"],
        data["low"],
        data["high"],
        data["counted"],
        data["against"],
        data["left_out"],
        data["degrees_of_freedom"],
        data["r_squared"],
        Coefficient(0.0, 0.0, 0.0, 0.0, 0.0),
    )


def next_level_said(row: Mapping[str, Any]) -> dict[str, str]:
    """Odds and wait of a track and grade, with their intervals."""
    wait = _("fewer than half were promoted")
    if row["median_wait"] is not None:
        low, high = row["wait_interval"]
        said = {"n": figure_text(row["median_wait"]), "low": figure_text(low)}
        if high is None:
            wait = _("%(n)s years (95 %%: at least %(low)s)") % said
        else:
            wait = _("%(n)s years (95 %%: %(low)s to %(high)s)") % (said | {"high": figure_text(high)})
    return {"track": track_words(row["track"]), "grade": row["grade"], "rate": _rate_said(row), "wait": wait}


def _rate_said(row: Mapping[str, Any]) -> str:
    """How many are promoted a year; of more than all of them nobody can be, so such an end of an interval is not said."""
    low, high = row["rate_interval"]
    said = {"n": figure_text(100 * row["rate"]), "low": figure_text(100 * low), "high": figure_text(100 * high)}
    if high <= 1:
        return _("%(n)s in 100 a year (95 %%: %(low)s to %(high)s)") % said
    if row["rate"] > 1:
        return _("too few years to say")
    if low > 0:
        return _("%(n)s in 100 a year (95 %%: at least %(low)s), from too few years to say more") % said
    return _("%(n)s in 100 a year, from too few years to say more") % said


def arrival_said(row: Mapping[str, Any]) -> dict[str, str]:
    """Where those come from who arrive on a track."""
    low, high = row["interval"]
    share = _("%(people)s of %(arrived)s, %(n)s %% (95 %%: %(low)s to %(high)s)") % {
        "people": row["people"],
        "arrived": row["arrived"],
        "n": round(100 * row["share"]),
        "low": round(100 * low),
        "high": round(100 * high),
    }
    came_from = track_words(row["came_from"]) if row["came_from"] else _("hired")
    return {"track": track_words(row["track"]), "came_from": came_from, "share": share}


def equal_value_said(row: Mapping[str, Any]) -> str:
    """A level of mostly women that is paid less than one that is worth no more."""
    names = {"level": row["level"], "other": row["other"]}
    if row["percent"] is None:
        text = _("%(level)s is held mostly by women and paid less than %(other)s, which is graded equal or lower.")
        return text % names
    text = _(
        "%(level)s is held mostly by women and paid %(percent)s %% less than %(other)s, which is graded equal or lower."
    )
    return text % (names | {"percent": percent_number(row["percent"])})


def track_words(kind: str) -> str:
    """What a kind of track is called."""
    return str(TRACKS.get(kind, kind))
