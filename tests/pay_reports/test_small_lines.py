"""What an analyst reads of a draft who may not open everybody's pay: every percentage, no amount, and none of a few people among
whom their own pay is."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.urls import reverse

from accounts.models import Employee, RoleGrant, User
from accounts.roles import Role
from ladders.impact.models import FactorPlan
from ladders.insights.actions.paid_years import write_paid_years
from ladders.insights.actions.pay_equity import decide_categories
from ladders.insights.domain.pay_gap.people import Sex
from ladders.insights.models import CategoryDecision, CountryRules, PaidYear, RecordedSex
from ladders.pay_reports.models import Report
from ladders.pay_reports.queries.document import document_of
from ladders.pay_reports.queries.readers import reader_of
from ladders.pay_reports.text.document import method_lines
from ladders.placements.models import Placement
from tests.conftest import signed_in
from tests.factories import account
from tests.pages import squeezed
from tests.shared_rows import shared_rows

from .employer import ENTITY, HOURS, PAY, YEAR, Employer, computed, employer, newcomer, pay_all, place_all

pytestmark = pytest.mark.django_db
FILES = ("pay-report", "pay-report-document", "pay-report-json", "pay-report-xlsx")
# Means of both categories, of a year and of an hour.
MEANS = ("45,925", "51,030", "45925", "51030", "27.01", "30.01", "27.0147", "30.0176")


@shared_rows
def firm(plan: FactorPlan) -> Employer:
    return employer()


def told(user: User, report: Report) -> str:
    """Page, document and both files in one text."""
    client = signed_in(user)
    page, document, data, book = [client.get(reverse(name, args=[report.pk])) for name in FILES]
    sheets = openpyxl.load_workbook(io.BytesIO(book.content))
    cells = [str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row]
    return " ".join([*(body.content.decode() for body in (page, document, data)), *cells])


def document(user: User, report: Report) -> Any:
    return json.loads(signed_in(user).get(reverse("pay-report-json", args=[report.pk])).content)


def test_amounts_of_a_draft_are_for_whoever_may_open_everybodys_pay(firm: Employer) -> None:
    report = computed(firm.analyst)
    assert all(mean not in told(firm.analyst, report) for mean in MEANS)
    assert "women_amount" not in json.dumps(document(firm.analyst, report))
    assert "51,030" in told(firm.hr, report)
    both = account(user__roles=[Role.PAY_EQUITY_ANALYST, Role.COMPENSATION_ANALYST])
    assert "51,030" in told(both, report)
    RoleGrant.objects.filter(user=both, role=Role.COMPENSATION_ANALYST).update(departments=["Lab"])
    assert all(mean not in told(User.objects.get(pk=both.pk), report) for mean in MEANS)
    percent = {each["name"]: each["figures"][0]["percent"] for each in document(firm.analyst, report)["categories"]}
    assert percent == {each["name"]: each["figures"][0]["percent"] for each in document(firm.hr, report)["categories"]}


def insider_of(firm: Employer) -> User:
    """An analyst who is one of the women of category 5."""
    insider = firm.people[0].user
    assert insider is not None
    RoleGrant.objects.create(user=insider, role=Role.PAY_EQUITY_ANALYST)
    return insider


def paid_anew(firm: Employer, bonus: Callable[[int], int], hours: Callable[[int], Decimal | None]) -> None:
    """Other variable pay and paid hours, by place in PAY."""
    rows = [
        (each.pk, ENTITY, "EUR", hours(place), {"base": Decimal(row[2]), "bonus": Decimal(bonus(place))})
        for place, (each, row) in enumerate(zip(firm.people, PAY, strict=True))
    ]
    write_paid_years(year=YEAR, gone=list(PaidYear.objects.values_list("pk", flat=True)), rows=rows)


def shown_gaps(user: User, report: Report, name: str = "") -> set[tuple[str, str, str, str]]:
    """Basis, letter, part and population of the percentages that somebody reads, of everybody or of a category."""
    data = document(user, report)
    lines = data["bases"] if not name else [each for each in data["categories"] if each["name"] == name]
    return {
        (row["basis"], row["letter"], row["part"], row["population"])
        for line in lines
        for row in line["figures"]
        if row["percent"] is not None
    }


def test_each_basis_counts_its_own_people(firm: Employer) -> None:
    """Six women are paid in the year, and two of them have paid hours: so the gap of an hour is that of two."""
    insider = insider_of(firm)
    paid_anew(firm, lambda place: PAY[place][3], lambda place: None if 2 <= place < 6 else HOURS)
    report = computed(firm.analyst)
    parts = ("total", "basic", "variable")
    year, hour = ({(basis, "g", part, "all") for part in parts} for basis in ("annual", "hourly"))
    assert shown_gaps(firm.analyst, report, "5") == year | hour
    assert shown_gaps(insider, report, "5") == year
    assert ("hourly", "a", "total", "all") in shown_gaps(insider, report)
    assert all(basis["receiving"] and basis["quarters"] for basis in document(insider, report)["bases"])


def test_variable_pay_counts_those_who_receive_any(firm: Employer) -> None:
    """Two women receive variable pay: one of them reads nothing of it, nor basic pay beside all pay."""
    insider = insider_of(firm)
    paid_anew(firm, lambda place: PAY[place][3] if place < 2 or PAY[place][1] is not Sex.WOMAN else 0, lambda _: HOURS)
    report = computed(firm.analyst)
    everybody = {(basis, letter, "total", "all") for basis in ("annual", "hourly") for letter in "ac"}
    assert shown_gaps(insider, report) == everybody
    assert shown_gaps(insider, report, "5") == {(basis, "g", "total", "all") for basis in ("annual", "hourly")}
    assert {letter for _basis, letter, *_of in shown_gaps(firm.analyst, report)} == set("abcd")
    assert len(shown_gaps(firm.analyst, report, "5")) == 6


def test_findings_of_a_few_are_not_for_whoever_may_be_one_of_them(firm: Employer) -> None:
    insider = insider_of(firm)
    report = computed(firm.analyst)
    few = {"people": 2, "other_people": 9, "percent": 7.5, "what": "few"}
    many = few | {"people": 5, "what": "many"}
    Report.objects.filter(pk=report.pk).update(findings={"equal_value": [few, many]})
    report.refresh_from_db()
    seen = {who: document_of(report, reader_of(report, who))["equal_value"] for who in (firm.analyst, insider)}
    assert [each["what"] for each in seen[firm.analyst]] == ["few", "many"]
    assert [(each["what"], each["percent"]) for each in seen[insider]] == [("many", 7.5)]


def test_an_analyst_reads_no_line_of_a_few_people_among_whom_they_are(firm: Employer) -> None:
    """One percentage and one's own pay are somebody else's pay where there are two."""
    CountryRules.objects.update(smallest_group=7)  # of six women in category 5, of eight in 6
    insider = insider_of(firm)
    report = computed(firm.analyst)
    for who, seen in ((firm.analyst, {"5": True, "6": True}), (insider, {"5": False, "6": True})):
        data = document(who, report)
        assert {each["name"]: each["shown"] for each in data["categories"]} == seen
        own = next(each for each in data["categories"] if each["name"] == "5")
        assert all((each["percent"] is not None) == seen["5"] for each in own["figures"] if each["part"] == "total")
        assert data["bases"][0]["figures"][0]["shown"]
    assert {each["name"] for each in document(firm.hr, report)["categories"] if each["shown"]} == {"5", "6"}
    assert not CategoryDecision.objects.exists()


def test_where_an_employer_is_small_itself_so_is_its_first_line(firm: Employer) -> None:
    insider = insider_of(firm)
    women = [person.pk for person in firm.people[1:]]
    RecordedSex.objects.filter(employee__in=women).update(sex=Sex.MAN)
    report = computed(firm.analyst)
    data = document(insider, report)
    assert not any(row["shown"] for basis in data["bases"] for row in basis["figures"])
    assert all(basis["receiving"] is None and basis["quarters"] == [] for basis in data["bases"])
    assert any(row["shown"] for basis in document(firm.analyst, report)["bases"] for row in basis["figures"])
    assert Employee.objects.filter(user=firm.analyst).exists()


def test_who_comes_to_few_people_later_reads_nothing_of_them_either(firm: Employer) -> None:
    """The next figures count them: these, less the former ones and one's own pay, would be another one's."""
    CountryRules.objects.update(smallest_group=7)  # of six women in category 5, of eight in 6
    report = computed(firm.analyst)
    later, other = newcomer(firm, "S5"), newcomer(firm, "M6")
    elsewhere = newcomer(firm, "S5", entity="Two")
    for who, seen in ((later, False), (other, True), (elsewhere, True), (firm.analyst, True)):
        data = document(who, report)
        assert {each["name"]: each["shown"] for each in data["categories"]} == {"5": seen, "6": True}
        assert (shown_gaps(who, report, "5") == set()) is not seen
        assert ("annual", "a", "total", "all") in shown_gaps(who, report)
    pay_all({Employee.objects.get(user=elsewhere).pk: (47_000, 0)}, year=YEAR + 1)
    assert shown_gaps(elsewhere, report, "5") == set()
    RoleGrant.objects.create(user=later, role=Role.COMPENSATION_ANALYST)
    assert shown_gaps(User.objects.get(pk=later.pk), report, "5") != set()


def test_a_category_by_decision_is_that_of_its_grades(firm: Employer) -> None:
    CountryRules.objects.update(smallest_group=7)
    grade = Placement.objects.get(employee=firm.people[0]).level.grade
    assert grade is not None
    decide_categories(
        legal_entity=ENTITY, decided_on=dt.date(YEAR, 1, 1), reason="Alike", grades={grade: "Research"}, by=firm.analyst
    )
    report = computed(firm.analyst)
    assert shown_gaps(newcomer(firm, "M6"), report, "Research") != set()
    assert shown_gaps(newcomer(firm, "S5"), report, "Research") == set()


def test_the_note_on_methods_says_which_grades_a_category_is_and_what_the_representatives_said(firm: Employer) -> None:
    grade = Placement.objects.get(employee=firm.people[0]).level.grade
    assert grade is not None
    decided: dict[str, Any] = {
        "legal_entity": ENTITY,
        "decided_on": dt.date(YEAR, 1, 1),
        "grades": {grade: "Research"},
        "by": firm.analyst,
    }
    decide_categories(**decided, reason="Alike")
    report = computed(firm.analyst)
    what, said = "What the categories of workers are", "What the employees’ representatives say of the categories"
    grades = ("Grades of a category", f"Research: {grade.code}; every other grade is one by itself")
    assert method_notes(report)[-3:] == [(what, "Alike"), grades, (said, "They were not asked.")]
    report.decision = decide_categories(**decided, reason="Alike still", opinion="We agree.")
    report.save()
    assert method_notes(report)[-3:] == [(what, "Alike still"), grades, (said, "We agree.")]
    assert "We agree." in squeezed(signed_in(firm.analyst).get(reverse("pay-report-document", args=[report.pk])))


def method_notes(report: Report) -> list[tuple[str, str]]:
    return [(each["what"], each["said"]) for each in method_lines(Report.objects.get(pk=report.pk))]


def test_who_left_a_category_before_the_snapshot_is_not_one_of_it(firm: Employer) -> None:
    """They are counted where they came to, in this report and in whatever is measured later."""
    CountryRules.objects.update(smallest_group=7)
    report = computed(firm.analyst)
    for last, seen in ((dt.date(YEAR, 3, 1), True), (report.day, False)):
        moved = newcomer(firm, "M6")
        Placement.objects.filter(employee__user=moved).update(starts_on=last + dt.timedelta(1))
        version = Placement.objects.get(employee__user=moved).version
        assert version is not None
        place_all(version, {Employee.objects.get(user=moved).pk: "S5"}, ends_on=last)
        assert (shown_gaps(moved, report, "5") != set()) is seen
