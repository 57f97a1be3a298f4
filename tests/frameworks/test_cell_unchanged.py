"""Whoever saves a cell as it was does not read in green that something is new."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from ladders.frameworks.models import Expectation
from ladders.impact.models import FactorPlan
from tests.factories import EmployeeFactory, draft_framework


def test_a_cell_saved_as_it_was_is_told_without_success(plan: FactorPlan, hr_client: Client) -> None:
    draft = draft_framework(owner=EmployeeFactory.create())
    cell = Expectation.objects.filter(version=draft, level__code="S5", competency__name="Method").get()
    address = reverse("draft-cell", args=[draft.framework.slug, cell.level.key, cell.competency.key])
    data = {"proficiency": "3", "descriptor": "Written anew.", "examples": ""}
    told = []
    for _again in range(2):
        seen = Expectation.objects.get(pk=cell.pk).revision
        answer = hr_client.post(address, data | {"seen": seen}, follow=True)
        told += [(message.level_tag, str(message)) for message in answer.context["messages"]]
    assert told == [("success", "Saved S5 · Method."), ("info", "Nothing was changed.")]
