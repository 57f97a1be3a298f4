"""Salaries that look wrong are asked about in the form and in files; wrong ones are taken out with a reason."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal as D
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import Employee, User
from ladders.compensation.actions.salaries import remove_protection, remove_salary
from ladders.compensation.domain.position import Basis, Range, Salaried
from ladders.compensation.doubts import salary_doubts
from ladders.compensation.models import Band, BandException, MarketSupplement, PayProtection, PayZone, Salary
from ladders.core.audit import opened
from ladders.core.errors import DomainError
from ladders.core.models import AuditEntry
from ladders.frameworks.actions.frameworks import create_framework
from ladders.frameworks.models import Version
from ladders.frameworks.queries.versions import shape_of
from tests.compensation.payroll import START, level, pay, protected, somebody
from tests.conftest import signed_in
from tests.exchange.test_salaries_pages import HEAD, body, bring, work
from tests.factories import EmployeeFactory, UserFactory
from tests.frameworks.published import force_published
from tests.pages import squeezed

JULY = dt.date(2026, 7, 1)
BAND = Range(D(84_000), D(100_500), D(117_000), "EUR")


@pytest.mark.parametrize(
    ("new", "before", "left_on", "said"),
    [
        (Salaried(D(90_000), "EUR"), Salaried(D(85_000), "EUR"), None, []),
        (Salaried(D(7_500), "EUR", Basis.MONTH), Salaried(D(85_000), "EUR"), JULY, []),
        (
            Salaried(D(90_000), "EUR"),
            None,
            dt.date(2026, 6, 30),
            ["It begins on 1 July 2026, after the person’s last day, 30 June 2026."],
        ),
        (
            Salaried(D(900_000), "EUR"),
            Salaried(D(90_000), "EUR"),
            None,
            [
                "It is 10 times what the person had before.",
                "A full-time year of it is more than twice the maximum of the person’s band.",
            ],
        ),
        (
            Salaried(D(9_000), "EUR"),
            Salaried(D(90_000), "EUR"),
            None,
            [
                "It is only 10 % of what the person had before.",
                "A full-time year of it is less than half the minimum of the person’s band.",
            ],
        ),
        (Salaried(D(900_000), "CZK"), Salaried(D(90_000), "EUR"), None, []),
        (Salaried(D(72_000), "EUR", fte=D("0.8")), None, None, []),
        *(
            (
                Salaried(amount, "EUR", basis, D(share) / 100),
                None,
                None,
                [
                    "As a salary for full time it lies within the person’s band, for "
                    f"{share}\xa0% of full time it lies above it. Enter what is paid for these hours."
                ],
            )
            for amount, basis, share in (
                (D(100_000), Basis.YEAR, 80),
                (D(8_000), Basis.MONTH, 80),
                (D(100_000), Basis.YEAR, 40),
                *((D(end), Basis.YEAR, share) for end in (84_000, 117_000) for share in (37, 55, 70)),
                (D(117_000), Basis.YEAR, 85),
                (D("1615.38"), Basis.WEEK, 70),  # 84,000 / 52, rounded down
                *((D(end), Basis.MONTH, share) for end in (7_000, 9_750) for share in (37, 55, 70)),
            )
        ),
        *(
            (Salaried(D(amount), "EUR", fte=D("0.55")), Salaried(D(amount), "EUR", fte=D("0.55")), None, [])
            for amount in ("83999.99", "117000.01")
        ),
        (Salaried(D(60), "EUR", Basis.HOUR, D("0.5"), D(40)), None, None, []),
    ],
)
def test_what_looks_wrong(new: Salaried, before: Salaried | None, left_on: dt.date | None, said: list[str]) -> None:
    assert salary_doubts(new, JULY, before=before, band=BAND, left_on=left_on) == said


@pytest.mark.parametrize(("language", "share", "times"), [("en", "76.92", "10.5"), ("de", "76,92", "10,5")])
def test_figures_of_a_doubt_are_written_as_the_reader_writes_them(language: str, share: str, times: str) -> None:
    with translation.override(language):
        (part,) = salary_doubts(Salaried(D(100_000), "EUR", fte=D("0.769230769")), JULY, band=BAND)
        (much,) = salary_doubts(Salaried(D(94_500), "EUR"), JULY, before=Salaried(D(9_000), "EUR"))
    assert f" {share} % of full time" in part.replace("\xa0", " ")
    assert f" {times} times " in much


def test_the_form_asks_before_pay_falls_below_what_is_protected(
    research: Version, germany: PayZone, hr_client: Client
) -> None:
    person = somebody(level(research, "S6"), 90_000)
    PayProtection.objects.create(
        employee=person, starts_on=dt.date(2026, 1, 1), ends_on=dt.date(2026, 12, 31), amount=90_000, currency="EUR",
        follows="The band.", reason="Agreed.",
    )  # fmt: skip
    address = reverse("salary-set", args=[person.pk])
    data = {"starts_on": "2026-07-01", "amount": "85000", "currency": "EUR", "basis": "year", "fte": "1"}
    asked = hr_client.post(address, data)
    said = "A full-time year of it is less than what is protected for the person until 31 December 2026."
    assert (asked.status_code, said in squeezed(asked), Salary.objects.count()) == (422, True, 1)
    half = data | {"amount": "45000", "fte": "0.5"}  # fewer hours lower nothing
    assert hr_client.post(address, half).status_code == 302
    less = data | {"starts_on": "2026-08-01", "amount": "89500", "sure": "1"}
    assert hr_client.post(address, less).status_code == 302  # it is meant
    back = data | {"starts_on": "2026-09-01", "amount": "89800"}
    assert hr_client.post(address, back).status_code == 302  # a raise on the way there asks nothing


def test_what_is_protected_is_kept_in_cents_of_a_month() -> None:
    """85,000 a year is 7,083.33 a month, of which twelve make 84,999.96."""
    kept = PayProtection(ends_on=dt.date(2026, 12, 31), amount=D(85_000), currency="EUR")
    year, month, less = (
        Salaried(D(amount), "EUR", basis)
        for amount, basis in ((85_000, Basis.YEAR), ("7083.33", Basis.MONTH), ("7083.32", Basis.MONTH))
    )
    said = ["A full-time year of it is less than what is protected for the person until 31 December 2026."]
    for before in (year, month, None):
        assert salary_doubts(month, JULY, before=before, protection=kept) == []
        assert salary_doubts(less, JULY, before=before, protection=kept) == said
    kept.amount = D(90_000)
    assert salary_doubts(month, JULY, before=year, protection=kept) == []  # it lowers nothing
    assert salary_doubts(less, JULY, before=year, protection=kept) == said


def test_the_form_asks_before_it_saves(research: Version, germany: PayZone, hr_client: Client) -> None:
    person = somebody(level(research, "S6"), 90_000)
    address = reverse("salary-set", args=[person.pk])
    data = {"starts_on": "2026-07-01", "amount": "900.000,00", "currency": "EUR", "basis": "year", "fte": "1"}
    asked = hr_client.post(address, data)
    assert asked.status_code == 422
    assert "It is 10 times what the person had before." in squeezed(asked)
    assert "more than twice the maximum" in squeezed(asked)
    assert Salary.objects.count() == 1
    assert hr_client.post(address, data | {"sure": "1"}).status_code == 302
    assert Salary.objects.order_by("starts_on").last().amount == D(900_000)  # type: ignore[union-attr]


def test_a_file_with_salaries_after_the_last_day_asks_on_its_page(hr: User) -> None:
    gone = EmployeeFactory.create(number="S1", left_on=dt.date(2026, 6, 30))
    client = signed_in(hr)
    page = bring(client, HEAD + "S1,4000,EUR,month,2026-07-01\n")
    text = body(client, page)
    assert "row 2: It begins on 1 July 2026, after the person’s last day, 30 June 2026." in text
    assert "1 salary looks wrong" in text
    client.post(page + "apply/")
    work()
    assert not Salary.objects.exists()
    client.post(page + "apply/", {"sure": "1"})
    work()
    assert Salary.objects.get().employee == gone


def test_a_file_asks_before_pay_falls_below_what_is_protected(hr: User) -> None:
    for number in ("K1", "K2", "K3"):
        pay(EmployeeFactory.create(number=number), 90_000)
    protected(Employee.objects.get(number="K1"), 90_000, starts_on=JULY, ends_on=dt.date(2026, 12, 31))
    protected(Employee.objects.get(number="K2"), 90_000, ends_on=JULY - dt.timedelta(days=1))
    rows = "K1,85000,EUR,year,2026-07-01\nK2,85000,EUR,year,2026-07-01\nK3,85000,EUR,year,2026-07-01\n"
    client = signed_in(hr)
    page = bring(client, HEAD + rows)
    text = body(client, page)
    said = "A full-time year of it is less than what is protected for the person until 31 December 2026."
    assert (text.count("is protected for the person"), f"row 2: {said}" in text) == (1, True)
    client.post(page + "apply/")
    work()
    assert Salary.objects.count() == 3
    client.post(page + "apply/", {"sure": "1"})
    work()
    assert Salary.objects.count() == 6


def test_the_command_wants_to_hear_that_it_is_meant(
    db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pay(EmployeeFactory.create(number="E1"), 50_000)
    path = tmp_path / "pay.csv"
    path.write_text(HEAD + "E1,500000,EUR,year,2026-07-01\n")
    with pytest.raises(SystemExit):
        call_command("import_salaries", str(path))
    assert "row 2: It is 10 times what the person had before." in capsys.readouterr().err
    assert Salary.objects.count() == 1
    call_command("import_salaries", str(path), "--sure")
    assert Salary.objects.count() == 2


@pytest.fixture
def person(db: None) -> Employee:
    """Paid 50,000, and 500,000 by mistake."""
    somebody = EmployeeFactory.create(name="Ada Byron")
    pay(somebody, 50_000, ends_on=JULY - dt.timedelta(days=1))
    pay(somebody, 500_000, starts_on=JULY)
    return somebody


def test_a_wrong_salary_is_taken_out_and_the_page_says_from_what_to_what(person: Employee, hr_client: Client) -> None:
    wrong = Salary.objects.get(amount=500_000)
    address = reverse("salary-remove", args=[person.pk, wrong.pk])
    assert "€500,000 a year" in squeezed(hr_client.get(address))
    assert hr_client.post(address, {"reason": " "}).status_code == 422
    assert Salary.objects.count() == 2
    assert hr_client.post(address, {"reason": "A zero too many"}).status_code == 302
    assert list(Salary.objects.values_list("starts_on", "ends_on", "amount")) == [(START, None, D(50_000))]
    [entry] = opened(AuditEntry.objects.filter(verb="salary.removed"))
    assert entry.detail == {"from": ["2026-07-01", None], "reason": [None, "A zero too many"]}
    page = squeezed(hr_client.get(reverse("person-pay", args=[person.pk])))
    assert "The salary from 1 July 2026 was €500,000 a year; it was taken out." in page
    assert "A zero too many" in page


def test_nobody_takes_out_their_own_and_nothing_goes_without_a_reason(person: Employee, hr: User) -> None:
    wrong = Salary.objects.get(amount=500_000)
    with pytest.raises(DomainError, match="Say why"):
        remove_salary(salary=wrong, reason="", by=hr)
    Employee.objects.filter(user=hr).delete()
    Employee.objects.filter(pk=person.pk).update(user=hr)
    with pytest.raises(DomainError, match="own pay"):
        remove_salary(salary=wrong, reason="mine", by=hr)
    assert Salary.objects.count() == 2
    for name in ("salary-set", "pay-protect"):  # nor is a form offered that is refused afterwards
        answer = signed_in(hr).get(reverse(name, args=[person.pk]))
        assert (answer.status_code, "Nobody sets their own pay." in squeezed(answer)) == (409, True)


def test_a_wrong_protection_is_taken_out_with_a_reason_that_the_person_reads(
    person: Employee, hr: User, hr_client: Client
) -> None:
    row = protected(person, 99_000)
    address = reverse("pay-protection-remove", args=[person.pk, row.pk])
    page = reverse("person-pay", args=[person.pk])
    assert address in squeezed(hr_client.get(page))
    assert "€99,000 for a full-time year" in squeezed(hr_client.get(address))
    assert hr_client.post(address, {"reason": " "}).status_code == 422
    assert PayProtection.objects.count() == 1
    assert hr_client.post(address, {"reason": "Meant for a namesake"}).status_code == 302
    assert PayProtection.objects.count() == 0
    [entry] = opened(AuditEntry.objects.filter(verb="pay.unprotected"))
    assert entry.detail["reason"] == [None, "Meant for a namesake"]
    assert "99" not in str(entry.detail).replace("1999", "")  # the audit has no amounts
    person.user = UserFactory.create()
    person.save()
    for client, where in ((hr_client, page), (signed_in(person.user), reverse("my-pay"))):
        told = " ".join(squeezed(client.get(where)).split())
        assert "Protections taken out" in told
        assert f"{hr}: Meant for a namesake" in told


def test_what_a_move_promises_and_what_is_ones_own_is_not_taken_out(person: Employee, hr: User) -> None:
    promised = protected(person, promised_by=uuid4())
    with pytest.raises(DomainError, match="The terms of a move promise this"):
        remove_protection(protection=promised, reason="No", by=hr)
    own = protected(hr.employee)
    with pytest.raises(DomainError, match="Nobody sets their own pay"):
        remove_protection(protection=own, reason="No", by=hr)
    assert PayProtection.objects.count() == 2


def test_a_supplement_by_far_too_large_or_small_asks_first(
    research: Version, germany: PayZone, hr_client: Client
) -> None:
    address = reverse("supplement-new")
    values = {
        "framework": research.framework_id, "zone": germany.pk, "percent": "80", "starts_on": "2026-07-01",
        "criterion": "skills", "evidence": "A survey", "review_on": "2027-07-01",
    }  # fmt: skip
    for percent, told in (("80", "by more than 25 %"), ("0.08", "less than 1 per cent")):
        answer = hr_client.post(address, values | {"percent": percent})
        assert (answer.status_code, told in squeezed(answer)) == (422, True)
    assert not MarketSupplement.objects.exists()
    assert hr_client.post(address, values | {"sure": "1"}).status_code == 302
    assert (
        hr_client.post(
            address, values | {"percent": "8", "starts_on": "2024-01-01", "ends_on": "2024-12-31"}
        ).status_code
        == 302
    )


def test_a_supplement_that_only_management_would_have_asks_first(
    research: Version, germany: PayZone, hr_client: Client, hr: User
) -> None:
    whole = shape_of(research)
    ladder = [track for track in whole.tracks if track.kind in ("shared", "management")]
    keys = {level.key for track in ladder for level in track.levels}
    asked = {pair: each for pair, each in whole.expectations.items() if pair[0] in keys}
    only = replace(whole, framework="Heads", tracks=tuple(ladder), expectations=asked)
    heads = force_published(create_framework(name="Heads", by=hr, shape=only), hr)
    address = reverse("supplement-new")
    values = {
        "framework": heads.framework_id, "zone": germany.pk, "percent": "8", "starts_on": "2026-07-01",
        "criterion": "skills", "evidence": "A survey", "review_on": "2027-07-01",
    }  # fmt: skip
    told = "Only management stands in this framework"
    answer = hr_client.post(address, values)
    assert (answer.status_code, told in squeezed(answer)) == (422, True)
    assert not MarketSupplement.objects.exists()
    assert hr_client.post(address, values | {"framework": research.framework_id}).status_code == 302
    assert hr_client.post(address, values | {"sure": "1"}).status_code == 302


def test_an_exception_far_from_the_band_asks_first(research: Version, germany: PayZone, hr_client: Client) -> None:
    rung = level(research, "S6")
    row = Band.objects.get(zone=germany, grade=rung.grade)
    address = reverse("exception-new")

    def values(*figures: D) -> dict[str, str]:
        day = timezone.localdate()
        amounts = dict(zip(("minimum", "midpoint", "maximum"), map(str, figures), strict=True))
        return amounts | {
            "level": str(rung.key), "zone": str(germany.pk), "starts_on": day.isoformat(),
            "ends_on": (day + dt.timedelta(days=90)).isoformat(), "criterion": "skills", "reason": "Scarce",
        }  # fmt: skip

    own = (row.minimum, row.midpoint, row.maximum)
    for figures, told in ((own, "the grade’s band already"), ([each * 10 for each in own], "+900 % from that")):
        answer = hr_client.post(address, values(*figures))
        assert (answer.status_code, told in squeezed(answer)) == (422, True)
        assert "I have checked it" in squeezed(answer)
    assert not BandException.objects.exists()
    assert hr_client.post(address, values(*[each * 10 for each in own]) | {"sure": "1"}).status_code == 302
    assert hr_client.post(address, values(*[each + 1000 for each in own])).status_code == 302
