"""The list of people, one person, placing several, and bringing people in: who may, what it shows, how many queries."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Employee, User
from accounts.roles import Role
from ladders.compensation.queries.pay_positions import people_counted, refresh
from ladders.core.jobs import run
from ladders.core.models import Job
from ladders.exchange.models import PeopleUpload
from ladders.frameworks.actions.frameworks import start_draft
from ladders.frameworks.models import Level, Version
from ladders.impact.models import FactorPlan
from ladders.placements.actions import placements
from ladders.placements.models import Placement
from ladders.reporting.models import ReportingLine
from ladders.reporting.web.people_list import PEOPLE
from tests.built import statements_built
from tests.conftest import signed_in
from tests.factories import EmployeeFactory, account
from tests.frameworks.published import published
from tests.pages import assert_clean, squeezed
from tests.shared_rows import shared_rows

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 1)


@shared_rows
def version(plan: FactorPlan, hr: User) -> Version:
    return published(hr)


def level(version: Version, code: str) -> Level:
    return Level.objects.select_related("version").get(version=version, code=code)


def crew(version: Version, hr: User, count: int) -> list[Employee]:
    boss = EmployeeFactory.create(name="Bo Ss", department="Lab")
    people: list[Employee] = EmployeeFactory.create_batch(count, department="Lab", legal_entity="Example Ltd")
    for person in people:
        placements.place(employee=person, level=level(version, "S5"), starts_on=DAY, by=hr)
        ReportingLine.objects.create(employee=person, manager=boss, starts_on=DAY)
    return people


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_makes_the_same_number_of_queries_for_any_number_of_people(
    version: Version, hr: User, count: int, django_assert_num_queries: Any
) -> None:
    crew(version, hr, count)
    client = signed_in(hr)
    client.get(reverse("people"))  # what is published is compiled once
    with django_assert_num_queries(13):  # one less where pay positions are up to date
        response = client.get(reverse("people"))
    here = Employee.objects.working_on(timezone.localdate()).count()
    assert f"{here} people" in response.content.decode()
    few = client.get(reverse("people") + "?department=Lab")
    assert few.context["found"].number == count + 1  # and their boss
    assert_clean(response)
    assert b"Bo Ss" in response.content


def test_whoever_holds_two_levels_is_listed_with_both(
    version: Version, hr: User, django_assert_max_num_queries: Any
) -> None:
    [one, other] = crew(version, hr, 2)
    placements.add_second(employee=one, level=level(version, "M6"), share=40, starts_on=DAY, by=hr)
    client = signed_in(hr)
    client.get(reverse("people"))
    for query in ("", "?department=Lab", f"?q={one.number}"):
        with django_assert_max_num_queries(14):  # one more than without
            page = squeezed(client.get(reverse("people") + query))
        assert re.findall("also M6 [^<]*", page) == ["also M6 Management 6, 40 %"]
    assert PEOPLE.sheet is not None
    found = PEOPLE.sheet(hr, QueryDict(), PEOPLE.order("", hr))
    rows = [dict(zip(found.headings, row, strict=True)) for row in found.rows]
    assert {row["number"]: (row["level"], row["second"]) for row in rows if row["level"]} == {
        one.number: ("S5", "M6 Management 6, 40 %"),
        other.number: ("S5", ""),
    }


def test_how_many_they_are_comes_from_kept_sums_and_is_what_counting_says(version: Version, hr: User) -> None:
    crew(version, hr, 7)
    client, today = signed_in(hr), timezone.localdate()
    for _time in ("kept", "somebody new"):
        refresh()
        here = Employee.objects.working_on(today)
        for query, rows in [
            ("", here),
            ("?department=Lab", here.filter(department="Lab")),
            ("?department=Lab&entity=Nobody", here.none()),
            ("?q=bo", here.filter(name="Bo Ss")),
        ]:
            assert people_counted(today) == here.count()
            assert client.get(reverse("people") + query).context["found"].number == rows.count()
        new = EmployeeFactory.create(department="Lab")
        assert people_counted(today) is None  # until the next refresh, everybody is counted
        assert (
            client.get(reverse("people") + "?department=Lab").context["found"].number
            == here.filter(department="Lab").count()
        )
        assert new in here.all()
    assert people_counted(today - dt.timedelta(days=1)) is None


def test_the_list_narrows_sorts_and_goes_on(version: Version, hr: User) -> None:
    crew(version, hr, 60)
    client = signed_in(hr)
    seen: list[int] = []
    address = reverse("people") + "?department=Lab&sort=department"
    for _page in range(3):
        found = client.get(address).context["found"]
        seen += [row.person.pk for row in found.rows]
        if found.after is None:
            break
        address = reverse("people") + f"?department=Lab&sort=department&after={found.after}"
    assert sorted(seen) == sorted(Employee.objects.filter(department="Lab").values_list("pk", flat=True))
    assert len(seen) == len(set(seen)) == 61
    names = [row.person.name for row in client.get(reverse("people") + "?q=bo").context["found"].rows]
    assert names == ["Bo Ss"]
    unplaced = client.get(reverse("people") + "?state=unplaced&department=Lab").context["found"].rows
    assert [row.person.name for row in unplaced] == ["Bo Ss"]


@pytest.mark.parametrize("many", [1, 500])
def test_a_name_that_many_bear_is_found_as_one_that_few_do(
    version: Version, hr: User, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ladders.reporting.queries.people.MANY", many)
    for number, name in enumerate(("Ada Quist", "Ada Brand", "Bea Adamson", "Bea Ruiz")):
        EmployeeFactory.create(name=name, number=f"A-{number}", department="Lab" if number else "Works")
    client = signed_in(hr)
    for query, names in [
        ("q=ada", ["Bea Adamson", "Ada Brand", "Ada Quist"]),
        ("q=ada&department=Lab", ["Bea Adamson", "Ada Brand"]),
        ("q=A-3", ["Bea Ruiz"]),
        ("q=nobody", []),
    ]:
        found = client.get(f"{reverse('people')}?{query}").context["found"]
        assert (found.number, [each.person.name for each in found.rows]) == (len(names), names)


def test_the_list_of_a_name_that_many_bear_is_put_together_once(
    version: Version, hr: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    EmployeeFactory.create_batch(3, name="Ada Quist")
    client = signed_in(hr)
    built = []
    for many in (500, 2):  # few then, and many
        monkeypatch.setattr("ladders.reporting.queries.people.MANY", many)
        client.get("/people/?q=ada")
        built.append(statements_built(lambda: client.get("/people/?q=ada")))
    assert built[0] == built[1]


def test_hr_of_some_departments_sees_those_alone(version: Version, hr: User) -> None:
    lab, office = EmployeeFactory.create(department="Lab"), EmployeeFactory.create(department="Office")
    scoped = account(user__roles=[Role.HR_ADMIN], department="Office")
    scoped.grants.update(departments=["Lab"])
    client = signed_in(scoped)
    shown = {row.person.pk for row in client.get(reverse("people")).context["found"].rows}
    assert shown == {lab.pk, Employee.objects.get(user=scoped).pk}
    assert client.get(reverse("person", args=[lab.pk])).status_code == 200
    assert client.get(reverse("person", args=[office.pk])).status_code == 404
    for name in ("import-people", "roles", "audit", "organisation"):
        assert client.get(reverse(name)).status_code == 403


def test_who_may_see_whom(version: Version, hr: User, employee: User) -> None:
    me, other = Employee.objects.get(user=employee), EmployeeFactory.create()
    client = signed_in(employee)
    assert client.get(reverse("people")).status_code == 403
    assert client.get(reverse("unplaced")).status_code == 403
    assert client.get(reverse("import-people")).status_code == 403
    assert client.get(reverse("person", args=[other.pk])).status_code == 404
    page = client.get(reverse("person", args=[me.pk]))
    assert_clean(page)
    assert b"Place on a level" not in page.content
    posted = client.post(reverse("person-place", args=[me.pk, "place"]), {"place-level": level(version, "S5").pk})
    assert (posted.status_code, Placement.objects.count()) == (403, 0)
    assert Client().get(reverse("people")).status_code == 302
    for role in (Role.SYSTEM_ADMINISTRATOR, Role.EMPLOYEE_REPRESENTATIVE, Role.COMPENSATION_ANALYST):
        who = account(user__roles=[role])
        assert signed_in(who).get(reverse("people")).status_code == 403
        assert signed_in(who).get(reverse("person", args=[other.pk])).status_code == 404


def test_placing_changing_and_ending_on_the_page(version: Version, hr: User) -> None:
    person = EmployeeFactory.create()
    client = signed_in(hr)
    url = reverse("person", args=[person.pk])
    wrong = client.post(reverse("person-place", args=[person.pk, "place"]), {"place-starts_on": "nonsense"})
    assert (wrong.status_code, Placement.objects.count()) == (422, 0)
    data = {"place-level": level(version, "S5").pk, "place-starts_on": "2026-01-01"}
    assert client.post(reverse("person-place", args=[person.pk, "place"]), data).url == url  # type: ignore[attr-defined]
    data = {
        "change-level": level(version, "M6").pk,
        "change-starts_on": "2026-02-01",
        "change-reason": "Sites were joined",
        "seen": str(level(version, "M6").key),
    }
    client.post(reverse("person-place", args=[person.pk, "change"]), data)
    data = {"second-level": level(version, "S5").pk, "second-starts_on": "2026-02-01", "second-share": "40"}
    client.post(reverse("person-place", args=[person.pk, "second"]), data)
    page = client.get(url)
    assert_clean(page)
    text = page.content.decode()
    assert "Sites were joined" in text
    assert "60 %" in text
    first = Placement.objects.get(primary=False)
    data = {"end-last_day": "2026-05-31", "placement": str(first.pk)}
    client.post(reverse("person-place", args=[person.pk, "end"]), data)
    first.refresh_from_db()
    assert first.ends_on == dt.date(2026, 5, 31)
    past = client.get(url + "?on=2026-01-15").context["found"]
    assert (past.primary.then.code, past.second) == ("S5", None)


def test_placing_those_without_a_level(version: Version, hr: User) -> None:
    title = level(version, "S6").title
    person = EmployeeFactory.create(job_title=title)
    client = signed_in(hr)
    page = client.get(reverse("unplaced"))
    assert_clean(page)
    lines = {(each.title, each.people): (name, text) for each, name, text, _found in page.context["rows"]}
    name, proposed = lines[title, 1]
    assert proposed.startswith("Research · S6")
    single = reverse("unplaced") + f"?title={title}"
    page = client.get(single)
    assert_clean(page)
    assert [(who.pk, field, text) for who, field, text, _found in page.context["rows"]] == [
        (person.pk, f"level-{person.pk}", proposed)
    ]
    assert client.post(reverse("unplaced"), {}).status_code == 422
    for data in ({f"level-{person.pk}": "Nonsense"}, {name: "Nonsense"}, {name: ""}, {}, {"group-x": proposed}):
        posted = client.post(single, {"starts_on": "2026-01-01", **data})
        assert (posted.status_code, Placement.objects.count()) == (422, 0), data
    preview = client.post(single, {"starts_on": "2026-01-01", f"level-{person.pk}": proposed}, follow=True)
    assert_clean(preview)
    assert (preview.context["count"], Placement.objects.count()) == (1, 0)
    sent = {"starts_on": "2026-01-01", f"level-{person.pk}": proposed, "seen": preview.context["seen"]}
    assert_clean(client.post(single, sent | {"step": "back"}, follow=True))
    client.post(single, sent | {"step": "confirm"})
    assert Placement.objects.get().level.code == "S6"


def test_a_level_for_a_title_and_department_holds_for_all_of_them_in_reach(version: Version, hr: User) -> None:
    for department, count in (("Lab", 60), ("Office", 2)):
        EmployeeFactory.create_batch(count, job_title="Researcher", department=department)
    EmployeeFactory.create(job_title="Researcher", department="Lab", hired_on=dt.date(2090, 1, 1))
    scoped = account(user__roles=[Role.HR_ADMIN], job_title="Researcher", department="Office")
    scoped.grants.update(departments=["Lab"])
    client = signed_in(scoped)
    page = client.get(reverse("unplaced"))
    assert [(each.title, each.department, each.people) for each, *_rest in page.context["rows"]] == [
        ("Researcher", "Lab", 60)
    ]
    field = page.context["rows"][0][1]
    other = 'group-["Researcher", "Office"]'
    data = {"starts_on": "2026-01-01", field: "Research · E3 Researcher", other: "Research · E3 Researcher"}
    preview = client.post(reverse("unplaced"), data, follow=True)
    assert (preview.context["count"], Placement.objects.count()) == (60, 0)
    confirm = data | {"step": "confirm", "seen": preview.context["seen"]}
    EmployeeFactory.create(job_title="Researcher", department="Lab")
    gone = Employee.objects.filter(job_title="Researcher", department="Lab", hired_on=None)[0]
    Employee.objects.filter(pk=gone.pk).update(department="Office")  # one came, one went: as many, and yet others
    changed = client.post(reverse("unplaced"), confirm)
    assert "hold other people than you saw" in changed.content.decode()
    Employee.objects.latest("pk").delete()
    Employee.objects.filter(pk=gone.pk).update(department="Lab")
    done = client.post(reverse("unplaced"), confirm, follow=True)
    assert "60 people hold a level now." in done.content.decode()
    assert Placement.objects.count() == 60
    assert set(Placement.objects.values_list("employee__department", flat=True)) == {"Lab"}
    assert "Nobody waits for a level" in client.get(reverse("unplaced")).content.decode()


def test_what_is_only_alike_is_ticked_and_placing_is_taken_back_in_one_go(version: Version, hr: User) -> None:
    person = EmployeeFactory.create(job_title="Night Researcher", department="Lab")
    client = signed_in(hr)
    page = client.get(reverse("unplaced"))
    (name, value, found) = next(row[1:] for row in page.context["rows"] if row[0].title == "Night Researcher")
    assert (value, found.sure, found.level) == ("", False, "Research · E3 Researcher")
    assert "Perhaps Research · E3 Researcher: both titles say “Researcher”" in page.content.decode()
    data = {"starts_on": "2026-01-01", name: "", f"take-{name}": found.level}
    seen = client.post(reverse("unplaced"), data, follow=True).context["seen"]
    data |= {"step": "confirm", "seen": seen}
    done = client.post(reverse("unplaced"), data, follow=True)
    assert "1 person holds a level now." in done.content.decode()
    assert person.placements.get().level.code == "E3"
    [(batch, said)] = done.context["batches"]
    assert said == "You placed 1 person."
    assert (
        signed_in(account(user__roles=[Role.HR_ADMIN])).post(reverse("take-back-batch", args=[batch.pk])).status_code
        == 404
    )
    back = client.post(reverse("take-back-batch", args=[batch.pk]), follow=True)
    assert "Taken back for 1." in back.content.decode()
    again = client.post(reverse("take-back-batch", args=[batch.pk]), follow=True).content.decode()
    assert "This was taken back already." in again
    assert person.placements.count() == 0


def test_a_line_leads_to_exactly_its_people(version: Version, hr: User) -> None:
    for title, department in (("", "Lab & test"), ("Guide", "Lab & test"), ("", ""), ("Guide", "")):
        EmployeeFactory.create_batch(2, job_title=title, department=department)
    client = signed_in(hr)
    page = client.get(reverse("unplaced"))
    lines = {(each.title, each.department): each for each, *_rest in page.context["rows"]}
    assert set(lines) == {("", "Lab & test"), ("Guide", "Lab & test"), ("", ""), ("Guide", "")}
    links = re.findall(r'href="(\?title=[^"]*exact[^"]*)"\s+aria-label="([^"]*)"', page.content.decode())
    names = {" ".join(label.split()): url.replace("&amp;", "&") for url, label in links}
    people = lines["", ""].people  # the owner of the framework is one of them
    assert set(names) == {
        "Guide, no department: one by one, 2 people",
        "Guide, Lab &amp; test: one by one, 2 people",
        f"no title, no department: one by one, {people} people",
        "no title, Lab &amp; test: one by one, 2 people",
    }
    seen = {}
    for url in names.values():
        found = client.get(reverse("unplaced") + url)
        assert_clean(found)
        (whose,) = {(who.job_title, who.department) for who, *_rest in found.context["rows"]}
        seen[whose] = len(found.context["rows"])
    assert seen == {whose: each.people for whose, each in lines.items()}


def test_a_line_of_people_who_were_looked_for_leads_to_them_alone(version: Version, hr: User) -> None:
    for name in ("Ada & Co", "Ada Stone", "Bo Stone"):
        EmployeeFactory.create(name=name, job_title="Guide", department="Lab")
    client = signed_in(hr)
    page = client.get(reverse("unplaced"), {"q": "Ada & Co"}).content.decode()
    (url,) = re.findall(r'href="(\?title=Guide[^"]*exact[^"]*)"', page)
    found = client.get(reverse("unplaced") + url.replace("&amp;", "&"))
    assert [who.name for who, *_rest in found.context["rows"]] == ["Ada & Co"]


def test_placing_one_by_one_goes_on_behind_those_who_are_left_blank(version: Version, hr: User) -> None:
    EmployeeFactory.create_batch(60, job_title="Gardener")
    client = signed_in(hr)
    first = client.get(reverse("unplaced") + "?title=Gardener")
    second = client.get(reverse("unplaced") + "?" + first.context["following"])
    seen = [each.pk for page in (first, second) for each, *_rest in page.context["rows"]]
    assert (len(seen), len(set(seen)), second.context["following"]) == (60, 60, "")
    assert {(value, found) for _each, _name, value, found in first.context["rows"]} == {("", None)}


def test_people_come_in_through_the_browser(version: Version, hr: User) -> None:
    client = signed_in(hr)
    assert_clean(client.get(reverse("import-people")))
    file = SimpleUploadedFile(
        "people.csv", b"number,name,email,framework,level\n1,Ada Okoye,ada@example.org,Research,S5\n"
    )
    client.post(reverse("import-people"), {"source": file})
    upload = PeopleUpload.objects.get()
    assert_clean(client.get(reverse("people-upload", args=[upload.pk])))
    run(Job.objects.get().pk)
    upload.refresh_from_db()
    assert (upload.state, upload.report["created"]) == ("ready", 1)
    assert not Employee.objects.filter(number="1").exists()
    assert_clean(client.get(reverse("people-upload", args=[upload.pk])))
    client.post(reverse("people-upload-apply", args=[upload.pk]))
    client.post(reverse("people-upload-apply", args=[upload.pk]))
    for job in Job.objects.filter(state="waiting"):
        run(job.pk)
    upload.refresh_from_db()
    assert (upload.state, bytes(upload.content)) == ("applied", b"")
    assert Placement.objects.get(employee__number="1").level.code == "S5"
    assert (
        signed_in(account(user__roles=[Role.HR_ADMIN])).get(reverse("people-upload", args=[upload.pk])).status_code
        == 404
    )


def test_the_publishing_preview_names_how_many_people_a_change_touches(version: Version, hr: User) -> None:
    crew(version, hr, 3)
    draft = start_draft(framework=version.framework, by=hr)
    draft.level_set.filter(code="S5").update(title="Thinker")
    page = signed_in(hr).get(reverse("publish", args=[version.framework.slug]))
    assert [(item.level.code, item.people) for item, _bands in page.context["touched"]] == [("S5", 3)]
    assert b"3 people" in page.content


def test_somebody_whose_last_day_is_over_is_signed_out(hr: User) -> None:
    client = signed_in(hr)
    assert client.get(reverse("people")).status_code == 200
    Employee.objects.filter(user=hr).update(left_on=timezone.localdate())
    assert client.get(reverse("people")).status_code == 200
    Employee.objects.filter(user=hr).update(left_on=timezone.localdate() - dt.timedelta(days=1))
    assert client.get(reverse("people")).status_code == 302


def run_waiting() -> None:
    for job in Job.objects.filter(state="waiting"):
        run(job.pk)


def test_what_a_people_file_means_is_corrected_on_its_page(hr: User) -> None:
    client = signed_in(hr)
    text = b"Kennung,Wer,Chef,von\nQ1,Mara Quist,,03/04/2021\nQ2,Levi Stern,Mara Quist,03/04/2021\n"
    client.post(reverse("import-people"), {"source": SimpleUploadedFile("leute.csv", text)})
    run_waiting()
    upload = PeopleUpload.objects.get()
    page = client.get(reverse("people-upload", args=[upload.pk]))
    assert_clean(page)
    assert upload.state == "refused"
    assert "Say what the columns mean" in page.content.decode()
    told = {"column-0": "number", "column-1": "name", "column-2": "manager", "column-3": "hired_on", "dates": "dmy"}
    correct = reverse("people-upload-correct", args=[upload.pk])
    client.post(correct, told | {"column-1": "number"})
    upload.refresh_from_db()
    assert upload.state == "refused"
    client.post(correct, told | {"managers": "name"})
    run_waiting()
    upload.refresh_from_db()
    assert (upload.state, upload.report["created"]) == ("ready", 2)
    client.post(reverse("people-upload-apply", args=[upload.pk]))
    run_waiting()
    assert str(Employee.objects.get(number="Q2").hired_on) == "2021-04-03"
