"""Making a framework: from a template, blank, as a copy; and finding its owner."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.employee_search import find, label, suggest
from accounts.models import User
from ladders.frameworks.library import templates
from ladders.frameworks.models import Framework, Level, Version
from ladders.frameworks.queries.versions import shape_of
from ladders.impact.models import FactorPlan
from tests.conftest import signed_in
from tests.factories import EmployeeFactory, draft_framework
from tests.pages import squeezed

pytestmark = pytest.mark.django_db
NEW = "/frameworks/new/"


def _create(client: Client, start: str, **fields: Any) -> Version:
    answer = client.post(f"{NEW}?from={start}", {"name": "Brand new", "statement": "Ours", **fields})
    assert answer.status_code == 302, answer.context["form"].errors
    assert answer["Location"] == reverse("draft", args=["brand-new"])
    return Version.objects.select_related("framework__owner").get(framework__slug="brand-new")


def test_every_beginning_is_offered_with_its_size(plan: FactorPlan, hr: User, hr_client: Client) -> None:
    draft_framework(by=hr)
    page = squeezed(hr_client.get(NEW))
    for template in templates():
        assert f'href="?from={template.slug}"' in page
        assert f"{template.tracks} tracks · {template.levels} levels · {template.competencies} competencies" in page
    assert 'href="?from=blank"' in page
    assert "Research, version 1 (Draft)" in page


@pytest.mark.parametrize("slug", [template.slug for template in templates()])
def test_a_template_fills_the_draft(plan: FactorPlan, hr: User, hr_client: Client, slug: str) -> None:
    template = next(item for item in templates() if item.slug == slug)
    form = hr_client.get(NEW, {"from": slug}).context["form"]
    assert form["name"].value() == template.name
    owner = EmployeeFactory.create(number="N7")
    version = _create(hr_client, slug, owner="N7", owner_title="Chief")
    framework = version.framework
    assert (framework.name, framework.owner, framework.owner_title) == ("Brand new", owner, "Chief")
    assert (framework.created_by, version.statement, version.number) == (hr, "Ours", 1)
    assert Level.objects.filter(version=version).count() == template.levels


def test_a_blank_one_has_a_scale_and_no_statement_yet(plan: FactorPlan, hr_client: Client) -> None:
    form = hr_client.get(NEW, {"from": "blank"}).context["form"]
    assert not form["statement"].value()
    shape = shape_of(_create(hr_client, "blank", statement=" "))
    assert (shape.tracks, shape.statement, len(shape.scale)) == ((), "", 5)


def test_a_copy_has_the_content_under_keys_of_its_own(plan: FactorPlan, hr: User, hr_client: Client) -> None:
    original = draft_framework(by=hr)
    copy = shape_of(_create(hr_client, f"copy-{original.pk}"))
    before = shape_of(original)
    assert [level.code for level in copy.levels] == [level.code for level in before.levels]
    assert [level.grade for level in copy.levels] == [level.grade for level in before.levels]
    assert len(copy.expectations) == len(before.expectations)
    assert not {level.key for level in copy.levels} & {level.key for level in before.levels}


@pytest.mark.parametrize("start", ["", "nothing", "copy-", "copy-x", "copy-99999999999", "copy-1", "../engineering"])
def test_an_unknown_beginning_leads_back_to_the_choice(plan: FactorPlan, hr_client: Client, start: str) -> None:
    answer = hr_client.post(f"{NEW}?from={start}", {"name": "Brand new"})
    assert "Choose what it begins with" in squeezed(answer)
    assert not Framework.objects.exists()


def test_a_taken_name_is_said_at_the_field(plan: FactorPlan, hr: User, hr_client: Client) -> None:
    draft_framework(by=hr, name="Taken")
    answer = hr_client.post(f"{NEW}?from=blank", {"name": "taken"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["name"] == ["A framework called “taken” exists already. Choose another name."]
    assert Framework.objects.count() == 1


def test_only_who_may_create_creates(plan: FactorPlan, hr: User, editor: User, employee: User) -> None:
    draft_framework(by=hr, owner=employee.employee)
    client = signed_in(employee)
    for answer in (client.get(NEW), client.post(f"{NEW}?from=blank", {"name": "Brand new"})):
        assert answer.status_code == 403
    assert Framework.objects.count() == 1
    assert signed_in(editor).get(NEW).status_code == 200
    assert Client().get(NEW).status_code == 302


def test_somebody_is_found_by_number_name_or_suggestion(db: None) -> None:
    zoe = EmployeeFactory.create(name="Zoë Álvarez", number="A1")
    ann, other = (
        EmployeeFactory.create(name="Ann Lee", number="A2"),
        EmployeeFactory.create(name="Ann Lee", number="A3"),
    )
    assert suggest("zoe") == [zoe]
    assert suggest("alvar") == [zoe]
    assert suggest("a2") == [ann]
    assert suggest("a") == []
    assert suggest("100%") == []
    assert find("A3") == [other]
    assert find(label(ann)) == [ann]
    assert find("Zoë  Álvarez") == [zoe]
    assert find("ann lee") == [ann, other]
    assert find("Nobody · A2 ") == [ann]
    assert find("Ann Lee · A9") == []


def test_an_owner_who_is_not_clear_is_asked_for(plan: FactorPlan, hr_client: Client) -> None:
    for number in ("A2", "A3"):
        EmployeeFactory.create(name="Ann Lee", number=number)
    errors = [
        hr_client.post(f"{NEW}?from=blank", {"name": "Brand new", "owner": text}).context["form"].errors["owner"]
        for text in ("ann lee", "nobody at all")
    ]
    assert errors == [
        ["Several people are meant by this. Write the number or address of one: Ann Lee · A2; Ann Lee · A3"],
        ["Nobody here has this number, name or address. Check the spelling."],
    ]
    assert not Framework.objects.exists()


def test_suggestions_are_few_and_for_who_names_owners(plan: FactorPlan, hr: User, editor: User, employee: User) -> None:
    for _number in range(25):
        EmployeeFactory.create(name="Kim Example")
    url = reverse("people-suggestions")
    client = signed_in(editor)
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        page = squeezed(client.get(url, {"owner": "kim"}))
    assert (page.count("<option"), len(queries)) == (20, 3)
    assert signed_in(employee).get(url, {"owner": "kim"}).status_code == 403
    draft_framework(by=hr, owner=employee.employee)
    assert signed_in(employee).get(url, {"owner": "kim"}).status_code == 200
