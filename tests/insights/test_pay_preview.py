"""See it before you sign: what a change does to the gap of a category and between tracks, by values; and who is told nothing."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Employee, RoleGrant, User
from accounts.roles import Role
from ladders.compensation.actions.changes import current_stamp as stamp
from ladders.compensation.actions.deviations import propose_exception
from ladders.compensation.domain.bands import Figures
from ladders.compensation.models import BandChange, BandException, MarketSupplement, PayAccess, PayZone, Salary
from ladders.core.equal_pay import Change, NewPay
from ladders.core.models import Approval
from ladders.frameworks.actions.frameworks import start_draft
from ladders.frameworks.models import Level, Version
from ladders.impact.actions.plan import start_draft as start_plan
from ladders.impact.models import Grade, GradeRange
from ladders.insights.actions.pay_equity import decide_categories, record_sexes
from ladders.insights.domain.pay_gap.people import Sex
from ladders.insights.queries.pay_preview import effect_of
from tests.compensation.money_data import policy
from tests.compensation.payroll import band, level, somebody, zone
from tests.conftest import signed_in
from tests.factories import account, hr_admin
from tests.moves.company import answer, company, fresh, now_open, reach_everybody
from tests.pages import assert_clean

pytestmark = pytest.mark.django_db

D = Decimal
SALARY = {"amount": "55000", "currency": "EUR", "basis": "year", "fte": "1"}
WORDS = ("equal pay", "women", "woman", "man beside", "gap would")


def read(response: Any) -> str:
    """The page without its tags."""
    assert_clean(response, status=response.status_code)
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def raised(person: Employee, annual: Any, **new: Any) -> Change:
    return Change(people={person.pk: NewPay(D(annual), "EUR", **new)})


def only(user: User, change: Change, country: str = "FR") -> Any:
    effect = effect_of(user, change, country)
    assert effect is not None
    (category,) = effect.categories
    return effect, category


def test_a_salary_moves_the_gap_and_the_tracks_and_names_what_is_new(team: list[Employee], hr: User) -> None:
    effect, category = only(hr, raised(team[9], 55_000))
    # men: 255,000 ÷ 5 = 51,000; women 48,000: 3,000 ÷ 51,000
    assert category.name == "Category 5 · One · EUR"
    assert (category.gap.before, category.gap.after) == (D("4.0"), D("5.9"))
    assert (category.women, category.men, category.too_few) == ((5, 5), (5, 5), "fewer than 5 on a side")
    assert [(track.label, track.before, track.after) for track in category.tracks] == [
        ("Specialist beside the other tracks", D("4.0"), D("5.9")),
        ("Management beside the other tracks", D("-4.2"), D("-6.3")),
    ]
    assert effect.flags == (
        "Category 5 · One · EUR: the gap would be 5.9 %. From 5 % on it has to be explained.",
        "Category 5 · One · EUR: the track “Specialist” would fall behind the others, by 5.9 %.",
    )
    assert not effect.hidden


def test_what_is_over_is_said_and_nothing_new_is_no_flag(team: list[Employee], hr: User) -> None:
    Salary.objects.filter(employee=team[9]).update(amount=55_000)
    effect, _category = only(hr, raised(team[9], 56_000))
    assert effect.flags == ()
    effect, category = only(hr, raised(team[0], 60_000))
    assert category.gap.after == D("1.2")  # women 252,000 ÷ 5 = 50,400
    assert effect.mended == (
        "Category 5 · One · EUR: the gap would no longer reach 5 %.",
        "Category 5 · One · EUR: the track “Specialist” would no longer be behind the others by 5 %.",
    )


def test_a_move_takes_a_person_from_one_category_to_another(team: list[Employee], research: Version, hr: User) -> None:
    others = [somebody(level(research, "S6"), 70_000, legal_entity="One") for _each in range(9)]
    sexes = {person.pk: Sex.WOMAN if place < 4 else Sex.MAN for place, person in enumerate(others)}
    record_sexes(sexes=sexes, by=None, source="test")
    effect = effect_of(hr, raised(team[0], 60_000, level=level(research, "M6").key), "FR")
    assert effect is not None
    left, joined = effect.categories
    assert (left.name, left.women, left.gap.before, left.gap.after) == (
        "Category 5 · One · EUR", (5, 4), D("4.0"), None,
    )  # fmt: skip
    # women: (4 × 70,000 + 60,000) ÷ 5 = 68,000
    assert (joined.women, joined.gap.before, joined.gap.after) == ((4, 5), None, D("2.9"))


def test_categories_are_those_that_were_decided(team: list[Employee], research: Version, hr: User) -> None:
    five, six = Grade.objects.get(code="5"), Grade.objects.get(code="6")
    day = dt.date(2026, 1, 1)
    decide_categories(
        legal_entity="", decided_on=day, reason="One scale", grades={five: "Senior", six: "Senior"}, by=hr
    )
    other = somebody(level(research, "S6"), 60_000, legal_entity="Two")
    record_sexes(sexes={other.pk: Sex.WOMAN}, by=None, source="test")
    _effect, category = only(hr, raised(team[9], 55_000))
    assert (category.name, category.women) == ("Category Senior · whole group · EUR", (6, 6))
    assert category.gap.before == D("0.0")  # women (5 × 48,000 + 60,000) ÷ 6 = 50,000
    decide_categories(legal_entity="One", decided_on=day, reason="A plant", by=hr)
    _effect, category = only(hr, raised(team[9], 55_000))
    assert (category.name, category.gap.before) == ("Category 5 · One · EUR", D("4.0"))


def test_a_level_that_gets_another_grade_takes_its_people_along(
    team: list[Employee], research: Version, hr: User
) -> None:
    effect = effect_of(hr, Change(grades={level(research, "M5").key: "6"}))
    assert effect is not None
    assert [(each.name[:10], each.women, each.men) for each in effect.categories] == [
        ("Category 5", (5, 5), (5, 0)),
        ("Category 6", (0, 0), (0, 5)),
    ]
    assert [each.gap.after for each in effect.categories] == [None, None]


def test_a_small_category_has_no_figure(team: list[Employee], hr: User) -> None:
    Salary.objects.filter(employee=team[0]).delete()
    effect, category = only(hr, raised(team[9], 90_000))
    assert (category.women, category.gap.before, category.gap.after) == ((4, 4), None, None)
    assert effect.flags == ()


def test_who_may_not_see_all_that_a_figure_is_made_of_learns_nothing(team: list[Employee]) -> None:
    change = raised(team[9], 90_000)
    both = [Role.COMPENSATION_ANALYST, Role.PAY_EQUITY_ANALYST]
    seen = {role: effect_of(account(user__roles=[role]), change) is not None for role in Role}
    assert seen == {role: role is Role.HR_ADMIN for role in Role}
    assert effect_of(account(), change) is None
    assert effect_of(account(user__roles=both), change) is not None
    assert _scoped(change, legal_entities=["One"]) is not None
    assert _scoped(change, legal_entities=["Two"]) is None
    assert _scoped(change, departments=["Lab"]) is None
    assert _scoped(change, legal_entities=["One"], departments=["Lab"]) is None


def _scoped(change: Change, **reach: Any) -> Any:
    user = account(user__roles=[Role.HR_ADMIN])
    RoleGrant.objects.filter(user=user).update(**reach)
    return effect_of(User.objects.get(pk=user.pk), change)


def test_hr_sees_the_effect_before_signing_a_salary(team: list[Employee], hr_client: Client) -> None:
    man = team[9]
    page = f"/pay/people/{man.pk}/salary/"
    assert "See what it does to equal pay" in hr_client.get(page).content.decode()
    data = {"starts_on": "2026-01-01"} | SALARY
    body = read(hr_client.post(page, data | {"do": "look"}, follow=True))
    assert "the gap would be 5.9 %" in body
    assert "From the salaries that people hold today" in body
    assert Salary.objects.filter(employee=man).count() == 1
    asked = hr_client.post(page, data)
    assert asked.status_code == 422
    assert "the gap would be 5.9 %" in read(asked)
    assert Salary.objects.filter(employee=man).count() == 1
    assert hr_client.post(page, data | {"sure": "1"}).status_code == 302
    assert Salary.objects.filter(employee=man).count() == 2
    assert PayAccess.objects.filter(employee=man).exists()


def test_a_compensation_analyst_who_signs_reads_no_word_of_it(team: list[Employee], client: Client) -> None:
    client.force_login(account(user__roles=[Role.COMPENSATION_ANALYST]), backend="accounts.backends.SignInBackend")
    man = team[9]
    page = f"/pay/people/{man.pk}/salary/"
    data = {"starts_on": "2026-01-01"} | SALARY
    bodies = [client.get(page), client.post(page, data | {"do": "look"}, follow=True)]
    assert [response.status_code for response in bodies] == [200, 200]
    for response in bodies:
        assert not [word for word in WORDS if word in read(response)]
    assert client.post(page, data).status_code == 302


def test_hr_sees_what_a_move_does_before_confirming_it(plan: object, hr: User) -> None:
    firm = company(hr)
    reach_everybody(firm)
    people = [somebody(firm.level("M5"), 90_000, legal_entity="GmbH") for _each in range(6)]
    people += [somebody(firm.level("S5"), 85_000, legal_entity="GmbH") for _each in range(5)]
    sexes = {person.pk: Sex.MAN if place < 6 else Sex.WOMAN for place, person in enumerate(people)}
    record_sexes(sexes=sexes | {firm.pia.pk: Sex.WOMAN}, by=None, source="test")
    row = firm.asked("S5")
    while (step := now_open(row)).deed != "confirm":
        row = answer(step, dt.date(2026, 4, 1))
    assert step.decider is not None
    page = signed_in(step.decider)
    address = reverse("move", args=[row.pk])
    body = read(page.get(address))
    assert "What this does to equal pay" in body
    # pay stays by the terms: women (5 × 85,000 + 110,000) ÷ 6 = 89,167
    assert "Category 5 · GmbH · EUR women beside men: 6 women, 6 men – 0.9 %" in body
    typed = {"on": "2026-04-01"} | SALARY | {"amount": "60000"}
    sent = {f"confirm-{name}": value for name, value in typed.items()}
    looked = page.post(reverse("move-deed", args=[row.pk, "confirm"]), sent | {"do": "look"}, follow=True)
    assert looked.status_code == 200
    assert looked.redirect_chain[0][0].startswith(f"{address}?look=")
    assert "the gap would be 10.2 %" in read(looked)  # women (5 × 85,000 + 60,000) ÷ 6 = 80,833
    assert page.post(reverse("move-deed", args=[row.pk, "confirm"]), sent).status_code == 422
    assert fresh(row).state == "submitted"
    for name in ("pia", "mia", "otto"):
        body = read(signed_in(firm.user(name)).get(address))
        assert not [word for word in WORDS if word in body]


def test_bands_say_what_raising_people_to_the_minimum_does(team: list[Employee], hr_client: Client) -> None:
    band(zone(), "5", 40_000, 50_000, 60_000)
    zone_page = reverse("bands-restructure", args=["DE", "adjust"])
    typed: dict[str, Any] = {"percent": "22.5", "rounded_to": "1", "starts_on": "2040-01-01", "note": ""}
    body = read(hr_client.post(zone_page, typed | {"do": "preview"}, follow=True))
    # 49,000 is the new minimum: the women have 48,000 today; 1,000 ÷ 50,000
    assert "This changes nobody’s pay by itself." in body
    assert "5 women, 5 men 4.0 % 2.0 %" in body
    assert not BandChange.objects.exists()
    made = Version.objects.get(state="published")
    address = reverse("supplement-new")
    typed = {
        "framework": made.framework_id, "zone": PayZone.objects.get().pk, "percent": "22.5", "starts_on": "2026-01-01",
        "criterion": "labour_market", "evidence": "A survey", "review_on": "2040-01-01", "do": "look",
    }  # fmt: skip
    assert "5 women, 5 men 4.0 % 2.0 %" in read(hr_client.post(address, typed, follow=True))
    assert not MarketSupplement.objects.exists()
    typed = {
        "level": level(made, "M5").key, "zone": PayZone.objects.get().pk, "minimum": "51000", "midpoint": "55000",
        "maximum": "60000", "starts_on": "2026-12-01", "ends_on": "2027-12-01", "criterion": "labour_market", "reason": "Scarce",
    }  # fmt: skip
    asked = hr_client.post(reverse("exception-new"), typed)
    assert asked.status_code == 422
    assert "the gap would be 5.9 %" in read(asked)  # men at 51,000
    assert not BandException.objects.exists()
    analyst = signed_in(account(user__roles=[Role.COMPENSATION_ANALYST]))
    for address, data in ((zone_page, typed), (reverse("exception-new"), typed | {"do": "look"})):
        assert not [word for word in WORDS if word in read(analyst.post(address, data, follow=True))]


def test_bands_typed_in_the_editor_say_it_and_their_second_person_reads_it_too(
    team: list[Employee], hr_client: Client
) -> None:
    where = zone()
    band(where, "5", 40_000, 50_000, 60_000)
    policy(second_approver=True)
    new = dict(zip(("minimum-5", "midpoint-5", "maximum-5"), ("49,000", "55,000", "61,000"), strict=True))
    typed = {"starts_on": "2040-01-01", "note": "", "reason": "", "on": timezone.localdate().isoformat()}
    typed |= new | {"seen": str(stamp())}
    address = reverse("bands-edit", args=["DE"])
    assert "5 women, 5 men 4.0 % 2.0 %" in read(hr_client.post(address, typed | {"do": "check"}, follow=True))
    assert not BandChange.objects.exists()
    hr_client.post(address, typed | {"do": "save", "sure": "on"})
    waits = reverse("band-change", args=[BandChange.objects.get(state="waiting").pk])
    assert "5 women, 5 men 4.0 % 2.0 %" in read(signed_in(hr_admin()).get(waits))
    analyst = signed_in(account(user__roles=[Role.COMPENSATION_ANALYST]))
    for page in (analyst.post(address, typed | {"do": "check"}, follow=True), analyst.get(waits)):
        assert page.status_code in (200, 403)
        assert not [word for word in WORDS if word in page.content.decode()]


def test_the_second_person_reads_what_a_supplement_does(team: list[Employee], hr_client: Client) -> None:
    where = zone()
    band(where, "5", 40_000, 50_000, 60_000)
    policy(second_approver=True)
    analyst = signed_in(account(user__roles=[Role.COMPENSATION_ANALYST]))
    second = signed_in(hr_admin())
    typed = {
        "framework": Version.objects.get(state="published").framework_id, "zone": where.pk, "percent": "22.5",
        "starts_on": "2026-01-01", "criterion": "labour_market", "evidence": "A survey", "review_on": "2040-01-01",
        "why": "It is scarce", "sure": "on",
    }  # fmt: skip
    hr_client.post(reverse("supplement-new"), typed)
    address = reverse("approval", args=[Approval.objects.get().pk])
    assert "5 women, 5 men 4.0 % 2.0 %" in read(second.get(address))
    assert not [word for word in WORDS if word in analyst.get(address).content.decode()]
    analyst.post(address, {"do": "confirm"})
    assert MarketSupplement.objects.count() == 1
    assert "What this does to equal pay" not in read(second.get(address))  # it holds: nothing is left to decide


def test_whoever_approves_an_exception_reads_what_it_does(team: list[Employee], hr: User, hr_client: Client) -> None:
    where = zone()
    band(where, "5", 40_000, 50_000, 60_000)
    made = Version.objects.get(state="published")
    row = propose_exception(
        framework=made.framework, level_key=level(made, "M5").key, zone=where, starts_on=dt.date(2026, 12, 1),
        ends_on=dt.date(2027, 12, 1), figures=Figures(D(51_000), D(55_000), D(60_000)), reason="Scarce",
        criterion="labour_market", by=hr,
    )  # fmt: skip
    address = reverse("exception", args=[row.pk])
    page = read(signed_in(hr_admin()).get(address))
    assert "5 women, 5 men 4.0 % 5.9 %" in page
    assert "the gap would be 5.9 %" in page
    analyst = signed_in(account(user__roles=[Role.COMPENSATION_ANALYST]))
    assert not [word for word in WORDS if word in analyst.get(address).content.decode()]


def test_publishing_a_level_with_another_grade_says_what_that_does(
    team: list[Employee], research: Version, hr: User, hr_client: Client
) -> None:
    draft = start_draft(framework=research.framework, by=hr)
    six = Grade.objects.get(code="6")
    Level.objects.filter(version=draft, code="S5").update(grade=six)
    address = reverse("publish", args=[research.framework.slug])
    body = read(hr_client.get(address))
    assert "Levels take their people to another category" in body
    assert "Category 5 · One · EUR" in body
    assert "Category 6 · One · EUR" in body
    owner = account()
    research.framework.owner = owner.employee
    research.framework.save()
    theirs = signed_in(owner).get(address)
    assert theirs.status_code == 200
    assert "equal pay" not in theirs.content.decode()


def test_a_plan_says_what_other_grades_do(team: list[Employee], hr_client: Client, hr: User) -> None:
    plan = start_plan(by=hr)
    GradeRange.objects.filter(plan=plan, grade__code="5").update(points_from=431)  # S5 and M5 have 430
    body = read(hr_client.get(reverse("plan-preview")))
    assert "Levels take their people to another category" in body
    assert "Category 5 · One · EUR" in body
    assert "Category 4 · One · EUR" in body


def test_no_answer_depends_on_what_its_reader_may_not_know(team: list[Employee], research: Version) -> None:
    """Previews with many amounts, asked again where everybody is of the other sex and others are paid otherwise: the same."""
    band(zone(), "5", 40_000, 50_000, 60_000)
    readers = {
        "analyst": account(user__roles=[Role.COMPENSATION_ANALYST]),
        "elsewhere": account(user__roles=[Role.HR_ADMIN]),
        "part": account(user__roles=[Role.HR_ADMIN]),
    }
    RoleGrant.objects.filter(user=readers["elsewhere"]).update(legal_entities=["Two"])
    RoleGrant.objects.filter(user=readers["part"]).update(legal_entities=["One"], departments=["Lab"])
    Employee.objects.filter(pk=team[9].pk).update(department="Lab")
    RoleGrant.objects.create(user=readers["elsewhere"], role=Role.COMPENSATION_ANALYST)

    def answers(*, pay_alone: bool = False) -> list[str]:
        return [
            read(response)
            for user in readers.values()
            for amount in (45_000, 50_001, 90_000)
            for response in _previews(signed_in(user), team[9], amount, pay_alone)
        ]

    before, of_salaries = answers(), answers(pay_alone=True)
    assert (len(before), len(of_salaries)) == (21, 9)
    assert not [
        word for word in WORDS[1:] for body in before if word in body
    ]  # a button stands where they may see others
    flipped = {person.pk: Sex.MAN if place < 5 else Sex.WOMAN for place, person in enumerate(team)}
    record_sexes(sexes=flipped, by=None, source="test")
    assert answers() == before
    Salary.objects.filter(employee__in=team[:9]).update(amount=59_000)
    assert answers(pay_alone=True) == of_salaries


def _previews(client: Client, person: Employee, amount: int, pay_alone: bool) -> list[Any]:
    salary = {"starts_on": "2026-01-01"} | SALARY | {"amount": str(amount)}
    exception = {
        "level": level(Version.objects.get(state="published"), "M5").key, "zone": PayZone.objects.get().pk,
        "minimum": str(amount), "midpoint": str(amount + 1), "maximum": str(amount + 2), "starts_on": "2026-12-01",
        "ends_on": "2027-12-01", "criterion": "labour_market", "reason": "Scarce",
    }  # fmt: skip
    asked = [client.post(reverse("salary-set", args=[person.pk]), salary | {"do": "look"}, follow=True)]
    if not pay_alone:
        asked.append(client.post(reverse("exception-new"), exception | {"do": "look"}, follow=True))
        asked.append(client.post(reverse("bands-restructure", args=["DE", "adjust"]), _adjusted(amount), follow=True))
    return [response for response in asked if response.status_code == 200]


def _adjusted(amount: int) -> dict[str, str]:
    return {"percent": str(amount // 5000), "rounded_to": "1", "starts_on": "2040-01-01", "note": "", "do": "preview"}
