"""Publishing counts who will hold a level as well as who holds it: planned changes and agreed moves, in one figure."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from ladders.core.errors import DomainError
from ladders.frameworks.actions.frameworks import start_draft
from ladders.frameworks.actions.levels import delete_level
from ladders.frameworks.actions.publication import set_successor
from ladders.frameworks.models import Level
from ladders.impact.models import FactorPlan
from ladders.moves.queries.coming_holders import coming_holders
from ladders.placements.actions import placements
from tests.factories import EmployeeFactory
from tests.frameworks.published import publish_now
from tests.pages import squeezed

from .company import company

pytestmark = pytest.mark.django_db
PAGE = "/frameworks/research/draft/publish/"


def test_agreed_and_planned_people_count_beside_todays(
    plan: FactorPlan, hr: User, client: Client, django_assert_max_num_queries: Any
) -> None:
    firm = company(hr)
    today = timezone.localdate()
    firm.scheduled("S5")
    planned = EmployeeFactory.create()
    s5, later = firm.level("S5"), today + dt.timedelta(days=30)
    by = User.objects.get(pk=firm.user("hana").pk)
    placements.place(employee=planned, level=s5, starts_on=later, by=by)
    with django_assert_max_num_queries(6):
        assert coming_holders([s5.key]) == {s5.key: 2}
    placements.add_second(employee=firm.pia, level=s5, share=20, starts_on=today, by=by)  # she holds it in part today
    assert coming_holders([s5.key]) == {s5.key: 1}
    draft = start_draft(framework=firm.version.framework, by=by)
    delete_level(version_id=draft.pk, key=s5.key, by=by)
    set_successor(version=draft, removed=s5.key, level=Level.objects.get(version=draft, code="S6").key, by=by)
    client.force_login(by)
    page = squeezed(client.get(PAGE))
    assert "2 people hold S5" in page  # her part, and the colleague’s
    assert "1 more will hold it from a later day on." in page
    assert "(1 more from a later day on)" in page
    assert "3 people get another grade (1 from a later day on: planned or agreed)" in page
    assert "2 + 1 later" in page


def test_a_level_that_nobody_holds_yet_asks_hr_where_somebody_has_agreed_to_move_there(
    plan: FactorPlan, hr: User
) -> None:
    firm = company(hr)
    firm.scheduled("P6")  # nobody holds it today
    by = User.objects.get(pk=firm.user("hana").pk)
    p6 = firm.level("P6")
    draft = start_draft(framework=firm.version.framework, by=by)
    delete_level(version_id=draft.pk, key=p6.key, by=by)
    set_successor(version=draft, removed=p6.key, level=Level.objects.get(version=draft, code="P5").key, by=by)
    with pytest.raises(DomainError, match=r"1 more will hold it from a later day on\. HR has to decide"):
        publish_now(draft, by)
