"""Reads of cases for pages, each with its number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce, ExtractYear

from accounts.backends import works_today
from accounts.models import RoleGrant, User
from accounts.roles import PERMISSIONS_OF
from ladders.core.permissions import Permission
from ladders.core.word_search import words_asked
from ladders.pay_reports.models import Report, ReportCategory, ReportState
from ladders.pay_reports.queries.own_lines import few_of_category, own_categories

from ..domain.states import CaseState, MeasuredOn
from ..models import Justification, Measure, Measurement, RemedyCase

ANY = "any"
# The year whose pay a measurement tells of, at its end; a report tells of its own, so one of the same year is older.
TOLD_BY: Final = Case(When(on=MeasuredOn.TODAY, then=ExtractYear("at")), default=F("year") + 1)

# What a later report of a case is found by.
OPENED_BY: Final = ("legal_entity", "name", "category__report__published_at", "category__report__year")


def cases_asked(user: Any, query: Mapping[str, Any]) -> QuerySet[RemedyCase]:
    """Cases that this user sees, as an address narrows them: those not closed, unless another `state` is asked for (`any`).

    Each with its report, the measures to do and the newest gap; without an order. No query but those of roles.
    """
    newest = Measurement.objects.filter(case=OuterRef("pk")).order_by("-at", "-pk")
    later = _later(user, *map(OuterRef, OPENED_BY)).order_by("-report__year", "-report__published_at")
    own = Q(later_year=None) | Q(measured_year__gt=F("later_year"))
    to_do = Measure.objects.filter(case=OuterRef("pk"), ended_at=None).order_by().values("case")
    rows = RemedyCase.objects.visible_to(user).select_related("category__report", "latest__report")
    state, words = query.get("state", ""), words_asked(query)
    if state in list(CaseState):
        rows = rows.filter(state=state)
    elif state != ANY:
        rows = rows.unfinished()
    if words:
        rows = rows.filter(Q(name__icontains=words) | Q(legal_entity__icontains=words))
    return rows.annotate(
        to_do=Coalesce(Subquery(to_do.annotate(n=Count("pk")).values("n")), 0),
        later_year=Subquery(later.values("report__year")[:1]),
        measured_year=Subquery(newest.annotate(told=TOLD_BY).values("told")[:1]),
        gap_now=Case(
            When(own, then=Subquery(newest.values("total_percent")[:1])),
            default=Subquery(later.values("total_percent")[:1]),
        ),
        gap_now_at=Case(
            When(own, then=Subquery(newest.values("at")[:1])),
            default=Subquery(later.values("report__published_at")[:1]),
        ),
    )


def _later(user: Any, legal_entity: Any, name: Any, published_at: Any, year: Any) -> QuerySet[ReportCategory]:
    """The category of a case, in reports published since the one that opened it, of its year or a later one, every figure of
    which this user may see: not where they are one of a few. What it is given are values of `OPENED_BY`."""
    few = own_categories(user).filter(few_of_category(), pk=OuterRef("pk"))
    reports = Report.objects.analysed_by(user).filter(state=ReportState.PUBLISHED)
    return ReportCategory.objects.filter(
        ~Exists(few),
        report__in=reports.values("pk"),
        report__legal_entity=legal_entity,
        name=name,
        report__published_at__gt=published_at,
        report__year__gte=year,
    )


def later_gaps(user: Any, case: RemedyCase) -> list[ReportCategory]:
    """These of one case, each with its report: 1 query beside roles. None where the report that opened it is not published."""
    report = case.category.report
    if report.published_at is None:
        return []
    rows = _later(user, case.legal_entity, case.name, report.published_at, report.year)
    return list(rows.select_related("report").order_by("report__published_at"))


def usual_order(query: Mapping[str, Any]) -> tuple[str, ...]:
    """How such cases are looked at where nobody sorted them."""
    return ("-closed_at", "-pk") if query.get("state") == CaseState.CLOSED else ("remedy_until", "pk")


def measures_of(user: Any) -> QuerySet[Measure]:
    """What this user has to do, in cases that they see. No query but those of roles."""
    return Measure.objects.to_do().filter(owner=user, case__in=RemedyCase.objects.visible_to(user).values("pk"))


def to_judge(user: Any) -> QuerySet[Justification]:
    """Justifications that somebody else wrote and this user may accept or not. No query but those of roles."""
    cases = RemedyCase.objects.visible_to(user, Permission.EDIT_PAY_EQUITY).unfinished()
    return Justification.objects.filter(accepted=None, case__in=cases.values("pk")).exclude(by=user)


def case_with_parts(user: Any, pk: int, permission: Permission = Permission.VIEW_PAY_EQUITY) -> RemedyCase | None:
    """One case with all that is done about it; None where this user does not see it. 5 queries."""
    rows = RemedyCase.objects.visible_to(user, permission).select_related(
        "category__report", "latest__report", "follows", "closed_by", "joint__by"
    )
    return (
        rows.prefetch_related(
            Prefetch("justifications", Justification.objects.select_related("by", "decided_by")),
            Prefetch("measures", Measure.objects.select_related("owner", "ended_by")),
            Prefetch("measurements", Measurement.objects.select_related("by")),
            "plans",
        )
        .filter(pk=pk)
        .first()
    )


def who_may_own(case: RemedyCase) -> list[User]:
    """Who can do a measure: accounts that see the case. Queries as `who_sees`."""
    return who_sees(case, Permission.VIEW_PAY_EQUITY)


def who_sees(case: RemedyCase, permission: Permission) -> list[User]:
    """Accounts that see the case by the verb; by name. Queries as `who_sees_each`."""
    return who_sees_each([case], permission)[case.pk]


def who_sees_each(cases: Iterable[RemedyCase], permission: Permission) -> dict[int, list[User]]:
    """Of each case the accounts that see it by the verb; by name.

    2 queries, and up to 4 for each of them whose role reaches only some or who does not see everybody's pay.
    """
    carry, open_pay = (
        [role for role, verbs in PERMISSIONS_OF.items() if verb in verbs] for verb in (permission, Permission.VIEW_PAY)
    )
    grants = RoleGrant.objects.filter(role__in={*carry, *open_pay}, user__is_active=True).select_related(
        "user__employee"
    )
    whole = [grant for grant in grants if not grant.legal_entities and not grant.departments]
    free = {grant.user for grant in whole if grant.role in carry} & {
        grant.user for grant in whole if grant.role in open_pay
    }
    found: dict[int, list[User]] = {case.pk: [] for case in cases}
    asked = {grant.user for grant in grants if grant.role in carry}
    for user in sorted((user for user in asked if works_today(user)), key=lambda user: (user.name, user.pk)):
        rows = RemedyCase.objects.filter(pk__in=found)
        for pk in found if user in free else rows.visible_to(user, permission).values_list("pk", flat=True):
            found[pk].append(user)
    return found


@dataclass(frozen=True, slots=True)
class CaseNumbers:
    """How many cases wait, and how many are past their day."""

    unfinished: int
    late: int


def numbers_of(user: Any, today: Any) -> CaseNumbers:
    """For a line on other pages: 1 query."""
    rows = RemedyCase.objects.visible_to(user).unfinished()
    found = rows.aggregate(unfinished=Count("pk"), late=Count("pk", filter=Q(remedy_until__lt=today)))
    return CaseNumbers(found["unfinished"], found["late"])
