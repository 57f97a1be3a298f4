"""Who sees pay: every page and export, for everybody who might ask. No figure in a body where it may not be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Employee, RoleGrant, User
from accounts.roles import Role
from ladders.compensation.models import (
    BandException,
    BandVisibility,
    PayAccess,
    PayPolicy,
    PayProtection,
    PayZone,
    Salary,
)
from ladders.compensation.queries.readers import people_whose_pay
from ladders.frameworks.models import Version
from ladders.reporting.models import ReportingLine
from tests.compensation.payroll import START, level, somebody
from tests.conftest import signed_in
from tests.factories import EmployeeFactory
from tests.list_files import fetched, rows_of
from tests.pages import without_tokens
from tests.shared_rows import shared_rows

D = Decimal
SALARY = "91,357"  # the person's, and nobody else's
HOLDERS = [
    "hr",
    "hr_in_scope",
    "hr_out_of_scope",
    "analyst",
    "manager",
    "person",
    "colleague",
    "representative",
    "system",
    "signed_out",
]


@dataclass
class Company:
    """Everybody who might ask for one person's pay."""

    person: Employee
    users: dict[str, User]

    def client(self, who: str) -> Client:
        """Their browser."""
        return signed_in(self.users[who]) if who in self.users else Client()


def _role(role: Role, **scope: Any) -> User:
    user = EmployeeFactory.create().user
    assert user is not None
    RoleGrant.objects.create(user=user, role=role, **scope)
    return user


@shared_rows
def company(research: Version, germany: PayZone, hr: User) -> Company:
    """A person in the Lab paid 91,357, and everybody else."""
    person = somebody(level(research, "S6"), 91_357, department="Lab", legal_entity="One GmbH")
    manager = somebody(level(research, "M6"), department="Lab")
    ReportingLine.objects.create(employee=person, manager=manager, starts_on=START)
    colleague = somebody(level(research, "S6"), 90_000, department="Lab")
    assert person.user
    assert manager.user
    assert colleague.user
    return Company(
        person,
        {
            "hr": hr,
            "hr_in_scope": _role(Role.HR_ADMIN, departments=["Lab"]),
            "hr_out_of_scope": _role(Role.HR_ADMIN, departments=["Sales"]),
            "analyst": _role(Role.COMPENSATION_ANALYST),
            "manager": manager.user,
            "person": person.user,
            "colleague": colleague.user,
            "representative": _role(Role.EMPLOYEE_REPRESENTATIVE),
            "system": _role(Role.SYSTEM_ADMINISTRATOR),
        },
    )


def body_of(response: Any) -> str:
    """Text of a page, without its random tokens, which may hold “84k” by chance; of a workbook, of its sheet."""
    if "spreadsheet" not in response["Content-Type"]:
        return without_tokens(response.content.decode())
    import io

    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(response.content)).worksheets[0]
    return " ".join(
        f"{value:,}" if isinstance(value, int | float) else str(value) for row in sheet.values for value in row
    )


@pytest.mark.parametrize("managers", [False, True])
@pytest.mark.parametrize("who", HOLDERS)
def test_the_persons_pay_is_in_no_body_it_may_not_be_in(who: str, managers: bool, company: Company) -> None:
    PayPolicy.objects.update_or_create(pk=1, defaults={"managers_see_pay": managers})
    others = {"hr", "hr_in_scope", "analyst"} | ({"manager"} if managers else set())
    client = company.client(who)
    pages = {
        "person": reverse("person-pay", args=[company.person.pk]),
        "list": reverse("pay-list") + "?show=all",
        "mine": reverse("my-pay"),
        "set": reverse("salary-set", args=[company.person.pk]),
        "protect": reverse("pay-protect", args=[company.person.pk]),
        "log": reverse("pay-log"),
        "why": reverse("why-band", args=["research", "S6"]),
        "level": reverse("level", args=["research", "S6"]),
    }
    shown = {name for name, address in pages.items() if SALARY in body_of(client.get(address, follow=True))}
    file = fetched(client, "pay", "show=all")
    shown |= {"export"} if SALARY in body_of(file) else set()
    wanted = {
        "person": {"person", "mine"},  # asked for as another's, one's own pay leads to one's own page
        "manager": {"person", "list"} if managers else set(),
    }.get(who, {"person", "list", "export"} if who in others else set())
    assert shown == wanted
    statuses = {name: client.get(address).status_code for name, address in pages.items()}
    statuses["export"] = file.status_code
    if who == "signed_out":
        assert set(statuses.values()) == {302}
        return
    reader = who in others
    sees_list = who in {"hr", "hr_in_scope", "hr_out_of_scope", "analyst"}
    editor = who in {"hr", "hr_in_scope", "analyst"}
    assert statuses == {
        "person": 200 if reader else 302 if who == "person" else 404,
        "list": 200 if sees_list or (who == "manager" and managers) else 403,
        "export": 200 if sees_list else 403,
        "mine": 200,
        "set": 200 if editor else 404 if who == "hr_out_of_scope" else 403,
        "protect": 200 if editor else 404 if who == "hr_out_of_scope" else 403,
        "log": 200 if who in {"hr", "hr_in_scope", "hr_out_of_scope"} else 403,
        "why": 200,
        "level": 200,
    }


@pytest.mark.parametrize("who", HOLDERS)
def test_the_queryset_says_the_same(who: str, company: Company) -> None:
    from django.contrib.auth.models import AnonymousUser

    user: Any = company.users.get(who, AnonymousUser())
    wanted = who in {"hr", "hr_in_scope", "analyst", "person"}
    assert people_whose_pay(user).filter(pk=company.person.pk).exists() is wanted
    assert Salary.objects.visible_to(user).filter(employee=company.person).exists() is wanted


@pytest.mark.parametrize("who", [who for who in HOLDERS if who not in ("hr", "hr_in_scope", "analyst")])
def test_nobody_else_sets_or_protects_pay(who: str, company: Company) -> None:
    client = company.client(who)
    data = {"starts_on": "2026-07-01", "amount": "1", "currency": "EUR", "basis": "year", "fte": "1"}
    client.post(reverse("salary-set", args=[company.person.pk]), data)
    more = {"ends_on": "2027-07-01", "follows": "x", "reason": "y"}
    client.post(reverse("pay-protect", args=[company.person.pk]), data | more)
    assert list(Salary.objects.filter(employee=company.person).values_list("amount", "ends_on")) == [
        (D("91357.00"), None)
    ]
    assert not PayProtection.objects.exists()


def test_every_view_of_anothers_pay_goes_to_the_log(company: Company) -> None:
    analyst = company.client("analyst")
    analyst.get(reverse("person-pay", args=[company.person.pk]))
    analyst.get(reverse("pay-list") + "?show=all")
    fetched(analyst, "pay", "show=all")
    kinds = PayAccess.objects.filter(employee=company.person, by=company.users["analyst"]).values_list(
        "kind", flat=True
    )
    assert sorted(kinds) == ["export", "list", "person"]
    mine = company.client("person").get(reverse("my-pay"))
    assert mine.content.decode().count("Opened the person’s pay page") == 1
    assert not PayAccess.objects.filter(by=company.users["person"]).exists()


@pytest.mark.parametrize(("who", "reads"), [("hr", True), ("hr_in_scope", True), ("hr_out_of_scope", False)])
def test_hr_reads_the_log_of_the_people_in_reach(who: str, reads: bool, company: Company) -> None:
    company.client("analyst").get(reverse("person-pay", args=[company.person.pk]))
    body = company.client(who).get(reverse("pay-log")).content.decode()
    assert (company.person.number in body) is reads


def test_a_view_that_is_refused_leaves_no_row(company: Company) -> None:
    for who in ("colleague", "manager", "representative", "system", "hr_out_of_scope"):
        company.client(who).get(reverse("person-pay", args=[company.person.pk]))
    assert not PayAccess.objects.exists()


def test_a_manager_sees_only_who_reports_to_them_now(company: Company, research: Version) -> None:
    PayPolicy.objects.update_or_create(pk=1, defaults={"managers_see_pay": True})
    former = somebody(level(research, "S6"), 93_333)
    manager = Employee.objects.get(user=company.users["manager"])
    ReportingLine.objects.create(employee=former, manager=manager, starts_on=START, ends_on=dt.date(2024, 12, 31))
    seen = people_whose_pay(company.users["manager"])
    assert {person.pk for person in seen} == {company.person.pk, manager.pk}


def test_totals_are_of_the_people_in_reach(company: Company, research: Version) -> None:
    somebody(level(research, "S6"), 80_000, department="Sales", legal_entity="One GmbH")
    body = company.client("hr_in_scope").get(reverse("pay-list")).content.decode()
    assert "4,000" not in body
    assert "€4,000 a year" in company.client("hr_out_of_scope").get(reverse("pay-list")).content.decode()


# Statuses are in tests/routes.py; here it is about the figures of the bands in the body.
BANDS: dict[str, Callable[[], str]] = {
    "zone": lambda: reverse("zone", args=["DE"]),
    "edit": lambda: reverse("bands-edit", args=["DE"]),
    "exceptions": lambda: reverse("exceptions"),
    "lattice": lambda: reverse("framework", args=["research"]),
    "level": lambda: reverse("level", args=["research", "S6"]),
    "why": lambda: reverse("why-band", args=["research", "S6"]),
}
# What grade 6 pays in the zone, as any page may write it, and what its exception pays.
FIGURES = ("84,000", "84k", "117,000", "117k", "84000", "117000", "131,313")
READS_BANDS = {"zone", "exceptions", "lattice", "level", "why"}


@pytest.mark.parametrize("setting", BandVisibility.values)
@pytest.mark.parametrize("who", HOLDERS)
def test_band_figures_are_in_no_body_they_may_not_be_in(
    who: str, setting: str, company: Company, research: Version, germany: PayZone, hr: User
) -> None:
    """The person, the colleague and the manager hold grade 6; everybody else here is placed nowhere."""
    PayPolicy.objects.update_or_create(pk=1, defaults={"band_visibility": setting})
    BandException.objects.create(
        framework=research.framework,
        level_key=level(research, "M6").key,
        level_code="M6",
        level_title="Manager",
        zone=germany,
        starts_on=timezone.localdate(),
        ends_on=timezone.localdate() + dt.timedelta(days=300),
        minimum=D(91_000),
        midpoint=D(100_500),
        maximum=D(131_313),
        reason="Shortage",
        criterion="labour_market",
        state="approved",
        decided_by=hr,
        decided_at=timezone.now(),
    )
    Employee.objects.filter(user__in=list(company.users.values())).update(location="DE")
    client = company.client(who)
    shown = {
        name
        for name, address in BANDS.items()
        if any(figure in body_of(client.get(address(), follow=True)) for figure in FIGURES)
    }
    if who in ("hr", "analyst"):
        wanted = READS_BANDS | {"edit"}
    elif who == "representative":
        wanted = READS_BANDS
    elif who == "signed_out":
        wanted = set()
    else:
        sees = setting == "everyone" or (setting == "near" and who in ("person", "colleague", "manager"))
        wanted = {"lattice", "level", "why"} if sees else set()
    assert shown == wanted


@pytest.mark.parametrize("who", ["hr_out_of_scope", "manager", "colleague", "representative", "system"])
def test_no_standing_of_the_person_is_told_either(who: str, company: Company) -> None:
    """Neither compa-ratio nor penetration nor standing, in list or workbook; not even that there is such a person."""
    client = company.client(who)
    pages = [client.get(address, follow=True) for address in (reverse("pay-list") + "?show=all", reverse("pay-log"))]
    for answer in (*pages, fetched(client, "pay", "show=all")):
        body = body_of(answer)
        assert [part in body for part in ("0.91", "22.3", company.person.number, company.person.name)] == [False] * 4


@pytest.mark.parametrize(("who", "reads"), [("hr", True), ("hr_in_scope", True), ("hr_out_of_scope", False)])
def test_the_log_is_narrowed_sorted_and_taken_as_seen_within_reach(who: str, reads: bool, company: Company) -> None:
    number = company.person.number
    company.client("analyst").get(reverse("person-pay", args=[company.person.pk]))
    company.client("analyst").get(reverse("pay-list"), {"show": "all"})
    ways = list(PayAccess.objects.filter(employee=company.person).order_by("pk").values_list("kind", flat=True))
    assert ways == ["person", "list"]
    client = company.client(who)
    rows = client.get(reverse("pay-log"), {"sort": "when", "q": number}).context["rows"]
    assert [row.kind for row in rows] == (ways if reads else [])
    rows = client.get(reverse("pay-log"), {"how": "list", "q": number}).context["rows"]
    assert [row.kind for row in rows] == (["list"] if reads else [])
    found = rows_of(fetched(client, "pay-log", f"how=person&q={number}"))
    assert found[0] == ("When", "Who", "Whose pay", "Employee number", "Department", "How")
    assert [row[3:] for row in found[1:]] == (
        [(number, company.person.department, "Opened the person’s pay page")] if reads else []
    )


@pytest.mark.parametrize("count", [1, 30])
def test_the_log_asks_as_often_for_any_number_of_looks(
    company: Company, count: int, django_assert_max_num_queries: Any
) -> None:
    PayAccess.objects.bulk_create(
        PayAccess(by=company.users["analyst"], employee=company.person, kind="person") for _number in range(count)
    )
    client = company.client("hr")
    client.get(reverse("pay-log"))
    with django_assert_max_num_queries(8):
        assert len(client.get(reverse("pay-log")).context["rows"]) == count


def test_the_log_goes_on_behind_a_look_in_both_directions(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ladders.compensation.web.views.pay.LOG", 2)
    made = PayAccess.objects.bulk_create(
        PayAccess(by=company.users["analyst"], employee=company.person, kind="person") for _number in range(5)
    )
    keys = [row.pk for row in made]
    client = company.client("hr")
    for sort, wanted in (("when", keys), ("-when", keys[::-1])):
        seen: list[int] = []
        query = f"sort={sort}"
        while query:
            page = client.get(f"{reverse('pay-log')}?{query}")
            seen += [row.pk for row in page.context["rows"]]
            query = page.context["following"]
        assert seen == wanted
