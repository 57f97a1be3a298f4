"""Equal pay in the demo, walked to its end: what was paid, a report, a case, a plan of raises; the right to know."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Employee, User
from ladders.compensation.models import Salary
from ladders.demo import loader
from ladders.demo.staff.headcount import IRELAND
from ladders.insights.models import PaidKind, RecordedSex
from ladders.pay_information.models import InformationAnswer
from ladders.pay_reports.models import Report, ReportCategory
from ladders.remedies.models import RemedyCase

from .barriers import barriers
from .conftest import Visitor, worker

LONG = 60_000  # milliseconds for figures to be worked out


def user(number: str) -> User:
    return User.objects.get(employee__number=number)


WRONG: list[Any] = []


def look(page: Page) -> None:
    """At both widths: whatever hinders somebody, or is wider than the window, is kept in WRONG."""
    size = page.viewport_size or {"width": 1400, "height": 900}
    for width in (360, 1400):
        page.set_viewport_size({"width": width, "height": 900})
        WRONG.extend((page.url, width, each) for each in barriers(page))
    page.set_viewport_size(size)


def payroll() -> str:
    """What the Irish payroll would send of this year, men's bonus on grade 6 twice that of women."""
    women = set(RecordedSex.objects.filter(sex="woman").values_list("employee_id", flat=True))
    lines = ["Personalnummer;Währung;Stunden;Grundgehalt;K17"]
    rows = Salary.objects.filter(employee__legal_entity=IRELAND).select_related("employee")
    for row in rows.order_by("employee__number", "-starts_on").distinct("employee__number"):
        bonus = row.amount * (7 if row.employee_id in women else 14) / 100
        amounts = f"{row.amount:.2f};{bonus:.2f}".replace(".", ",")
        lines.append(f"{row.employee.number};EUR;1700;{amounts}")
    return "\n".join(lines) + "\n"


@pytest.fixture
def year(transactional_db: None) -> int:
    """The present one; the demo is there."""
    loader.load()
    WRONG.clear()
    return timezone.localdate().year


def test_from_the_payroll_to_a_plan_of_raises(visitor: Visitor, year: int) -> None:
    nomvula, ole, saoirse = user("Q052"), user("Q034"), user("Q005")
    content = payroll()

    def brings_in(page: Page) -> None:
        page.goto("/moves/fairness/")
        page.get_by_role("link", name="Import what was paid").first.click()
        page.get_by_label("Calendar year").fill(str(year))
        page.locator("input[type=file]").set_input_files(
            {"name": "paid.csv", "mimeType": "text/csv", "buffer": content.encode()}
        )
        page.get_by_role("button", name="Read the file").click()
        page.get_by_text("Say what the columns mean").wait_for(timeout=LONG)
        page.get_by_label("K17", exact=True).select_option("pay:variable")
        page.get_by_role("button", name="Read the file again like this").click()
        expect(page.get_by_text("Nothing is written yet")).to_be_visible(timeout=LONG)
        page.get_by_role("button", name="Take it in").click()
        expect(page.get_by_text("Taken in.")).to_be_visible(timeout=LONG)

    def reports(page: Page) -> str:
        page.goto("/moves/fairness/")
        page.get_by_role("link", name="Reports on equal pay").first.click()
        look(page)
        page.get_by_role("link", name="Start a report").click()
        option = page.get_by_label("Year and employer").locator("option", has_text=f"{year}, {IRELAND}")
        page.get_by_label("Year and employer").select_option(option.get_attribute("value"))
        look(page)
        page.get_by_role("button", name="Start, and choose the methods").click()
        page.get_by_label("that of an hour: the year’s pay ÷ paid hours").check()
        look(page)
        page.get_by_role("button", name="Work out the figures").click()
        page.get_by_role("link", name="See what came of it").click(timeout=LONG)
        page.get_by_role("link", name="Ask the representatives").wait_for()  # it stands after what has to be explained
        at = page.url
        explain = page.locator(".report-next-steps a[href*=explain]")
        for turn in range(explain.count()):
            explain.nth(turn).click()
            page.get_by_label("Explanation").fill("Bonuses were agreed one by one. No criterion of ours explains it.")
            page.get_by_role("button", name="Save the explanation").click()
        page.get_by_role("link", name="Ask the representatives").click()
        page.get_by_role("button", name="Ask for their opinion").click()
        page.get_by_role("link", name="See what came of it").click(timeout=LONG)
        expect(page.get_by_text("You made this report, so somebody else signs it.")).to_be_visible()
        look(page)
        return at.removeprefix(visitor.url)

    def gives_an_opinion(page: Page) -> None:
        page.goto(path)
        page.get_by_role("link", name="Write the opinion").click()
        page.get_by_label("For whom").fill("Staff council")
        page.get_by_label("Opinion").fill("Bonuses need written criteria.")
        page.get_by_role("button", name="Save the opinion").click()
        expect(page.get_by_text("Your opinion stands with the report.")).to_be_visible()

    def signs(page: Page) -> None:
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(path)
        page.get_by_role("link", name="Sign the report").click()
        page.get_by_label("You sign as").fill("Head of people and culture")
        page.get_by_role("button", name="Sign the report").click()
        page.get_by_role("button", name="Publish the report").click()
        page.get_by_role("link", name="See what came of it").click(timeout=LONG)
        expect(page.get_by_text("It never changes.").first).to_be_visible()
        look(page)

    def plans(page: Page) -> None:
        page.goto("/equal-pay/")
        page.get_by_role("link", name="What needs doing").first.click()
        look(page)
        page.get_by_role("row").filter(has_text=IRELAND).get_by_role("link", name="6", exact=True).click()
        page.get_by_role("link", name="Decide what is done").click()
        page.get_by_label("Remedy it").check()
        page.get_by_label("Why").fill("Nothing explains it.")
        look(page)
        page.locator("main form button.btn-primary").last.click()
        page.get_by_role("link", name="Plan raises").click()
        page.get_by_label("Bring people to").select_option("grade")
        page.get_by_role("button", name="Work it out").click()
        expect(page.get_by_role("heading", name="Today")).to_be_visible(timeout=LONG)
        look(page)
        page.get_by_role("button", name="Keep this plan").first.click()
        expect(page.get_by_role("heading", name="Plan of raises")).to_be_visible()
        look(page)

    with worker():
        visitor.visit(nomvula, brings_in)
        assert PaidKind.objects.get(name="K17").treatment == "variable"
        path = visitor.visit(nomvula, reports)
        visitor.visit(ole, gives_an_opinion)
        visitor.visit(saoirse, signs)
        report = Report.objects.get(year=year)
        assert (report.state, report.signed_by) == ("published", saoirse)
        visitor.visit(nomvula, plans)
    assert ReportCategory.objects.get(report=report, name="6").reached
    case = RemedyCase.objects.get(category__report=report, name="6")
    assert (case.state, case.plans.count()) == ("remedy", 1)
    assert WRONG == [], "\n".join(map(str, WRONG))


def test_an_employee_asks_for_the_right_to_know_and_hr_sees_the_effect_of_a_salary(visitor: Visitor, year: int) -> None:
    beatriz, saoirse = user("Q015"), user("Q005")

    def asks(page: Page) -> None:
        page.goto("/pay/")
        page.get_by_role("link", name="Right to know").first.click()
        look(page)
        page.get_by_role("button", name="Ask HR").click()
        expect(page.get_by_text("due by").first).to_be_visible()

    def answers(page: Page) -> None:
        page.goto("/pay/")
        page.get_by_role("link", name="Requests to answer").first.click()
        look(page)
        page.get_by_role("link", name="Beatriz Antunes").click()
        look(page)
        page.get_by_role("button", name="Send the answer").click()
        page.wait_for_url("**/requests/")

    def reads(page: Page) -> None:
        page.goto("/pay/")
        page.get_by_role("link", name="Right to know").first.click()
        page.get_by_role("link", name=re.compile("Read the answer")).click()
        expect(page.get_by_role("heading", name="Women and men in the category")).to_be_visible()
        expect(page.get_by_role("row", name=re.compile("Women"))).to_contain_text("€")
        look(page)

    def sets_a_salary(page: Page) -> None:
        page.goto(f"/pay/people/{person}/salary/")
        page.get_by_label("Amount").first.fill("99000")
        page.get_by_role("button", name="See what it does to equal pay").click()
        expect(page.get_by_role("heading", name="What this does to equal pay")).to_be_visible()
        expect(page.get_by_role("row", name=re.compile("women beside men"))).to_be_visible()
        look(page)
        assert "99000" not in page.url
        page.reload()  # a browser would ask whether to send the form again, had this been the answer to a POST
        expect(page.get_by_label("Amount").first).to_have_value("99000")
        page.go_back()
        page.wait_for_url("**/salary/")
        page.go_forward()
        expect(page.get_by_role("heading", name="What this does to equal pay")).to_be_visible()

    person = Employee.objects.get(number="Q017").pk
    visitor.visit(beatriz, asks)
    visitor.visit(saoirse, answers)
    assert InformationAnswer.objects.get().request.employee == Employee.objects.get(number="Q015")
    visitor.visit(beatriz, reads)
    visitor.visit(saoirse, sets_a_salary)
    assert WRONG == [], "\n".join(map(str, WRONG))
