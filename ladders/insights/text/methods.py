"""Formulas, choices and reasons in words: what stands beside each figure and in the note on methods."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from ladders.core.percentages import percent_number

from ..domain.adjusted_gap.pay_model import AdjustedGap
from ..domain.pay_gap.choices import (
    Basis,
    Choices,
    EvenMedian,
    Movers,
    PartOfYear,
    Remainder,
    Snapshot,
    VariablePopulation,
)
from ..domain.pay_gap.gaps import GapNote, Measure
from ..domain.pay_gap.people import LeftOut, Sex

SEXES: dict[Sex, Promise] = {
    Sex.WOMAN: _l("Woman"),
    Sex.MAN: _l("Man"),
    Sex.NEITHER: _l("Neither"),
    Sex.NOT_STATED: _l("Not stated"),
}

FORMULAS: dict[Measure, Promise] = {
    Measure.MEAN: _l("(mean of men − mean of women) ÷ mean of men × 100"),
    Measure.MEDIAN: _l("(median of men − median of women) ÷ median of men × 100"),
}
RECEIVING_FORMULA = _l("people of one sex who receive variable pay ÷ all people of that sex × 100")
QUARTERS_FORMULA = _l("women in the quarter ÷ women and men in it × 100, by total pay from the lowest")
ADJUSTED_FORMULA = _l(
    "ln(full-time pay) = constant + impact + zone + years here + share of full time + sex; "
    "HC3 errors, 95 % interval, 100 × (1 − e^β)"
)

GAP_NOTES: dict[GapNote, Promise] = {
    GapNote.NOTHING_PAID: _l("Nobody is paid any of this, so the gap is zero."),
    GapNote.MEN_ZERO: _l("Men’s figure is zero and women’s is not: there is no percentage of zero."),
    GapNote.NO_WOMEN: _l("There are no women to compare."),
    GapNote.NO_MEN: _l("There are no men to compare."),
    GapNote.NOBODY: _l("There is nobody to compare."),
}

LEFT_OUT: dict[LeftOut, Promise] = {
    LeftOut.NOT_COMPARED: _l("recorded as neither woman nor man, or not stated"),
    LeftOut.AWAY_ON_DAY: _l("not employed on the day of the snapshot"),
    LeftOut.MOVED: _l("joined or left within the year"),
    LeftOut.PART_OF_YEAR: _l("employed for a part of the year"),
    LeftOut.NO_HOURS: _l("without paid hours"),
    LeftOut.NO_PAY: _l("without pay in the year"),
    LeftOut.NOT_RECEIVING: _l("receive no variable pay"),
    LeftOut.NO_CATEGORY: _l("in no category of workers"),
}

# Each question that the Directive leaves open, by the name of the choice, and its possible answers.
CHOICES: dict[str, tuple[Promise, dict[Any, Promise]]] = {
    "basis": (
        _l("Which pay is compared?"),
        {
            Basis.ANNUAL: _l("that of the year"),
            Basis.HOURLY: _l("that of an hour: the year’s pay ÷ paid hours"),
        },
    ),
    "variable_population": (
        _l("Over whom are the gaps in variable pay worked out?"),
        {
            VariablePopulation.ALL: _l("everybody, with zero for those who receive none"),
            VariablePopulation.RECIPIENTS: _l("those who receive any"),
        },
    ),
    "even_median": (
        _l("What is the median of an even number of people?"),
        {
            EvenMedian.LOWER: _l("the lower of the two amounts in the middle"),
            EvenMedian.MIDDLE: _l("the mean of the two amounts in the middle"),
        },
    ),
    "remainder": (
        _l("Which quarters have one person more where the number is not divisible by four?"),
        {
            Remainder.FROM_BELOW: _l("the lower ones first"),
            Remainder.FROM_ABOVE: _l("the upper ones first"),
        },
    ),
    "part_of_year": (
        _l("How does the year’s pay of people count who were employed for a part of it?"),
        {
            PartOfYear.AS_PAID: _l("as it was paid"),
            PartOfYear.SCALED: _l("scaled to a whole year"),
            PartOfYear.LEFT_OUT: _l("they are left out"),
        },
    ),
    "movers": (
        _l("Are people counted who joined or left within the year?"),
        {Movers.COUNTED: _l("yes"), Movers.LEFT_OUT: _l("no")},
    ),
    "snapshot": (
        _l("Who is counted?"),
        {
            Snapshot.WHOLE_YEAR: _l("whoever was paid within the year"),
            Snapshot.ON_DAY: _l("whoever was employed on the day of the snapshot"),
        },
    ),
}
TIES = _l("People of equal pay at the edge of two quarters are shared between them in proportion.")


def choices_in_words(choices: Choices) -> list[tuple[str, str]]:
    """Each question with the answer that was chosen, in the order of the method note."""
    return [(str(question), str(answers[getattr(choices, name)])) for name, (question, answers) in CHOICES.items()]


def adjusted_sentence(gap: AdjustedGap) -> str:
    """Women against men, for people who read no regressions."""
    said = {"percent": percent_number(abs(gap.percent)), "range": _range(gap)}
    if gap.percent >= 0:
        text = _(
            "Women are paid %(percent)s %% less than men of equal impact, in the same zone, as long here and of the same "
            "hours (95 %%: %(range)s)."
        )
    else:
        text = _(
            "Women are paid %(percent)s %% more than men of equal impact, in the same zone, as long here and of the same "
            "hours (95 %%: %(range)s)."
        )
    return f"{text % said} {_certainty(gap)} {_counted(gap)}"


def track_sentence(gap: AdjustedGap, track: str, against: str) -> str:
    """One track against another: "Specialists are paid 4.0 % less than managers of equal impact (95 %: 1.2 to 6.7 %)."."""
    said = {"track": track, "against": against, "percent": percent_number(abs(gap.percent)), "range": _range(gap)}
    if gap.percent >= 0:
        text = _("%(track)s: paid %(percent)s %% less than %(against)s of equal impact (95 %%: %(range)s).")
    else:
        text = _("%(track)s: paid %(percent)s %% more than %(against)s of equal impact (95 %%: %(range)s).")
    return f"{text % said} {_certainty(gap)}"


def _range(gap: AdjustedGap) -> str:
    """Both ends, from less to more: each says for itself which it is, once they differ."""
    low, high = sorted((gap.low, gap.high), key=abs)
    ends = {"low": percent_number(abs(low)), "high": percent_number(abs(high))}
    if gap.low < 0 < gap.high:
        ends = {"low": percent_number(-gap.low), "high": percent_number(gap.high)}
        return _("from %(low)s %% more to %(high)s %% less") % ends
    return (_("%(low)s to %(high)s %% less") if gap.percent >= 0 else _("%(low)s to %(high)s %% more")) % ends


def _certainty(gap: AdjustedGap) -> str:
    if gap.certain:
        return _("Chance alone would rarely make such a difference.")
    return _("This can be chance: no difference at all lies within the range.")


def _counted(gap: AdjustedGap) -> str:
    women = ngettext("%(n)s woman", "%(n)s women", gap.counted) % {"n": gap.counted}
    men = ngettext("%(n)s man", "%(n)s men", gap.against) % {"n": gap.against}
    if not gap.left_out:
        return _("Counted: %(women)s and %(men)s.") % {"women": women, "men": men}
    return _("Counted: %(women)s and %(men)s; left out: %(n)s.") % {"women": women, "men": men, "n": gap.left_out}
