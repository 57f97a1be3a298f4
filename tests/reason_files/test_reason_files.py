"""A reason file holds what pay rests on, shows later changes, and tells nobody more than they may know."""

from __future__ import annotations

import datetime as dt
import json
import re
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Employee, RoleGrant, User
from accounts.roles import Role
from ladders.compensation.models import PayAccess, Salary
from ladders.core.canonical import digest_of
from ladders.core.errors import DomainError
from ladders.core.models import AuditEntry
from ladders.insights.actions.pay_equity import record_sexes
from ladders.insights.domain.pay_gap.people import Sex
from ladders.insights.models import RecordedSex
from ladders.placements.models import Placement
from ladders.privacy.actions.person_erasure import erase
from ladders.reason_files.actions.files import check, make_for_category, make_for_person
from ladders.reason_files.domain.parts import PARTS, digests_of
from ladders.reason_files.models import ReasonFile
from ladders.reason_files.web import pages
from tests.conftest import signed_in
from tests.factories import account
from tests.list_files import fetched, rows_of
from tests.pages import squeezed
from tests.pay_information.company import Payroll, user_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def analyst(db: None) -> User:
    return account(user__roles=[Role.PAY_EQUITY_ANALYST], name="Eve Quity")


def test_an_analyst_makes_one_and_later_changes_show(payroll: Payroll, analyst: User) -> None:
    client = signed_in(analyst)
    assert "No file yet" in squeezed(client.get(reverse("reason-files")))
    assert client.post(reverse("reason-files"), {"person": ""}).status_code == 422
    made = client.post(reverse("reason-files"), {"person": payroll.anna.name})
    row = ReasonFile.objects.get()
    assert made.headers["Location"] == reverse("reason-file", args=[row.pk])
    page = squeezed(client.get(reverse("reason-file", args=[row.pk])))
    for text in ("Specialist 6", "Because of S6", "€40,000 – €60,000", "<dt>Men</dt>", row.digest):
        assert text in page, text
    hr = squeezed(signed_in(payroll.hr).get(reverse("reason-file", args=[row.pk])))
    for text in ("€48,000", "Within the band", "€56,000", "Person 11", *[each.name for each in payroll.men]):
        assert text in hr, text
        assert text not in page, text
    assert not PayAccess.objects.filter(by=analyst).exists()
    address = reverse("reason-file-check", args=[row.pk])
    assert "Yes. Every part fits its mark" in squeezed(client.get(address))
    assert "The audit trail has the same." in squeezed(client.get(address))
    assert "is that of this file" in squeezed(client.get(address, {"mark": row.digest.upper()}))
    assert "is not that of this file" in squeezed(client.get(address, {"mark": "0" * 64}))
    assert check(row, sources=True).sources == ()
    Salary.objects.filter(employee=payroll.men[0]).update(amount=Decimal(70_000))  # put right later
    assert check(row, sources=True).sources == ("comparators",)
    assert "says something else" in squeezed(client.get(address))
    Salary.objects.filter(employee=payroll.anna).update(amount=Decimal(49_000))
    assert check(row, sources=True).sources == ("decisions", "comparators")
    assert "€48,000" in squeezed(signed_in(payroll.hr).get(reverse("reason-file", args=[row.pk])))
    call_command("check_reason_files", "--sources")
    with pytest.raises(DatabaseError), transaction.atomic():
        ReasonFile.objects.update(digest="0" * 64)


def test_the_employer_of_a_category_is_chosen_from_those_in_reach(payroll: Payroll, analyst: User) -> None:
    Employee.objects.filter(pk=payroll.few.pk).update(legal_entity="Two")
    one, part = account(name="One"), account(name="Part")
    RoleGrant.objects.create(user=one, role=Role.PAY_EQUITY_ANALYST, legal_entities=["One"])
    RoleGrant.objects.create(user=part, role=Role.PAY_EQUITY_ANALYST, departments=["Lab"])
    group = ("", "the whole group")
    for user, offered in ((analyst, [group, ("One", "One"), ("Two", "Two")]), (one, [("One", "One")]), (part, [])):
        page = signed_in(user).get(reverse("reason-files"), {"category": "6", "legal_entity": "One"})
        field = page.content.decode().partition('name="legal_entity"')[2].partition("</select>")[0]
        assert re.findall(r'<option value="([^"]*)"[^>]*>([^<]*)<', field) == offered
        assert ('value="One" selected' in field) is bool(offered)
    typed = signed_in(one).post(reverse("reason-files"), {"category": "6", "legal_entity": "Two"})
    assert typed.status_code == 422
    assert not ReasonFile.objects.exists()


def test_a_change_of_what_is_kept_is_found(payroll: Payroll, analyst: User, capsys: Any) -> None:
    row = make_for_person(person=payroll.anna, by=analyst)
    content = row.parts
    content["decisions"][0]["amount"] = "99000.00"
    row.content = json.dumps(content)
    found = check(row)
    assert (found.sound, found.changed) == (False, ("decisions",))
    row.digests = digests_of(content, content["salt"])
    found = check(row)
    assert (found.changed, found.sealed, found.sound) == ((), False, False)
    content["salt"] = "0" * 64
    row.content = json.dumps(content)
    assert check(row).changed == PARTS


def test_a_button_pressed_twice_makes_one_file_and_a_change_in_between_another(payroll: Payroll, analyst: User) -> None:
    first, twice = (make_for_person(person=payroll.anna, by=analyst) for _time in range(2))
    assert first == twice
    assert AuditEntry.objects.filter(verb="file.made", subject_key=str(first.pk)).count() == 1
    Salary.objects.filter(employee=payroll.anna).update(amount=Decimal(49_000))
    assert make_for_person(person=payroll.anna, by=analyst) != first
    assert ReasonFile.objects.count() == 2


def test_marks_do_not_tell_what_is_in_a_part(payroll: Payroll, analyst: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ladders.core.repeats.WITHIN", dt.timedelta(0))  # made anew, some time later
    first, second = (make_for_person(person=payroll.few, by=analyst) for _time in range(2))
    assert all(first.digests[name] != second.digests[name] for name in PARTS)  # though they hold the same
    assert first.digest != second.digest
    # Whoever guesses the one salary and sex that are hidden from them, rightly, finds no mark that fits.
    guess = {name: first.parts[name] for name in PARTS}
    assert guess == {name: second.parts[name] for name in PARTS}
    assert not {digest_of(value) for value in guess.values()} & {*first.digests.values(), first.digest}
    salt = first.parts["salt"]
    assert len(bytes.fromhex(salt)) == 32
    assert salt not in signed_in(analyst).get(reverse("reason-file", args=[first.pk])).content.decode()
    assert (check(first, sources=True).sound, check(first, sources=True).sources) == (True, ())


def test_no_files_of_an_analyst_tell_what_anybody_is_paid(payroll: Payroll, analyst: User) -> None:
    """The attack: one leaves each colleague out in turn, and takes lists and sums of two files, and of the category, apart."""
    Salary.objects.filter(employee=payroll.anna).update(amount=Decimal(47_123))
    files = [make_for_person(person=each, by=analyst) for each in (*payroll.women, *payroll.men)]
    files.append(make_for_category(category="6", legal_entity="One", by=analyst))
    client, amounts = signed_in(analyst), re.compile(r"€\s?[\d,.]+")
    for row in files:
        page = squeezed(client.get(reverse("reason-file", args=[row.pk])))
        assert set(amounts.findall(page)) <= {"€40,000", "€60,000"}  # the band
        assert "Person 1" not in page
        assert "0.9" not in page  # nor the place in the band
    hr = squeezed(signed_in(payroll.hr).get(reverse("reason-file", args=[files[-1].pk])))
    assert "€47,123" in hr


def test_a_category_has_the_rules_of_its_employers_country(payroll: Payroll, analyst: User) -> None:
    Employee.objects.update(country="DE")
    row = make_for_category(category="6", legal_entity="One", by=analyst)
    assert row.parts["criteria"]["country"]["smallest"] == 6


def test_who_may_not_know_reads_no_name_and_no_pay_of_few(payroll: Payroll, analyst: User) -> None:
    row = make_for_person(person=payroll.few, by=analyst)
    address = reverse("reason-file", args=[row.pk])
    page = signed_in(analyst).get(address).content.decode()
    assert "So few do this work" in page
    assert "<dt>Men</dt>" not in page  # the number of each would tell the only colleague's sex
    Salary.objects.filter(employee__name="Few 1").update(amount=Decimal(41_234))
    again = make_for_person(person=payroll.few, by=analyst)
    read = signed_in(analyst).get(reverse("reason-file", args=[again.pk])).content.decode()
    assert "41,234" not in read
    assert "Few 1" not in read
    hr = squeezed(signed_in(payroll.hr).get(reverse("reason-file", args=[again.pk])))
    assert "€41,234" in hr
    assert "Few 1" in hr
    looked = set(PayAccess.objects.filter(by=payroll.hr).values_list("employee__name", flat=True))
    assert looked == {"Few 0", "Few 1"}
    with connection.cursor() as cursor:  # sealed: neither pay nor recorded sex can be read in the table
        cursor.execute("SELECT f::text FROM reason_files_reasonfile f")
        assert all("41234" not in text and "woman" not in text for (text,) in cursor.fetchall())


def test_colleagues_who_are_neither_women_nor_men_count_in_few(payroll: Payroll, analyst: User) -> None:
    Salary.objects.filter(employee__name="Few 1").update(amount=Decimal(41_234))
    RecordedSex.objects.filter(employee__name="Few 1").delete()
    alone = make_for_person(person=payroll.few, by=analyst)
    _hidden(alone, analyst)
    # One beside enough women and men is told apart by the sex in their line.
    last = payroll.men[5]
    Salary.objects.filter(employee=last).update(amount=Decimal(41_234))
    RecordedSex.objects.filter(employee=last).delete()
    Placement.objects.filter(employee=payroll.women[5]).delete()
    make_for_category(category="6", legal_entity="One", by=analyst)
    beside = ReasonFile.objects.get(category="6")
    now = beside.parts["comparators"][0]
    assert (now["women"]["people"], now["men"]["people"], len(now["people"])) == (5, 5, 11)
    _hidden(beside, analyst)
    record_sexes(sexes={payroll.anna.pk: Sex.WOMAN, last.pk: Sex.MAN}, by=None, source="test")
    shown = make_for_category(category="6", legal_entity="One", by=analyst)
    assert shown.parts["comparators"][0]["few"] is False
    assert "<dt>Men</dt>" in signed_in(analyst).get(reverse("reason-file", args=[shown.pk])).content.decode()


def _hidden(row: ReasonFile, user: User) -> None:
    page = signed_in(user).get(reverse("reason-file", args=[row.pk])).content.decode()
    assert "So few do this work" in page
    for text in ("41,234", "Person 1", "Not stated"):
        assert text not in page, text


def test_reach_and_oneself(payroll: Payroll, analyst: User) -> None:
    row = make_for_person(person=payroll.anna, by=analyst)
    local = account(name="Local", department="Elsewhere")
    RoleGrant.objects.create(user=local, role=Role.PAY_EQUITY_ANALYST, departments=["Elsewhere"])
    part = account(name="Part")
    RoleGrant.objects.create(user=part, role=Role.PAY_EQUITY_ANALYST, departments=["Lab"])
    own = user_of(payroll.women[1])
    RoleGrant.objects.create(user=own, role=Role.PAY_EQUITY_ANALYST)
    for user in (local, payroll.manager, payroll.helper, user_of(payroll.anna)):
        assert not ReasonFile.objects.visible_to(user).exists()
        assert signed_in(user).get(reverse("reason-file", args=[row.pk])).status_code in (403, 404)
    Employee.objects.filter(pk=payroll.men[0].pk).update(department="Yard")
    with pytest.raises(DomainError, match="out of your reach"):
        make_for_person(person=payroll.anna, by=part)
    assert not ReasonFile.objects.visible_to(part).exists()  # nor reads what somebody with a wider role has made
    assert signed_in(part).get(reverse("reason-file", args=[row.pk])).status_code == 404
    Employee.objects.filter(pk=payroll.men[0].pk).update(department="Lab")
    assert ReasonFile.objects.visible_to(part).get() == row
    Employee.objects.filter(pk=payroll.men[0].pk).update(department="Yard")
    with pytest.raises(DomainError, match="about themselves"):
        make_for_person(person=payroll.women[1], by=own)
    with pytest.raises(DomainError, match="in this category yourself"):
        make_for_category(category="6", legal_entity="One", by=own)
    assert ReasonFile.objects.count() == 1
    about_own = make_for_person(person=payroll.women[1], by=analyst)
    assert not ReasonFile.objects.visible_to(own).filter(pk=about_own.pk).exists()


def test_an_erasure_takes_the_files_in_which_the_persons_pay_and_sex_stand(payroll: Payroll, analyst: User) -> None:
    make_for_person(person=payroll.anna, by=analyst)
    kept = make_for_person(person=payroll.few, by=analyst)
    _name, proof = erase(payroll.men[0], by=None)
    assert ReasonFile.objects.get() == kept
    assert proof["deleted"]["reason_files.ReasonFile"] == 1


def test_a_category_and_the_number_of_queries(
    payroll: Payroll, analyst: User, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(analyst)
    client.post(reverse("reason-files"), {"category": "6", "legal_entity": "One"})
    row = ReasonFile.objects.get()
    assert [each["day"] for each in row.parts["comparators"]][:2] == [
        timezone.localdate().isoformat(),
        dt.date(timezone.localdate().year - 1, 12, 31).isoformat(),
    ]
    page = squeezed(client.get(reverse("reason-file", args=[row.pk])))
    assert "Reason file: category 6" in page
    assert "€48,000" not in page
    assert "€48,000" in squeezed(signed_in(payroll.hr).get(reverse("reason-file", args=[row.pk])))
    with django_assert_max_num_queries(12):
        client.get(reverse("reason-file", args=[row.pk]))
    for person in payroll.men:
        make_for_person(person=person, by=analyst)
    with django_assert_max_num_queries(8):
        assert client.get(reverse("reason-files")).status_code == 200
    refused = client.post(reverse("reason-files"), {"category": "99", "legal_entity": "One"})
    assert "Nobody of this category" in squeezed(refused)


def test_files_are_a_list_that_goes_on_behind_the_fiftieth_and_is_had_as_seen(
    payroll: Payroll, analyst: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(analyst)
    make_for_category(category="6", legal_entity="One", by=analyst)
    for person in payroll.men[:3]:
        make_for_person(person=person, by=analyst)
    monkeypatch.setattr(pages, "PAGE", 3)
    first = client.get(reverse("reason-files") + "?sort=made")
    further = client.get(f"{reverse('reason-files')}?{first.context['following']}")
    about = [str(row.employee or row.category) for page in (first, further) for row in page.context["rows"]]
    assert about == ["6", *(person.name for person in payroll.men[:3])]
    assert [row.category for row in client.get(reverse("reason-files") + "?about=category").context["rows"]] == ["6"]
    assert len(client.get(reverse("reason-files") + f"?q={payroll.men[0].number}").context["rows"]) == 1
    rows = rows_of(fetched(client, "reason-files", "about=category&columns=day", every=False))
    assert [row[:3] for row in rows] == [("Employee number", "Name", "Category"), (None, None, "6")]
