"""Nobody's grade changes by a publication alone: HR decides, with a reason, a rule for pay and a day to tell people."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from accounts.models import Employee, User
from accounts.roles import Role
from ladders.careers.queries.holders import holders_of
from ladders.careers.queries.published_cache import published_atlas
from ladders.careers.queries.teams import standings
from ladders.compensation.actions.salaries import write_salary
from ladders.compensation.domain.position import Basis, Salaried
from ladders.compensation.models import PayProtection
from ladders.compensation.money import money
from ladders.core.errors import DomainError
from ladders.exchange.people.write import import_people
from ladders.frameworks.actions.frameworks import start_draft
from ladders.frameworks.actions.levels import delete_level
from ladders.frameworks.actions.publication import give_reason, set_successor
from ladders.frameworks.actions.reorganisation import decide_reorganisation, withdraw_reorganisation
from ladders.frameworks.models import Expectation, Level, Reorganisation, Version
from ladders.frameworks.queries.readiness import readiness
from ladders.impact.models import FactorPlan
from ladders.placements.actions import placements
from ladders.placements.models import Source
from ladders.placements.queries import held, holders_today, levels_on
from tests.compensation.payroll import band, zone
from tests.factories import EmployeeFactory, account, hr_admin
from tests.frameworks.published import force_published, publish_now, published
from tests.pages import squeezed
from tests.placements.test_placements import DAY, level, rows
from tests.shared_rows import shared_rows

pytestmark = pytest.mark.django_db
ONE = dt.timedelta(days=1)
PAGE = "/frameworks/research/draft/publish/"


@shared_rows
def version(plan: FactorPlan, hr: User) -> Version:
    return published(hr)


def folded(version: Version, hr: User, gone: str, into: str) -> tuple[Version, Level]:
    """The next draft without a level, its people belonging to another."""
    draft = start_draft(framework=version.framework, by=hr)
    old = level(version, gone)
    delete_level(version_id=draft.pk, key=old.key, by=hr)
    set_successor(version=draft, removed=old.key, level=level(version, into).key, by=hr)
    return draft, old


def decide(draft: Version, held: Level, by: User, **changes: Any) -> Reorganisation:
    today = timezone.localdate()
    values = {"reason": "Two grades are joined", "pay_rule": "protect", "protected_until": today + 365 * ONE}
    return decide_reorganisation(version=draft, level=held.key, by=by, **{**values, "told_on": today, **changes})


def test_a_lower_successor_waits_for_hr_and_takes_effect_with_reason_pay_and_day(version: Version, hr: User) -> None:
    today = timezone.localdate()
    person, planned, part = EmployeeFactory.create_batch(3)
    placements.place(employee=person, level=level(version, "M6"), starts_on=DAY, by=hr)
    placements.place(employee=planned, level=level(version, "M6"), starts_on=today + 30 * ONE, by=hr)
    placements.place(employee=part, level=level(version, "M5"), starts_on=DAY, by=hr)
    placements.add_second(employee=part, level=level(version, "M6"), share=20, starts_on=DAY, by=hr)
    pay = Salaried(Decimal(110_000), "EUR", Basis.YEAR, Decimal(1))
    write_salary(employee=person, starts_on=DAY, pay=pay, by=hr)
    draft, old = folded(version, hr, "M6", "M5")
    with pytest.raises(DomainError, match=r"2 people hold M6 .*\(grade 6\) and would be on M5 .*HR has to decide"):
        publish_now(draft, hr)
    decide(draft, old, hr)
    publish_now(draft, hr)
    assert rows(person) == [
        ("M6", DAY, today - ONE, True, 100, Source.HR),
        ("M5", today, None, True, 100, Source.EMPLOYER),
    ]
    assert rows(planned) == [("M5", today + 30 * ONE, None, True, 100, Source.EMPLOYER)]
    assert rows(part) == [
        ("M5", DAY, None, True, 100, Source.HR),
        ("M6", DAY, today - ONE, False, 20, Source.HR),
    ]
    assert person.placements.get(ends_on=None).reason == "Two grades are joined"
    kept = PayProtection.objects.get()
    assert (kept.employee, kept.starts_on, kept.ends_on) == (person, today, today + 365 * ONE)
    assert (kept.amount, kept.follows) == (Decimal(110_000), "The band of grade 5 counts then.")
    before = rows(person)
    text = f"number,name,framework,level\n{person.number},{person.name},Research,M6\n"
    made = import_people(files=[("people.csv", text.encode())], by=hr, today=today)
    assert [each.severity for each in made.problems.listed] == ["warning"]  # that M6 was followed by M5 is told
    assert (made.changes, rows(person)) == ([], before)


def test_a_level_graded_anew_asks_hr_too_and_tells_since_when(version: Version, hr: User) -> None:
    person = EmployeeFactory.create()
    placements.place(employee=person, level=level(version, "S5"), starts_on=DAY, by=hr)
    draft = start_draft(framework=version.framework, by=hr)
    higher = Level.objects.get(version=draft, code="S6")
    Level.objects.filter(version=draft, code="S5").update(grade=higher.grade, points=higher.points)
    [item] = readiness(draft, today=timezone.localdate()).regrades
    assert (item.before, item.after, item.down, item.people) == ("5", "6", False, 1)
    decide(draft, item.held, hr)  # nothing is lost, so pay needs no protection
    assert Reorganisation.objects.get().pay_rule == "band"
    soon = timezone.localdate() + ONE
    for answer in readiness(draft, today=timezone.localdate()).answers:
        give_reason(version=draft, findings=[answer.finding.key], reason="For now", review_on=soon, by=hr)
    publish_now(draft, hr)
    assert [row[:3] for row in rows(person)] == [
        ("S5", DAY, timezone.localdate() - ONE),
        ("S5", timezone.localdate(), None),
    ]
    assert levels_on(timezone.localdate())[person.pk].grade == higher.grade


def test_the_same_grade_or_nobody_on_the_level_asks_nobody(version: Version, hr: User) -> None:
    person = EmployeeFactory.create()
    placements.place(employee=person, level=level(version, "S5"), starts_on=DAY, by=hr)
    draft, _old = folded(version, hr, "S5", "P5")
    delete_level(version_id=draft.pk, key=level(version, "M6").key, by=hr)
    set_successor(version=draft, removed=level(version, "M6").key, level=level(version, "M5").key, by=hr)
    assert readiness(draft, today=timezone.localdate()).regrades == ()


def test_another_successor_or_a_day_to_come_holds_it_up(version: Version, hr: User) -> None:
    placements.place(employee=EmployeeFactory.create(), level=level(version, "M6"), starts_on=DAY, by=hr)
    draft, old = folded(version, hr, "M6", "M5")
    tomorrow = timezone.localdate() + ONE
    decide(draft, old, hr, told_on=tomorrow)
    with pytest.raises(DomainError, match="It cannot be published before"):
        publish_now(draft, hr)
    decide(draft, old, hr)
    set_successor(version=draft, removed=old.key, level=level(version, "E3").key, by=hr)
    with pytest.raises(DomainError, match="HR has to decide"):
        publish_now(draft, hr)
    withdraw_reorganisation(version=draft, level=old.key, by=hr)
    set_successor(version=draft, removed=old.key, level=level(version, "S6").key, by=hr)
    publish_now(draft, hr)  # no other grade: nobody's placement is touched
    assert not Reorganisation.objects.exists()


def test_neither_the_owner_nor_scoped_hr_nor_who_holds_the_level_decides(version: Version, hr: User) -> None:
    owner = version.framework.owner
    assert owner is not None
    own = hr_admin()
    held = Employee.objects.create(number="K9", name="Own Level", user=own)
    placements.place(employee=held, level=level(version, "M6"), starts_on=DAY, by=hr)
    scoped = account()
    scoped.grants.create(role=Role.HR_ADMIN, departments=["Lab"])
    draft, old = folded(version, hr, "M6", "M5")
    assert owner.user is not None
    for user in (owner.user, User.objects.get(pk=scoped.pk)):
        with pytest.raises(PermissionDenied):
            decide(draft, old, user)
    with pytest.raises(DomainError, match="You hold this level yourself"):
        decide(draft, old, User.objects.get(pk=own.pk))
    reader = Client()
    reader.force_login(own)
    page = squeezed(reader.get(PAGE))
    assert "You hold this level yourself, so somebody else in HR has to decide." in page
    assert "Save the decision" not in page
    reader.force_login(hr)
    assert "Save the decision" in squeezed(reader.get(PAGE))
    assert not Reorganisation.objects.exists()


def test_hr_decides_on_the_page_and_the_owner_reads_who_has_to(version: Version, hr: User) -> None:
    placements.place(employee=EmployeeFactory.create(), level=level(version, "M6"), starts_on=DAY, by=hr)
    _draft, old = folded(version, hr, "M6", "M5")
    owner, client = Client(), Client()
    owner.force_login(version.framework.owner.user)  # type: ignore[union-attr,arg-type]
    client.force_login(hr)
    page = squeezed(owner.get(PAGE))
    assert "M6: grade 6 → 5" in page
    assert "HR decides: as a reorganisation" in page
    assert "1 person holds it and goes on to" in page
    assert "M5 Management 5 (grade 5)" in page
    address, name = f"/frameworks/research/draft/reorganisations/{old.key}/", f"g{old.key.hex}"
    assert owner.post(address, {}).status_code == 403
    given = {f"{name}-reason": "Joined", f"{name}-pay_rule": "protect", f"{name}-told_on": str(timezone.localdate())}
    answer = client.post(address, given)
    assert (answer.status_code, "Until when is pay protected?" in squeezed(answer)) == (422, True)
    client.post(address, {**given, f"{name}-pay_rule": "band"})
    page = squeezed(owner.get(PAGE))
    assert f"Decided by {hr}" in page
    client.post(address, {"withdraw": "1"})
    assert not Reorganisation.objects.exists()


def test_the_preview_says_whom_each_change_touches_and_what_it_costs(version: Version, hr: User) -> None:
    where = zone("DE", "EUR")
    band(where, "5", 71_000, 85_000, 99_000)
    band(where, "6", 85_000, 101_500, 118_000)
    people = EmployeeFactory.create_batch(3, location="DE")
    for person, code in zip(people, ("S5", "P5", "M6"), strict=True):
        placements.place(employee=person, level=level(version, code), starts_on=DAY, by=hr)
        pay = Salaried(Decimal(80_000), "EUR", Basis.YEAR, Decimal(1))
        write_salary(employee=person, starts_on=DAY, pay=pay, by=hr)
    draft, _old = folded(version, hr, "S5", "S6")  # a grade up: 80,000 is below its minimum
    influence = draft.track_set.get(kind="influence")
    Level.objects.filter(version=draft, code="P5").update(track=influence, title="Guide")
    asked = Expectation.objects.filter(version=draft, level__code="P5", competency__name="Method")
    assert asked.update(proficiency=4) == 1
    client, owner = Client(), Client()
    client.force_login(hr)
    owner.force_login(version.framework.owner.user)  # type: ignore[union-attr,arg-type]
    page = client.get(PAGE)
    assert [
        (item.level.code, item.after.code, [str(effect) for effect in item.effects], item.people)
        for item, _bands in page.context["touched"]
        if item.people
    ] == [
        ("S5", "S6", ["grade", "removed", "more"], 1),
        ("P5", "P5", ["track", "more", "renamed", "text"], 1),
    ]
    assert page.context["effects"] == [
        "1 person gets another grade",
        "1 person holds a removed level",
        "1 person is on another track",
        "2 people are asked for more than today",
        "1 person’s level is renamed",
        "1 person reads other words",
    ]
    [effect] = page.context["pay"]
    assert (effect.currency, effect.below, effect.above, effect.no_band) == ("EUR", (0, 1), (0, 0), (0, 0))
    assert effect.cost == (money(Decimal(0), "EUR"), money(Decimal(5_000), "EUR"))
    html = " ".join(squeezed(page).split())
    assert "grade 5 → 6" in html
    assert "asks for more: Method 2 → 4<br>" in html
    assert "Nobody on these levels is assessed in what is raised" in html
    assert "asks for more: Method 2 → 3, Teaching 2 → 3<br>" in html
    assert "track Project track → Influence track" in html
    mine = owner.get(PAGE)
    assert (mine.context["pay"], "minimum of their band" in squeezed(mine)) == (None, False)


def test_since_is_the_day_on_which_a_successor_took_over(version: Version, hr: User) -> None:
    person = EmployeeFactory.create()
    placements.place(employee=person, level=level(version, "S5"), starts_on=DAY, by=hr)
    draft, _old = folded(version, hr, "S5", "P5")
    force_published(draft, hr)  # whatever the check says of a framework without S5
    [found] = held(person.placements.select_related("level__grade", "level__track", "version__framework"))
    assert (found.level.code, found.since, found.placement.starts_on) == ("P5", timezone.localdate(), DAY)


def test_a_level_that_comes_back_has_its_people_again(version: Version, hr: User) -> None:
    person = EmployeeFactory.create()
    placements.place(employee=person, level=level(version, "S5"), starts_on=DAY, by=hr)
    second, old = folded(version, hr, "S5", "P5")
    force_published(second, hr)
    assert (holders_today([old.key]), holders_today([level(version, "P5").key])) == (
        {old.key: 1},
        {level(version, "P5").key: 1},
    )
    third = start_draft(framework=version.framework, by=hr, begin=version)
    assert readiness(third, today=timezone.localdate()).regrades == ()  # the same grade
    higher = Level.objects.get(version=third, code="S6")
    Level.objects.filter(version=third, code="S5").update(grade=higher.grade, points=higher.points)
    [item] = readiness(third, today=timezone.localdate()).regrades
    assert (item.held.key, item.before, item.after, item.people) == (old.key, "5", "6", 1)
    decide(third, old, hr)
    soon = timezone.localdate() + ONE
    for answer in readiness(third, today=timezone.localdate()).answers:
        give_reason(version=third, findings=[answer.finding.key], reason="For now", review_on=soon, by=hr)
    publish_now(third, hr)
    assert holders_today([level(version, "P5").key]) == {}
    assert [row[:3] for row in rows(person)] == [
        ("S5", DAY, timezone.localdate() - ONE),
        ("S5", timezone.localdate(), None),
    ]
    before = rows(person)
    text = f"number,name,framework,level\n{person.number},{person.name},Research,S5\n"
    made = import_people(files=[("people.csv", text.encode())], by=hr, today=timezone.localdate())
    assert (made.problems.listed, made.changes, rows(person)) == ([], [], before)


def test_whoever_holds_it_from_a_later_day_on_is_asked_about_too(version: Version, hr: User) -> None:
    today = timezone.localdate()
    planned = EmployeeFactory.create()
    placements.place(employee=planned, level=level(version, "M6"), starts_on=today + 30 * ONE, by=hr)
    draft, old = folded(version, hr, "M6", "M5")
    [item] = readiness(draft, today=today).regrades
    assert (item.people, item.coming) == (0, 1)
    assert item.sentence.endswith("1 more will hold it from a later day on.")
    decide(draft, old, hr)
    publish_now(draft, hr)
    assert rows(planned) == [("M5", today + 30 * ONE, None, True, 100, Source.EMPLOYER)]


def test_protection_that_has_ended_before_it_began_is_decided_anew(version: Version, hr: User) -> None:
    today = timezone.localdate()
    placements.place(employee=EmployeeFactory.create(), level=level(version, "M6"), starts_on=DAY, by=hr)
    draft, old = folded(version, hr, "M6", "M5")
    decide(draft, old, hr)
    Reorganisation.objects.update(protected_until=today)
    with pytest.raises(DomainError, match=r"which has passed\. HR decides anew"):
        publish_now(draft, hr)


def test_protected_pay_is_protected_to_the_day_that_was_decided(version: Version, hr: User) -> None:
    today = timezone.localdate()
    person = EmployeeFactory.create()
    placements.place(employee=person, level=level(version, "M6"), starts_on=DAY, by=hr)
    write_salary(employee=person, starts_on=DAY, pay=Salaried(Decimal(110_000), "EUR", Basis.YEAR, Decimal(1)), by=hr)
    for first, last in ((-5, 10), (20, 30)):
        PayProtection.objects.create(
            employee=person, starts_on=today + first * ONE, ends_on=today + last * ONE, amount=Decimal(120_000),
            currency="EUR", follows="x", reason="x",
        )  # fmt: skip
    draft, old = folded(version, hr, "M6", "M5")
    decide(draft, old, hr, protected_until=today + 365 * ONE)
    publish_now(draft, hr)
    kept = PayProtection.objects.order_by("starts_on").values_list("starts_on", "ends_on", "amount")
    assert [((first - today).days, (last - today).days, int(amount)) for first, last, amount in kept] == [
        (-5, 10, 120_000), (11, 19, 110_000), (20, 30, 120_000), (31, 365, 110_000),
    ]  # fmt: skip


def test_the_team_and_the_people_of_a_level_say_the_same_day(version: Version, hr: User) -> None:
    """Since when somebody is on the level that followed theirs: as on their own page."""
    person = EmployeeFactory.create()
    placements.place(employee=person, level=level(version, "S5"), starts_on=DAY, by=hr)
    draft, _old = folded(version, hr, "S5", "P5")
    force_published(draft, hr)
    today, there = timezone.localdate(), level(version, "P5").key
    [row] = holders_of(hr_admin(), there, today).rows
    [standing] = standings(published_atlas(), [person.pk], today)[person.pk]
    assert (row.since, standing.since, standing.code) == (today, today, "P5")
