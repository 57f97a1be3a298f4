"""From a draft to a published report, as each of those walk it who have a part in it; and who reads what of it."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from functools import partial
from typing import Any

import jsonschema
import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Employee, User
from accounts.roles import Role
from ladders.core import jobs
from ladders.core.approvals.actions import confirm
from ladders.core.approvals.deeds import AskedSecondPerson
from ladders.core.errors import DomainError
from ladders.core.models import AuditEntry, Job
from ladders.impact.models import FactorPlan
from ladders.insights.domain.adjusted_gap.pay_model import Worth
from ladders.insights.domain.pay_gap.choices import Choices, PartOfYear
from ladders.insights.models import CountryRules, ShownPay, ShownSum
from ladders.pay_reports.actions import publication
from ladders.pay_reports.actions.drafts import choose_methods, discard_report, have_figures_made, start_report
from ladders.pay_reports.models import Report, ReportCategory
from ladders.pay_reports.web.files import SCHEMA
from tests.conftest import signed_in
from tests.factories import account
from tests.pages import squeezed
from tests.shared_rows import shared_rows

from .employer import Employer, computed, employer

pytestmark = pytest.mark.django_db
CANARY = "71371", "71,371"  # what a woman of a category was paid that has two of them
FILES = ("pay-report", "pay-report-document", "pay-report-json", "pay-report-xlsx")


@shared_rows
def firm(plan: FactorPlan) -> Employer:
    return employer()


def published(firm: Employer) -> Report:
    report = computed(firm.analyst)
    explain_all(report, firm.analyst)
    publication.consult(report=report, by=firm.analyst)
    publication.sign(report=report, signed_as="Managing director", by=firm.hr)
    return publication.publish_report(report=report, by=firm.analyst)


def explain_all(report: Report, by: User) -> None:
    for row in report.categories.filter(reached=True):
        publication.explain_category(category=row, text="Experience on the market", by=by)


def test_nobody_opens_small_groups_to_representatives_alone(firm: Employer) -> None:
    report = computed(firm.analyst)
    shown = ShownSum.objects.count()
    with pytest.raises(AskedSecondPerson) as asked:
        publication.consult(report=report, small_groups_because="The law says so", by=firm.analyst)
    report.refresh_from_db()
    assert (report.consulted_at, report.consulted_reason, ShownSum.objects.count()) == (None, "", shown)
    row = asked.value.approval
    for name in ("pay-report", "pay-report-consult"):  # where somebody would ask once more
        page = squeezed(signed_in(firm.hr).get(reverse(name, args=[report.pk])))
        assert "waits for a second person. Asked for by" in page, name
    with pytest.raises(DomainError, match="You asked for this"):
        confirm(approval=row, by=firm.analyst)
    confirm(approval=row, by=firm.hr)
    report.refresh_from_db()
    assert (report.consulted_by, report.consulted_reason) == (firm.hr, "The law says so")
    assert "waits for a second person" not in squeezed(signed_in(firm.hr).get(reverse("pay-report", args=[report.pk])))


def test_an_explanation_that_is_empty_is_not_called_saved(firm: Employer) -> None:
    report = computed(firm.analyst)
    row = report.categories.filter(reached=True).first()
    assert row is not None
    client, address = signed_in(firm.analyst), reverse("pay-report-explain", args=[report.pk, row.pk])
    told = squeezed(client.post(address, {"text": " "}, follow=True))
    assert "The explanation is saved" not in told
    assert "There is no explanation of this category now." in told
    assert "The explanation is saved." in squeezed(client.post(address, {"text": "Experience"}, follow=True))


def test_the_list_of_reports_leads_to_the_rest_of_equal_pay_those_who_may_read_it(firm: Employer) -> None:
    for user, leads in ((firm.analyst, True), (firm.colleague, False)):
        page = signed_in(user).get(reverse("pay-reports")).content.decode()
        assert (f'href="{reverse("pay-categories")}"' in page) == leads


def test_whoever_chose_the_methods_does_not_sign(firm: Employer) -> None:
    """Somebody else's draft, counted in another way and signed by one person alone."""
    report = computed(firm.analyst)
    choose_methods(report=report, choices=Choices(part_of_year=PartOfYear.LEFT_OUT), worth=Worth.POINTS, by=firm.hr)
    jobs.run(have_figures_made(report=report, by=firm.hr).pk)
    report.refresh_from_db()
    explain_all(report, firm.analyst)
    publication.consult(report=report, by=firm.hr)
    with pytest.raises(DomainError, match="You chose the methods of this report"):
        publication.sign(report=report, signed_as="Managing director", by=firm.hr)
    now = timezone.now()
    with pytest.raises(DatabaseError, match="pay_reports_signed"), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(state="signed", signed_at=now, signed_by=firm.hr)


def sent(client: Client, name: str, *args: Any, **data: Any) -> Any:
    return client.post(reverse(name, args=args), data)


def run_latest(answer: Any, report: Report) -> None:
    """What was sent began background work, and leads to its page: do it."""
    report.refresh_from_db()
    assert answer.headers["Location"] == reverse("job", args=[report.job])
    assert report.job is not None
    jobs.run(report.job)


@pytest.mark.parametrize(
    ("works", "chosen", "holds"),
    [("DE", "-", "DE"), ("PL", "-", ""), ("", "-", ""), ("DE", "", ""), ("PL", "DE", "DE")],
)
def test_a_report_begins_with_the_rules_of_where_the_people_work(
    firm: Employer, works: str, chosen: str, holds: str
) -> None:
    Employee.objects.update(country=works)
    analyst = signed_in(firm.analyst)
    assert '<option value="-" selected>the one where the employer’s people work</option>' in squeezed(
        analyst.get(reverse("pay-report-new"))
    )
    sent(analyst, "pay-report-new", paid="2026 One", country=chosen, day="", why_again="")
    assert Report.objects.get().country == holds


def test_an_analyst_makes_it_a_second_person_signs_it_everybody_reads_it(firm: Employer) -> None:
    analyst, hr = signed_in(firm.analyst), signed_in(firm.hr)
    assert "2026, One: 34 people were paid" in squeezed(analyst.get(reverse("pay-report-new")))
    sent(analyst, "pay-report-new", paid="2026 One", country="", day="", why_again="")
    report = Report.objects.get()
    page = squeezed(analyst.get(reverse("pay-report-methods", args=[report.pk])))
    assert "Usual here: that of the year. Both are worked out and printed." in page
    answers = report.choices | {"worth": "grade", "movers": "left_out"}
    answer = sent(analyst, "pay-report-methods", report.pk, **answers)
    assert answer.headers["Location"].startswith("/jobs/")
    job = Job.objects.get()
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done, job.outcome) == ("done", 5, {"url": reverse("pay-report", args=[report.pk])})
    page = squeezed(analyst.get(reverse("pay-report", args=[report.pk])))
    assert "On average, women are paid 6.7 % less than men. 14 women and 19 men." in page
    assert "Categories that reach the threshold and are not explained: 1." in page
    assert "The employees’ representatives have not been asked." in page
    assert sent(hr, "pay-report-sign", report.pk, signed_as="CEO").status_code == 422
    category = report.categories.get(name="5")
    assert ">to be explained</span>" in page
    sent(analyst, "pay-report-explain", report.pk, category.pk, text="They were hired in other years")
    page = squeezed(analyst.get(reverse("pay-report", args=[report.pk])))
    explained = page.count('<span class="tag">explained</span>')  # in what happens next, and beside the category
    assert (">to be explained</span>" in page, explained) == (False, 2)
    assert signed_in(firm.representative).get(reverse("pay-report", args=[report.pk])).status_code == 404
    run_latest(sent(analyst, "pay-report-consult", report.pk, because=""), report)
    representative = signed_in(firm.representative)
    assert "You are asked for your opinion" in squeezed(representative.get(reverse("pay-report", args=[report.pk])))
    sent(representative, "pay-report-opinion", report.pk, body="Works council", text="We read something else in it.")
    page = squeezed(representative.get(reverse("pay-report", args=[report.pk])))
    assert ("You are asked for your opinion" in page, "Change the opinion" in page) == (False, True)
    assert sent(analyst, "pay-report-sign", report.pk, signed_as="Analyst").status_code == 422
    report.refresh_from_db()
    assert report.draft
    sent(hr, "pay-report-sign", report.pk, signed_as="Managing director")
    run_latest(sent(analyst, "pay-report-publish", report.pk), report)
    report.refresh_from_db()
    assert (report.state, report.signed_by, report.signed_as) == ("published", firm.hr, "Managing director")
    colleague = signed_in(firm.colleague)
    assert "Signed by Hana Ruiz, Managing director" in squeezed(colleague.get(reverse("pay-report", args=[report.pk])))
    document = squeezed(colleague.get(reverse("pay-report-document", args=[report.pk])))
    assert "We read something else in it." in document
    assert "Note on methods" in document
    assert "They were hired in other years" in document
    told = AuditEntry.objects.filter(area="pay_reports").values_list("verb", flat=True)
    assert {"report.started", "report.signed", "report.published", "opinion.written"} < set(told)


def test_nobody_signs_what_they_had_a_hand_in(firm: Employer) -> None:
    report = computed(firm.analyst)
    with pytest.raises(DomainError, match="not explained: 1"):
        publication.sign(report=report, signed_as="CEO", by=firm.hr)
    explain_all(report, firm.hr)
    publication.consult(report=report, by=firm.analyst)
    with pytest.raises(DomainError, match="You explained categories"):
        publication.sign(report=report, signed_as="CEO", by=firm.hr)
    with pytest.raises(DomainError, match="You made this report"):
        publication.sign(report=report, signed_as="CEO", by=firm.analyst)
    for by in (firm.representative, firm.colleague):
        with pytest.raises(PermissionDenied):
            publication.sign(report=report, signed_as="CEO", by=by)
        with pytest.raises(PermissionDenied):
            publication.publish_report(report=report, by=by)
    with pytest.raises(PermissionDenied):
        publication.write_opinion(report=report, body="x", text="y", by=firm.analyst)
    with pytest.raises(DomainError, match="is signed first"):
        publication.publish_report(report=report, by=firm.analyst)
    report.refresh_from_db()
    assert report.draft
    assert not report.opinions.exists()


def test_no_form_is_shown_that_would_be_refused(firm: Employer) -> None:
    report = computed(firm.analyst)
    steps = [("pay-report-methods",), ("pay-report-consult",), ("pay-report-sign",), ("pay-report-open",)]
    pages = [(firm.hr, name, [report.pk]) for (name,) in steps]
    pages.append((firm.hr, "pay-report-explain", [report.pk, report.categories.get(name="5").pk]))
    pages.append((firm.representative, "pay-report-opinion", [report.pk]))

    def formless() -> dict[str, str]:
        """What each page says that asks for nothing."""
        read = {
            name: signed_in(user).get(reverse(name, args=args)).content.decode().split("<main")[1].split("</main>")[0]
            for user, name, args in pages
            if Report.objects.visible_to(user).filter(pk=report.pk).exists()
        }
        return {name: re.sub(r"<[^>]+>|\s+", " ", page) for name, page in read.items() if "<form" not in page}

    assert set(formless()) == {"pay-report-open", "pay-report-sign"}
    assert "not explained" in formless()["pay-report-sign"]
    explain_all(report, firm.analyst)
    publication.consult(report=report, by=firm.analyst)
    assert set(formless()) == {"pay-report-open", "pay-report-consult"}
    publication.sign(report=report, signed_as="CEO", by=firm.hr)
    found = formless()
    assert set(found) == {name for _user, name, _args in pages} - {"pay-report-open"}
    assert "until the report is signed" in found.pop("pay-report-opinion")
    assert all("This report is signed. Open it again before you change it." in page for page in found.values())
    publication.publish_report(report=report, by=firm.analyst)
    assert set(formless()) == {name for _user, name, _args in pages}


def test_a_signed_report_is_opened_again_with_a_reason_and_figures_made_anew_ask_anew(firm: Employer) -> None:
    report = computed(firm.analyst)
    explain_all(report, firm.analyst)
    publication.consult(report=report, by=firm.analyst)
    publication.write_opinion(report=report, body="Council", text="Fine", by=firm.representative)
    publication.sign(report=report, signed_as="CEO", by=firm.hr)
    with pytest.raises(DomainError, match="Open it again"):
        discard_report(report=report, by=firm.analyst)
    with pytest.raises(DomainError, match="until the report is signed"):
        publication.write_opinion(report=report, body="Council", text="Late", by=firm.representative)
    with pytest.raises(DomainError, match="Say why"):
        publication.open_again(report=report, reason=" ", by=firm.hr)
    report = publication.open_again(report=report, reason="A payroll run was missing", by=firm.hr)
    assert (report.state, report.signed_by) == ("draft", None)
    first = report.categories.get(name="5")
    changed = Choices(part_of_year=PartOfYear.AS_PAID)
    report = choose_methods(report=report, choices=changed, worth=Worth(report.worth), by=firm.analyst)
    assert (report.computed_at, report.consulted_at, report.opinions.count()) == (None, None, 0)
    again = report.categories.get(name="5")
    assert (again.pk, again.explanation) == (first.pk, "Experience on the market")
    discard_report(report=report, by=firm.analyst)
    assert not Report.objects.exists()


def test_the_database_lets_nobody_change_a_published_report(firm: Employer) -> None:
    report = published(firm)
    children = ("categories", "figures", "quarters", "receiving", "counted", "opinions")
    attacks: list[Callable[[], object]] = [
        lambda: Report.objects.filter(pk=report.pk).update(signed_as="Somebody else"),
        lambda: Report.objects.filter(pk=report.pk).update(state="draft", signed_at=None, signed_by=None),
        lambda: Report.objects.filter(pk=report.pk).update(findings={}),
        lambda: Report.objects.filter(pk=report.pk).delete(),
        lambda: report.categories.update(explanation="Another"),
        lambda: report.quarters.update(women=0),
        lambda: report.counted.update(basis="other"),
        lambda: ReportCategory.objects.create(report=report, place=9, name="New", women=0, men=0, reached=False),
        lambda: report.opinions.create(by=firm.representative, body="x", text="y"),
        *(partial(_taken_out, report, rows) for rows in children[:5]),
        lambda: _sql("UPDATE pay_reports_reportfigure SET percent = 0"),
        lambda: ShownSum.objects.update(parts=True),
        lambda: ShownPay.objects.all()._raw_delete("default"),
        lambda: _sql("TRUNCATE pay_reports_report CASCADE"),
    ]
    before = [list(getattr(report, rows).values()) for rows in children], Report.objects.values().get()
    for attack in attacks:
        with pytest.raises(DatabaseError), transaction.atomic():
            attack()
    assert ([list(getattr(report, rows).values()) for rows in children], Report.objects.values().get()) == before


def _taken_out(report: Report, rows: str) -> None:
    getattr(report, rows).all()._raw_delete("default")


def _sql(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(text)


def test_a_later_edition_names_the_former_one(firm: Employer) -> None:
    first = published(firm)
    with pytest.raises(DomainError, match="Say why there has to be a later edition"):
        start_report(year=2026, legal_entity="One", by=firm.analyst)
    second = start_report(year=2026, legal_entity="One", why_again="A bonus came late", by=firm.analyst)
    assert (second.former, second.choices) == (first, first.choices)
    page = squeezed(signed_in(firm.analyst).get(reverse("pay-report", args=[first.pk])))
    assert "There is a later edition of this year." in page
    assert "There is a later edition" not in squeezed(
        signed_in(firm.colleague).get(reverse("pay-report", args=[first.pk]))
    )


def test_others_read_percentages_of_large_groups_and_no_amounts(firm: Employer) -> None:
    report = published(firm)
    schema = json.loads(SCHEMA.read_text())
    for who, read_as, amounts in (
        (firm.hr, "analyst", True),
        (firm.analyst, "analyst", False),
        (firm.representative, "representatives", False),
        (firm.colleague, "employees", False),
    ):
        client = signed_in(who)
        data = json.loads(client.get(reverse("pay-report-json", args=[report.pk])).content)
        jsonschema.validate(data, schema)
        assert data["report"]["read_as"] == read_as
        names = {each["name"]: each["shown"] for each in data["categories"]}
        assert names == {"5": True, "6": True}
        bodies = [client.get(reverse(name, args=[report.pk])) for name in FILES]
        assert [body.status_code for body in bodies] == [200] * 4
        book = openpyxl.load_workbook(io.BytesIO(bodies[3].content))
        cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
        about = {row[0].value: row[1].value for row in book.worksheets[0].iter_rows()}
        assert about["Signed by"] == "Hana Ruiz, Managing director"
        assert about["Signed on"].date() == about["Published on"].date() == timezone.localdate()  # days, no texts
        text = " ".join([*(body.content.decode() for body in bodies[:3]), *cells])
        assert ("women_amount" in text) == amounts
        assert "51,030" not in bodies[1].content.decode()
        assert ("51,030" in text or "51030" in text) == amounts
        assert not any(amount in text for amount in CANARY)
    answer = signed_in(firm.colleague).get(reverse("pay-report-schema"))
    assert json.loads(answer.content) == schema


def test_a_small_category_is_kept_back_with_its_explanation_unless_a_reason_opens_it(firm: Employer) -> None:
    CountryRules.objects.update(smallest_group=7)  # of six women in the category
    report = computed(firm.analyst)
    explain_all(report, firm.analyst)
    with pytest.raises(AskedSecondPerson) as asked:
        publication.consult(report=report, small_groups_because="Section 12", by=firm.analyst)
    assert not ShownPay.objects.exists()
    confirm(approval=asked.value.approval, by=firm.hr)
    report.refresh_from_db()
    assert report.consulted_reason == "Section 12"
    signer = account(name="Si Gner", user__roles=[Role.PAY_EQUITY_ANALYST])
    publication.sign(report=report, signed_as="CEO", by=signer)
    publication.publish_report(report=report, by=firm.analyst)
    told = {}
    for who in (firm.representative, firm.colleague, firm.analyst):
        data = json.loads(signed_in(who).get(reverse("pay-report-json", args=[report.pk])).content)
        told[who] = {each["name"]: (each["shown"], each["women"], each["explanation"]) for each in data["categories"]}
    assert told[firm.representative]["5"] == (True, 6, "Experience on the market")
    assert told[firm.colleague]["5"] == (False, None, "")
    assert told[firm.analyst]["5"] == (True, 6, "Experience on the market")
    for name in FILES[:3]:
        body = squeezed(signed_in(firm.colleague).get(reverse(name, args=[report.pk])))
        assert "Experience on the market" not in body
    page = squeezed(signed_in(firm.colleague).get(reverse("pay-report", args=[report.pk])))
    assert "because somebody’s pay could be worked out." in page


def test_pages_ask_as_often_for_thirty_as_for_one(firm: Employer, django_assert_max_num_queries: Any) -> None:
    report = computed(firm.analyst)
    client = signed_in(firm.analyst)
    with django_assert_max_num_queries(24):
        client.get(reverse("pay-report", args=[report.pk]))
    ReportCategory.objects.bulk_create(
        ReportCategory(report=report, place=place, name=f"C{place}", women=6, men=6, reached=True)
        for place in range(10, 40)
    )
    with django_assert_max_num_queries(24):
        client.get(reverse("pay-report", args=[report.pk]))
    with django_assert_max_num_queries(8):
        client.get(reverse("pay-reports"))
    for year in range(1990, 2020):
        Report.objects.create(year=year, day=f"{year}-12-31", made_by=firm.analyst)
    with django_assert_max_num_queries(8):
        client.get(reverse("pay-reports"))
