"""HR's list of requests is put together once for all whose roles are the same, and shows each what is theirs to see."""

from __future__ import annotations

from itertools import product

import pytest
from django.utils import timezone

from accounts.models import RoleGrant, User
from accounts.roles import Role
from accounts.stand_in import same_for
from ladders.careers.domain.move_kinds import MoveKind
from ladders.moves.domain.states import RequestState
from ladders.moves.models import MoveRequest
from ladders.moves.queries.hr_lists import (
    ANY,
    PAGE,
    RequestSelection,
    first_requests,
    requests_asked,
    usual_order,
)

from .company import Company, reach_everybody

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
SELECTIONS = [
    RequestSelection(state=state, kind=kind, only=only)
    for state, kind, only in product(
        ("", ANY, RequestState.SUBMITTED, RequestState.WITHDRAWN),
        ("", MoveKind.PROMOTION, MoveKind.STEP_BACK),
        ("", "overdue", "stopped"),
    )
]


def again(user: User) -> User:
    """As a page finds somebody: nothing was asked of them yet."""
    return User.objects.get(pk=user.pk)


def test_each_reader_finds_what_the_list_would_show_them(limited_firm: Company) -> None:
    firm = limited_firm
    reach_everybody(firm)
    row = firm.asked(today=TODAY)
    MoveRequest.objects.filter(pk=row.pk).update(hr_hears_at=timezone.now())
    own = firm.user("pia")
    RoleGrant.objects.create(user=own, role=Role.HR_ADMIN)
    readers = [firm.user(name) for name in ("henry", "hana", "pia", "henry")]
    found = {}
    for reader, asked in product(readers, SELECTIONS):
        order = usual_order(asked)
        first = first_requests(again(reader), asked, order, TODAY)
        anew = requests_asked(again(reader), asked, TODAY)
        assert first == (list(anew.order_by(*order)[: PAGE + 1]), anew.count())
        found[reader.pk, asked] = first[0]
    plain = RequestSelection()
    assert [found[reader.pk, plain] for reader in readers] == [[row], [row], [], [row]]


def test_limited_roles_and_words_are_put_together_for_each(limited_firm: Company) -> None:
    firm = limited_firm
    limited = again(firm.user("henry"))
    assert limited.scoped_roles
    assert same_for(limited) is None
    assert first_requests(limited, RequestSelection(), ("due_on", "pk"), TODAY) is None
    reach_everybody(firm)
    whole = again(firm.user("henry"))
    assert first_requests(whole, RequestSelection(words="Pia"), ("due_on", "pk"), TODAY) is None
    closed = again(whole)
    closed.is_active = False
    assert same_for(closed) is None
