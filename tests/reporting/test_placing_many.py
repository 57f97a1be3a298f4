"""Placing many: proposals with reasons and confidence, by group, people left out, in the background, and back in one go."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import RoleGrant, User
from accounts.roles import Role
from ladders.compensation.models import PayAccess
from ladders.core import jobs
from ladders.core.audit import opened
from ladders.core.models import AuditEntry, Batch, Job
from ladders.frameworks.models import Version
from ladders.impact.models import FactorPlan
from ladders.placements.actions import placements
from ladders.placements.models import Placement
from tests.compensation.payroll import band, pay, zone
from tests.conftest import signed_in
from tests.factories import EmployeeFactory, account, hr_admin
from tests.frameworks.published import published
from tests.pages import assert_clean
from tests.placements.test_placements import DAY, level
from tests.shared_rows import shared_rows

pytestmark = pytest.mark.django_db
WHERE = {"job_title": "Wizard", "department": "Lab", "location": "DE"}


@shared_rows
def version(plan: FactorPlan) -> Version:
    return published(hr_admin())


def held(version: Version, hr: User, code: str, count: int, **fields: Any) -> None:
    """So many people with a title on a level already."""
    for _number in range(count):
        person = EmployeeFactory.create(**WHERE | fields)
        placements.place(employee=person, level=level(version, code), starts_on=DAY, by=hr)


def lines(client: Any, query: str = "") -> dict[str, Any]:
    """Title of the group → what is proposed."""
    page = client.get(reverse("unplaced") + query)
    assert_clean(page)
    return {row[0].title: row for row in page.context["rows"]}


def test_who_has_the_title_already_is_counted_and_fills_the_field(version: Version, hr: User) -> None:
    held(version, hr, "S5", 4)
    EmployeeFactory.create_batch(2, **WHERE)
    EmployeeFactory.create(**WHERE | {"department": "Office"})
    client = signed_in(hr)
    page = client.get(reverse("unplaced"))
    found = {(row[0].title, row[0].department): row[3] for row in page.context["rows"]}
    assert found["Wizard", "Lab"].why == "same title as 4 people on S5 in this department"
    assert found["Wizard", "Office"].why == "same title as 4 people on S5"
    assert found["Wizard", "Lab"].sure
    titles = [section.title for section in page.context["sections"]]
    assert titles[0] == "Clear"


def test_nobody_learns_of_holders_out_of_reach(version: Version, hr: User) -> None:
    held(version, hr, "S5", 4, department="Board")
    EmployeeFactory.create(**WHERE)
    scoped = account(user__roles=[Role.HR_ADMIN])
    scoped.grants.update(departments=["Lab"])
    assert lines(signed_in(scoped))["Wizard"][3] is None


def test_pay_counts_only_when_asked_for_and_for_whoever_may_see_it(version: Version, hr: User) -> None:
    place = zone()
    s5 = level(version, "S5")
    band(place, str(s5.grade), 50_000, 60_000, 70_000)
    held(version, hr, "S5", 4)
    inside, outside = EmployeeFactory.create_batch(2, **WHERE)
    pay(inside, 60_000)
    pay(outside, 20_000)
    client = signed_in(hr)
    assert "pay" not in lines(client)["Wizard"][3].why
    assert not PayAccess.objects.exists()
    found = lines(client, "?pay=1")["Wizard"][3]
    assert found.why.endswith(f"pay of 1 of 2 stands in the band of grade {s5.grade!s}")
    assert set(PayAccess.objects.values_list("by", "employee")) == {(hr.pk, inside.pk), (hr.pk, outside.pk)}
    row = lines(client, "?pay=1")["Wizard"]
    preview = client.post(
        reverse("unplaced") + "?pay=1", {"starts_on": "2026-01-01", row[1]: row[3].level}, follow=True
    )
    assert "pay stands in no band of the zone" in preview.content.decode()
    [line] = preview.context["lines"]  # those whose pay stands out are there to be left out, the others behind a click
    assert [[person.pk for person, _odd in line[name]] for name in ("standing_out", "others")] == [
        [outside.pk], [inside.pk],
    ]  # fmt: skip
    said = " ".join(preview.content.decode().split())
    assert re.findall(r"people-leave-out\"( open)?> <summary[^>]*>([^<]+)", said) == [
        (" open", "Leave some of them out"), ("", "Leave others out"),
    ]  # fmt: skip
    sent = {"starts_on": "2026-01-01", row[1]: row[3].level, "out": str(inside.pk), "step": "confirm", "seen": "before"}
    again = client.post(reverse("unplaced") + "?pay=1", sent)  # somebody came meanwhile: who is left out is seen
    assert 'people-leave-out"> <summary' not in " ".join(again.content.decode().split())

    before = PayAccess.objects.count()
    placer = account(user__roles=[Role.HR_ADMIN])
    RoleGrant.objects.filter(user=placer).update(role=Role.FRAMEWORK_EDITOR)
    assert signed_in(placer).get(reverse("unplaced") + "?pay=1").status_code == 403
    assert PayAccess.objects.count() == before


def test_a_whole_section_is_accepted_and_somebody_left_out(version: Version, hr: User) -> None:
    held(version, hr, "S5", 2)
    held(version, hr, "S6", 2, job_title="Witch")
    people = EmployeeFactory.create_batch(3, **WHERE)
    witch = EmployeeFactory.create(**WHERE | {"job_title": "Witch"})
    client = signed_in(hr)
    rows = lines(client)
    assert [rows[each][3].confidence.name for each in ("Wizard", "Witch")] == ["LIKELY", "LIKELY"]
    blank = {row[1]: "" for row in rows.values()}
    preview = client.post(reverse("unplaced"), {"starts_on": "2026-01-01", "accept": "LIKELY", **blank}, follow=True)
    assert_clean(preview)
    assert (preview.context["count"], Placement.objects.filter(starts_on="2026-01-01").count()) == (4, 0)
    data = dict(preview.context["fields"]) | {"starts_on": "2026-01-01", "seen": preview.context["seen"]}
    assert client.get(preview.redirect_chain[-1][0]).context["count"] == 4, "its page has an address"
    assert client.get(preview.redirect_chain[-1][0] + "x").context.get("count") is None
    back = client.post(reverse("unplaced"), data | {"step": "back"}, follow=True)
    assert (back.redirect_chain[-1][1], preview.context["fields"][0][1] in back.content.decode()) == (302, True)
    looked = preview.redirect_chain[-1][0]
    done = client.post(looked, data | {"step": "confirm", "out": [people[0].pk]}, follow=True)
    assert client.get(looked).context.get("count") is None, "it is done, and kept no more"
    assert "3 people hold a level now." in done.content.decode()
    assert [each.placements.count() for each in (*people, witch)] == [0, 1, 1, 1]
    assert witch.placements.get().level.code == "S6"
    [entry] = opened(AuditEntry.objects.filter(verb="batch.placed"))
    assert entry.subject == "3 people"
    assert len(entry.detail["people"][1]) == 3
    [(batch, said)] = done.context["batches"]
    assert said == "You placed 3 people."
    client.post(reverse("take-back-batch", args=[batch.pk]))
    assert [each.placements.count() for each in (*people, witch)] == [0, 0, 0, 0]
    assert AuditEntry.objects.filter(verb="batch.taken_back").count() == 1


def test_accepting_a_section_takes_nothing_of_another(version: Version, hr: User) -> None:
    """What is clear is filled in, and a browser sends it with the button of the section below: it waits for its own turn."""
    held(version, hr, "S5", 4)
    held(version, hr, "S6", 2, job_title="Witch")
    held(version, hr, "S6", 2, job_title="Sorcerer")
    wizard = EmployeeFactory.create(**WHERE)
    likely = [EmployeeFactory.create(**WHERE | {"job_title": title}) for title in ("Witch", "Sorcerer")]
    rows = lines(client := signed_in(hr))
    assert [rows[each][3].confidence.name for each in ("Wizard", "Witch", "Sorcerer")] == ["CLEAR", "LIKELY", "LIKELY"]
    other = "Research · S6 " + level(version, "S6").title
    typed = {row[1]: row[2] for row in rows.values()} | {rows["Wizard"][1]: other}
    sent = {"starts_on": "2026-01-01", "accept": "LIKELY", **typed}
    preview = client.post(reverse("unplaced"), sent, follow=True)
    assert preview.context["count"] == 2
    assert preview.content.decode().count('name="aside-') == len(preview.context["aside"]) == len(rows) - 2
    hidden = {"starts_on": "2026-01-01", "seen": preview.context["seen"]}
    hidden |= dict(preview.context["fields"]) | dict(preview.context["aside"])
    back = client.post(reverse("unplaced"), hidden | {"step": "back"}, follow=True)
    stands = {row[0].title: row[2] for row in back.context["rows"]}
    assert [stands[each] for each in ("Wizard", "Witch", "Sorcerer")] == [other] * 3
    nobody = hidden | {"step": "confirm", "out": [str(each.pk) for each in likely]}
    for refused in (sent | {"starts_on": ""}, nobody):  # what is refused leaves what was typed in place, too
        page = client.post(reverse("unplaced"), refused)
        assert page.status_code == 422
        assert {row[0].title: row[2] for row in page.context["rows"]} == stands
    client.post(reverse("unplaced"), hidden | {"step": "confirm"})
    assert [each.placements.count() for each in (wizard, *likely)] == [0, 1, 1]


@pytest.mark.parametrize("written", ["S5", " s5 ", "S5 {title}", "{title}", "research · s5 {title}"])
def test_a_level_is_typed_as_people_call_it(version: Version, hr: User, written: str) -> None:
    EmployeeFactory.create(**WHERE)
    client = signed_in(hr)
    row, title = lines(client)["Wizard"], level(version, "S5").title
    sent = {"starts_on": "2026-01-01", row[1]: written.format(title=title)}
    preview = client.post(reverse("unplaced"), sent, follow=True)
    assert [line["level"].code for line in preview.context["lines"]] == ["S5"]


def test_a_code_of_several_levels_is_asked_about(version: Version, hr: User) -> None:
    published(hr, name="Workshop")
    EmployeeFactory.create(**WHERE)
    client = signed_in(hr)
    row = lines(client)["Wizard"]
    answer = client.post(reverse("unplaced"), {"starts_on": "2026-01-01", row[1]: "S5"}, follow=True)
    said = "“S5” could be Research · S5 {0} or Workshop · S5 {0}. Choose one of those suggested."
    assert said.format(level(version, "S5").title) in answer.content.decode()
    wrong = client.post(reverse("unplaced"), {"starts_on": "2026-01-01", row[1]: "X9"}, follow=True)
    assert "“X9” is no level of the list. Choose one of those suggested." in wrong.content.decode()


def test_very_many_are_placed_in_the_background(version: Version, hr: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ladders.reporting.web.views_unplaced.LARGE", 3)
    people = EmployeeFactory.create_batch(3, **WHERE)
    client = signed_in(hr)
    row = lines(client)["Wizard"]
    data = {"starts_on": "2026-01-01", row[1]: "Research · S5 " + level(version, "S5").title}
    preview = client.post(reverse("unplaced"), data, follow=True)
    answer = client.post(reverse("unplaced"), data | {"step": "confirm", "seen": preview.context["seen"]})
    job = Job.objects.get(kind="placements.place_many")
    assert answer["Location"] == reverse("job", args=[job.pk])
    assert not Placement.objects.exists()
    jobs.run(job.pk)
    jobs.run(job.pk)
    job.refresh_from_db()
    batch = Batch.objects.get()
    assert (job.done, job.outcome["url"]) == (3, f"/people/unplaced/#batch-{batch.pk}")
    assert [each.placements.get().level.code for each in people] == ["S5"] * 3
    assert batch.count == 3


@pytest.mark.parametrize("pay_too", [False, True])
def test_as_many_queries_for_three_hundred_people_as_for_two(
    version: Version, hr: User, pay_too: bool, django_assert_num_queries: Any
) -> None:
    place = zone()
    band(place, str(level(version, "S5").grade), 50_000, 60_000, 70_000)
    client = signed_in(hr)
    query = "?pay=1" if pay_too else ""
    client.get(reverse("unplaced"))
    for count in (2, 298):
        for number, person in enumerate(EmployeeFactory.create_batch(count, **WHERE)):
            if pay_too and number % 10 == 0:
                pay(person, 60_000)
        row = lines(client, query)["Wizard"]
        data = {"starts_on": "2026-01-01", row[1]: "Research · S5 " + level(version, "S5").title}
        with django_assert_num_queries(14 if pay_too else 9):
            lines(client, query)
        preview = client.post(reverse("unplaced") + query, data, follow=True)
        with django_assert_num_queries(8 if pay_too else 5):
            client.get(preview.redirect_chain[-1][0])
        assert preview.context["count"] == (2 if count == 2 else 300)
