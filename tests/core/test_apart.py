"""Two accounts are not two people where one lately changed how the other signs in. The attacks are tests."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.exceptions import PermissionDenied

from accounts.actions import give_roles
from accounts.models import RoleGrant, User
from accounts.roles import Role
from accounts.sign_in_actions import reset_second_factor
from ladders.core.approvals import actions, apart
from ladders.core.approvals.queries import to_confirm
from ladders.core.errors import DomainError
from ladders.core.models import Organisation
from ladders.exchange.people.write import import_people
from ladders.frameworks.actions.publication import ask_for_publication, publish
from ladders.frameworks.models import Version
from ladders.impact.models import FactorPlan
from tests.conftest import signed_in
from tests.core.test_approvals import ask_for_analyst, held
from tests.factories import EmployeeFactory, account, draft_framework, hr_admin
from tests.pages import squeezed

pytestmark = pytest.mark.django_db


def _bring(by: User | None, *people: tuple[str, str, str]) -> None:
    """A file of people: number, name and address each."""
    rows = "".join(f"{number},{name},{address},2020-01-01\n" for number, name, address in people)
    made = import_people(files=[("people.csv", f"number,name,email,hired_on\n{rows}".encode())], by=by)
    assert made.problems.listed == []


def _address_by_file(who: User, by: User | None) -> None:
    """Let mail for somebody come to whoever brings the file."""
    number = who.employee.number
    _bring(by, (number, who.name, f"mallory+{number.lower()}@example.org"))


def _factor_by_reset(who: User, by: User) -> None:
    TOTP.activate(who, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    reset_second_factor(user=who, by=by)


@pytest.mark.parametrize("take_over", [_address_by_file, _factor_by_reset], ids=["another address", "no second factor"])
@pytest.mark.parametrize("asks", ["thief", "taken"])
def test_whoever_took_over_an_account_is_not_their_own_second_person(
    take_over: Any, asks: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    thief, taken = account(user__roles=[Role.HR_ADMIN]), account(user__roles=[Role.HR_ADMIN])
    puppet = account()
    before = ask_for_analyst(thief, puppet)
    actions.withdraw(approval=before, by=thief)
    take_over(taken, thief)
    asker, confirmer = (thief, taken) if asks == "thief" else (taken, thief)
    with pytest.raises(DomainError, match="Nobody else here could confirm this"):
        ask_for_analyst(asker, puppet)
    third = hr_admin()
    row = ask_for_analyst(asker, puppet)
    confirmer = User.objects.get(pk=confirmer.pk)
    client = signed_in(confirmer)
    address = f"/approvals/{row.pk}/"
    assert to_confirm(confirmer).count() == 0
    assert "One of you changed how the other signs in" in squeezed(client.get(address))
    client.post(address, {"do": "confirm"})
    assert held(puppet) == []
    with pytest.raises(PermissionDenied):
        actions.decline(approval=row, reason="Not so", by=confirmer)
    assert set(to_confirm(third)) == {row}
    with monkeypatch.context() as later:  # their owner has had the time to notice
        later.setattr(apart, "APART", dt.timedelta(0))
        assert set(to_confirm(confirmer)) == {row}
    actions.confirm(approval=row, by=third)
    assert held(puppet) == ["compensation_analyst"]


def test_what_the_server_itself_changed_keeps_nobody_apart() -> None:
    hr, second, puppet = hr_admin(), account(user__roles=[Role.HR_ADMIN]), account()
    _address_by_file(second, None)
    row = ask_for_analyst(hr, puppet)
    second = User.objects.get(pk=second.pk)
    assert set(to_confirm(second)) == {row}
    actions.confirm(approval=row, by=second)


def test_nobody_makes_themselves_a_second_person_for_settings(hr: User) -> None:
    second = hr_admin()
    puppet = account()
    given = give_roles(user=puppet, roles=[Role.SYSTEM_ADMINISTRATOR], seen=None, reaches={}, by=hr, why="Helps")
    assert held(puppet) == []
    actions.confirm(approval=given.waits[0], by=second)
    assert held(puppet) == ["system_administrator"]


@pytest.mark.parametrize("has_account", [False, True], ids=["an account is made", "a free account is linked"])
@pytest.mark.parametrize("asks", ["thief", "taken"])
def test_whoever_gives_an_owner_without_account_an_address_is_no_second_person_for_them(
    plan: FactorPlan, has_account: bool, asks: str
) -> None:
    thief = account(user__roles=[Role.HR_ADMIN])
    owner = EmployeeFactory.create(user=None, name="Owen Er")
    draft = draft_framework(by=thief, owner=owner)
    Organisation.objects.create(pk=1, second_publisher=True)
    if has_account:
        User.objects.create_user("mallory@example.org", name="Owen Er")
    _bring(thief, (owner.number, owner.name, "mallory@example.org"))
    taken = User.objects.get(email="mallory@example.org")
    assert taken.employee == owner
    assert apart.may_be_one(thief, taken)
    asker, confirmer = (thief, taken) if asks == "thief" else (taken, thief)
    seen = Version.objects.get(pk=draft.pk).revision
    ask_for_publication(version=draft, seen=seen, by=asker)
    with pytest.raises(DomainError, match="One of you changed how the other signs in"):
        publish(version=draft, seen=seen, by=confirmer)
    assert Version.objects.get(pk=draft.pk).is_draft
    publish(version=draft, seen=seen, by=hr_admin())  # a third person
    assert not Version.objects.get(pk=draft.pk).is_draft


def test_a_first_file_of_everybody_keeps_nobody_apart(hr: User) -> None:
    """Setting up: one who has been signing in without being an employee becomes one, and everybody else gets an account."""
    second = User.objects.create_user("sec@example.org", name="Sec Ond")
    RoleGrant.objects.create(user=second, role=Role.HR_ADMIN)
    _bring(hr, ("N1", "Sec Ond", "sec@example.org"), ("N2", "Ne W", "new@example.org"))
    second, new = User.objects.get(pk=second.pk), User.objects.get(email="new@example.org")
    assert (second.employee.number, new.employee.number) == ("N1", "N2")
    assert not apart.may_be_one(hr, second)
    assert not apart.may_be_one(hr, new)
    row = ask_for_analyst(hr, new)
    actions.confirm(approval=row, by=second)
    assert held(new) == ["compensation_analyst"]
