"""Who needs a second factor: from when on, what happens until then and afterwards, who says so, and a lost one."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client, override_settings
from django.utils import timezone

from accounts.models import BrowserSession, RoleGrant, SignInPolicy, User
from accounts.roles import Role
from accounts.second_factor import DEFAULT_ROLES, FactorDemand
from ladders.core.approvals.actions import confirm
from ladders.core.audit import opened
from ladders.core.errors import DomainError
from ladders.core.models import Approval, AuditEntry
from tests.accounts.conftest import PASSWORD, with_password
from tests.accounts.test_second_factor import SECRET, code, confirmed
from tests.conftest import signed_in
from tests.pages import assert_clean, squeezed

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
BANNER = "Your role needs a second step at sign-in."


def holder(role: Role, days_ago: float, email: str = "hana@example.org") -> User:
    """Somebody with a password who got that role so many days ago."""
    user = with_password(email.partition("@")[0].title(), email)
    RoleGrant.objects.create(user=user, role=role, granted_at=timezone.now() - days_ago * DAY)
    return user


# --- From when on


def test_by_default_it_is_demanded_of_those_who_see_pay_or_keep_the_place() -> None:
    demand = FactorDemand.read(None)
    assert [role for role in Role if demand.due({role: NOW})] == [
        Role.HR_ADMIN,
        Role.COMPENSATION_ANALYST,
        Role.PAY_EQUITY_ANALYST,
        Role.SYSTEM_ADMINISTRATOR,
    ]
    assert demand.due({Role.HR_ADMIN: NOW}) == NOW + 14 * DAY


def test_days_count_from_the_later_of_role_and_demand_and_the_first_role_that_is_due_decides() -> None:
    since = NOW + 5 * DAY
    demand = FactorDemand({"hr_admin": None, "framework_editor": since.isoformat()}, 3)
    assert demand.due({"framework_editor": NOW}) == since + 3 * DAY
    assert demand.due({"framework_editor": since + DAY}) == since + 4 * DAY
    assert demand.due({"framework_editor": NOW, "hr_admin": NOW}) == NOW + 3 * DAY
    assert demand.due({"employee_representative": NOW}) is None
    assert demand.due({}) is None


def test_another_demand_begins_nothing_anew_for_those_who_knew() -> None:
    before = FactorDemand({"hr_admin": None}, 14)
    after = before.changed(["hr_admin", "framework_editor"], 14, NOW)
    assert after == FactorDemand({"hr_admin": None, "framework_editor": NOW.isoformat()}, 14)
    assert not before.loosened_by(after)
    assert not before.loosened_by(before.changed(["hr_admin"], 3, NOW))
    assert before.loosened_by(before.changed(["hr_admin"], 15, NOW))
    assert after.loosened_by(before)


# --- Until then, and afterwards


def test_until_then_every_page_says_so_with_the_day() -> None:
    hana = holder(Role.HR_ADMIN, 4)
    page = signed_in(hana).get("/account/")
    assert_clean(page)
    day = timezone.localtime(timezone.now() + 10 * DAY)
    assert f"{BANNER} Set one up by {day:%-d %B %Y}." in squeezed(page)
    assert 'href="/account/second-factor/set-up/?next=/account/"' in squeezed(page)
    TOTP.activate(hana, SECRET)
    assert BANNER not in squeezed(signed_in(hana).get("/account/"))


def test_nobody_else_hears_of_it(employee_client: Client) -> None:
    assert BANNER not in squeezed(employee_client.get("/account/"))


@pytest.mark.django_db(transaction=True)
def test_afterwards_she_sets_one_up_first_and_comes_back_to_where_she_wanted_to_go() -> None:
    hana = holder(Role.HR_ADMIN, 15)
    client = Client()
    answer = client.post("/sign-in/", {"login": hana.email, "password": PASSWORD, "next": "/people/?q=a"})
    assert client.get(answer["Location"])["Location"] == "/account/second-factor/set-up/?next=%2Fpeople%2F%3Fq%3Da"
    page = client.get("/account/second-factor/set-up/?next=%2Fpeople%2F%3Fq%3Da")
    assert_clean(page)
    assert "As HR admin you see or change what is nobody else’s business." in squeezed(page)
    assert client.get("/audit/")["Location"] == "/account/second-factor/set-up/?next=%2Faudit%2F"
    form = client.get("/account/second-factor/app/").context["form"]
    codes = client.post("/account/second-factor/app/", {"code": code(form.secret)}, follow=True)
    assert codes.redirect_chain == [("/account/recovery-codes/", 302)]
    assert_clean(codes)
    assert "I have kept the codes. Go on" in squeezed(codes)
    assert client.get("/account/second-factor/set-up/")["Location"] == "/people/?q=a"
    assert client.get("/people/?q=a").status_code == 200
    assert "I have kept the codes. Go on" not in squeezed(client.get("/account/recovery-codes/"))


def test_what_was_typed_when_the_days_ran_out_is_kept() -> None:
    client = signed_in(holder(Role.HR_ADMIN, 15))
    answer = client.post("/settings/", {"name": "Quill and Company"})
    assert answer["Location"] == "/account/second-factor/set-up/?next=%2Funsent%2F"
    RoleGrant.objects.update(granted_at=timezone.now())  # as good as having set one up
    assert "Quill and Company" in squeezed(client.get("/unsent/"))


def test_a_fragment_loads_its_page_anew() -> None:
    client = signed_in(holder(Role.HR_ADMIN, 15))
    answer = client.get("/people/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Refresh"]) == (401, "true")


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_the_way_back_leads_to_pages_of_ours_alone(elsewhere: str) -> None:
    hana = holder(Role.HR_ADMIN, 15)
    TOTP.activate(hana, SECRET)
    answer = signed_in(hana).get("/account/second-factor/set-up/", {"next": elsewhere})
    assert answer["Location"] == "/account/"


def test_whoever_takes_the_factor_away_again_is_led_to_a_new_one() -> None:
    hana = holder(Role.HR_ADMIN, 15)
    TOTP.activate(hana, SECRET)
    client = confirmed(hana)
    client.post("/account/second-factor/app/remove/")
    assert client.get("/account/")["Location"].startswith("/account/second-factor/set-up/")


def test_it_costs_no_query(django_assert_num_queries: Any) -> None:
    client = signed_in(holder(Role.HR_ADMIN, 4))
    client.get("/account/sessions/")
    with django_assert_num_queries(3):
        client.get("/account/sessions/")


@override_settings(DEMO=True)
def test_the_demos_people_are_never_led_there() -> None:
    hana = holder(Role.HR_ADMIN, 15)
    client = Client()
    client.post("/demo/sign-in/", {"email": hana.email})
    page = client.get("/account/")
    assert page.status_code == 200
    assert BANNER not in squeezed(page)
    # Only that click is vouched for: the same browser, signed in by password, is led like any other.
    client.force_login(hana, backend="accounts.backends.SignInBackend")
    assert client.get("/account/").status_code == 302


# --- Who says so


def save(client: Client, *roles: Role, days: int = 14, why: str = "") -> Any:
    return client.post("/settings/sign-in/", {"roles": roles, "grace_days": days, "why": why}, follow=True)


def test_more_is_demanded_at_once_and_days_begin_then() -> None:
    client = confirmed(holder(Role.SYSTEM_ADMINISTRATOR, 1, "sys@example.org"))
    assert_clean(client.get("/settings/sign-in/"))
    editor = holder(Role.FRAMEWORK_EDITOR, 500, "ed@example.org")
    answer = save(client, *DEFAULT_ROLES, Role.FRAMEWORK_EDITOR)
    assert "Saved. It holds from now on." in squeezed(answer)
    due = User.objects.get(pk=editor.pk).second_factor_due
    assert due is not None
    assert timezone.now() + 13 * DAY < due <= timezone.now() + 14 * DAY
    assert "Nothing was changed." in squeezed(save(client, *DEFAULT_ROLES, Role.FRAMEWORK_EDITOR))


@pytest.mark.django_db(transaction=True)
def test_asking_less_takes_two_and_is_told_to_all_who_may_change_it(mailoutbox: list[Any]) -> None:
    sys = holder(Role.SYSTEM_ADMINISTRATOR, 1, "sys@example.org")
    hana, third = holder(Role.HR_ADMIN, 1), holder(Role.HR_ADMIN, 1, "hugo@example.org")
    client = confirmed(sys)
    refused = save(client, Role.COMPENSATION_ANALYST)
    assert_clean(refused, status=422)
    assert "Write for them why it is needed." in squeezed(refused)
    save(client, Role.COMPENSATION_ANALYST, why="We sign in by card")
    approval = Approval.objects.get()
    assert User.objects.get(pk=hana.pk).second_factor_due  # nothing has changed yet
    with pytest.raises(DomainError):
        confirm(approval=approval, by=sys)
    mailoutbox.clear()
    save(confirmed(third), *DEFAULT_ROLES, Role.FRAMEWORK_EDITOR)  # meanwhile
    confirm(approval=approval, by=hana)
    demand = SignInPolicy.objects.get().demand
    assert list(demand.demanded) == [Role.FRAMEWORK_EDITOR, Role.COMPENSATION_ANALYST]
    told = [message for message in mailoutbox if message.subject == "Less is asked of people who sign in"]
    assert sorted(to for message in told for to in message.to) == [third.email, sys.email]
    assert "Now: Framework editor, Compensation analyst; 14 days" in told[0].body
    entry = AuditEntry.objects.get(verb="second_factor.loosened")
    assert (entry.by, entry.subject) == (hana, "Framework editor, Compensation analyst")
    assert User.objects.get(pk=hana.pk).second_factor_due is None


def test_days_beyond_reason_are_refused() -> None:
    client = confirmed(holder(Role.HR_ADMIN, 1))
    assert_clean(save(client, Role.HR_ADMIN, days=61), status=422)
    assert not SignInPolicy.objects.exists()


# --- A lost one


@pytest.mark.django_db(transaction=True)
def test_hr_resets_a_lost_one_and_the_person_hears_of_it(mailoutbox: list[Any], ada: User) -> None:
    TOTP.activate(ada, SECRET)
    hers = signed_in(ada)
    assert hers.get("/account/").status_code == 200
    hana = holder(Role.HR_ADMIN, 1)
    client = confirmed(hana)
    page = client.get("/settings/sign-in/reset/", {"email": ada.email})
    assert_clean(page)
    assert f'value="{ada.email}"' in squeezed(page)
    answer = client.post("/settings/sign-in/reset/", {"email": "ADA@example.org"}, follow=True)
    assert "The second step of Ada Byron is reset." in squeezed(answer)
    assert not Authenticator.objects.filter(user=ada).exists()
    assert hers.get("/account/").status_code == 302
    assert not BrowserSession.objects.filter(user=ada).exists()
    [message] = mailoutbox
    assert (message.to, message.subject) == ([ada.email], "Your second step at sign-in was reset")
    assert "Hana has reset the second step of your account in Ladders." in message.body
    [entry] = opened(AuditEntry.objects.filter(verb="second_factor.reset"))
    assert (entry.by, entry.subject) == (hana, "Ada Byron")


def test_nobody_resets_their_own() -> None:
    sys = holder(Role.SYSTEM_ADMINISTRATOR, 1)
    TOTP.activate(sys, SECRET)
    client = confirmed(sys)
    answer = client.post("/settings/sign-in/reset/", {"email": sys.email})
    assert_clean(answer, status=422)
    assert "Nobody resets their own second step." in squeezed(answer)
    assert Authenticator.objects.filter(user=sys).count() == 1


@pytest.mark.parametrize(
    ("email", "said"),
    [
        ("nobody@example.org", "Nobody signs in with this address. Check the spelling."),
        ("ada@example.org", "Ada Byron has set up no second step, so there is none to reset."),
    ],
)
def test_where_there_is_none_that_is_said(ada: User, email: str, said: str) -> None:
    client = confirmed(holder(Role.HR_ADMIN, 1))
    answer = client.post("/settings/sign-in/reset/", {"email": email})
    assert_clean(answer, status=422)
    assert said in squeezed(answer)


@pytest.mark.parametrize("path", ["/settings/sign-in/", "/settings/sign-in/reset/"])
def test_both_ask_once_more_who_it_is(path: str) -> None:
    client = signed_in(holder(Role.HR_ADMIN, 1))
    for answer in (client.get(path), client.post(path, {"grace_days": 60})):
        assert answer["Location"].startswith("/sign-in/confirm/?next=")
    assert not SignInPolicy.objects.exists()
