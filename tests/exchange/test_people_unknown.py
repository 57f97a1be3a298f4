"""Managers and levels of a people file that nobody knows by what the file calls them: asked about on the page, and answered."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import Employee, User
from ladders.core import jobs
from ladders.core.models import Job
from ladders.exchange.models import PeopleUpload, UploadState
from ladders.exchange.people.jobs import JOBS
from ladders.exchange.people.mapping import PeopleMapping
from ladders.exchange.people.unknown_fields import ManagerField
from ladders.frameworks.models import Version
from ladders.impact.models import FactorPlan
from ladders.placements.models import Placement
from ladders.reporting.models import ReportingLine
from tests.conftest import signed_in
from tests.factories import EmployeeFactory
from tests.frameworks.published import published

pytestmark = pytest.mark.django_db
HEAD = "number,name,manager,department,framework,level\n"
TEXT = HEAD + (
    "11,Cem Demir,Ms Meyer (Berlin),Lab,Eng,Sen. Eng.\n"
    "12,Bea Lind,Ms Meyer (Berlin),Lab,Eng,Sen. Eng.\n"
    "13,Levi Stern,Boss,Lab,Research,S5\n"
    "14,Mara Quist,,Lab,Eng,Trainee\n"
)


@pytest.fixture
def research(plan: FactorPlan, hr: User) -> Version:
    return published(hr, owner=Employee.objects.get(user=hr))


def work(upload: PeopleUpload) -> PeopleUpload:
    for job in Job.objects.unfinished():
        jobs.run(job.pk)
    upload.refresh_from_db()
    return upload


def answers(page: Any, **said: str) -> dict[str, str]:
    """What the form would send, with these answers to the questions whose labels begin so."""
    form = page.context["correction"]
    sent = {field.html_name: field.value() or "" for field in form}
    for text, answer in said.items():
        sent[next(field.html_name for field in form if f"“{text.replace('_', ' ')}" in str(field.label))] = answer
    return sent


@pytest.mark.parametrize("manner", ["", "name"])
def test_what_nobody_knows_is_asked_and_answered_on_the_page(research: Version, hr: User, manner: str) -> None:
    anna = EmployeeFactory.create(number="7", name="Anna Meyer")
    EmployeeFactory.create(number="8", name="Anna Meyer")
    upload = work(
        JOBS.take_in(name="p.csv", content=TEXT.encode(), mapping={"managers": manner} if manner else None, by=hr)
    )
    assert upload.state == UploadState.REFUSED
    assert [(each["texts"], each["rows"]) for each in upload.report["unknown_managers"]] == [
        (["Ms Meyer (Berlin)"], 2),
        (["Boss"], 1),
    ]
    assert [(each["texts"], each["rows"]) for each in upload.report["unknown_levels"]] == [
        (["Eng", "Sen. Eng."], 2),
        (["Eng", "Trainee"], 1),
    ]
    client, url = signed_in(hr), reverse("people-upload", args=[upload.pk])
    page = client.get(url)
    assert "Manager “Ms Meyer (Berlin)” (2 rows) means" in page.content.decode()
    slug = research.framework.slug
    said = {"Ms_Meyer": "Anna Meyer", "Boss": "-", "Eng · Sen. Eng.": f"{slug}|S5", "Eng · Trainee": "none"}
    wrong = client.post(f"{url}correct/", answers(page, **said))
    assert wrong.status_code == 422
    assert "Write the number of one: Anna Meyer · 7; Anna Meyer · 8" in wrong.content.decode()
    assert client.post(f"{url}correct/", answers(page, **(said | {"Ms_Meyer": "7"}))).status_code == 302
    assert work(upload).state == UploadState.READY, upload.report["problems"]
    # What was said is still there, and stays when the form is sent once more.
    assert client.post(f"{url}correct/", answers(client.get(url))).status_code == 302
    assert work(upload).state == UploadState.READY
    client.post(f"{url}apply/")
    assert work(upload).state == UploadState.APPLIED
    assert sorted(ReportingLine.objects.values_list("employee__number", "manager")) == [
        ("11", anna.pk),
        ("12", anna.pk),
    ]
    assert sorted(Placement.objects.values_list("employee__number", "level__code")) == [
        ("11", "S5"),
        ("12", "S5"),
        ("13", "S5"),
    ]


def test_only_people_in_reach_are_found_by_name(hr: User) -> None:
    EmployeeFactory.create(number="7", name="Anna Meyer", department="Elsewhere")
    assert ManagerField(hr).clean("Anna Meyer") == "7"
    hr.grants.update(departments=["Lab"])
    limited = User.objects.get(pk=hr.pk)
    with pytest.raises(ValidationError, match="Nobody in your reach"):
        ManagerField(limited).clean("Anna Meyer")
    Employee.objects.filter(number="7").update(department="Lab")
    assert ManagerField(limited).clean("Anna Meyer") == "7"
    assert ManagerField(limited).clean("99") == "99"  # it may stand in the file: reading it again tells


def test_a_mapping_file_says_the_same() -> None:
    item = {"from": ["Eng", "Sen. Eng."], "framework": "research", "level": "S5"}
    read = PeopleMapping.from_json({"level_labels": [item, {"from": ["", "Trainee"]}]})
    assert read.level_labels == {("eng", "sen. eng."): ("research", "S5"), ("", "trainee"): ("", "")}


def test_words_of_choices_and_odd_names_are_asked_and_kept_also_where_the_file_is_refused(hr: User) -> None:
    head = "number,name,contract,country\n"
    text = head + '31,"Demir, Cem",FT,DE\n32,"Lind, Bea",FT,Narnia\n33,Stern Levi,permanent,DE\n'
    upload = work(JOBS.take_in(name="p.csv", content=text.encode(), mapping=None, by=hr))
    assert upload.state == UploadState.REFUSED
    client, url = signed_in(hr), reverse("people-upload", args=[upload.pk])
    page = client.get(url)
    shown = page.content.decode()
    assert "Contract “FT” (2 rows) means" in shown
    assert "Name “Stern Levi” (1 row) means" in shown
    assert "permanent, fixed term, apprentice" in shown
    assert "fixed_term</" not in shown.replace(' value="fixed_term"', "")
    assert "Bring another file" in shown
    assert '<dl class="exchange-counts">' not in shown
    assert "Refused: needs a look" in client.get(reverse("jobs")).content.decode()
    said = {"FT": "fixed_term", "Stern Levi": "Levi Stern"}
    assert client.post(f"{url}correct/", answers(page, **said)).status_code == 302
    assert work(upload).state == UploadState.REFUSED  # for Narnia; what was said of FT is kept
    again = work(JOBS.take_in(name="q.csv", content=text.replace("Narnia", "DE").encode(), mapping=None, by=hr))
    assert again.state == UploadState.READY, again.report["problems"]
    assert again.kept is not None
    assert set(again.kept.mapping["values"]) == {"contract"}
    assert client.post(reverse("people-upload-apply", args=[again.pk])).status_code == 302
    work(again)
    assert list(
        Employee.objects.filter(number__in=["31", "33"]).order_by("number").values_list("name", "contract")
    ) == [
        ("Cem Demir", "fixed_term"),
        ("Stern Levi", "permanent"),
    ]
    answered = client.get(url).context["correction"]
    assert [field.value() for field in answered if "FT" in str(field.label)] == ["fixed_term"]
    nothing = answers(client.get(url), Narnia="none")
    assert client.post(f"{url}correct/", nothing).status_code == 302
    assert work(upload).state == UploadState.READY, upload.report["problems"]
