"""Who reports to whom on a day, up and down, with a stated number of queries."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.models import Employee
from ladders.reporting.models import ReportingLine
from ladders.reporting.queries.lines import (
    chain_of,
    is_manager_of,
    is_superior,
    manager_of,
    manager_user,
    managers_of,
    managers_on,
    team_of,
)
from tests.factories import EmployeeFactory

START, DAY = dt.date(2024, 1, 1), dt.date(2026, 6, 1)
LATER = dt.date(2026, 9, 1)


def person(name: str, **fields: Any) -> Employee:
    found: Employee = EmployeeFactory.create(name=name, **fields)
    return found


def line(who: Employee, manager: Employee, starts_on: dt.date = START, ends_on: dt.date | None = None) -> None:
    ReportingLine.objects.create(employee=who, manager=manager, starts_on=starts_on, ends_on=ends_on)


@pytest.fixture
def company(db: None) -> list[Employee]:
    """Top ← Head ← Lead ← Ada and Bea; from September on, Ada reports to Head."""
    top, head, lead, ada, bea = (person(name) for name in ("Top", "Head", "Lead", "Ada", "Bea"))
    line(head, top)
    line(lead, head)
    line(ada, lead, ends_on=LATER - dt.timedelta(days=1))
    line(ada, head, starts_on=LATER)
    line(bea, lead)
    return [top, head, lead, ada, bea]


def test_up_and_down_on_a_day(company: list[Employee], django_assert_num_queries: Any) -> None:
    top, head, lead, ada, bea = company
    with django_assert_num_queries(1):
        assert [each.name for each in chain_of(ada, DAY)] == ["Lead", "Head", "Top"]
    assert [each.name for each in chain_of(ada, LATER)] == ["Head", "Top"]
    with django_assert_num_queries(1):
        assert chain_of(top, DAY) == []
    with django_assert_num_queries(1):
        assert manager_of(ada, DAY) == lead
    assert manager_of(ada, dt.date(2023, 12, 31)) is None
    with django_assert_num_queries(1):
        assert is_superior(top, ada, DAY)
    assert [is_superior(lead, ada, day) for day in (DAY, LATER)] == [True, False]
    assert not any(is_superior(who, other, DAY) for who, other in ((ada, ada), (ada, top), (bea, ada), (ada, bea)))
    with django_assert_num_queries(1):
        assert [each.name for each in team_of(lead, DAY)] == ["Ada", "Bea"]
    with django_assert_num_queries(1):
        assert is_manager_of(lead, ada, DAY)
    assert not is_manager_of(head, ada, DAY)
    with django_assert_num_queries(1):
        assert managers_of([ada.pk, top.pk], DAY) == {ada.pk: lead}
    with django_assert_num_queries(1):
        assert manager_user(ada, DAY) == lead.user


def test_whoever_has_left_is_nobodys_manager(company: list[Employee]) -> None:
    top, head, lead, ada, _bea = company
    Employee.objects.filter(pk=lead.pk).update(left_on=DAY - dt.timedelta(days=1))
    Employee.objects.filter(pk=ada.pk).update(left_on=LATER)
    assert manager_of(ada, DAY - dt.timedelta(days=1)) == lead
    assert (manager_of(ada, DAY), chain_of(ada, DAY), managers_of([ada.pk], DAY)) == (None, [], {})
    assert (team_of(lead, DAY), is_manager_of(lead, ada, DAY), is_superior(top, ada, DAY)) == ([], False, False)
    assert ada.pk not in managers_on(DAY)
    assert [each.name for each in team_of(head, LATER)] == ["Ada"]
    assert team_of(head, LATER + dt.timedelta(days=1)) == []


def test_a_closed_account_is_asked_nothing(company: list[Employee]) -> None:
    lead, ada = company[2], company[3]
    assert lead.user is not None
    lead.user.is_active = False
    lead.user.save()
    assert (manager_of(ada, DAY), manager_user(ada, DAY)) == (lead, None)


class TestAnyLines(TestCase):
    """Against a plain walk, over lines of any shape: circles in the data, too, come to an end."""

    @settings(max_examples=30, deadline=None)
    @given(st.lists(st.none() | st.integers(0, 6), min_size=7, max_size=7))
    def test_chains_and_who_stands_above_agree_with_a_plain_walk(self, wanted: list[int | None]) -> None:
        """Each person's chain, and each asked for by name."""
        people = [EmployeeFactory.create(user=None) for _ in wanted]
        manager = {
            who.pk: people[index].pk
            for who, index in zip(people, wanted, strict=True)
            if index is not None and people[index] != who
        }
        ReportingLine.objects.bulk_create(
            ReportingLine(employee_id=who, manager_id=boss, starts_on=START) for who, boss in manager.items()
        )
        chains = {}
        for who in people:
            met, here = list[int](), manager.get(who.pk)
            while here is not None and here not in met and here != who.pk:
                met.append(here)
                here = manager.get(here)
            chains[who.pk] = met
            assert [each.pk for each in chain_of(who, DAY)] == met
        for who in people:
            above = {each.pk for each in people if is_superior(each, who, DAY)}
            assert above == set(chains[who.pk])
