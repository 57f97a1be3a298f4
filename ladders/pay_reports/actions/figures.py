"""Works the figures of a draft out from what was paid, and keeps them as rows. Called by the background work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Any, Final

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from ladders.core.audit import record
from ladders.core.errors import DomainError
from ladders.insights.domain.pay_gap.article9 import Article9, CategoryGaps, article9_of
from ladders.insights.domain.pay_gap.choices import Basis, Choices, VariablePopulation
from ladders.insights.domain.pay_gap.gaps import Gap
from ladders.insights.domain.pay_gap.people import COMPARED, ComparedPay, LeftOut, Population, Sex, compared_pay
from ladders.insights.models import CountryRules
from ladders.insights.queries.country_rules import rules_for
from ladders.insights.queries.paid_people import PaidPopulation, PaidRow, paid_population

from ..models import Report, ReportCategory, ReportFigure, ReportPeople, ReportQuarter, ReportReceiving
from ..models.figures import PayPart
from .drafts import forget_figures, report_of_work
from .findings import findings_of

FINE: Final = Decimal("0.000001")
STEPS: Final = 5
Tell = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class BasisFigures:
    """All figures on one basis, and whom they count: (employee, their pay)."""

    basis: Basis
    figures: Article9
    counted: tuple[tuple[int, ComparedPay], ...]


def work_out(report: Report, tell: Tell) -> tuple[PaidPopulation, CountryRules, list[BasisFigures], dict[str, Any]]:
    """Read what was paid and compute; nothing is written. `tell(done, of, what)` is called between the steps."""
    tell(0, STEPS, _("Reading what was paid"))
    population = paid_population(None, year=report.year, legal_entity=report.legal_entity, day=report.day)
    if not population.rows:
        raise DomainError(
            _("Nothing is there any more of what was paid in that year. Import it, then have figures made again.")
        )
    rules = rules_for(report.country, report.day)
    found = []
    for done, basis in enumerate(Basis, start=1):
        tell(done, STEPS, _("Comparing the pay of %(n)s people") % {"n": f"{len(population.rows):,}"})
        found.append(_of_basis(population.rows, replace(report.chosen, basis=basis)))
    tell(3, STEPS, _("Comparing work of equal impact"))
    return population, rules, found, findings_of(report, population, rules)


def _of_basis(rows: Sequence[PaidRow], choices: Choices) -> BasisFigures:
    kept: list[ComparedPay] = []
    counted: list[tuple[int, ComparedPay]] = []
    left_out: Counter[LeftOut] = Counter()
    for row in rows:
        pay = compared_pay(row.paid, choices)
        if isinstance(pay, LeftOut):
            left_out[pay] += 1
            continue
        kept.append(pay)
        if pay.sex in COMPARED:
            counted.append((row.employee, pay))
    figures = article9_of(Population(tuple(kept), left_out), choices)
    return BasisFigures(choices.basis, figures, tuple(counted))


def keep_figures(report_id: int, hold: Callable[[], Any], tell: Tell) -> Report:
    """Work out and write, all or nothing. Raises DomainError where the report changed meanwhile, or is no draft any more."""
    report = report_of_work(report_id)
    before = _made_of(report)
    population, rules, found, findings = work_out(report, tell)
    tell(4, STEPS, _("Writing the figures"))
    with transaction.atomic():
        row = report_of_work(report_id, locked=True)
        if not row.draft or _made_of(row) != before:
            raise DomainError(_("The report was changed while its figures were worked out. Have them made again."))
        forget_figures(row)  # whoever was asked about those is asked again: their opinion was about others
        chosen = next(each for each in found if each.basis is row.chosen.basis)
        categories = _categories(row, chosen.figures, rules.threshold_percent)
        _write(row, found, categories)
        row.currency, row.people, row.decision = population.currency, len(population.rows), population.decision
        row.left_out = counts(chosen.figures.left_out)
        row.threshold_percent, row.smallest_group = rules.threshold_percent, rules.smallest_group
        row.mostly_women_percent = rules.mostly_women_percent
        row.rules_source, row.rules_certain = rules.source, rules.certain
        row.findings, row.computed_at = findings, timezone.now()
        row.save()
        record(by=None, verb="pay_reports.figures.made", subject=str(row), subject_key=str(row.pk))
        hold()
    tell(STEPS, STEPS, "")
    return row


def _made_of(report: Report) -> tuple[object, ...]:
    """What figures are made from, and what goes with those that were there: 1 query. Nobody loses what came meanwhile."""
    opinions = list(report.opinions.values_list("pk", "written_at"))
    return report.choices, report.worth, report.computed_at, report.consulted_at, opinions


def counts(left_out: Counter[LeftOut]) -> dict[str, int]:
    """Reason → people, as it is kept."""
    return {reason.value: people for reason, people in sorted(left_out.items()) if people}


def _categories(row: Report, figures: Article9, threshold: Decimal) -> dict[str, ReportCategory]:
    """The categories of now, each the same row as before with its explanation, so that whatever hangs on it goes on."""
    known = {each.name: each for each in row.categories.all()}
    gone = set(known) - {each.category for each in figures.categories}
    try:
        row.categories.filter(name__in=gone).delete()
    except ProtectedError as error:
        raise DomainError(
            _("These categories are gone, and something is still being done about them: %(names)s. Close that first.")
            % {"names": ", ".join(sorted(gone))}
        ) from error
    kept = []
    for place, gaps in enumerate(figures.categories):
        each = known.get(gaps.category) or ReportCategory(report=row, name=gaps.category)
        each.place, each.women, each.men = place, gaps.total.women, gaps.total.men
        each.total_percent, each.basic_percent = gaps.total.percent, gaps.basic.percent
        each.variable_percent, each.reached = gaps.variable.percent, gaps.reaches(threshold)
        each.note = gaps.total.note.value if gaps.total.note else ""
        kept.append(each)
    ReportCategory.objects.bulk_create([each for each in kept if each.pk is None])
    changing = ["place", "women", "men", "total_percent", "basic_percent", "variable_percent", "reached", "note"]
    ReportCategory.objects.bulk_update([each for each in kept if each.name in known], changing)
    return {each.name: each for each in kept}


def _write(row: Report, found: Iterable[BasisFigures], categories: dict[str, ReportCategory]) -> None:
    rows: list[ReportFigure] = []
    for each in found:
        rows += _figures(row, each)
        for gaps in each.figures.categories:
            if gaps.category in categories:  # one that only the other basis has is no category of this report
                rows += _of_category(row, each.basis, categories[gaps.category], gaps)
    ReportFigure.objects.bulk_create(rows)
    ReportReceiving.objects.bulk_create(_receiving(row, each) for each in found)
    ReportQuarter.objects.bulk_create(quarter for each in found for quarter in _quarters(row, each))
    ReportPeople.objects.bulk_create(_people(row, each, categories) for each in found)


def _figures(row: Report, each: BasisFigures) -> list[ReportFigure]:
    everybody, recipients = VariablePopulation.ALL, VariablePopulation.RECIPIENTS
    figures = each.figures
    gaps = (
        ("a", PayPart.TOTAL, everybody, figures.mean),
        ("b", PayPart.VARIABLE, everybody, figures.mean_variable_all),
        ("b", PayPart.VARIABLE, recipients, figures.mean_variable_recipients),
        ("c", PayPart.TOTAL, everybody, figures.median),
        ("d", PayPart.VARIABLE, everybody, figures.median_variable_all),
        ("d", PayPart.VARIABLE, recipients, figures.median_variable_recipients),
    )
    return [_figure(row, letter, each.basis, part, population, gap) for letter, part, population, gap in gaps]


def _of_category(row: Report, basis: Basis, category: ReportCategory, gaps: CategoryGaps) -> list[ReportFigure]:
    parts = ((PayPart.TOTAL, gaps.total), (PayPart.BASIC, gaps.basic), (PayPart.VARIABLE, gaps.variable))
    return [_figure(row, "g", basis, part, VariablePopulation.ALL, gap, category) for part, gap in parts]


def _figure(
    row: Report,
    letter: str,
    basis: Basis,
    part: PayPart,
    population: VariablePopulation,
    gap: Gap,
    category: ReportCategory | None = None,
) -> ReportFigure:
    return ReportFigure(
        report=row,
        category=category,
        letter=letter,
        basis=basis.value,
        part=part.value,
        measure=gap.measure.value,
        population=population.value,
        women=gap.women,
        men=gap.men,
        women_amount=_fine(gap.women_amount),
        men_amount=_fine(gap.men_amount),
        percent=gap.percent,
        note=gap.note.value if gap.note else "",
        left_out=counts(gap.left_out),
    )


def _fine(amount: Decimal | None) -> Decimal | None:
    return None if amount is None else amount.quantize(FINE, ROUND_HALF_EVEN)


def _receiving(row: Report, each: BasisFigures) -> ReportReceiving:
    women, men = each.figures.women_receiving, each.figures.men_receiving
    return ReportReceiving(
        report=row,
        basis=each.basis.value,
        women_receiving=women.receiving,
        women=women.everybody,
        men_receiving=men.receiving,
        men=men.everybody,
        women_percent=women.percent,
        men_percent=men.percent,
    )


def _quarters(row: Report, each: BasisFigures) -> list[ReportQuarter]:
    return [
        ReportQuarter(
            report=row,
            basis=each.basis.value,
            place=place,
            women=_parts(quarter.women),
            men=_parts(quarter.men),
            others=_parts(quarter.others),
            women_percent=quarter.percent_women,
        )
        for place, quarter in enumerate(each.figures.quarters, start=1)
    ]


def _parts(people: Fraction) -> Decimal:
    return (Decimal(people.numerator) / Decimal(people.denominator)).quantize(Decimal("0.0001"), ROUND_HALF_EVEN)


def _people(row: Report, each: BasisFigures, categories: dict[str, ReportCategory]) -> ReportPeople:
    places = {name: category.place for name, category in categories.items()}
    return ReportPeople(
        report=row,
        basis=each.basis.value,
        employees=[employee for employee, _pay in each.counted],
        women=[pay.sex is Sex.WOMAN for _employee, pay in each.counted],
        places=[places.get(pay.category, -1) for _employee, pay in each.counted],
        basic=[float(pay.basic) for _employee, pay in each.counted],
        variable=[float(pay.variable) for _employee, pay in each.counted],
    )
