"""The pages of supplements and exceptions: what is saved, what is refused and said, who decides."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal as D
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from ladders.compensation.actions import deviations
from ladders.compensation.domain.bands import Figures
from ladders.compensation.models import BandException, MarketSupplement, PayZone
from ladders.frameworks.actions.publication import publish
from ladders.frameworks.models import Version
from ladders.impact.models import FactorPlan
from tests.compensation.money_data import SIX, bands, zone
from tests.conftest import signed_in
from tests.factories import account, draft_framework
from tests.shared_rows import shared_rows

TODAY = timezone.localdate()
LAST = TODAY + dt.timedelta(days=100)


@pytest.fixture
def place(plan: FactorPlan) -> PayZone:
    made = zone()
    bands(made, {"6": SIX})
    return made


@shared_rows
def version(plan: FactorPlan, hr: User) -> Version:
    draft = draft_framework(by=hr)
    publish(version=draft, seen=draft.revision, by=hr)
    return Version.objects.get(pk=draft.pk)


def said(client: Client, address: str, data: dict[str, Any], status: int = 200) -> str:
    """What the page that follows says."""
    response = client.post(address, data, follow=True)
    assert response.status_code == status
    return str(response.content.decode())


def test_a_supplement_is_changed_and_its_past_stays(
    version: Version, place: PayZone, hr: User, hr_client: Client
) -> None:
    values = {
        "framework": version.framework,
        "zone": place,
        "percent": D(5),
        "starts_on": TODAY - dt.timedelta(days=30),
    }
    row = deviations.add_supplement(values=values | {"evidence": "Survey", "review_on": LAST}, by=hr)
    address = f"/bands/supplements/{row.pk}/"
    form = {"ends_on": "", "criterion": row.criterion, "evidence": "Survey", "review_on": LAST.isoformat()}
    assert "Nothing was changed." in said(hr_client, address, form)
    assert "The supplement is saved." in said(hr_client, address, form | {"evidence": "Survey of spring"})
    yesterday = (TODAY - dt.timedelta(days=1)).isoformat()
    assert "Days that are over keep their supplement" in said(hr_client, address, form | {"ends_on": yesterday}, 422)
    kept = MarketSupplement.objects.get()
    assert (kept.percent, kept.ends_on, kept.evidence) == (D(5), None, "Survey of spring")


def proposal(version: Version, place: PayZone, **more: str) -> dict[str, str]:
    """What the form of a new exception sends."""
    return {
        "level": str(version.level_set.get(code="S6").key),
        "zone": str(place.pk),
        "minimum": "91,111",
        "midpoint": "95 000",
        "maximum": "99’000.50",
        "starts_on": TODAY.isoformat(),
        "ends_on": LAST.isoformat(),
        "criterion": "labour_market",
        "reason": "Nobody to be found",
    } | more


def test_an_exception_is_proposed_by_form_and_declined_with_a_reason(
    version: Version, place: PayZone, hr_client: Client
) -> None:
    assert hr_client.post("/bands/exceptions/new/", proposal(version, place, maximum="90,000")).status_code == 422
    assert "is proposed" in said(hr_client, "/bands/exceptions/new/", proposal(version, place))
    row = BandException.objects.get()
    assert Figures(row.minimum, row.midpoint, row.maximum) == Figures(D(91111), D(95000), D("99000.50"))
    address = f"/bands/exceptions/{row.pk}/"
    assert "84,000" in hr_client.get(address).content.decode()  # the band of its grade beside it
    assert "Say why" in said(hr_client, address, {"do": "decline", "reason": " "})
    assert "is declined" in said(hr_client, address, {"do": "decline", "reason": "No need"})
    assert "decided already" in said(hr_client, address, {"do": "approve", "criterion": "skills"})
    row.refresh_from_db()
    assert (row.state, row.decision) == ("declined", "No need")


def test_a_level_that_went_meanwhile_is_said(
    version: Version, place: PayZone, hr_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deviations, "_level", lambda framework, key: None)  # removed between form and action
    assert "has no such level" in said(hr_client, "/bands/exceptions/new/", proposal(version, place), 422)
    assert not BandException.objects.exists()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"do": "end", "ends_on": "2026-99-99"}, "Choose a last day."),
        ({"do": "renew", "ends_on": "soon", "reason": "Still"}, "Choose a last day."),
        ({"do": "end", "ends_on": str(TODAY + dt.timedelta(days=10))}, "The exception ends on that day."),
        ({"do": "renew", "ends_on": str(LAST + dt.timedelta(days=50)), "reason": "Still"}, "The renewal is proposed."),
    ],
)
def test_ending_and_renewing(
    data: dict[str, str], told: str, version: Version, place: PayZone, hr: User, hr_client: Client
) -> None:
    hr_client.post("/bands/exceptions/new/", proposal(version, place))
    row = BandException.objects.get()
    deviations.approve_exception(exception=row, by=hr)
    assert told in said(hr_client, f"/bands/exceptions/{row.pk}/", data)


def test_whoever_only_reads_bands_decides_nothing(version: Version, place: PayZone, hr_client: Client) -> None:
    elsewhere = proposal(version, place, zone=str(zone("CH", "Zürich", "CHF", ()).pk))
    hr_client.post("/bands/exceptions/new/", elsewhere | {"sure": "1"})
    row = BandException.objects.get()
    reader = signed_in(account(user__roles=[Role.EMPLOYEE_REPRESENTATIVE]))
    page = f"/bands/exceptions/{row.pk}/"
    assert reader.get(page).status_code == 200  # its grade has no band in Zürich
    for what in ("approve", "decline", "end", "renew"):
        assert "You may not decide about exceptions." in said(
            reader, page, {"do": what, "criterion": "skills", "reason": "x"}
        )
    row.refresh_from_db()
    assert row.state == "proposed"
