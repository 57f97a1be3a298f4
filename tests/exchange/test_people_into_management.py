"""A file of people that takes somebody into management shows what is left behind before it is taken in, as a request does."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Employee, User
from ladders.core import jobs
from ladders.core.models import Job
from ladders.exchange.models import PeopleUpload
from ladders.exchange.people.jobs import JOBS
from ladders.frameworks.models import Version
from ladders.impact.models import FactorPlan
from tests.conftest import signed_in
from tests.exchange.test_people_import import HEAD
from tests.frameworks.published import published
from tests.pages import squeezed
from tests.shared_rows import shared_rows

pytestmark = pytest.mark.django_db
TITLE = "What would be left behind"


@shared_rows
def research(plan: FactorPlan, hr: User) -> Version:
    return published(hr, owner=Employee.objects.get(user=hr))


def brought(levels: dict[str, str], hr: User) -> PeopleUpload:
    """The upload of a file with these people, by name, and the level that each holds."""
    rows = [f"{n},{name},,,,,,Research,{code},\n" for n, (name, code) in enumerate(levels.items(), 1)]
    upload = JOBS.take_in(name="p.csv", content=(HEAD + "".join(rows)).encode(), mapping=None, by=hr)
    _work()
    upload.refresh_from_db()
    return upload


def text(response: Any) -> str:
    """What the page says, and no mark-up."""
    return " ".join(re.sub(r"<[^>]+>", " ", squeezed(response)).split())


def _work() -> None:
    for job in Job.objects.unfinished():
        jobs.run(job.pk)


def test_whoever_goes_into_management_is_named_with_what_is_left_behind(research: Version, hr: User) -> None:
    team = {f"Person {n}": "S6" for n in range(1, 13)} | {"Mia Lead": "M6", "Una New": "S5"}
    first = brought(team, hr)
    page = reverse("people-upload", args=[first.pk])
    assert TITLE not in text(signed_in(hr).get(page))  # nobody holds anything yet that could be left
    JOBS.have_written(upload=first, by=hr)
    _work()
    changed = team | {f"Person {n}": "M5" for n in range(1, 8)} | {"Una New": "P5", "Mia Lead": "M5"}
    second = brought(changed, hr)
    shown = text(signed_in(hr).get(reverse("people-upload", args=[second.pk])))
    assert shown.count(TITLE) == 1
    assert "S6 Specialist 6 → M5 Management 5 Person 1, Person 2, Person 3, Person 4, Person 5 and 2 more" in shown
    # Of the twelve on S6, five stay; nobody who goes is counted.
    assert re.search(r"Method .{0,40}5 or more Teaching .{0,40}5 or more", shown), shown
    JOBS.have_written(upload=second, by=hr)
    _work()
    assert TITLE not in text(signed_in(hr).get(reverse("people-upload", args=[second.pk])))  # it is done
