"""A real Celery worker, killed in the middle of the effective-day run: nothing is lost, and nothing happens twice."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone

from ladders.compensation.models import PayProtection
from ladders.impact.library import install_default_plan
from ladders.moves.models import FollowUp, Notice, ReturnRight
from ladders.placements.models import Placement
from tests.core.test_workers import BROKERS, Workers, until
from tests.factories import hr_admin

from .company import company, fresh
from .slow_effects import MARK

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def workers(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Workers]:
    """Workers that look every second whether something takes effect."""
    started = Workers(tmp_path, request.param)
    with (tmp_path / "worker_settings.py").open("a") as module:
        module.write("CELERY_IMPORTS = ('tests.moves.slow_effects',)\n")
    started.env["EFFECT_SECONDS"] = "1"
    yield started
    for worker in started.running:
        started.kill(worker)


@pytest.mark.parametrize("workers", BROKERS, indirect=True)
def test_killed_in_the_middle_of_the_effective_day(workers: Workers, tmp_path: Path) -> None:
    install_default_plan()
    firm = company(hr_admin())
    today = timezone.localdate()
    row = firm.scheduled("S5", on=today, today=today)
    levels = Placement.objects.filter(employee=firm.pia)
    first = workers.start()
    until(lambda: (tmp_path / "data" / MARK).exists(), workers, "the middle of the run")
    assert (fresh(row).state, levels.count()) == ("scheduled", 1)
    workers.kill(first)
    assert (fresh(row).state, levels.count(), PayProtection.objects.count()) == ("scheduled", 1, 0)
    workers.start()
    until(lambda: fresh(row).state == "in_effect", workers, "the second run")
    time.sleep(3)  # further runs and late messages find nothing to do
    assert list(levels.order_by("starts_on").values_list("level__code", flat=True)) == ["S6", "S5"]
    assert (ReturnRight.objects.count(), PayProtection.objects.count()) == (1, 2)
    assert Notice.objects.filter(kind="in_effect").count() == 1
    assert FollowUp.objects.filter(what="letter").count() == 1
