"""HR is a person, too: whoever came in by the shell owns and publishes a framework before any people file is here."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Employee, User
from accounts.roles import Role
from ladders.core.models import AuditEntry
from ladders.exchange.people.write import import_people
from ladders.frameworks.models import Framework, Version
from ladders.frameworks.permissions import owns
from ladders.frameworks.queries.readiness import readiness
from ladders.impact.models import FactorPlan
from tests.conftest import signed_in
from tests.factories import account, draft_framework

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(plan: FactorPlan, capsys: pytest.CaptureFixture[str]) -> User:
    """The first HR admin of an organisation without anybody in it."""
    call_command("make_hr_admin", "ines@example.org", name="Ines Prado")
    capsys.readouterr()
    return User.objects.get(email="ines@example.org")


@pytest.mark.parametrize("written", ["ines@example.org", "Ines Prado", "Ines Prado · ines@example.org", "ines"])
def test_the_first_hr_admin_starts_a_framework_of_their_own(admin: User, written: str) -> None:
    client = signed_in(admin)
    told = client.get(reverse("people-suggestions"), {"owner": "ine"}).content.decode()
    assert 'value="Ines Prado · ines@example.org"' in told
    answer = client.post("/frameworks/new/?from=blank", {"name": "Tools", "owner": written, "owner_title": "HR"})
    assert answer.status_code == 302, answer.context["form"].errors
    framework = Framework.objects.get(slug="tools")
    assert (framework.owner, framework.owner_account, framework.accountable) == (None, admin, admin)
    assert not Employee.objects.exists()
    assert owns(admin, framework)
    page = client.get(reverse("draft", args=["tools"])).content.decode()
    assert "owner: Ines Prado, HR" in page
    # The details keep the owner who stands there, written as the field writes people.
    form = client.get(reverse("draft-details", args=["tools"])).context["form"]
    assert form["owner"].value() == "Ines Prado · ines@example.org"
    values = {name: form[name].value() or "" for name in form.fields} | dict(form.base_values)
    assert client.post(reverse("draft-details", args=["tools"]), values | {"summary": "Tools"}).status_code == 302
    framework.refresh_from_db()
    assert framework.accountable == admin


def test_they_publish_it_and_everybody_reads_who_answers(admin: User) -> None:
    version = draft_framework(by=admin)
    _own(version, admin)
    client = signed_in(admin)
    page = reverse("publish", args=["research"])
    assert client.get(page).context["state"].obstacles == ()
    version.refresh_from_db()
    done = client.post(reverse("publish-confirm", args=["research"]), {"version": version.pk, "seen": version.revision})
    assert done.status_code == 302
    assert Version.objects.get(pk=version.pk).state == "published"
    reader = signed_in(account(name="Rea Der"))
    assert "accountable: Ines Prado" in reader.get(reverse("framework", args=["research"])).content.decode()


def test_the_people_file_makes_them_an_employee_who_goes_on_owning(admin: User) -> None:
    version = draft_framework(by=admin)
    _own(version, admin)
    file = b"number,name,email,department\n77,Ines Prado,Ines@example.org,People\n"
    made = import_people(files=[("people.csv", file)], by=None, today=dt.date(2026, 3, 2))
    assert [str(each.person.number) for each in made.created] == ["77"]
    ines = Employee.objects.get(number="77")
    assert ines.user == admin
    framework = Framework.objects.get(pk=version.framework_id)
    assert framework.accountable == ines
    assert owns(User.objects.get(pk=admin.pk), framework)
    # Chosen again they stand there by their number, and the audit says nothing of a change of hands.
    client = signed_in(User.objects.get(pk=admin.pk))
    form = client.get(reverse("draft-details", args=["research"])).context["form"]
    assert form["owner"].value() == "Ines Prado · 77"
    values = {name: form[name].value() or "" for name in form.fields} | dict(form.base_values)
    before = AuditEntry.objects.filter(verb="framework.edited").count()
    assert client.post(reverse("draft-details", args=["research"]), values).status_code == 302
    assert AuditEntry.objects.filter(verb="framework.edited").count() == before
    Employee.objects.filter(pk=ines.pk).update(left_on=dt.date(2026, 4, 1))
    told = readiness(Version.objects.get(pk=version.pk), today=timezone.localdate()).obstacles
    assert [each for each in told if "no longer works here" in each]


def test_an_editor_who_is_no_employee_cannot_name_themselves(plan: FactorPlan) -> None:
    user = User.objects.create_user("ed@example.org", name="Ed Itor")
    user.grants.create(role=Role.FRAMEWORK_EDITOR)
    client: Client = signed_in(user)
    answer = client.post("/frameworks/new/?from=blank", {"name": "Mine", "owner": "ed@example.org"})
    assert answer.status_code == 422
    assert "You cannot name yourself" in answer.content.decode()
    assert not Framework.objects.exists()


def test_a_closed_account_answers_for_nothing(admin: User) -> None:
    version = draft_framework(by=admin)
    _own(version, User.objects.create_user("gone@example.org", name="Gone", is_active=False))
    told = readiness(Version.objects.get(pk=version.pk), today=timezone.localdate()).obstacles
    assert [each for each in told if each.startswith("Gone, who is accountable")]


def _own(version: Version, user: User) -> None:
    framework = Framework.objects.get(pk=version.framework_id)
    framework.name_owner(user)
    framework.save()
