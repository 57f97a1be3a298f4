"""Where a second person is needed, the whole structure of pay needs one: zones, supplements, ends of exceptions, protections."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from ladders.compensation.actions import changes, deviations, zones
from ladders.compensation.actions.salaries import write_protection
from ladders.compensation.models import Band, BandException, MarketSupplement, PayProtection, PayZone
from ladders.core.approvals.actions import confirm
from ladders.core.audit import record
from ladders.core.models import Approval, AuditEntry
from ladders.frameworks.models import Version
from ladders.impact.models import FactorPlan
from tests.compensation.money_data import SIX, bands, policy, zone
from tests.conftest import signed_in
from tests.factories import EmployeeFactory, UserFactory, account
from tests.frameworks.published import published
from tests.pages import assert_clean, squeezed
from tests.shared_rows import shared_rows

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
NEXT = TODAY + dt.timedelta(days=40)


@pytest.fixture
def place(plan: FactorPlan) -> PayZone:
    found = zone(currency="EUR")
    bands(found, {"6": SIX})
    return found


@shared_rows
def version(plan: FactorPlan, hr: User) -> Version:
    return published(hr)


@pytest.fixture
def analyst() -> User:
    return account(name="Ana Lyst", user__roles=[Role.COMPENSATION_ANALYST])


@pytest.fixture
def supplement(version: Version, place: PayZone, hr: User) -> MarketSupplement:
    values = {"framework": version.framework, "zone": place, "percent": Decimal(5), "starts_on": TODAY, "ends_on": None}
    more = {"criterion": "labour_market", "evidence": "Survey", "review_on": NEXT}
    return deviations.add_supplement(values=values | more, by=hr)


@pytest.fixture
def exception(version: Version, place: PayZone, hr: User) -> BandException:
    level = version.level_set.get(code="S6")
    row = deviations.propose_exception(
        framework=version.framework, level_key=level.key, zone=place, starts_on=TODAY, ends_on=NEXT,
        figures=SIX, reason="Scarce", criterion="labour_market", by=hr,
    )  # fmt: skip
    return deviations.approve_exception(exception=row, by=hr)


def waits(client: Client, address: str, sent: dict[str, Any], by: User) -> Approval:
    """Sent by one person alone it waits, and only once a reason is given; the page for the second person reads well."""
    policy(second_approver=True)
    assert "econd person" in squeezed(client.post(address, sent, follow=True))
    assert not Approval.objects.exists()
    answer = client.post(address, sent | {"why": "It is right"})
    row = Approval.objects.get()
    assert answer.headers["Location"] == f"/approvals/{row.pk}/"
    assert_clean(signed_in(by).get(f"/approvals/{row.pk}/"))
    return row


def test_zones(place: PayZone, hr_client: Client, hr: User, analyst: User) -> None:
    made = {"name": "Cork", "code": "IE", "currency": "EUR", "locations": "Cork"}
    row = waits(hr_client, "/bands/zones/new/", made, analyst)
    assert not PayZone.objects.filter(code="IE").exists()
    assert ["locations", "", "Cork"] in row.shown
    assert_clean(hr_client.get("/bands/zones/new/"))
    confirm(approval=row, by=analyst)
    assert PayZone.objects.get(code="IE").locations.get().location == "Cork"
    Approval.objects.all().delete()
    row = waits(hr_client, "/bands/zone/IE/details/", made | {"locations": "Cork\nPorto"}, analyst)
    assert PayZone.objects.get(code="IE").locations.count() == 1
    confirm(approval=row, by=analyst)
    assert PayZone.objects.get(code="IE").locations.count() == 2
    Approval.objects.all().delete()
    row = waits(hr_client, "/bands/zone/IE/delete/", {}, analyst)
    assert PayZone.objects.filter(code="IE").exists()
    confirm(approval=row, by=analyst)
    assert not PayZone.objects.filter(code="IE").exists()
    assert AuditEntry.objects.filter(verb="zone.deleted").count() == 1  # the trial left no trace


def test_what_cannot_be_done_is_said_before_anybody_is_asked(place: PayZone, hr_client: Client, analyst: User) -> None:
    policy(second_approver=True)
    taken = {"name": "Twice", "code": place.code, "currency": "EUR", "locations": "", "why": "x"}
    assert_clean(hr_client.post("/bands/zones/new/", taken), status=422)
    hr_client.post(f"/bands/zone/{place.code}/delete/", {"why": "x"})  # it has bands
    assert not Approval.objects.exists()


def test_supplements(version: Version, supplement: MarketSupplement, hr_client: Client, analyst: User) -> None:
    other = PayZone.objects.create(code="PT", name="Porto", currency="EUR")
    sent = {
        "framework": version.framework_id, "zone": other.pk, "percent": "4.5", "starts_on": str(TODAY),
        "criterion": "labour_market", "evidence": "Survey", "review_on": str(NEXT),
    }  # fmt: skip
    row = waits(hr_client, "/bands/supplements/new/", sent, analyst)
    assert MarketSupplement.objects.count() == 1
    assert ["percent", "", "4.5"] in row.shown
    confirm(approval=row, by=analyst)
    assert MarketSupplement.objects.get(zone=other).percent == Decimal("4.5")
    Approval.objects.all().delete()
    sent = {"ends_on": str(TODAY), "criterion": "labour_market", "evidence": "Survey", "review_on": str(NEXT)}
    row = waits(hr_client, f"/bands/supplements/{supplement.pk}/", sent, analyst)
    supplement.refresh_from_db()
    assert supplement.ends_on is None
    confirm(approval=row, by=analyst)
    supplement.refresh_from_db()
    assert supplement.ends_on == TODAY


def test_the_end_of_an_exception(exception: BandException, hr_client: Client, analyst: User) -> None:
    sent = {"do": "end", "ends_on": str(TODAY)}
    row = waits(hr_client, f"/bands/exceptions/{exception.pk}/", sent, analyst)
    assert_clean(hr_client.get(f"/bands/exceptions/{exception.pk}/"))
    exception.refresh_from_db()
    assert exception.ends_on == NEXT
    confirm(approval=row, by=analyst)
    exception.refresh_from_db()
    assert exception.ends_on == TODAY


def test_taking_an_approved_change_of_bands_back(place: PayZone, hr: User, hr_client: Client, analyst: User) -> None:
    raised = {"6": SIX.__class__(SIX.minimum + 1, SIX.midpoint + 1, SIX.maximum + 1)}
    change = changes.schedule(zone=place, starts_on=NEXT, figures=raised, by=hr)
    policy(second_approver=True)
    answer = hr_client.post(f"/bands/changes/{change.pk}/", {"do": "take-back", "reason": "By mistake"})
    row = Approval.objects.get()
    assert (answer.headers["Location"], row.reason) == (f"/approvals/{row.pk}/", "By mistake")
    assert Band.objects.filter(starts_on=NEXT).exists()
    confirm(approval=row, by=analyst)
    assert not Band.objects.filter(starts_on=NEXT).exists()


def test_protections_and_only_for_whoever_sets_that_persons_pay(hr_client: Client, hr: User) -> None:
    policy(second_approver=True)
    analyst = account(user__roles=[Role.COMPENSATION_ANALYST])
    elsewhere = account(user__roles=[Role.COMPENSATION_ANALYST])
    elsewhere.grants.update(departments=["Elsewhere"])
    person = EmployeeFactory.create(department="Lab", user=UserFactory.create(roles=[Role.COMPENSATION_ANALYST]))
    sent = {
        "starts_on": str(TODAY), "ends_on": str(NEXT), "amount": "98765", "currency": "EUR", "follows": "The band",
        "reason": "Promised",
    }  # fmt: skip
    assert_clean(hr_client.get(f"/pay/people/{person.pk}/protection/"))
    hr_client.post(f"/pay/people/{person.pk}/protection/", sent)
    row = Approval.objects.get()
    assert (row.subject, [line[0] for line in row.shown]) == (person.name, ["from", "until", "protected pay"])
    assert not PayProtection.objects.exists()
    page = f"/approvals/{row.pk}/"
    assert "98,765" in squeezed(signed_in(analyst).get(page))
    assert signed_in(elsewhere).get(page).status_code == 404  # out of their reach
    own = signed_in(User.objects.get(employee=person))
    own.post(page, {"do": "confirm"})
    assert not PayProtection.objects.exists()  # nobody confirms for themselves
    signed_in(analyst).post(page, {"do": "confirm"})
    made = PayProtection.objects.get()
    assert (made.employee, made.amount) == (person, Decimal(98765))
    assert "98765" not in str(list(AuditEntry.objects.values_list("detail", "subject")))
    hr_client.post(f"/pay/people/{person.pk}/protection/{made.pk}/remove/", {"reason": "Wrong person"})
    assert PayProtection.objects.exists()
    confirm(approval=Approval.objects.get(state="waiting"), by=User.objects.get(pk=analyst.pk))
    assert not PayProtection.objects.exists()


def test_what_the_terms_of_a_move_promise_is_agreed_already(hr: User) -> None:
    policy(second_approver=True)
    write_protection(
        employee=EmployeeFactory.create(), starts_on=TODAY, ends_on=NEXT, amount=Decimal(1), currency="EUR", follows="x",
        reason="Terms", by=hr,
    )  # fmt: skip
    assert PayProtection.objects.count() == 1


def test_without_the_rule_one_person_is_enough(hr: User) -> None:
    assert zones.create_zone(code="IE", name="Ireland", currency="EUR", by=hr).code == "IE"


@pytest.mark.parametrize("asks", [True, False])
def test_what_waits_for_somebody_s_word_are_the_exceptions_they_may_approve(
    version: Version, place: PayZone, hr: User, analyst: User, asks: bool
) -> None:
    """Nobody is told of their own proposals, nor of those of somebody who may be the same person, where two are needed."""
    policy(second_approver=asks)
    taken = account(name="Tessa Ken", user__roles=[Role.HR_ADMIN])
    record(by=taken, verb="accounts.second_factor.reset", subject="", about=analyst)
    levels = version.level_set.order_by("code")[:4]
    rows = [
        deviations.propose_exception(
            framework=version.framework, level_key=level.key, zone=place, starts_on=TODAY, ends_on=NEXT,
            figures=SIX, reason="Scarce", by=by,
        )
        for level, by in zip(levels, (hr, analyst, taken, None), strict=True)
    ]  # fmt: skip
    people = (hr, analyst, taken)
    may = {user: {row for row in rows if not deviations.why_not_approve(row, user)} for user in people}
    assert [len(found) for found in may.values()] == ([3, 2, 2] if asks else [4, 4, 4])
    for user in people:
        assert set(BandException.objects.visible_to(user).to_decide(user)) == may[user]
        [said] = re.findall(r"(\d+)</span>\s*band exceptions to decide", signed_in(user).get("/").content.decode())
        page = signed_in(user).get("/bands/exceptions/?state=yours")
        assert (int(said), set(page.context["rows"])) == (len(may[user]), may[user])
        assert all(signed_in(user).get(f"/bands/exceptions/{row.pk}/").context["approves"] for row in may[user])
