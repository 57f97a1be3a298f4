"""Which figures of a few people are kept back from an analyst who is one of them and does not see everybody's pay: counted in
the report, or come to the category since.

One's own pay, and a percentage of few people, tell what another of them is paid. It is decided here alone: for each figure of a
report by the people of its own basis, and for the gaps of categories that other rooms show.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.db.models import Exists, F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Employee
from ladders.core.permissions import Permission
from ladders.insights.models import CategoryDecision, CategoryGrade, PaidYear
from ladders.placements.models import Placement

from ..models import Report, ReportCategory, ReportFigure, ReportPeople
from ..models.figures import PayPart

USUAL: Final = 5  # people of each sex in the smallest group, where a report has no rules yet


def sees_everybody(report: Report, user: Any) -> bool:
    """True for analysts from whom nothing is kept back: they may open the pay of everybody in it."""
    return Report.objects.analysed_by(user, Permission.VIEW_PAY).filter(pk=report.pk).exists()


def kept_figures(report: Report, user: Any) -> list[ReportFigure] | None:
    """Figures that an analyst who does not see everybody's pay does not read, each with its category; None for whoever is not
    counted, and did not come since. At most 3 queries."""
    counted = {row.basis: row for row in report.counted.annotate(place=own_place(user))}
    there = {row.place for row in counted.values()}
    since = set(own_categories(user).filter(report=report).values_list("place", flat=True)) - there
    if not since and there <= {None}:
        return None
    smallest = report.smallest_group or USUAL
    figures = report.figures.select_related("category")
    return [
        row
        for row in figures
        if row.basis in counted and _few(row, counted[row.basis], {counted[row.basis].place, *since} - {None}, smallest)
    ]


def own_categories(user: Any) -> QuerySet[ReportCategory]:
    """Categories, few people or many, of reports in which this user is counted there, or whose work they do since, and does not
    see everybody's pay: what is measured later may count them.

    No query but those of roles.
    """
    if user.reaches_all(Permission.VIEW_PAY):
        return ReportCategory.objects.none()
    seen = Report.objects.analysed_by(user, Permission.VIEW_PAY)
    people = ReportPeople.objects.annotate(place=own_place(user)).filter(report=OuterRef("report"))
    one_of_them = Exists(people.filter(place=OuterRef("place"))) | Exists(_work_since(user))
    return ReportCategory.objects.filter(one_of_them).exclude(report__in=seen.values("pk"))


def _work_since(user: Any) -> QuerySet[Placement]:
    """Where this user does work of a category for its employer on the day of its report or later, as the report's decision says
    or any later one: for a filter of categories."""
    paid = PaidYear.objects.filter(
        employee=OuterRef("employee"),
        legal_entity=OuterRef(OuterRef("report__legal_entity")),
        year__gte=OuterRef(OuterRef("report__year")),
    )
    # A decision of the group about an employer that had one of its own by then, dated and made before it, never held there.
    own = CategoryDecision.objects.filter(
        legal_entity=OuterRef(OuterRef(OuterRef("report__legal_entity"))),
        decided_on__lte=OuterRef("decision__decided_on"),
        made_at__lte=OuterRef("decision__made_at"),
    )
    named = CategoryGrade.objects.filter(
        Q(decision__legal_entity=OuterRef(OuterRef("report__legal_entity")))
        | (Q(decision__legal_entity="") & ~Exists(own)),
        decision__decided_on__gte=Coalesce(OuterRef(OuterRef("report__decision__decided_on")), dt.date.min),
        name=OuterRef(OuterRef("name")),
        grade=OuterRef("level__grade"),
    )
    return Placement.objects.filter(
        Q(level__grade__code=OuterRef("name")) | Exists(named),
        Q(ends_on=None) | Q(ends_on__gte=OuterRef("report__day")),
        Q(employee__legal_entity=OuterRef("report__legal_entity")) | Exists(paid),
        primary=True,
        employee__user=user.pk,
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


def _few(figure: ReportFigure, counted: ReportPeople, places: set[int | None], smallest: int) -> bool:
    """Whether too few women or men stand behind a figure, if it is one of a group in which somebody in these `places` is.

    Of variable pay those count who receive any: what others receive is known. Basic pay, beside all pay, would tell it as well.
    """
    if not places or (figure.category is not None and figure.category.place not in places):
        return False
    if min(figure.women, figure.men) < smallest:
        return True
    return figure.part != PayPart.TOTAL and any(0 < n < smallest for n in _receiving(counted, figure.category))


def _receiving(counted: Any, category: ReportCategory | None) -> tuple[int, int]:
    """How many women and men of everybody, or of a category, receive variable pay."""
    people = zip(counted.women, counted.places, counted.variable, strict=True)
    women = [woman for woman, place, pay in people if pay and (category is None or place == category.place)]
    return sum(women), len(women) - sum(women)
