"""My team and its members: the manager of the day, and nobody else; only what the person shares, and only as long as they do."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Employee, User
from accounts.roles import Role
from ladders.careers.models import Evidence, LeadWish, SeasonPlan, Share
from ladders.careers.queries.sharing import Audience, Thing
from ladders.compensation.models import PayPolicy
from ladders.frameworks.models import Version
from ladders.impact.models import FactorPlan
from ladders.reporting.models import ReportingLine
from tests.conftest import signed_in
from tests.factories import EmployeeFactory, account
from tests.frameworks.published import published
from tests.pages import assert_clean
from tests.shared_rows import shared_rows

from .company import SINCE, local_hr, person, place, report, today

pytestmark = pytest.mark.django_db
YESTERDAY = dt.timedelta(days=1)
SECRET, PLAN, WISH = "Zebrafish rescue", "a year in Porto", "Not now"


@dataclass
class Company:
    """Ada leads Bo, and Cy leads Ada. Di led Bo until yesterday; Ed is Bo's colleague; Flo has nothing to do with it."""

    version: Version
    ada: Employee
    bo: Employee
    cy: Employee
    di: Employee
    ed: Employee
    flo: Employee


@shared_rows
def company(plan: FactorPlan, hr: User) -> Company:
    version = published(hr)
    found = Company(version, *(person(name) for name in ("Ada", "Bo", "Cy", "Di", "Ed", "Flo")))
    place(version, "M6", found.ada)
    place(version, "S5", found.bo)
    place(version, "P6", found.ed)
    report(found.bo, found.di, until=today() - YESTERDAY)
    report(found.bo, found.ada, since=today())
    report(found.ed, found.ada)
    report(found.ada, found.cy)
    Evidence.objects.create(employee=found.bo, happened_on=SINCE, title=SECRET, impacts=["business"])
    SeasonPlan.objects.create(employee=found.bo, season="advising", note=PLAN)
    LeadWish.objects.create(employee=found.bo, answer="not_now")
    return found


def share(who: Employee, *things: Thing, audience: Audience = Audience.MANAGER, **fields: Any) -> None:
    for thing in things:
        Share.objects.create(employee=who, what=thing, audience=audience, **fields)


def ask(who: Employee | User, name: str, *args: object, query: str = "") -> Any:
    user = who if isinstance(who, User) else who.user
    assert user is not None
    return signed_in(user).get(reverse(name, args=args) + query)


def words(who: Employee | User, name: str, *args: object, query: str = "") -> str:
    response = ask(who, name, *args, query=query)
    assert_clean(response)
    return str(response.content.decode())


def strangers(company: Company) -> list[Any]:
    """Everybody who is not the manager of the day."""
    roles = (Role.HR_ADMIN, Role.EMPLOYEE_REPRESENTATIVE, Role.COMPENSATION_ANALYST, Role.SYSTEM_ADMINISTRATOR)
    people: list[Any] = [company.bo, company.cy, company.di, company.ed, company.flo]
    return [*people, *(account(user__roles=[role]) for role in roles), local_hr("Lab"), local_hr("Elsewhere")]


def test_only_the_manager_of_the_day_sees_a_member(company: Company) -> None:
    share(company.bo, Thing.SEASONS, Thing.EVIDENCE, Thing.MOVES, Thing.WISH)
    assert SECRET in words(company.ada, "team-member", company.bo.pk)
    for who in strangers(company):
        assert ask(who, "team-member", company.bo.pk).status_code == 404
        assert ask(who, "shared-moves", company.bo.pk).status_code == 404
    for name, args in (
        ("team", []),
        ("team-member", [company.bo.pk]),
        ("team-talk", []),
        ("shared-moves", [company.bo.pk]),
    ):
        assert Client().get(reverse(name, args=args)).status_code == 302


def test_a_former_manager_loses_everything_on_the_day_the_line_ends(company: Company) -> None:
    share(company.bo, Thing.SEASONS, Thing.MOVES)
    assert ask(company.ada, "team-member", company.bo.pk).status_code == 200
    ReportingLine.objects.filter(employee=company.bo, manager=company.di).delete()
    ends = today() - YESTERDAY
    ReportingLine.objects.filter(employee=company.bo).update(starts_on=ends, ends_on=ends)
    assert ask(company.ada, "team-member", company.bo.pk).status_code == 404
    assert ask(company.ada, "shared-moves", company.bo.pk).status_code == 404
    assert ask(company.ada, "shared", company.bo.pk).status_code == 404
    assert "Bo" not in words(company.ada, "team", query="?view=list")


def test_nothing_is_seen_that_is_not_shared_and_nothing_after_it_was_taken_back(company: Company) -> None:
    page = words(company.ada, "team-member", company.bo.pk)
    assert "Specialist 5" in page
    assert "shares nothing with you at the moment" in page
    for word in (SECRET, PLAN, WISH, "Advising", "To grow", "Possible moves and gaps"):
        assert word not in page, word
    share(company.bo, Thing.EVIDENCE)
    page = words(company.ada, "team-member", company.bo.pk)
    assert SECRET in page
    assert not [word for word in (PLAN, WISH, "Advising", "To grow") if word in page]
    share(company.bo, Thing.SEASONS, Thing.MOVES, Thing.WISH)
    page = words(company.ada, "team-member", company.bo.pk)
    assert not [word for word in (SECRET, WISH, "Advising", "To grow", "Specialist 6") if word not in page]
    Share.objects.all().delete()
    page = words(company.ada, "team-member", company.bo.pk)
    assert not [word for word in (SECRET, PLAN, WISH, "Advising", "To grow") if word in page]


def test_what_is_shared_with_hr_or_a_colleague_is_not_shared_with_the_manager(company: Company) -> None:
    share(company.bo, Thing.EVIDENCE, Thing.MOVES, audience=Audience.HR)
    share(company.bo, Thing.SEASONS, Thing.MOVES, audience=Audience.COLLEAGUE, colleague=company.ed)
    page = words(company.ada, "team-member", company.bo.pk)
    assert not [word for word in (SECRET, "Advising", "To grow") if word in page]
    assert "To grow" in words(company.ed, "shared-moves", company.bo.pk)
    assert "To grow" in words(account(user__roles=[Role.HR_ADMIN]), "shared-moves", company.bo.pk)
    assert ask(local_hr("Elsewhere"), "shared-moves", company.bo.pk).status_code == 404
    for who in (company.ada, company.cy, company.di, company.flo, company.bo):
        assert ask(who, "shared-moves", company.bo.pk).status_code == 404


def test_the_managers_manager_sees_what_is_shared_with_them_by_name(company: Company) -> None:
    share(company.bo, Thing.MOVES, audience=Audience.COLLEAGUE, colleague=company.cy)
    assert "Specialist 6" in words(company.cy, "shared-moves", company.bo.pk)
    assert ask(company.cy, "team-member", company.bo.pk).status_code == 404
    assert "Bo" not in words(company.cy, "team", query="?view=list")


def test_the_lattice_and_the_list_show_the_team(company: Company, hr: User) -> None:
    gil = person("Gil")
    report(gil, company.ada)
    response = ask(company.ada, "team")
    assert_clean(response)
    cards = {
        card.level.code: card for row in response.context["view"].rows for cell in row.cells for card in cell.cards
    }
    assert (cards["S5"].mark, cards["S5"].notes) == ("1 of the team", ("Bo",))
    assert (cards["P6"].notes, cards["S6"].mark, cards["S6"].notes) == (("Ed",), "", ())
    assert [member.person.name for member in response.context["team"].unplaced] == ["Gil"]
    share(company.bo, Thing.SEASONS)
    rows = ask(company.ada, "team", query="?view=list").context["team"].members
    assert [(row.person.name, row.shares) for row in rows] == [("Bo", (Thing.SEASONS,)), ("Ed", ()), ("Gil", ())]


def test_nobody_reports_to_them(company: Company) -> None:
    assert "Nobody reports to you today" in words(company.flo, "team")
    assert "Nobody reports to you today" in words(company.di, "team")
    assert "Nobody reports to you today" in words(User.objects.create_user("no@example.org", name="No Body"), "team")


def test_my_team_stands_in_the_masthead_for_those_who_lead_today(company: Company) -> None:
    entry = f'href="{reverse("team")}"'
    for page in ("framework-list", "account"):
        assert entry in words(company.ada, page)
        assert entry in words(company.cy, page)
        for who in (company.bo, company.di, company.flo, account(user__roles=[Role.HR_ADMIN])):
            assert entry not in words(who, page)
    lattice = [company.version.framework.slug]
    assert entry in words(company.ada, "framework", *lattice)
    assert entry not in words(company.flo, "framework", *lattice)
    Employee.objects.filter(pk=company.ada.pk).update(left_on=today())  # Cy's only report works here until tonight
    assert entry in words(company.cy, "account")
    Employee.objects.filter(pk=company.ada.pk).update(left_on=today() - YESTERDAY)
    assert entry not in words(company.cy, "account")


def test_pay_is_linked_only_where_the_setting_lets_managers_see_it(company: Company) -> None:
    link = reverse("person-pay", args=[company.bo.pk])
    assert link not in words(company.ada, "team-member", company.bo.pk)
    assert ask(company.ada, "person-pay", company.bo.pk).status_code == 404
    PayPolicy.objects.update_or_create(pk=1, defaults={"managers_see_pay": True})
    assert link in words(company.ada, "team-member", company.bo.pk)


@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.parametrize("query", ["", "?view=list"])
def test_the_same_number_of_queries_for_any_number_of_people(
    company: Company, count: int, query: str, django_assert_num_queries: Any
) -> None:
    boss = person("Boss")
    for member in EmployeeFactory.create_batch(count):
        place(company.version, "S5", member)
        report(member, boss)
        share(member, Thing.SEASONS, Thing.MOVES)
    assert boss.user is not None
    client = signed_in(boss.user)
    client.get(reverse("team") + query)
    with django_assert_num_queries(10):
        client.get(reverse("team") + query)


def test_the_guide_for_the_talk_is_for_both_sides(company: Company) -> None:
    page = words(company.flo, "team-talk")
    assert "If you are the manager" in page
    assert "If it is you who thinks of it" in page
    assert f'<a href="{reverse("team")}">My team</a>' in page  # the way back
    for who in (company.ada, company.flo):  # with a team and without
        assert f'href="{reverse("shared-list")}">What others share with me</a>' in words(who, "team")


def test_looking_leaves_no_trace(company: Company) -> None:
    from ladders.core.models import AuditEntry, Job

    share(company.bo, Thing.SEASONS, Thing.EVIDENCE, Thing.MOVES)
    before = AuditEntry.objects.count(), Job.objects.count()
    for name, args in (("team", []), ("team-member", [company.bo.pk])):
        assert ask(company.ada, name, *args).status_code == 200
    assert (AuditEntry.objects.count(), Job.objects.count()) == before
