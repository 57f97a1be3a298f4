"""Which figures of a few people are kept back from an analyst who is counted among them and does not see everybody's pay.

One's own pay, and a percentage of few people, tell what another of them is paid. It is decided here alone: for each figure of a
report by the people of its own basis, and for the gaps of categories that other rooms show.
"""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Exists, F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Employee
from ladders.core.permissions import Permission

from ..models import Report, ReportCategory, ReportFigure, ReportPeople
from ..models.figures import PayPart

USUAL: Final = 5  # people of each sex in the smallest group, where a report has no rules yet


def sees_everybody(report: Report, user: Any) -> bool:
    """True for analysts from whom nothing is kept back: they may open the pay of everybody in it."""
    return Report.objects.analysed_by(user, Permission.VIEW_PAY).filter(pk=report.pk).exists()


def kept_figures(report: Report, user: Any) -> list[ReportFigure] | None:
    """Figures that an analyst who does not see everybody's pay does not read, each with its category; None for whoever is not
    counted. At most 2 queries."""
    counted = {row.basis: row for row in report.counted.annotate(place=own_place(user)).exclude(place=None)}
    if not counted:
        return None
    smallest = report.smallest_group or USUAL
    figures = report.figures.select_related("category")
    return [row for row in figures if row.basis in counted and _few(row, counted[row.basis], smallest)]


def own_categories(user: Any) -> QuerySet[ReportCategory]:
    """Categories, few people or many, of reports in which this user is counted there and does not see everybody's pay.

    No query but those of roles.
    """
    if user.reaches_all(Permission.VIEW_PAY):
        return ReportCategory.objects.none()
    seen = Report.objects.analysed_by(user, Permission.VIEW_PAY)
    people = ReportPeople.objects.annotate(place=own_place(user)).filter(report=OuterRef("report"))
    return ReportCategory.objects.filter(Exists(people.filter(place=OuterRef("place")))).exclude(
        report__in=seen.values("pk")
    )


def few_people(smallest: Any) -> Q:
    """True of rows with `women` and `men` where either are fewer than that."""
    return Q(women__lt=smallest) | Q(men__lt=smallest)


def few_of_category() -> Q:
    """True of categories with fewer women or men than the smallest group of their report."""
    return few_people(Coalesce(F("report__smallest_group"), USUAL))


def own_place(user: Any) -> Func:
    """The category (its place; −1: none) in which rows of `ReportPeople` count this user; null where they do not."""
    employee = Subquery(Employee.objects.filter(user=user.pk).values("pk")[:1])
    at = Func(F("employees"), employee, function="array_position")
    return Func(F("places"), at, template="(%(expressions)s])", arg_joiner="[", output_field=IntegerField())


def _few(figure: ReportFigure, counted: Any, smallest: int) -> bool:
    """Whether too few women or men stand behind a figure, if it is one of a group in which somebody with that `place` is counted.

    Of variable pay those count who receive any: what others receive is known. Basic pay, beside all pay, would tell it as well.
    """
    if figure.category is not None and figure.category.place != counted.place:
        return False
    if min(figure.women, figure.men) < smallest:
        return True
    return figure.part != PayPart.TOTAL and any(0 < n < smallest for n in _receiving(counted, figure.category))


def _receiving(counted: Any, category: ReportCategory | None) -> tuple[int, int]:
    """How many women and men of everybody, or of a category, receive variable pay."""
    people = zip(counted.women, counted.places, counted.variable, strict=True)
    women = [woman for woman, place, pay in people if pay and (category is None or place == category.place)]
    return sum(women), len(women) - sum(women)
