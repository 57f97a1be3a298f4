"""The day comes while salaries are imported, or taken back: it waits before it holds a row, so neither is broken off."""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection, transaction

from ladders.compensation.actions.salaries import remove_salary, set_salary
from ladders.compensation.domain.position import Basis
from ladders.compensation.models import Salary
from ladders.core.put_back import hold
from ladders.impact.library import install_default_plan
from ladders.moves.actions import effects
from ladders.moves.models import MoveRequest
from tests.factories import hr_admin
from tests.together import waiting_for_locks

from .company import Company, company
from .many import copies_of

pytestmark = pytest.mark.django_db(transaction=True)
APRIL = dt.date(2026, 4, 1)


@pytest.fixture
def firm() -> Company:
    install_default_plan()
    return company(hr_admin())


def beside_an_import(person: int, work: Callable[[], object]) -> tuple[object, list[object]]:
    """Do `work` while an import holds the table of salaries, and writes this person's once the work waits for it."""
    locked, said = threading.Event(), list[object]()

    def load() -> None:
        try:
            with transaction.atomic():
                hold(Salary)
                locked.set()
                for _turn in range(400):
                    if waiting_for_locks():
                        break
                    time.sleep(0.05)
                Salary.objects.filter(employee=person).update(amount=Decimal(20_001))
            said.append("written")
        except Exception as error:
            said.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=load)
    thread.start()
    assert locked.wait(60)
    done = work()
    thread.join(60)
    return done, said


@pytest.mark.parametrize("number", [0, 2])
def test_neither_an_import_nor_the_day_is_broken_off(
    firm: Company, number: int, caplog: pytest.LogCaptureFixture
) -> None:
    row = firm.scheduled("S5", APRIL)
    people = [each.person_id for each in copies_of(row, number, due=0, due_on=APRIL, later=APRIL)]
    start = dt.date(2024, 1, 1)
    for person in people:
        Salary.objects.create(
            employee_id=person, starts_on=start, amount=20_000, currency="EUR", basis="year", fte=Decimal(1)
        )
    last = people[-1] if people else row.person_id
    Salary.objects.filter(employee=last).update(amount=20_000)
    with caplog.at_level(logging.WARNING, logger=effects.logger.name):
        done, said = beside_an_import(last, lambda: effects.run_effects(APRIL))
    assert (done, said, caplog.messages) == (1 + number, ["written"], [])
    was = Salary.objects.get(employee=last, ends_on=APRIL - dt.timedelta(days=1))
    assert was.amount == 20_001  # what came into effect is worked out from what was imported


def test_neither_an_import_nor_a_salary_set_by_hand_is_broken_off(firm: Company) -> None:
    kept = Salary.objects.get(employee=firm.pia)

    def set_by_hand() -> object:
        return set_salary(
            employee=firm.pia,
            starts_on=APRIL,
            amount=Decimal(30_000),
            currency="EUR",
            basis=Basis.YEAR,
            by=firm.user("hana"),
        )

    _made, said = beside_an_import(firm.pia.pk, set_by_hand)
    assert said == ["written"]
    amounts = Salary.objects.filter(employee=firm.pia).order_by("starts_on").values_list("amount", "ends_on")
    assert list(amounts) == [(20_001, APRIL - dt.timedelta(days=1)), (30_000, None)]
    taken_out = beside_an_import(firm.pia.pk, lambda: remove_salary(salary=kept, reason="Wrong", by=firm.user("hana")))
    assert taken_out == (None, ["written"])
    assert not Salary.objects.filter(pk=kept.pk).exists()


def test_what_is_held_for_long_is_waited_for_once_and_comes_with_the_next_run(
    firm: Company, caplog: pytest.LogCaptureFixture
) -> None:
    row = firm.scheduled("S5", APRIL)
    copies_of(row, 3, due=0, due_on=APRIL, later=APRIL)
    held, over = threading.Event(), threading.Event()

    def load() -> None:
        try:
            with transaction.atomic():
                hold(Salary)
                held.set()
                over.wait(60)
        finally:
            connection.close()

    thread = threading.Thread(target=load)
    thread.start()
    assert held.wait(60)
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '200ms'")
    try:
        with caplog.at_level(logging.WARNING, logger=effects.logger.name):
            done = effects.run_effects(APRIL)
    finally:
        over.set()
        thread.join(60)
        connection.close()
    assert (done, len(caplog.messages)) == (0, 1)
    assert set(MoveRequest.objects.values_list("state", flat=True)) == {"scheduled"}
    assert effects.run_effects(APRIL) == 4
