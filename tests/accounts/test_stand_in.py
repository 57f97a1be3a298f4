"""What a statement that is kept would make of a reader's own things is refused when it is made."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db.models import Q
from django.utils import timezone

from accounts.models import Employee, User
from accounts.roles import Role
from accounts.stand_in import stand_in
from ladders.core.permissions import Permission
from ladders.core.statements import Statement, number_of
from tests.factories import EmployeeFactory

pytestmark = pytest.mark.django_db
ROLES = frozenset({Role.HR_ADMIN})


def test_it_has_the_roles_everywhere_and_its_id_is_an_argument() -> None:
    ann, bob = EmployeeFactory.create(), EmployeeFactory.create()
    statement = Statement(
        lambda account: Employee.objects.visible_to(stand_in(ROLES, account)).exclude(user=stand_in(ROLES, account)),
        int,
    )
    assert statement(ann.user_id) == [bob]
    assert statement(bob.user_id) == [ann]
    assert not stand_in(frozenset(), 5).holds(Permission.VIEW_PEOPLE)


@pytest.mark.parametrize(
    "what", [lambda user: user.employee.pk, lambda user: timezone.localdate(), lambda user: timezone.now()]
)
def test_what_would_stay_as_it_is_now_is_refused(what: Any) -> None:
    def build(account: int) -> Any:
        found = what(stand_in(ROLES, account))
        of = Q(hired_on__lt=found) if isinstance(found, dt.date) else Q(pk=found)
        return Employee.objects.filter(of, user=account)

    with pytest.raises(ValueError, match="would stay"):
        Statement(build, int)(1)


def test_other_fields_are_not_there() -> None:
    with pytest.raises(User.DoesNotExist):
        assert stand_in(ROLES, 6_178_042_355_811_902_000).email


def test_a_number_is_a_statement_too() -> None:
    people = [EmployeeFactory.create(name="Ann") for _each in range(3)]
    statement = Statement(lambda name: number_of(Employee.objects.filter(name=name).order_by("sort_name")), str)
    assert (statement.one("Ann"), statement.one("Bob")) == (len(people), 0)
