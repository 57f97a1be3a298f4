"""The list with findings, its workbook, one's own page, and why a level pays what it pays."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from itertools import product

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import Employee, RoleGrant, User
from accounts.roles import Role
from ladders.compensation.models import PayPolicy, PayProtection, PayZone, Salary
from ladders.compensation.models.pay_positions import PayPositionQuerySet
from ladders.compensation.queries.pay_list import OTHERS, PAGE, asked_for
from ladders.compensation.queries.pay_positions import refresh
from ladders.frameworks.models import Version
from ladders.placements.actions.no_level import hold_no_level
from tests.built import statements_built
from tests.compensation.payroll import START, level, pay, place, somebody
from tests.conftest import signed_in
from tests.factories import EmployeeFactory, UserFactory
from tests.list_files import fetched, rows_of
from tests.pages import squeezed
from tests.shared_rows import shared_rows

D = Decimal


def names(response_body: str, people: dict[str, str]) -> list[str]:
    """Which of these people a body names, in its order."""
    found = [(response_body.find(name), key) for key, name in people.items() if name in response_body]
    return [key for _at, key in sorted(found)]


@shared_rows
def people(research: Version, germany: PayZone) -> dict[str, str]:
    """One person per standing; their names by standing."""
    rung = level(research, "S6")
    made = {
        "below": somebody(rung, 80_000, name="Bea Low"),
        "above": somebody(rung, 130_000, name="Adam High"),
        "within": somebody(rung, 100_000, name="Wim Thin"),
        "protected": somebody(rung, 100_500, name="Pia Safe"),
    }
    today = timezone.localdate()
    PayProtection.objects.create(
        employee=made["protected"], starts_on=START, ends_on=today, amount=D(1), currency="EUR", follows="x", reason="y"
    )
    return {key: person.name for key, person in made.items()}


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("", ["above", "below", "protected"]),
        ("show=others", ["above", "below"]),
        ("show=below", ["below"]),
        ("show=above", ["above"]),
        ("show=running_out", ["protected"]),
        ("show=all", ["above", "below", "protected", "within"]),
        ("show=all&sort=name", ["above", "below", "protected", "within"]),
        ("show=all&sort=compa", ["below", "within", "protected", "above"]),
        ("show=all&sort=-compa", ["above", "protected", "within", "below"]),
        ("show=all&sort=gap", ["below"]),
        ("show=all&q=wim", ["within"]),
        ("show=all&framework=research&zone=DE&q=adam", ["above"]),
        ("show=all&department=Nowhere", []),
    ],
)
def test_filter_and_sort(query: str, wanted: list[str], people: dict[str, str], hr_client: Client) -> None:
    response = hr_client.get(f"{reverse('pay-list')}?{query}")
    found = names(response.content.decode(), people)
    assert found[: len(wanted)] == wanted if "gap" in query else found == wanted


@pytest.mark.parametrize("many", [0, 500])
@pytest.mark.parametrize("departments", [[], ["Lab", ""]])
def test_a_name_that_many_bear_finds_whom_one_that_few_do_finds(
    many: int, departments: list[str], people: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("queries.pay_list", "web.views.pay"):
        monkeypatch.setattr(f"ladders.compensation.{module}.MANY", many)
    Employee.objects.filter(name=people["protected"]).update(number="LOW")
    user = UserFactory.create(roles=[Role.HR_ADMIN])
    RoleGrant.objects.filter(user=user).update(departments=departments)
    client = signed_in(user)
    for query, wanted in [
        ("show=all&q=low", ["below"]),
        ("show=all&q=LOW", ["below", "protected"]),  # and whose number it is
        ("q=low", ["below"]),
        ("show=all&sort=-compa&q=LOW", ["protected", "below"]),
        ("show=all&sort=gap&q=LOW", ["below", "protected"]),
        ("show=below&q=LOW", ["below"]),
        ("show=all&q=LOW&zone=DE", ["below", "protected"]),
        ("show=all&q=nobody", []),
        ("show=all&q=%26", []),
    ]:
        response = client.get(f"{reverse('pay-list')}?{query}")
        assert names(response.content.decode(), people) == wanted, query
        assert response.context["number"] == len(wanted)
    built = statements_built(lambda: client.get(f"{reverse('pay-list')}?show=all&q=LOW"))
    assert (built == 0) == (not departments)


def test_whoever_is_above_the_band_with_a_protection_is_no_finding_to_mend(people: dict[str, str], hr: User) -> None:
    day = timezone.localdate()
    refresh(day)
    assert _named(asked_for(hr, {"show": OTHERS}, day), people) == {"above", "below"}
    PayProtection.objects.create(
        employee=Employee.objects.get(name="Adam High"),
        starts_on=START,
        ends_on=day + dt.timedelta(days=400),
        amount=D(130_000),
        currency="EUR",
        follows="x",
        reason="y",
    )
    refresh(day)
    assert _named(asked_for(hr, {"show": OTHERS}, day), people) == {"below"}
    assert _named(asked_for(hr, {}, day), people) == {"above", "below", "protected"}


def test_whoever_holds_no_level_on_purpose_is_no_finding_to_mend(people: dict[str, str], hr: User) -> None:
    day = timezone.localdate()
    board, waits = EmployeeFactory.create(name="On Board"), EmployeeFactory.create(name="Waits Here")
    named = people | {"board": board.name, "waits": waits.name}
    refresh(day)
    found = {"above", "below", "board", "waits"}
    assert _named(asked_for(hr, {"show": OTHERS}, day), named) == found
    look_again = day + dt.timedelta(days=30)
    hold_no_level(people=[board.pk], why="board", words="", review_on=look_again, by=hr)
    refresh(day)
    assert _named(asked_for(hr, {"show": OTHERS}, day), named) == found - {"board"}
    assert _named(asked_for(hr, {"show": OTHERS}, look_again), named) == found
    assert _named(asked_for(hr, {}, day), named) == found | {"protected"}
    page = signed_in(hr).get(reverse("pay-list"), {"show": "others", "on": str(day - dt.timedelta(days=1))})
    assert {"board", "waits"} <= _named(page.context["rows"], named), "nobody had said so the day before"


def _named(rows: PayPositionQuerySet, people: dict[str, str]) -> set[str]:
    found = {row.employee.name for row in rows}
    return {key for key, name in people.items() if name in found}


@pytest.mark.parametrize("on", ["", "2026-06-01"])
def test_everybody_is_shown_with_findings_first_and_who_has_no_level_last(
    on: str, research: Version, germany: PayZone, hr_client: Client
) -> None:
    rung = level(research, "S6")
    for salary, name in ((100_000, "Ada Alder"), (130_000, "Zoe Zander"), (80_000, "Max Moss"), (101_000, "Ida Young")):
        somebody(rung, salary, name=name)
    EmployeeFactory.create(name="Abe Aaron")
    address: str = f"{reverse('pay-list')}?show=all&on={on}"
    shown = [row.employee.name for row in hr_client.get(address).context["rows"]]
    assert [name for name in shown if " " in name][:2] == ["Max Moss", "Zoe Zander"]
    assert shown.index("Zoe Zander") < shown.index("Ada Alder") < shown.index("Ida Young") < shown.index("Abe Aaron")
    by_name = [row.employee.name for row in hr_client.get(f"{address}&sort=name").context["rows"]]
    assert by_name.index("Abe Aaron") < by_name.index("Ada Alder") < by_name.index("Max Moss")


@pytest.mark.parametrize("sort", ["", "name"])
def test_pages_of_everybody_follow_each_other(
    sort: str, research: Version, germany: PayZone, hr_client: Client
) -> None:
    rung = level(research, "S6")
    made = {somebody(rung, 70_000 + 20_000 * (at % 3), name=f"Person {at % 4}").pk for at in range(PAGE + 3)}
    made |= {EmployeeFactory.create(name=f"Person {at}").pk for at in range(4)}
    response = hr_client.get(f"{reverse('pay-list')}?show=all&sort={sort}")
    second = hr_client.get(f"{reverse('pay-list')}?{response.context['following']}")
    pages = [[row.pk for row in each.context["rows"]] for each in (response, second)]
    assert made <= {*pages[0], *pages[1]}
    assert not {*pages[0]} & {*pages[1]}
    if not sort:
        assert {row.standing for row in list(second.context["rows"])[-4:]} == {"no_level"}


@pytest.mark.parametrize("query", ["show=nonsense", "zone=x%20y", "framework=none"])
def test_nonsense_is_no_error_of_ours(query: str, people: dict[str, str], hr_client: Client) -> None:
    assert hr_client.get(f"{reverse('pay-list')}?{query}").status_code == 422


def test_cost_of_the_minimum_and_protection_are_told(people: dict[str, str], hr_client: Client) -> None:
    body = hr_client.get(reverse("pay-list")).content.decode()
    assert "€4,000 a year brings them to the minimum" in body
    assert "protected until" in body


@pytest.mark.parametrize("sort", ["", "name", "compa", "-compa", "gap"])
def test_pages_follow_each_other(sort: str, research: Version, germany: PayZone, hr_client: Client) -> None:
    rung = level(research, "S6")
    made = {somebody(rung, 70_000 + index % 7, name=f"Person {index % 5}").pk for index in range(PAGE + 7)}
    seen: list[int] = []
    address = f"{reverse('pay-list')}?show=below&sort={sort}"
    while address:
        response = hr_client.get(address)
        seen += [row.pk for row in response.context["rows"]]
        address = f"{reverse('pay-list')}?{response.context['following']}" if response.context["following"] else ""
    assert len(seen) == len(set(seen))
    assert set(seen) == made


def test_the_list_makes_the_same_queries_for_one_and_many(
    research: Version, germany: PayZone, hr_client: Client
) -> None:
    counts = []
    for more in (1, 30):
        _more = [somebody(level(research, "S6"), 80_000) for _ in range(more)]
        refresh()
        with CaptureQueriesContext(connection) as queries:
            assert hr_client.get(reverse("pay-list")).status_code == 200
        counts.append(len(queries))
    assert counts == [10, 10]


def test_the_workbook_holds_numbers_and_no_formula(research: Version, germany: PayZone, hr_client: Client) -> None:
    person = somebody(level(research, "S6"), name="=HYPERLINK(1)", number="+1")
    pay(person, 39_200, fte=D("0.4"))
    response = fetched(hr_client, "pay", "show=all")
    sheet = load_workbook(io.BytesIO(response.content)).worksheets[0]
    head, *rows = sheet.iter_rows()
    cells = {cell.value: own for cell, own in zip(head, next(r for r in rows if r[0].value == "+1"), strict=True)}
    assert (cells["Name"].value, cells["Name"].data_type, cells["Name"].quotePrefix) == ("=HYPERLINK(1)", "s", True)
    assert (cells["Full-time year"].value, cells["Compa-ratio"].value, cells["Range penetration, %"].value) == (
        98000,
        0.98,
        42.4,
    )
    assert cells["Full-time year"].data_type == "n"


def test_ones_own_page_says_it_all(research: Version, germany: PayZone) -> None:
    person = somebody(level(research, "S6"))
    pay(person, 39_200, fte=D("0.4"))
    assert person.user
    body = signed_in(person.user).get(reverse("my-pay")).content.decode()
    for text in ("€39,200", "€98,000", "0.98", "42.4 %", "€84,000", "€117,000", "Nobody yet."):
        assert text in body
    assert "float" not in body


def test_an_account_without_an_employee_is_told(db: None) -> None:
    from tests.factories import UserFactory

    body = signed_in(UserFactory.create()).get(reverse("my-pay")).content.decode()
    assert "No pay belongs to this account" in body


def test_as_of_a_date(research: Version, germany: PayZone, hr_client: Client) -> None:
    person = somebody(level(research, "S6"), 90_000)
    address = reverse("person-pay", args=[person.pk])
    assert "No salary is known." in hr_client.get(f"{address}?on=2023-06-01").content.decode()
    assert "€90,000" in hr_client.get(f"{address}?on=nonsense").content.decode()


def test_why_tells_every_link_of_the_chain(research: Version, germany: PayZone) -> None:
    PayPolicy.objects.update_or_create(
        pk=1, defaults={"band_visibility": "everyone", "progression": "Looked at **every April**."}
    )
    reader = somebody(level(research, "S6"))
    assert reader.user
    client, address = signed_in(reader.user), reverse("why-band", args=["research", "M6"])
    client.get(address)  # the version is compiled once
    with CaptureQueriesContext(connection) as queries:
        body = client.get(address).content.decode()
    assert len(queries) == 5
    for text in (
        "560",
        "Grade 6",
        "520 to 619",
        "€84,000",
        "€117,000",
        "Zone DE",
        "5 of 8",
        "Because of M6",
        "Market supplement",
        "Band exception",
        "<strong>every April</strong>",
        "Team size.",
        "articles 4 and 6",
        "S6 Specialist 6",
    ):
        assert text in body, text


@pytest.mark.parametrize(("visibility", "shown"), [("everyone", True), ("near", False), ("hr", False)])
def test_why_keeps_to_the_setting_about_bands(
    visibility: str, shown: bool, research: Version, germany: PayZone
) -> None:
    PayPolicy.objects.update_or_create(pk=1, defaults={"band_visibility": visibility})
    reader = EmployeeFactory.create(location="DE")
    place(reader, level(research, "E3"))  # grade 3: neither 5 nor 6 is near
    assert reader.user
    body = signed_in(reader.user).get(reverse("why-band", args=["research", "S6"])).content.decode()
    assert ("84,000" in body) is shown
    assert "Grade 6" in body


def test_why_of_an_unknown_level_is_not_found(research: Version, hr_client: Client) -> None:
    assert hr_client.get(reverse("why-band", args=["research", "X9"])).status_code == 404


def test_criteria_are_written_by_who_keeps_bands(hr_client: Client, employee_client: Client) -> None:
    address = reverse("pay-criteria")
    assert employee_client.post(address, {"progression": "mine"}).status_code == 403
    assert PayPolicy.current().progression == ""
    assert hr_client.post(address, {"progression": "By April."}).status_code == 302
    assert PayPolicy.current().progression == "By April."


def test_a_person_page_makes_a_fixed_number_of_queries(research: Version, germany: PayZone, hr: User) -> None:
    person = somebody(level(research, "S6"), 90_000)
    client = signed_in(hr)
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("person-pay", args=[person.pk]))
    assert len(queries) == 10


def test_nobody_finds_a_place_in_the_order_for_pay_they_may_not_see(
    research: Version, germany: PayZone, people: dict[str, str]
) -> None:
    """Somebody outside one's reach cannot be slid between those within it to learn where their pay lies."""
    chief = somebody(level(research, "S6"), 101_000, name="Cora Chief", department="Board")
    nobody = EmployeeFactory.create(name="Nora New", department="Lab")
    Employee.objects.filter(name__in=people.values()).update(department="Lab")
    analyst = UserFactory.create()
    RoleGrant.objects.create(user=analyst, role=Role.COMPENSATION_ANALYST, departments=["Lab"])
    client = signed_in(analyst)
    everybody = ["below", "within", "protected", "above"]
    for sort in ("compa", "gap"):
        whole = client.get(f"{reverse('pay-list')}?show=all&sort={sort}").content.decode()
        for other in (chief, nobody):  # of whom the second has no compa-ratio at all
            page = client.get(f"{reverse('pay-list')}?show=all&sort={sort}&after={other.pk}")
            assert page.status_code == 200
            found = names(page.content.decode(), people)
            if other == chief:
                assert found == names(whole, people)
    assert names(client.get(f"{reverse('pay-list')}?show=all&sort=compa").content.decode(), people) == everybody


@pytest.mark.parametrize("on", ["", "tomorrow"])
def test_the_next_page_of_pay_goes_on_where_a_raise_took_somebody_away(
    on: str, people: dict[str, str], hr_client: Client, hr: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ladders.compensation.queries.pay_list.PAGE", 2)
    day = f"&on={timezone.localdate() + dt.timedelta(days=1)}" if on else ""
    address = f"{reverse('pay-list')}?show=all&sort=-compa{day}"
    first = hr_client.get(address)
    shown = names(first.content.decode(), people)
    last = Employee.objects.get(name=people[shown[-1]])
    Salary.objects.filter(employee=last).update(amount=40_000)  # to the end of the list
    following = first.context["following"]
    rest = names(hr_client.get(f"{reverse('pay-list')}?{following}").content.decode(), people)
    assert (shown, rest) == (["above", "protected"], ["within", "below"])
    # Nobody else goes on there.
    elsewhere = signed_in(UserFactory.create(roles=[Role.COMPENSATION_ANALYST]))
    assert names(elsewhere.get(f"{reverse('pay-list')}?{following}").content.decode(), people)[0] == shown[0]


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2024-02-30", "x"])
@pytest.mark.parametrize("page", ["person-pay", "person", "people", "my-pay"])
def test_a_day_far_away_is_a_day(page: str, day: str, people: dict[str, str], hr_client: Client) -> None:
    pk = Employee.objects.get(name=people["within"]).pk
    address = reverse(page, args=[pk] if page.startswith("person") else [])
    assert hr_client.get(f"{address}?on={day}").status_code == 200


def test_the_list_of_another_day_is_that_of_the_day_and_so_is_its_workbook(
    people: dict[str, str], research: Version, germany: PayZone, hr_client: Client
) -> None:
    today = timezone.localdate()
    tomorrow = today + dt.timedelta(days=1)
    person = Employee.objects.get(name=people["below"])
    Salary.objects.filter(employee=person).update(ends_on=today)
    pay(person, 100_000, starts_on=tomorrow)
    address = reverse("pay-list")
    now = hr_client.get(f"{address}?show=below&on={today}")
    then = hr_client.get(f"{address}?show=all&on={tomorrow}&sort=compa")
    assert [row.standing for row in now.context["rows"]] == ["below"]
    assert now.context["other"] is None
    assert names(then.content.decode(), people) == ["below", "within", "protected", "above"]
    assert {total.standing: total.people for total in then.context["totals"]} == {
        "within": 3,
        "above": 1,
        "no_level": 2,  # HR, and who keeps the framework
    }
    assert "4 people" in then.content.decode()
    assert f"?on={tomorrow}" in then.content.decode()
    rows = rows_of(fetched(hr_client, "pay", then.context["list"].query))
    at = {name: rows[0].index(name) for name in ("Name", "Full-time year", "Standing")}
    assert [rows[1][at[name]] for name in at] == [people["below"], 100_000, "Within the band"]
    assert hr_client.get(f"{address}?show=all&on={START - dt.timedelta(days=1)}&q=%25").status_code == 200
    assert hr_client.get(f"{address}?on=yesterday").status_code == 422


def test_whoever_stands_outside_their_own_reach_is_counted_where_they_are_listed(
    people: dict[str, str], research: Version, germany: PayZone
) -> None:
    Employee.objects.filter(name=people["below"]).update(department="Lab")
    own = somebody(level(research, "S6"), 100_000, name="Own Self", department="Yard")
    assert own.user is not None
    RoleGrant.objects.create(user=own.user, role=Role.COMPENSATION_ANALYST, departments=["Lab"])
    refresh()
    page = signed_in(own.user).get(f"{reverse('pay-list')}?show=all")
    assert {row.employee.name for row in page.context["rows"]} == {people["below"], "Own Self"}
    assert page.context["number"] == 2


def test_how_many_stand_so_comes_from_sums_and_is_what_counting_says(people: dict[str, str], hr_client: Client) -> None:
    Employee.objects.filter(name__in=[people["below"], people["above"]]).update(department="Lab")
    for asked in product(
        ("all", "below", "above", "no_level", "others", ""),
        ("", "compa", "-compa", "penetration", "rank"),
        ("", "Lab", "Nowhere"),
    ):
        page = hr_client.get("{}?show={}&sort={}&department={}".format(reverse("pay-list"), *asked))
        least = asked[0] == "below" and asked[2] != "Nowhere"
        assert page.context["number"] == len(page.context["rows"]) >= least, asked
    with CaptureQueriesContext(connection) as queries:
        assert hr_client.get(f"{reverse('pay-list')}?show=all&department=Lab").context["number"] == 2
    assert not [each["sql"] for each in queries.captured_queries if "COUNT(*)" in (each["sql"] or "")]


def test_another_day_keeps_to_its_readers_reach(people: dict[str, str], research: Version, germany: PayZone) -> None:
    Employee.objects.filter(name=people["below"]).update(department="Lab")
    partner = UserFactory.create()
    RoleGrant.objects.create(user=partner, role=Role.COMPENSATION_ANALYST, departments=["Lab"])
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    response = signed_in(partner).get(f"{reverse('pay-list')}?show=all&on={tomorrow}")
    assert names(response.content.decode(), people) == ["below"]
    assert (response.context["number"], [total.people for total in response.context["totals"]]) == (1, [1])


def test_the_list_of_another_day_makes_the_same_queries_for_one_and_for_many_and_pages(
    research: Version, germany: PayZone, hr_client: Client
) -> None:
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    address = f"{reverse('pay-list')}?show=below&on={tomorrow}"
    counts, rung = [], level(research, "S6")
    for number in (1, PAGE + 2):
        _more = [somebody(rung, 80_000) for _ in range(number)]
        refresh()
        with CaptureQueriesContext(connection) as queries:
            response = hr_client.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 40
    assert response.context["number"] == PAGE + 3
    second = hr_client.get(f"{reverse('pay-list')}?{response.context['following']}")
    assert len(response.context["rows"]) + len(second.context["rows"]) == PAGE + 3


def test_the_band_is_drawn_with_ones_salary_where_both_are_in_one_currency(research: Version, germany: PayZone) -> None:
    person = somebody(level(research, "S6"), 90_000)
    assert person.user
    client = signed_in(person.user)
    html = squeezed(client.get("/pay/"))
    assert 'class="pay-strip-own"' in html
    assert "€90,000 in a band from €" in html
    Salary.objects.filter(employee=person).update(currency="USD")
    html = squeezed(client.get("/pay/"))
    assert 'class="pay-strip-own"' not in html
    assert 'aria-label="A band from €' in html
