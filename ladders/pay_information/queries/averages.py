"""The averages of somebody's category from the newest year that was brought in, and what of them may be told."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from accounts.models import Employee
from ladders.core.canonical import digest_of
from ladders.core.errors import DomainError
from ladders.insights.actions.release_pay import Decided, decide_pay, release_pay
from ladders.insights.domain.pay_gap.choices import Basis
from ladders.insights.domain.small_groups import PayQuestion, SmallGroupRules
from ladders.insights.models import Audience, CountryRules, PaidYear, PaySettingSource
from ladders.insights.queries.paid_people import PaidPopulation, PaidRow, category_decision, paid_population

from ..domain.averages import GroupPay, figures, group_pay


@dataclass(frozen=True, slots=True)
class CategoryAverages:
    """What is known of a category in a year. `missing` says why there is nothing, in one word; `own` is the person's row.

    `told` are the figures that may be told, None where a group is too small; `withheld` the whole, for those who may know.
    """

    missing: str = ""
    year: int | None = None
    employer: str = ""
    currency: str = ""
    category: str = ""
    own: PaidRow | None = None
    told: dict[str, Any] | None = None
    withheld: dict[str, Any] | None = None


def averages_for(person: Employee, grade: str, rules: CountryRules, *, tell: bool) -> CategoryAverages:
    """Of the category that the grade (a code; "" for none) belongs to: at most 30 queries.

    `tell`: the answer is sent, so that the ledger of what was shown says so; else it is only looked at by HR.

    Everybody of the employer counts, or of the group where it sets pay, whoever looks: an average of a part of them would
    be another figure. Nobody's amount leaves this module but the person's own.
    """
    found = newest_year(person)
    if found is None:
        return CategoryAverages("no_year")
    entity, year = found
    population, employer = _population(entity, year)
    own = next((row for row in population.rows if row.employee == person.pk), None)
    facts: dict[str, Any] = {
        "year": year,
        "employer": employer,
        "currency": population.currency,
        "category": _category(population, grade),
        "own": own,
    }
    if not facts["category"]:
        return CategoryAverages("no_category", **facts)
    people = [(row.employee, row.paid) for row in population.rows if row.category == facts["category"]]
    pay = {basis: group_pay(people, basis) for basis in Basis}
    if not pay[Basis.ANNUAL].everybody:
        return CategoryAverages("nobody", **facts)
    shown = released_bases(pay, f"{employer}, {year}, {facts['category']}", rules, tell=tell)
    if Basis.ANNUAL not in shown:
        return CategoryAverages(**facts, withheld=figures(pay, Basis, counts=True))
    return CategoryAverages(**facts, told=figures(pay, shown))


def released_bases(pay: dict[Basis, GroupPay], category: str, rules: CountryRules, *, tell: bool) -> frozenset[Basis]:
    """Which of the averages tell nobody's pay, beside all that was ever shown: of the year, of an hour, both, or none.

    Everybody of a category gets the same answer while what was paid stays as it is: the source is made from it. `tell` within a
    transaction: what is told and the ledger are written together.
    """
    looked_at: list[Decided] = []
    shown = set()
    for basis, groups in pay.items():
        amounts = {key: (float(each.basic), float(each.variable)) for key, each in groups.everybody.items()}
        if not amounts:
            continue
        what = [category, basis.value, [[key, str(each.total)] for key, each in sorted(groups.everybody.items())]]
        asked: Any = {
            "audience": Audience.EMPLOYEES,
            "source": f"pay_information.average:{digest_of(what)[:40]}",
            "basis": basis.value,
            "questions": [PayQuestion(category[:120], groups.groups)],
            "pay": amounts,
            "rules": SmallGroupRules(smallest=rules.smallest_group),
            "parts": False,
        }
        if tell:
            found = release_pay(**asked)
        else:
            looked_at.append(decide_pay(**asked, beside=looked_at))
            found = looked_at[-1].release
        if found.shown:
            shown.add(basis)
    return frozenset(shown)


def newest_year(person: Employee) -> tuple[str, int] | None:
    """The employer who paid the person last, else theirs of today, and its newest year: 1 query; None where there is none."""
    last = PaidYear.objects.filter(employee=person).order_by("-year", "legal_entity").values("legal_entity")[:1]
    paying = PaidYear.objects.filter(legal_entity=Coalesce(Subquery(last), Value(person.legal_entity)))
    return paying.order_by("-year").values_list("legal_entity", "year").first()


def _population(entity: str, year: int) -> tuple[PaidPopulation, str]:
    """Everybody of the employer; of the group ("") where it sets pay and pays in one currency."""
    decision = category_decision(entity, dt.date(year, 12, 31))
    if decision is not None and decision.source == PaySettingSource.GROUP:
        try:
            return paid_population(None, year=year), ""
        except DomainError:
            pass  # several currencies: then the employer alone can be compared
    return paid_population(None, year=year, legal_entity=entity, decision=decision), entity


def _category(population: PaidPopulation, grade: str) -> str:
    if not grade or population.decision is None:
        return grade
    names = dict(population.decision.grades.values_list("grade__code", "name"))
    return names.get(grade, grade)


def why_missing(word: str) -> str:
    """Why there are no averages, in a sentence; empty where there are."""
    return {
        "": "",
        "no_year": _("What your employer paid in a year has not been brought in yet."),
        "no_category": _("The person holds no level with a grade, and so belongs to no category of workers."),
        "nobody": _("Nobody of this category was paid in that year."),
    }[word]
