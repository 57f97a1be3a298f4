"""Who may make whom the accountable owner: owning a framework means publishing it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Employee, User
from ladders.core.errors import DomainError
from ladders.core.models import AuditEntry
from ladders.frameworks.actions.details import details_of, edit_details
from ladders.frameworks.actions.frameworks import create_framework
from ladders.frameworks.actions.publication import publish
from ladders.frameworks.models import Framework, Version
from ladders.frameworks.permissions import may_publish
from ladders.frameworks.queries.readiness import readiness
from ladders.impact.models import FactorPlan
from tests.conftest import signed_in
from tests.factories import EmployeeFactory, draft_framework
from tests.shared_rows import shared_rows

pytestmark = pytest.mark.django_db


@shared_rows
def version(plan: FactorPlan, hr: User) -> Version:
    """A draft with an owner."""
    return draft_framework(by=hr)


def _name_owner(version: Version, owner: Employee | None, by: User) -> None:
    edit_details(version_id=version.pk, by=by, seen=None, **{**details_of(version), "owner": owner})


def _owner(version: Version) -> Any:
    return Framework.objects.get(pk=version.framework_id).owner


def test_an_editor_cannot_become_the_owner_and_so_publish(version: Version, editor: User) -> None:
    before = _owner(version)
    with pytest.raises(DomainError, match="Only HR or the owner"):
        _name_owner(version, editor.employee, editor)
    assert _owner(version) == before
    assert not may_publish(editor, Framework.objects.get(pk=version.framework_id))


def test_an_editor_cannot_replace_or_remove_the_owner(version: Version, editor: User) -> None:
    before = _owner(version)
    for owner in (None, EmployeeFactory.create()):
        with pytest.raises(DomainError, match="Only HR or the owner"):
            _name_owner(version, owner, editor)
    assert _owner(version) == before


def test_an_editor_names_the_first_owner_but_not_themselves(plan: FactorPlan, editor: User) -> None:
    version = create_framework(name="Bare", by=editor)
    with pytest.raises(DomainError, match="You cannot name yourself"):
        _name_owner(version, editor.employee, editor)
    other = EmployeeFactory.create()
    _name_owner(version, other, editor)
    assert _owner(version) == other


def test_an_editor_cannot_start_a_framework_that_is_their_own(plan: FactorPlan, editor: User) -> None:
    with pytest.raises(DomainError, match="You cannot name yourself"):
        create_framework(name="Mine", by=editor, owner=editor.employee)
    assert Framework.objects.count() == 0


def test_owner_and_hr_may_hand_a_framework_over(version: Version, hr: User) -> None:
    owner, following = _owner(version), EmployeeFactory.create()
    _name_owner(version, following, owner.user)
    assert _owner(version) == following
    _name_owner(Version.objects.get(pk=version.pk), hr.employee, hr)
    assert _owner(version) == hr.employee


def test_the_details_page_says_so(version: Version, editor: User) -> None:
    url = reverse("draft-details", args=[version.framework.slug])
    client: Client = signed_in(editor)
    form = client.get(url).context["form"]
    data = {name: form[name].value() or "" for name in form.fields} | dict(form.base_values)
    data["owner"] = editor.employee.number
    page = client.post(url, data)
    assert page.status_code == 409
    assert "Only HR or the owner" in page.content.decode()
    assert AuditEntry.objects.filter(verb="framework.edited").count() == 0


def test_an_owner_who_has_left_does_not_answer_for_a_publication(version: Version, hr: User) -> None:
    today = timezone.localdate()
    owner = _owner(version)
    Employee.objects.filter(pk=owner.pk).update(left_on=today - dt.timedelta(days=1))
    draft = Version.objects.select_related("framework__owner").get(pk=version.pk)
    assert readiness(draft, today=today).obstacles == (
        f"{owner.name}, who is accountable for this framework, no longer works here. Name another owner in its details.",
    )
    with pytest.raises(DomainError, match="no longer works here"):
        publish(version=version, seen=draft.revision, by=hr)
    assert Version.objects.get(pk=version.pk).state == "draft"
