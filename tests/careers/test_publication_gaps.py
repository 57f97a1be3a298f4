"""Who publishes learns how many gaps that makes, and nothing about anybody whose assessment they may not read."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from ladders.careers.models import Assessment, AssessmentSheet, Side
from ladders.frameworks.actions.frameworks import start_draft
from ladders.frameworks.models import Competency, Expectation
from tests.factories import EmployeeFactory, hr_admin
from tests.pages import squeezed

from .conftest import Firm

pytestmark = pytest.mark.django_db
PAGE = "/frameworks/research/draft/publish/"


def assess_all(firm: Firm, steps: list[int]) -> None:
    """People on P5, assessed in Method by their managers."""
    method = Competency.objects.get(version=firm.version, name="Method").key
    for number, step in enumerate(steps):
        person = EmployeeFactory.create()
        firm.people[f"p{number}"] = person
        firm.place(f"p{number}", "P5", dt.date(2020, 1, 1))
        sheet = AssessmentSheet.objects.create(employee=person, side=Side.MANAGER, revision=1)
        Assessment.objects.create(
            sheet=sheet, framework=firm.version.framework, competency=method, proficiency=step, by=firm.user("manager")
        )


def raise_method(firm: Firm, to: int) -> None:
    draft = start_draft(framework=firm.version.framework, by=hr_admin())
    asked = Expectation.objects.filter(version=draft, level__code="P5", competency__name="Method")
    assert asked.update(proficiency=to) == 1


def shown(who: object) -> str:
    client = Client()
    client.force_login(who)  # type: ignore[arg-type]
    return squeezed(client.get(PAGE))


@pytest.mark.parametrize(
    ("steps", "exact", "rough"),
    [
        ([1, 2, 3, 4], "4 people … assessed in what is raised: 2 would", "Too few people on these levels are assessed"),
        ([2] * 4 + [4] * 8, "12 people … raised: 4 would", "About 10 people … raised. Few or none of them would"),
        ([2] * 8 + [4] * 4, "12 people … raised: 8 would", "About 10 people … raised. Nearly all of them would"),
        ([2] * 7 + [4] * 6, "13 people … raised: 7 would", "About 10 people … raised. About 5 of them would"),
        # Who is behind today has no new gap.
        ([1] * 7 + [4] * 6, "13 people … raised: 0 would", "About 10 people … raised. Few or none of them would"),
    ],
)
def test_hr_reads_the_number_and_the_owner_how_many_in_fives(
    firm: Firm, steps: list[int], exact: str, rough: str
) -> None:
    assess_all(firm, steps)
    raise_method(firm, 4)
    for who, sentence in ((hr_admin(), exact), (firm.version.framework.owner.user, rough)):  # type: ignore[union-attr]
        text = shown(who)
        for part in sentence.split(" … "):
            assert part in text


def test_nothing_is_said_where_nothing_is_raised(firm: Firm) -> None:
    assess_all(firm, [2, 3])
    raise_method(firm, 1)
    assert "assessed in what is raised" not in shown(hr_admin())
