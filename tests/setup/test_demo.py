"""The demo's people were invited, so that every state can be looked at."""

from __future__ import annotations

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from ladders.demo import signins
from ladders.demo.invitations import load_invitations
from ladders.setup.domain.progress import InvitationState as S
from ladders.setup.queries.empty_steps import first_waiting
from ladders.setup.queries.invitees import numbers_of, rounds_of
from tests.factories import EmployeeFactory, hr_admin

pytestmark = pytest.mark.django_db


def test_most_have_come_and_every_other_state_is_there() -> None:
    hr = hr_admin(email=signins()[0].email)
    day = timezone.localdate()
    for n in range(100):
        EmployeeFactory.create(name=f"P{n}", hired_on=day.replace(year=day.year - 1))
    EmployeeFactory.create(name="New", hired_on=day)
    load_invitations()
    numbers = numbers_of(hr, day, timezone.now())
    assert numbers == {S.NEW: 1, S.INVITED: 8, S.LATE: 10, S.LOST: 2, S.SIGNED_IN: 80, S.NO_ADDRESS: 0}
    assert [(each.number, each.lost) for each in rounds_of(hr)] == [(8, 0), (100, 2)]
    assert Role.HR_ADMIN in User.objects.get(pk=hr.pk).roles
    assert first_waiting(hr) is not None  # the rest of the set-up: there is nothing else here
