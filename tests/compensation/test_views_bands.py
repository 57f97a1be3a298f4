"""The pages of zones, bands, supplements and exceptions."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal as D
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from ladders.compensation.actions import deviations
from ladders.compensation.domain.bands import Figures
from ladders.compensation.models import (
    Band,
    BandChange,
    BandException,
    ChangeState,
    MarketSupplement,
    PayPolicy,
    PayZone,
)
from ladders.compensation.queries.structure import bands_on
from ladders.frameworks.actions.publication import publish
from ladders.frameworks.models import Version
from ladders.impact.models import FactorPlan
from tests.compensation.money_data import SIX, bands, ladder, policy, zone
from tests.conftest import signed_in
from tests.factories import account, draft_framework
from tests.pages import assert_clean
from tests.shared_rows import shared_rows

NEXT = dt.date(timezone.localdate().year + 1, 1, 1)
ZONE = "/bands/zone/DE-N/"
pytestmark = pytest.mark.usefixtures("plan")


@pytest.fixture
def place(plan: FactorPlan) -> PayZone:
    made = zone()
    bands(made, ladder() | {"6": SIX})
    return made


@shared_rows
def version(plan: FactorPlan, hr: User) -> Version:
    draft = draft_framework(by=hr)
    publish(version=draft, seen=draft.revision, by=hr)
    return Version.objects.get(pk=draft.pk)


@pytest.fixture
def row(version: Version, place: PayZone, hr: User) -> BandException:
    today = timezone.localdate()
    return deviations.propose_exception(
        framework=version.framework,
        level_key=version.level_set.get(code="S6").key,
        zone=place,
        starts_on=today,
        ends_on=today + dt.timedelta(days=100),
        figures=Figures(D(91111), D(95000), D(99000)),
        reason="Nobody to be found",
        by=hr,
    )


def pages(exception: BandException) -> list[str]:
    return [
        "/bands/",
        ZONE,
        f"{ZONE}?on={NEXT}",
        "/bands/supplements/",
        "/bands/exceptions/",
        f"/bands/exceptions/{exception.pk}/",
    ]


FORMS = [
    "/bands/rules/",
    "/bands/zones/new/",
    f"{ZONE}details/",
    f"{ZONE}edit/",
    f"{ZONE}adjust/",
    f"{ZONE}market/",
    f"{ZONE}copy/",
    "/bands/supplements/new/",
    "/bands/exceptions/new/",
    "/bands/import/",
]


def test_every_page_is_clean(row: BandException, hr_client: Client) -> None:
    for address in [*pages(row), *FORMS]:
        assert_clean(hr_client.get(address))


@pytest.mark.parametrize(
    ("role", "reads", "edits"),
    [
        (Role.COMPENSATION_ANALYST, 200, 200),
        (Role.EMPLOYEE_REPRESENTATIVE, 200, 403),
        (Role.FRAMEWORK_EDITOR, 403, 403),
        (Role.SYSTEM_ADMINISTRATOR, 403, 403),
        (None, 403, 403),
    ],
)
def test_who_may(row: BandException, role: Role | None, reads: int, edits: int) -> None:
    client = signed_in(account(user__roles=[role] if role else []))
    for address in pages(row):
        answer = client.get(address)
        assert (address, answer.status_code) == (address, reads)
        if reads == 403:
            assert "117,000" not in answer.content.decode()
    for address in FORMS:
        may_not = 403 if address == "/bands/rules/" else edits  # whom the rules bind does not write them
        assert (address, client.get(address).status_code) == (address, may_not)
        if edits == 403:
            assert client.post(address, {"percent": "3", "do": "confirm"}).status_code == 403
    if edits == 403:
        client.post(f"/bands/exceptions/{row.pk}/", {"do": "approve", "criterion": "skills"})
        row.refresh_from_db()
        assert (row.state, Band.objects.count(), BandChange.objects.count()) == ("proposed", 10, 0)


def test_signed_out_people_are_sent_to_sign_in(row: BandException, client: Client) -> None:
    for address in [*pages(row), *FORMS]:
        answer = client.get(address)
        assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/sign-in/")


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as counted:
        assert client.get(address).status_code == 200
    return len(counted)


def test_pages_take_a_fixed_number_of_queries(
    row: BandException, version: Version, hr: User, hr_client: Client
) -> None:
    def more(first: int, last: int) -> None:
        for number in range(first, last):
            other = zone(f"Z{number}", f"Zone {number}", "EUR", (f"Place {number}", f"Place {number} b"))
            bands(other, ladder())
            BandException.objects.create(
                **{
                    name: getattr(row, name)
                    for name in (
                        "framework",
                        "level_key",
                        "level_code",
                        "level_title",
                        "minimum",
                        "midpoint",
                        "maximum",
                    )
                },
                zone=other,
                starts_on=row.starts_on,
                ends_on=row.ends_on,
                reason="x",
            )

    for address in pages(row):
        queries(hr_client, address)  # what is kept of what is published is read once
    more(0, 1)
    before = [queries(hr_client, address) for address in pages(row)]
    more(1, 12)
    assert [queries(hr_client, address) for address in pages(row)] == before
    assert max(before) <= 24  # with what raising people to the minimum does, where something waits


def test_adjusting_previews_and_then_schedules(place: PayZone, hr_client: Client) -> None:
    asked = {"percent": "3", "rounded_to": "1", "starts_on": str(NEXT), "note": "Round", "do": "preview"}
    preview = hr_client.post(f"{ZONE}adjust/", asked, follow=True)
    assert_clean(preview)
    body = preview.content.decode()
    for amount in ("86,520", "103,515", "120,510", "84,000"):
        assert amount in body
    assert Band.objects.count() == 10
    looked_at = {"do": "confirm", "seen": preview.context["seen"], "shown": preview.context["shown"]}
    other = hr_client.post(f"{ZONE}adjust/", asked | looked_at | {"percent": "30"})
    assert "Something was changed since the preview" in other.content.decode()
    assert "109,200" in other.content.decode()
    assert Band.objects.count() == 10
    done = hr_client.post(f"{ZONE}adjust/", asked | looked_at)
    assert (done.status_code, done.headers["Location"]) == (302, f"{ZONE}?on={NEXT}")
    assert bands_on(place, NEXT)["6"] == Figures(D(86520), D(103515), D(120510))
    assert bands_on(place, NEXT - dt.timedelta(days=1))["6"] == SIX
    assert "120,510" in hr_client.get(f"{ZONE}?on={NEXT}").content.decode()
    assert "120,510" not in hr_client.get(ZONE).content.decode()


@pytest.mark.parametrize(
    ("how", "asked", "six"),
    [
        ("market", {"table": "6\t110,000", "aim": "100", "rounded_to": "100"}, (91900, 110000, 128100)),
        ("market", {"table": "6 110,000", "aim": "90", "rounded_to": "100"}, (82700, 99000, 115300)),
        ("copy", {"source": "", "factor": "2", "rounded_to": "1"}, (168000, 201000, 234000)),
    ],
)
def test_other_ways_of_restructuring(
    place: PayZone, hr_client: Client, how: str, asked: dict[str, str], six: tuple[int, int, int]
) -> None:
    target = place
    if how == "copy":
        target = zone("CH", "Zürich", "CHF", ())
        asked = asked | {"source": str(place.pk)}
    address = f"/bands/zone/{target.code}/{how}/"
    done = hr_client.post(address, asked | {"starts_on": str(NEXT), "do": "confirm", "sure": "1"})
    assert done.status_code == 302
    assert bands_on(target, NEXT)["6"] == Figures(*map(D, six))


@pytest.mark.parametrize(
    ("how", "asked", "said"),
    [
        ("adjust", {"percent": "x"}, "Please write a number"),
        ("adjust", {"percent": "3", "starts_on": "2020-01-01"}, "Days that are over keep their figures"),
        ("market", {"table": "99 1", "aim": "100"}, "Line 1: begin with a grade"),
        ("market", {"table": "6 a lot", "aim": "100"}, "Line 1: write an amount"),
        ("copy", {"source": "12345", "factor": "1"}, "This is not one of the choices"),
    ],
)
def test_what_cannot_be_is_said_at_the_field(
    place: PayZone, hr_client: Client, how: str, asked: dict[str, str], said: str
) -> None:
    answer = hr_client.post(f"{ZONE}{how}/", {"rounded_to": "1", "starts_on": str(NEXT), "do": "confirm"} | asked)
    assert_clean(answer, status=422)
    assert said in answer.content.decode()
    assert Band.objects.count() == 10


def structure_of(place: PayZone, **more: Any) -> dict[str, Any]:
    data: dict[str, Any] = {"starts_on": str(NEXT), "note": ""}
    for code, own in bands_on(place, timezone.localdate()).items():
        data |= {f"{part}-{code}": str(getattr(own, part)) for part in ("minimum", "midpoint", "maximum")}
    return data | more


def test_editing_in_place(place: PayZone, hr_client: Client) -> None:
    form = structure_of(place, **{"maximum-6": "118,000", "seen": ""})
    assert hr_client.post(f"{ZONE}edit/", form).status_code == 302
    assert bands_on(place, NEXT)["6"].maximum == D(118000)
    assert BandChange.objects.get().lines.count() == 1


def test_live_checks_look_and_store_nothing(place: PayZone, hr_client: Client) -> None:
    form = structure_of(place, **{"midpoint-6": "83,000"})
    live = hr_client.post(f"{ZONE}edit/", form, headers={"HX-Request": "true"})
    assert live.status_code == 200
    assert "The midpoint lies below the minimum." in live.content.decode()
    assert "<h1" not in live.content.decode()
    checked = hr_client.post(
        f"{ZONE}edit/", structure_of(place, **{"maximum-6": "126,000", "do": "check"}), follow=True
    )
    assert_clean(checked)
    assert "50.0 %" in checked.content.decode()  # 42,000 / 84,000
    saved = hr_client.post(f"{ZONE}edit/", form)
    assert_clean(saved, status=422)
    assert Band.objects.count() == 10


def test_a_second_editor_is_told(place: PayZone, hr_client: Client) -> None:
    seen = hr_client.get(f"{ZONE}edit/").context["seen"]
    hr_client.post(f"{ZONE}edit/", structure_of(place, **{"maximum-6": "118000", "seen": seen}))
    answer = hr_client.post(f"{ZONE}edit/", structure_of(place, **{"maximum-5": "99000", "seen": seen}))
    assert_clean(answer, status=409)
    assert BandChange.objects.count() == 1


def test_a_second_person_approves_on_its_page(place: PayZone, hr_client: Client) -> None:
    policy(second_approver=True)
    asked = {"percent": "3", "rounded_to": "1", "starts_on": str(NEXT), "do": "confirm"}
    page = hr_client.post(f"{ZONE}adjust/", asked).headers["Location"]
    assert_clean(hr_client.get(page))
    hr_client.post(page, {"do": "approve"})
    assert BandChange.objects.get().state == ChangeState.WAITING
    reader = signed_in(account(user__roles=[Role.EMPLOYEE_REPRESENTATIVE]))
    reader.post(page, {"do": "approve"})
    assert BandChange.objects.get().state == ChangeState.WAITING
    second = signed_in(account(user__roles=[Role.COMPENSATION_ANALYST]))
    second.post(page, {"do": "approve"})
    assert BandChange.objects.get().state == ChangeState.SCHEDULED
    assert bands_on(place, NEXT)["6"].maximum == D(120510)


def test_zones_rules_supplements_and_exceptions_by_form(
    place: PayZone, version: Version, row: BandException, hr_client: Client
) -> None:
    made = {"name": "Cork", "code": "IE", "currency": "eur", "locations": "Cork\n\nDublin"}
    assert hr_client.post("/bands/zones/new/", made).headers["Location"] == "/bands/zone/IE/"
    assert list(PayZone.objects.get(code="IE").locations.values_list("location", flat=True)) == ["Cork", "Dublin"]
    taken = hr_client.post("/bands/zones/new/", made | {"code": "X"})
    assert_clean(taken, status=422)
    rules = {"band_visibility": "hr", "second_approver": "on", "remind_days": "30"}
    assert hr_client.post("/bands/rules/", rules).status_code == 302
    assert (PayPolicy.current().second_approver, PayPolicy.current().remind_days) == (True, 30)
    policy(second_approver=False)
    today = timezone.localdate()
    supplement = {
        "framework": version.framework_id,
        "zone": place.pk,
        "percent": "4.5",
        "starts_on": str(today),
        "criterion": "labour_market",
        "evidence": "Survey",
        "review_on": str(NEXT),
    }
    assert hr_client.post("/bands/supplements/new/", supplement).status_code == 302
    assert MarketSupplement.objects.get().percent == D("4.5")
    assert_clean(hr_client.post("/bands/supplements/new/", supplement), status=422)
    page = f"/bands/exceptions/{row.pk}/"
    hr_client.post(page, {"do": "approve", "criterion": "", "reason": ""})
    assert BandException.objects.get().state == "proposed"
    hr_client.post(page, {"do": "approve", "criterion": "labour_market", "reason": ""})
    assert BandException.objects.get().state == "approved"
    assert hr_client.post(page, {"do": "end", "ends_on": "2026-99-99"}).status_code == 302
    last = row.ends_on + dt.timedelta(days=90)
    hr_client.post(page, {"do": "renew", "ends_on": str(last), "reason": "Still"})
    assert BandException.objects.filter(renews=row, ends_on=last).count() == 1
    assert_clean(hr_client.get(page))


def test_what_nobody_touched_keeps_a_change_that_is_scheduled(place: PayZone, hr_client: Client) -> None:
    asked = {"percent": "3", "rounded_to": "1", "starts_on": str(NEXT), "do": "confirm"}
    hr_client.post(f"{ZONE}adjust/", asked)
    later = NEXT + dt.timedelta(days=150)
    assert (
        hr_client.post(
            f"{ZONE}edit/", structure_of(place, **{"maximum-5": "99,000", "starts_on": str(later)})
        ).status_code
        == 302
    )
    assert bands_on(place, later)["5"].maximum == D(99000)
    assert bands_on(place, later)["6"] == Figures(D(86520), D(103515), D(120510))
    preview = hr_client.post(
        f"{ZONE}adjust/", asked | {"do": "preview", "starts_on": str(timezone.localdate())}, follow=True
    )
    assert "other figures are scheduled already (grade" in preview.content.decode()
