"""People and pay in a real browser: HR brings both in, places the rest, schedules an adjustment; an employee reads why."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal as D
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Employee, User
from ladders.compensation.actions.zones import create_zone
from ladders.compensation.models import Band, BandException, PayPolicy, Salary
from ladders.compensation.queries.structure import bands_on
from ladders.impact.library import install_default_plan
from ladders.impact.models import Grade
from ladders.placements.models import Placement
from tests.demo_rows import demo_without_staff
from tests.factories import hr_admin
from tests.frameworks.published import published

from .barriers import barriers, barriers_on
from .conftest import Visitor, worker

PEOPLE = """employee number,name,email,manager,location,job title,weekly hours,hire date,framework,level
B1,Bea Brandt,bea@example.org,,Lübeck,Head of research,40,2020-01-01,Research,M6
B2,Cem Can,cem@example.org,B1,Lübeck,Researcher,16,2021-01-01,Research,S6
B3,Dora Diaz,dora@example.org,B1,Lübeck,Researcher,40,2022-01-01,,
"""
SALARIES = "employee number,amount,currency,basis,from\nB1,110000,EUR,year,2026-01-01\nB2,39200,EUR,year,2026-01-01\n"


def upload(page: Page, label: str, name: str, text: str) -> None:
    """Choose a file made here."""
    page.get_by_label(label, exact=False).first.set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
    )
    page.get_by_role("button", name="Read the file").click()


@pytest.fixture
def hr(transactional_db: None) -> User:
    """HR, with a published framework, a zone and bands of every grade."""
    install_default_plan()
    hr = hr_admin()
    published(by=hr)
    zone = create_zone(code="DE", name="Germany", currency="EUR", locations=["Lübeck"], by=hr)
    for grade in Grade.objects.all():
        low = 84_000 + (grade.rank - 6) * 14_000
        figures = (
            (D(84_000), D(100_500), D(117_000)) if grade.code == "6" else (D(low), D(low + 9_000), D(low + 18_000))
        )
        minimum, midpoint, maximum = figures
        Band.objects.create(
            zone=zone,
            grade=grade,
            starts_on=dt.date(2025, 1, 1),
            minimum=minimum,
            midpoint=midpoint,
            maximum=maximum,
        )
    PayPolicy.objects.update_or_create(
        pk=1, defaults={"band_visibility": "near", "progression": "Command of the work."}
    )
    return hr


def test_people_pay_and_why(visitor: Visitor, hr: User) -> None:
    year = timezone.localdate().year + 1

    def of_hr(page: Page) -> None:
        page.goto("/people/import/")
        upload(page, "File", "people.csv", PEOPLE)
        page.get_by_role("button", name="Take them in").click()
        page.get_by_role("link", name="Place those without a level").click()
        page.get_by_label(re.compile("^Level of all: Researcher")).fill("Research · S5 Specialist 5")
        page.get_by_label(re.compile("^Level of all: Researcher")).fill(
            page.locator("#levels option[value*='S5']").first.get_attribute("value") or ""
        )
        reasons = page.get_by_label(re.compile("Reason|What for"))
        if reasons.count():
            reasons.first.fill("First placement")
        page.get_by_role("button", name="See whom it touches").click()
        page.get_by_role("button", name=re.compile("^Place [0-9]+ pe")).click()
        expect(page.get_by_text(re.compile("holds? a level now"))).to_be_visible()
        page.goto("/pay/people/")
        page.get_by_role("link", name="Import salaries").click()
        upload(page, "File", "pay.csv", SALARIES)
        expect(page.get_by_text("This is what would change. Nothing is written yet.")).to_be_visible()
        expect(page.get_by_role("row", name=re.compile("Cem Can"))).to_contain_text("€98,000")
        page.get_by_role("button", name="Take them in").click()
        page.get_by_role("link", name="See where everybody’s pay stands").click()
        page.get_by_label("Show").select_option("all")
        page.get_by_role("button", name="Show").click()
        row = page.get_by_role("row", name=re.compile("Cem Can"))
        expect(row).to_contain_text("0.98")
        expect(row).to_contain_text("42.4 %")
        page.goto("/bands/zone/DE/adjust/")
        page.get_by_label("Percent").fill("3")
        page.get_by_label("In force from").fill(f"{year}-01-01")
        page.get_by_role("button", name="Preview").click()
        expect(page.get_by_role("row", name=re.compile("^6 "))).to_contain_text("103,515")
        page.get_by_role("button", name="Schedule this change").click()
        page.wait_for_url(f"**/bands/zone/DE/?on={year}-01-01")
        expect(page.get_by_role("row", name=re.compile("^6 "))).to_contain_text("86,520")
        page.goto(f"/bands/zone/DE/?on={year - 1}-12-31")
        expect(page.get_by_role("row", name=re.compile("^6 "))).to_contain_text("117,000")

    def of_an_employee(page: Page) -> None:
        page.goto("/pay/")
        expect(page.get_by_text("€39,200 a year", exact=True)).to_be_visible()
        page.get_by_role("link", name="Why this band?").click()
        expect(page.get_by_role("heading", name="Why this band?")).to_be_visible()
        expect(page.get_by_text("grade 6 pays from €84,000 to €117,000")).to_be_visible()
        expect(page.get_by_text("Command of the work.")).to_be_visible()
        expect(page.get_by_text("Team size. How many people report to somebody is no factor")).to_be_visible()
        assert page.goto("/pay/people/").status == 403  # type: ignore[union-attr]

    with worker():
        visitor.visit(hr, of_hr)
    assert Placement.objects.filter(employee__number="B3", level__code="S5").exists()
    assert list(Salary.objects.order_by("amount").values_list("amount", "fte")) == [
        (D(39200), D("0.4")),
        (D(110000), 1),
    ]
    zone = Band.objects.all()[0].zone
    assert bands_on(zone, dt.date(year, 1, 1))["6"].maximum == D(120_510)
    assert bands_on(zone, dt.date(year - 1, 12, 31))["6"].maximum == D(117_000)
    cem = Employee.objects.get(number="B2").user
    assert cem is not None
    visitor.visit(cem, of_an_employee)


@pytest.mark.parametrize(("scheme", "width"), [("light", 360), ("dark", 1400)])
def test_axe_finds_nothing_on_pages_of_pay(visitor: Visitor, scheme: str, width: int) -> None:
    demo_without_staff()
    hr = User.objects.get(email="saoirse.halloran@quillmere.example")
    person = Salary.objects.order_by("employee__number")[0].employee_id
    zone = Band.objects.order_by("zone__code")[0].zone.code
    paths = [
        "/bands/",
        f"/bands/zone/{zone}/",
        f"/bands/zone/{zone}/edit/",
        f"/bands/zone/{zone}/adjust/",
        f"/bands/zone/{zone}/market/",
        f"/bands/zone/{zone}/copy/",
        f"/bands/zone/{zone}/details/",
        "/bands/rules/",
        "/bands/supplements/",
        "/bands/supplements/new/",
        "/bands/exceptions/",
        "/bands/exceptions/new/",
        *[f"/bands/exceptions/{pk}/" for pk in BandException.objects.values_list("pk", flat=True)[:1]],
        "/bands/import/",
        "/pay/",
        "/pay/people/?show=all",
        f"/pay/people/{person}/",
        f"/pay/people/{person}/salary/",
        f"/pay/people/{person}/protection/",
        "/pay/log/",
        "/pay/criteria/",
        "/pay/import/",
        "/frameworks/engineering/levels/S6/why/",
    ]

    def story(page: Page) -> dict[str, Any]:
        found = barriers_on(page, paths)
        page.goto("/pay/import/")
        upload(page, "File", "pay.csv", "employee number,amount,currency,basis,from\nQ003,999999,EUR,year,2030-01-01\n")
        expect(page.get_by_role("button", name="Take them in")).to_be_visible()
        found["salaries, looked at"] = barriers(page)
        page.goto(f"/bands/zone/{zone}/adjust/")
        page.get_by_label("Percent").fill("3")
        page.get_by_role("button", name="Preview").click()
        expect(page.get_by_role("button", name="Schedule this change")).to_be_visible()
        found["an adjustment, looked at"] = barriers(page)
        return found

    with worker():
        found = visitor.visit(hr, story, color_scheme=scheme, viewport={"width": width, "height": 800})
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
