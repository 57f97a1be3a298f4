"""What a report says of its own methods, and of whom it leaves out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from ladders.insights.domain.pay_gap.gaps import Measure
from ladders.insights.domain.pay_gap.people import LeftOut
from ladders.insights.text.methods import (
    ADJUSTED_FORMULA,
    FORMULAS,
    QUARTERS_FORMULA,
    RECEIVING_FORMULA,
    TIES,
    choices_in_words,
)

from ..models import Report
from ..models.reports import WORTHS
from .questions import WORTH_QUESTION


def method_lines(report: Report) -> list[dict[str, str]]:
    """Each formula and each question that the Directive leaves open, with its answer: 1 query."""
    worth = str(dict(WORTHS)[report.worth])
    lines = [
        (_("Mean gap (a, b, g)"), str(FORMULAS[Measure.MEAN])),
        (_("Median gap (c, d)"), str(FORMULAS[Measure.MEDIAN])),
        (_("Who receives complementary or variable pay (e)"), str(RECEIVING_FORMULA)),
        (_("Quarters of pay (f)"), f"{QUARTERS_FORMULA}. {TIES}"),
        *choices_in_words(report.chosen),
        (_("Pay of equal impact"), str(ADJUSTED_FORMULA)),
        (str(WORTH_QUESTION), worth),
        *_categories(report),
    ]
    return [{"what": what, "said": said} for what, said in lines]


def _categories(report: Report) -> list[tuple[str, str]]:
    """What the decision says by which the report was made: why, which grades, what the representatives said. 1 query."""
    decision = report.decision
    if decision is None:
        return [(_("What the categories of workers are"), _("each grade is one"))]
    grades: dict[str, list[str]] = {}
    for name, code in decision.grades.order_by("grade__rank").values_list("name", "grade__code"):
        grades.setdefault(name, []).append(code)
    said = [_("%(name)s: %(grades)s") % {"name": name, "grades": ", ".join(codes)} for name, codes in grades.items()]
    return [
        (_("What the categories of workers are"), decision.reason),
        (_("Grades of a category"), "; ".join([*said, _("every other grade is one by itself")])),
        (_("What the employees’ representatives say of the categories"), decision.opinion or _("They were not asked.")),
    ]


def left_out_lines(left_out: Mapping[str, int]) -> list[dict[str, Any]]:
    """Whom figures leave out, and how many: reason, the same in words, people."""
    return [
        {"reason": reason, "said": LeftOut(reason).label, "people": people}
        for reason, people in left_out.items()
        if people
    ]
