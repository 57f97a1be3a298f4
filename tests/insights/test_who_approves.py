"""A button to approve is for whoever can; everybody else who works on it reads why not, and who can. All see what it does."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Employee, User
from accounts.roles import Role
from ladders.compensation.actions import changes
from ladders.compensation.actions.deviations import propose_exception
from ladders.compensation.domain.bands import Figures
from ladders.compensation.models import BandChange, BandException, ExceptionState, PayZone
from ladders.compensation.web import second_person
from ladders.core.audit import record
from ladders.core.models import Organisation
from ladders.core.permissions import Permission
from ladders.frameworks.actions.frameworks import start_draft
from ladders.frameworks.actions.publication import ask_for_publication
from ladders.frameworks.models import Version
from tests.compensation.money_data import policy
from tests.compensation.payroll import band, level, zone
from tests.conftest import signed_in
from tests.factories import account, hr_admin
from tests.pages import assert_clean

pytestmark = pytest.mark.django_db

D = Decimal
EFFECT = "5 women, 5 men 4.0 % 5.9 %"
NOT_THEMSELVES = "cannot approve it. A second person has to."


def read(client: Client, address: str) -> tuple[str, set[str]]:
    """The page without its tags, and what its buttons do."""
    response = client.get(address)
    assert_clean(response, status=response.status_code)
    page = response.content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", page).split()), set(re.findall(r'name="do" value="([\w-]+)"', page))


def names(page: str) -> set[str]:
    """Who can, as the page says."""
    found = re.search(r"Each of these people can: ([^.]*)\.", page)
    return set(found[1].split(", ")) if found else set()


@pytest.fixture(autouse=True)
def _two_people(db: None) -> None:
    policy(second_approver=True)


def bands() -> PayZone:
    found: PayZone | None = PayZone.objects.filter(code="DE").first()
    if found is not None:
        return found
    where = zone()
    band(where, "5", 40_000, 50_000, 60_000)
    return where


def proposed(by: User, ends_on: dt.date = dt.date(2027, 12, 1)) -> BandException:
    where = bands()
    made = Version.objects.get(state="published")
    return propose_exception(
        framework=made.framework, level_key=level(made, "M5").key, zone=where, starts_on=dt.date(2026, 12, 1),
        ends_on=ends_on, figures=Figures(D(51_000), D(55_000), D(60_000)), reason="Scarce", criterion="labour_market",
        by=by,
    )  # fmt: skip


def test_whoever_proposed_an_exception_reads_who_approves_it_and_what_it_does(team: list[Employee], hr: User) -> None:
    second = hr_admin()
    row = proposed(hr)
    address = reverse("exception", args=[row.pk])
    page, buttons = read(signed_in(hr), address)
    assert EFFECT in page
    assert NOT_THEMSELVES in page
    assert names(page) >= {str(second)}
    assert str(hr) not in names(page)
    assert buttons == {"decline"}
    page, buttons = read(signed_in(second), address)
    assert EFFECT in page
    assert NOT_THEMSELVES not in page
    assert buttons == {"approve", "decline"}
    policy(second_approver=False)
    assert read(signed_in(hr), address)[1] == {"approve", "decline"}
    signed_in(hr).post(address, {"do": "approve", "criterion": "labour_market", "reason": "Scarce"})
    row.refresh_from_db()
    assert row.state == ExceptionState.APPROVED


def test_an_exception_whose_last_day_is_over_is_approved_by_nobody(
    team: list[Employee], hr: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = hr_admin()
    row = proposed(hr)
    BandException.objects.update(starts_on=dt.date(2020, 1, 1), ends_on=dt.date(2020, 12, 31))
    address = reverse("exception", args=[row.pk])
    for user in (hr, second):
        page, buttons = read(signed_in(user), address)
        assert "Its last day is over. Propose it anew with later dates." in page
        assert (names(page), " can. " in page, "Your role proposes" in page) == (set(), False, False)
        assert "Nobody else here could confirm this" not in page
        assert buttons == {"decline"}
    monkeypatch.setattr(second_person, "may", lambda _user, right: right == Permission.EDIT_BANDS)  # who only proposes
    over = second_person.approving(second, hr, "", "It is over.")
    assert over == {"approves": False, "why_nobody": "It is over."}
    assert "Your role proposes" in second_person.approving(second, hr, "")["why_not"]


def test_with_nobody_else_the_page_says_so(team: list[Employee], hr: User) -> None:
    User.objects.exclude(pk=hr.pk).update(is_active=False)
    row = proposed(hr)
    page, buttons = read(signed_in(hr), reverse("exception", args=[row.pk]))
    assert "Nobody else here could confirm this" in page
    assert buttons == {"decline"}


def test_an_account_that_may_be_the_same_person_has_no_button_either(team: list[Employee], hr: User) -> None:
    taken, third = hr_admin(), hr_admin()
    record(by=hr, verb="accounts.second_factor.reset", subject="", about=taken)
    row, change = proposed(hr), scheduled(hr)
    for address in (reverse("exception", args=[row.pk]), reverse("band-change", args=[change.pk])):
        page, buttons = read(signed_in(taken), address)
        assert "One of you changed how the other signs in" in page
        assert "approve" not in buttons
        assert names(page) >= {str(third)}
        assert not {str(hr), str(taken)} & names(page)
        assert "approve" in read(signed_in(third), address)[1]


def scheduled(by: User) -> BandChange:
    return changes.schedule(
        zone=bands(), starts_on=dt.date(2040, 1, 1), figures={"5": Figures(D(51_000), D(55_000), D(60_000))}, by=by
    )


def test_whoever_asked_for_other_bands_reads_what_they_do_and_can_only_withdraw(team: list[Employee], hr: User) -> None:
    second = hr_admin()
    address = reverse("band-change", args=[scheduled(hr).pk])
    page, buttons = read(signed_in(hr), address)
    assert "What this does to equal pay" in page
    assert names(page) >= {str(second)}
    assert str(hr) not in names(page)
    assert buttons == {"withdraw"}
    assert read(signed_in(second), address)[1] == {"approve", "decline"}


def test_an_account_that_may_be_the_same_person_publishes_nothing(
    team: list[Employee], research: Version, hr: User
) -> None:
    Organisation.objects.create(pk=1, second_publisher=True)
    taken, third = hr_admin(), hr_admin()
    record(by=hr, verb="accounts.second_factor.reset", subject="", about=taken)
    draft = start_draft(framework=research.framework, by=hr)
    ask_for_publication(version=draft, seen=draft.revision, by=hr)
    address = reverse("publish", args=[research.framework.slug])
    for user, publishes in ((taken, False), (third, True)):
        response = signed_in(user).get(address)
        assert ("One of you changed how the other signs in" in response.content.decode()) is not publishes
        assert (reverse("publish-confirm", args=[research.framework.slug]) in response.content.decode()) is publishes
        assert ("can confirm it on this page" in " ".join(response.content.decode().split())) is not publishes


def test_who_only_reads_bands_is_told_nothing_of_it(team: list[Employee], hr: User) -> None:
    row = proposed(hr)
    page, buttons = read(
        signed_in(account(user__roles=[Role.SYSTEM_ADMINISTRATOR])), reverse("exception", args=[row.pk])
    )
    assert EFFECT not in page
    assert NOT_THEMSELVES not in page
    assert buttons == set()
