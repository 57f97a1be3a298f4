"""Formulas, questions and gaps in words: what stands beside each figure and in the note on methods."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from ladders.core.percentages import percent_number

from ..domain.adjusted_gap.pay_model import AdjustedGap
from ..domain.pay_gap.choices import Choices
from ..domain.pay_gap.gaps import Measure

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

QUESTIONS: dict[str, Promise] = {  # that the Directive leaves open, by the name of the choice
    "basis": _l("Which pay is compared?"),
    "variable_population": _l("Over whom are the gaps in variable pay worked out?"),
    "even_median": _l("What is the median of an even number of people?"),
    "remainder": _l("Which quarters have one person more where the number is not divisible by four?"),
    "part_of_year": _l("How does the year’s pay of people count who were employed for a part of it?"),
    "movers": _l("Are people counted who joined or left within the year?"),
    "snapshot": _l("Who is counted?"),
}
TIES = _l("People of equal pay at the edge of two quarters are shared between them in proportion.")


def choices_in_words(choices: Choices) -> list[tuple[str, str]]:
    """Each question with the answer that was chosen, in the order of the method note."""
    return [(str(question), getattr(choices, name).label) for name, question in QUESTIONS.items()]


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
