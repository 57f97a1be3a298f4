"""Nobody decides about their own level, manager, pay, place or roles: by page, file or command, one row of the table each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse

from accounts.actions import set_reach, set_roles
from accounts.models import Employee, User
from accounts.roles import Role
from ladders.compensation.actions.salaries import protect_pay, set_salary
from ladders.compensation.domain.position import Basis
from ladders.compensation.models import PayProtection, Salary
from ladders.core.errors import DomainError
from ladders.exchange.people.shapes import PeoplePlan
from ladders.exchange.people.write import import_people, look
from ladders.exchange.salaries.write import import_salaries
from ladders.frameworks.models import Level, Version
from ladders.impact.models import FactorPlan
from ladders.placements.actions import batches, placements
from ladders.placements.models import Placement
from ladders.reporting.models import ReportingLine
from tests.factories import EmployeeFactory, hr_admin
from tests.frameworks.published import published
from tests.pages import squeezed
from tests.shared_rows import shared_rows

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 1)
PAY = "number,amount,currency,basis,from\n"


@shared_rows
def version(plan: FactorPlan, hr: User) -> Version:
    return published(hr)


@pytest.fixture
def own(hr: User) -> Employee:
    return Employee.objects.get(user=hr)


def about(person: Employee) -> tuple[Any, ...]:
    """All that decides about somebody's pay and about who looks after them."""
    kinds = (Placement, ReportingLine, Salary, PayProtection)
    rows = [list(kind._default_manager.filter(employee=person).order_by("pk").values()) for kind in kinds]
    record = Employee.objects.filter(pk=person.pk).values().get()
    user = person.user
    assert user is not None
    return *rows, record, list(user.grants.order_by("pk").values())


def in_file(text: str, by: User | None) -> PeoplePlan:
    return import_people(files=[("people.csv", text.encode())], by=by, today=DAY)


def s5(version: Version) -> Level:
    return Level.objects.get(version=version, code="S5")


def salary(own: Employee, by: User) -> Any:
    return set_salary(employee=own, starts_on=DAY, amount=Decimal(90_000), currency="EUR", basis=Basis.YEAR, by=by)


def protection(own: Employee, by: User) -> Any:
    return protect_pay(
        employee=own, starts_on=DAY, ends_on=DAY, amount=Decimal(1), currency="EUR", follows="x", reason="x", by=by
    )  # fmt: skip


WAYS: dict[str, Callable[[Employee, User, Level], Any]] = {
    "first level": lambda own, by, level: placements.place(employee=own, level=level, starts_on=DAY, by=by),
    "many at once": lambda own, by, level: batches.place_many(choices={own.pk: level}, starts_on=DAY, by=by),
    "salary": lambda own, by, level: salary(own, by),
    "protection": lambda own, by, level: protection(own, by),
    "role": lambda own, by, level: set_roles(user=by, roles=set(Role), seen=None, by=by),
    "reach": lambda own, by, level: set_reach(
        user=by, role=Role.HR_ADMIN, legal_entities=[], departments=["Lab"], by=by
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_no_action_decides_about_whoever_acts(way: str, version: Version, hr: User, own: Employee) -> None:
    hr_admin()  # so that being the last one is not the reason
    before = about(own)
    with pytest.raises(DomainError, match=r"Nobody (sets|gives)"):
        WAYS[way](own, hr, s5(version))
    assert about(own) == before


def test_a_file_leaves_whoever_brings_it_as_they_are_and_takes_the_rest(
    version: Version, hr: User, own: Employee
) -> None:
    boss = EmployeeFactory.create(number="B1")
    EmployeeFactory.create(number="E1")
    head = "number,name,manager,department,location,weekly hours,left on,level\n"
    text = head + f"{own.number},New Name,B1,Board,Zug,20,2027-01-01,S5\nE1,Eli,B1,Lab,Zug,20,,S5\n"
    before = about(own)
    seen = look([("people.csv", text.encode())], by=hr)
    made = in_file(text, hr)
    for plan_of in (seen, made):
        assert [str(p.message) for p in plan_of.problems.listed] == [
            "people.csv, row 2: this is you, and nobody decides about their own department and location and weekly hours and "
            "left on and manager and level. It stays as it is; somebody else can bring it."
        ]
    after = about(own)
    assert (after[:4], after[5]) == (before[:4], before[5])
    assert {k: v for k, v in after[4].items() if v != before[4][k]} == {
        "name": "New Name",
        "sort_name": "name new new name",
    }
    other = Employee.objects.get(number="E1")
    assert [other.location, other.placements.get().level.code] == ["Zug", "S5"]
    assert ReportingLine.objects.get(employee=other).manager == boss
    assert in_file(text, hr).changes == []  # repeated it changes nothing
    assert in_file(text, hr_admin()).problems.listed == []  # somebody else brings it
    assert own.placements.get().level.code == "S5"


def test_a_file_that_makes_ones_own_record_gives_no_level_and_no_manager(version: Version) -> None:
    alone = User.objects.create_user("alone@example.org", "x", name="Alone")
    set_roles(user=alone, roles={Role.HR_ADMIN}, seen=None, by=None)
    text = "number,name,email,manager,level\nA1,Alone,alone@example.org,B1,S5\nB1,Bo,bo@example.org,,\n"
    made = in_file(text, alone)
    assert "their own manager and level" in made.problems.listed[0].message
    mine = Employee.objects.get(number="A1")
    assert mine.user == alone
    assert not mine.placements.exists()
    assert not ReportingLine.objects.filter(employee=mine).exists()


def test_nobody_ties_a_record_with_a_level_to_their_own_account(version: Version) -> None:
    alone = User.objects.create_user("alone@example.org", "x", name="Alone")
    set_roles(user=alone, roles={Role.HR_ADMIN}, seen=None, by=None)
    in_file("number,name,level\nA1,Alone,S5\n", alone)
    made = in_file("number,name,email\nA1,Alone,alone@example.org\n", alone)
    assert "their own address" in made.problems.listed[0].message
    assert Employee.objects.get(number="A1").user is None
    in_file("number,name,email\nA1,Alone,alone@example.org\n", None)  # the operator may
    assert Employee.objects.get(number="A1").user == alone


def test_a_salary_file_refuses_ones_own_row(version: Version, hr: User, own: Employee) -> None:
    text = PAY + f"{own.number},90000,EUR,year,2026-07-01\n"
    made = import_salaries(files=[("pay.csv", text.encode())], by=hr)
    assert made.problems.refused
    assert "your own pay" in made.problems.listed[0].message
    assert not Salary.objects.exists()


def test_the_shell_acts_for_whom_it_names_and_as_the_operator_otherwise(
    version: Version, hr: User, own: Employee, tmp_path: Path
) -> None:
    people, pay = tmp_path / "people.csv", tmp_path / "pay.csv"
    people.write_text(f"number,name,level\n{own.number},{own.name},S5\n")
    pay.write_text(PAY + f"{own.number},90000,EUR,year,2026-07-01\n")
    out, err = StringIO(), StringIO()
    call_command("import_people", str(people), "--by", hr.email, stdout=out, stderr=err)
    assert "their own level" in err.getvalue()
    assert not own.placements.exists()
    with pytest.raises(SystemExit):
        call_command("import_salaries", str(pay), "--by", hr.email, stdout=out, stderr=err)
    assert "your own pay" in err.getvalue()
    assert not Salary.objects.exists()
    colleague = EmployeeFactory.create().user
    assert colleague is not None
    for command, path in (("import_people", people), ("import_salaries", pay), ("import_bands", pay)):
        with pytest.raises(CommandError, match="may not do this"):
            call_command(command, str(path), "--by", colleague.email)
        with pytest.raises(CommandError, match="Nobody signs in"):
            call_command(command, str(path), "--by", "who@example.org")
    call_command("import_people", str(people), stdout=out, stderr=err)
    call_command("import_salaries", str(pay), stdout=out, stderr=err)
    assert own.placements.get().level.code == "S5"
    assert Salary.objects.get().amount == Decimal(90_000)


def test_pages_neither_offer_nor_take_ones_own_level(version: Version, hr: User, own: Employee) -> None:
    client = Client()
    client.force_login(hr)
    page = squeezed(client.get(reverse("person", args=[own.pk])))
    assert 'name="place-level"' not in page
    other = EmployeeFactory.create()
    assert 'name="place-level"' in squeezed(client.get(reverse("person", args=[other.pk])))
    level = f"{version.framework}: S5"
    answer = client.post(
        reverse("person-place", args=[own.pk, "place"]), {"place-level": level, "place-starts_on": "2026-03-01"}
    )
    assert answer.status_code == 422
    assert not own.placements.exists()
    Employee.objects.filter(pk__in=[own.pk, other.pk]).update(job_title="Twin")
    many = squeezed(client.get(reverse("unplaced"), {"title": "Twin"}))
    assert [f">{person.name}</a><br>" in many for person in (own, other)] == [False, True]


def test_ones_own_page_of_roles_takes_a_role_away_and_leaves_the_reach_alone(hr: User) -> None:
    set_roles(user=hr, roles={Role.HR_ADMIN, Role.FRAMEWORK_EDITOR}, seen=None, by=hr_admin())
    client = Client()
    client.force_login(hr)
    sent: dict[str, Any] = {"roles": ["hr_admin"], "seen": ["hr_admin", "framework_editor"]}
    sent |= {"hr_admin-departments": "", "hr_admin-legal_entities": ""}
    client.post(reverse("person-roles", args=[hr.pk]), sent)
    assert list(hr.grants.values_list("role", "departments")) == [("hr_admin", [])]
