"""Pages of cases and plans: one journey through all of them, who sees which names and amounts, and what they cost."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Employee, RoleGrant, User
from accounts.roles import Role
from ladders.compensation.models import PayAccess, PayPolicy, Salary
from ladders.compensation.money import money
from ladders.core.approvals.actions import confirm
from ladders.core.models import Approval, AuditEntry
from ladders.core.percentages import percent_text
from ladders.pay_reports.actions.drafts import start_report
from ladders.remedies.actions.cases import choose_path, measure_again
from ladders.remedies.actions.plans import keep_plan
from ladders.remedies.domain.states import CaseState, Ground, MeasuredOn
from ladders.remedies.domain.targets import PlanRules, Target, Whom
from ladders.remedies.models import RemedyCase, RemedyPlan
from tests.conftest import signed_in
from tests.factories import UserFactory, account
from tests.list_files import fetched, rows_of
from tests.pay_reports.employer import pay_all
from tests.remedies.conftest import Remedied

pytestmark = pytest.mark.django_db
D = Decimal


def post(client: Client, name: str, *args: Any, **data: Any) -> str:
    """Send a form; returns the page that it leads to."""
    answer = client.post(reverse(name, args=args), data, follow=True)
    assert answer.status_code == 200, answer.content.decode()
    return text_of(answer)


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_from_an_opened_case_over_a_plan_and_raises_to_a_closed_one(remedied: Remedied) -> None:
    analyst, hr, case = signed_in(remedied.analyst), signed_in(remedied.hr), remedied.case
    assert "5" in text_of(analyst.get(reverse("remedies")))
    fairness = analyst.get(reverse("fairness")).content.decode()
    assert reverse("remedies") in fairness
    page = text_of(analyst.get(reverse("remedy-case", args=[case.pk])))
    assert "women are paid 10.0 % less than men" in page
    assert "Being remedied" in post(analyst, "remedy-path", case.pk, path="remedy", reason="Raises before summer")
    day = (remedied.day + dt.timedelta(30)).isoformat()
    page = post(analyst, "remedy-measure", case.pk, text="Raise who is behind", owner=remedied.hr.pk, due_on=day)
    assert "Hana Ruiz, until" in page

    page = reverse("remedy-planner", args=[case.pk])
    least = "The least that brings the gap under 5 % is"
    planner = text_of(hr.get(page, {**asked(remedied), "budget": "10,000"}))
    assert "€10,000" in planner
    assert f"{least} €" in planner
    planner = text_of(analyst.get(page, asked(remedied)))
    assert f"{least} about €" in planner
    assert not any(person.name in planner for person in remedied.people)
    page = post(analyst, "remedy-planner", case.pk, **asked(remedied), budget="")
    assert "Single people are shown to whoever may see their pay" in page
    plan = RemedyPlan.objects.get()
    assert not any(person.name in page for person in remedied.people)
    assert analyst.post(reverse("remedy-raises", args=[case.pk, plan.pk]), {"all": "1"}).status_code == 403

    page = text_of(hr.get(reverse("remedy-plan", args=[case.pk, plan.pk])))
    women = [person.name for person in remedied.people[:6]]
    assert all(name in page for name in women)
    lines = list(plan.raises.all())
    who = [line.pk for line in lines]
    page = post(hr, "remedy-raises", case.pk, plan.pk, who=who[:5], **{f"amount-{who[0]}": "49,000"})
    assert "Raise 5 people" in page
    assert Salary.objects.count() == len(remedied.people)
    page = post(
        hr,
        "remedy-raises",
        case.pk,
        plan.pk,
        who=who[:5],
        step="decide",
        starts_on=remedied.day.isoformat(),
        reason="Equal work, equal pay",
        **{f"amount-{who[0]}": "49,000"},
    )
    assert "5 people are raised" in page
    now = dict(Salary.objects.on(remedied.day).values_list("employee", "amount"))
    assert now[lines[0].employee_id] == D(49_000)
    assert now[lines[1].employee_id] == lines[1].after
    assert now[lines[5].employee_id] == lines[5].before
    assert PayAccess.objects.filter(by=remedied.hr, employee=remedied.people[0]).exists()
    entry = AuditEntry.objects.get(area="remedies", verb="raises.decided")
    assert entry.detail["people"] == [None, 5]

    page = post(analyst, "remedy-measured", case.pk, on="today")
    assert "under the threshold" in page
    measure = case.measures.get()
    assert "done" in post(hr, "remedy-measure-end", case.pk, measure.pk, ended="yes", note="Five are raised")
    page = post(analyst, "remedy-close", case.pk, ground="below", reason="Raised, and measured")
    assert "closed the case on" in page
    assert "Nothing needs doing" in text_of(analyst.get(reverse("remedies")))
    closed = analyst.get(reverse("remedies"), {"state": "closed"})
    today = f"{timezone.localdate():%-d %B %Y}"
    assert f"closed on {today}" in text_of(closed)
    both = text_of(analyst.get(reverse("remedies"), {"state": "closed", "columns": ["closed", "until"]}))
    assert "Closed on" in both
    assert f"closed on {today}" not in both
    none = text_of(analyst.get(reverse("remedies"), {"state": "closed", "q": "nothing like that"}))
    assert "No case fits" in none
    assert "choose that state" not in none


def test_the_workbook_tells_gaps_as_the_page_does(remedied: Remedied) -> None:
    """To four decimals a gap before and after one raise would tell that raise."""
    RemedyCase.objects.filter(pk=remedied.case.pk).update(gap_percent=D("12.3456"))
    client = signed_in(remedied.hr)
    head, row = rows_of(fetched(client, "cases"))
    assert head[3:5] == ("Gap then, %", "Gap now, %")
    assert row[3] == 12.3


def asked(remedied: Remedied, **more: Any) -> dict[str, Any]:
    """What the planner is asked, in a form: everybody of the sex paid less, by grade."""
    usual = {"target": "grade", "whom": "less_paid", "band_point": "50", "within_band": "on"}
    return usual | {"starts_on": remedied.day.isoformat()} | more


def kept(remedied: Remedied, by: User | None = None, **rules: Any) -> RemedyPlan:
    """A plan, if nobody is named the analyst's."""
    return keep_plan(
        case=remedied.case,
        rules=PlanRules(Target.GRADE, **rules),
        budget=None,
        starts_on=remedied.day,
        by=by or remedied.analyst,
    )


def test_the_plan_says_what_the_report_will_say(remedied: Remedied) -> None:
    plan = kept(remedied)
    assert plan.gap_before == remedied.case.gap_percent
    assert plan.raised == 6
    assert plan.cost == sum(line.a_year for line in plan.raises.all())
    assert all(line.after <= D(52_000) for line in plan.raises.all())
    client = signed_in(remedied.hr)
    page = reverse("remedy-raises", args=[remedied.case.pk, plan.pk])
    client.post(page, {"all": "1", "step": "decide", "starts_on": remedied.day.isoformat(), "reason": "Equal pay"})
    plan.refresh_from_db()
    assert (plan.decided_raises, plan.decided_cost, plan.decided_by) == (6, plan.cost, remedied.hr)
    assert plan.gap_after is not None
    now = measure_again(case=remedied.case, on=MeasuredOn.TODAY, by=remedied.analyst).total_percent
    assert now == plan.gap_after
    assert Salary.objects.on(remedied.day).filter(employee=remedied.people[0]).get().amount > 45_000
    again = client.post(page, {"all": "1", "step": "decide", "starts_on": remedied.day.isoformat(), "reason": "x"})
    assert again.status_code == 302
    assert AuditEntry.objects.filter(area="remedies", verb="raises.decided").count() == 1


def test_nothing_is_raised_where_one_salary_has_changed_or_it_is_ones_own(remedied: Remedied) -> None:
    plan = kept(remedied, remedied.hr, whom=Whom.EVERYBODY)
    client, page = signed_in(remedied.hr), reverse("remedy-raises", args=[remedied.case.pk, plan.pk])
    decided = {"all": "1", "step": "decide", "starts_on": remedied.day.isoformat(), "reason": "Equal pay"}
    before = list(Salary.objects.order_by("pk").values_list("amount", "starts_on"))
    line = plan.raises.order_by("-employee_id").first()
    assert line is not None
    Salary.objects.filter(employee=line.employee).update(amount=line.before + 1)
    answer = client.post(page, decided)
    assert answer.status_code == 422
    assert "has changed since this plan was made" in text_of(answer)
    Salary.objects.filter(employee=line.employee).update(amount=line.before)
    Employee.objects.filter(user=remedied.hr).update(user=None)
    Employee.objects.filter(pk=line.employee_id).update(user=remedied.hr)
    answer = client.post(page, decided)
    assert answer.status_code == 422
    assert "Nobody sets their own pay" in text_of(answer)
    less = {"who": line.pk, f"amount-{line.pk}": "10"}
    for sent in (less, less | decided | {"all": "", "sure": "1"}):  # by looking already
        assert "would not get more" in text_of(client.post(page, sent, follow=True))
    assert list(Salary.objects.order_by("pk").values_list("amount", "starts_on")) == before
    plan.refresh_from_db()
    assert plan.decided_at is None


def test_doubtful_raises_ask_once_more_before_anything_is_set(remedied: Remedied) -> None:
    plan = kept(remedied)
    line = plan.raises.order_by("pk")[0]
    client, page = signed_in(remedied.hr), reverse("remedy-raises", args=[remedied.case.pk, plan.pk])
    data = {
        "who": line.pk, f"amount-{line.pk}": "60,000", "step": "decide",
        "starts_on": remedied.day.isoformat(), "reason": "Equal pay",
    }  # fmt: skip
    answer = client.post(page, data)
    assert answer.status_code == 422
    assert f"{line.employee}: It is more than the maximum of the person’s band." in text_of(answer)
    assert not Salary.objects.filter(employee=line.employee, amount=60_000).exists()
    assert client.post(page, data | {"sure": "1"}).status_code == 302
    assert Salary.objects.on(remedied.day).get(employee=line.employee).amount == 60_000


def test_where_the_rules_ask_for_a_second_person_nothing_is_raised_before_they_confirm(remedied: Remedied) -> None:
    PayPolicy.objects.update_or_create(pk=1, defaults={"second_approver": True})
    second = account(name="Second", user__roles=[Role.COMPENSATION_ANALYST])
    plan = kept(remedied)
    client, page = signed_in(remedied.hr), reverse("remedy-raises", args=[remedied.case.pk, plan.pk])
    client.post(page, {"all": "1", "step": "decide", "starts_on": remedied.day.isoformat(), "reason": "Equal pay"})
    approval = Approval.objects.get()
    assert not Salary.objects.filter(starts_on=remedied.day).exists()
    shown = " ".join(" ".join(line) for line in approval.shown)
    assert "cost in every whole year" in shown
    assert (shown.count("Equal pay"), approval.reason) == (0, "Equal pay")
    wait = text_of(client.get(reverse("remedy-plan", args=[remedied.case.pk, plan.pk])))
    assert "waits for a second person" in wait
    read = signed_in(second).get(reverse("approval", args=[approval.pk]))  # sees pay, and no case
    for line in plan.raises.select_related("employee"):
        assert f"{line.employee} {line.employee.number}" in text_of(read)
        assert money(line.after, "EUR") in text_of(read)
    assert (read.context["number"], "gap_before" in read.context) == (6, False)
    assert client.get(reverse("approval", args=[approval.pk])).context["gap_after"] == percent_text(plan.gap_after)
    assert PayAccess.objects.filter(by=second).count() == 6
    assert not any(str(line.after.normalize()) in shown for line in plan.raises.all())
    signed_in(second).post(reverse("approval", args=[approval.pk]), {"do": "confirm"})
    plan.refresh_from_db()
    assert (plan.decided_raises, plan.decided_by) == (6, second)
    assert Salary.objects.filter(starts_on=remedied.day).count() == 6


def test_raises_that_wait_are_read_and_confirmed_by_whoever_may_raise_these_people(remedied: Remedied) -> None:
    PayPolicy.objects.update_or_create(pk=1, defaults={"second_approver": True})
    account(name="Second", user__roles=[Role.COMPENSATION_ANALYST])
    elsewhere, here = UserFactory.create(), UserFactory.create()
    RoleGrant.objects.create(user=elsewhere, role=Role.COMPENSATION_ANALYST, legal_entities=["Two"])
    RoleGrant.objects.create(user=here, role=Role.COMPENSATION_ANALYST, legal_entities=["One"])
    plan = kept(remedied)
    line = plan.raises.order_by("pk")[0]
    data = {"who": line.pk, "step": "decide", "starts_on": remedied.day.isoformat(), "reason": "Equal pay"}
    signed_in(remedied.hr).post(reverse("remedy-raises", args=[remedied.case.pk, plan.pk]), data)
    approval = Approval.objects.get()
    assert [what for what, _before, _after in approval.shown if what.startswith("cost")] == []
    page = reverse("approval", args=[approval.pk])
    stranger = signed_in(elsewhere)
    assert stranger.get(page).status_code == 404
    assert stranger.post(page, {"do": "confirm"}).status_code == 404
    with pytest.raises(PermissionDenied):
        confirm(approval=approval, by=elsewhere)
    assert not Salary.objects.filter(starts_on=remedied.day).exists()
    assert signed_in(here).post(page, {"do": "confirm"}).status_code == 302
    assert Salary.objects.get(starts_on=remedied.day).employee_id == line.employee_id


def test_the_list_makes_the_same_queries_for_one_case_and_for_many(
    remedied: Remedied, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(remedied.analyst)
    pay_all({each.pk: (50_000, 0) for each in remedied.people}, year=2027)
    client.get(reverse("remedies"))
    with django_assert_max_num_queries(6):
        client.get(reverse("remedies"))
    report = start_report(year=2027, legal_entity="One", by=remedied.analyst)
    for number in range(20):
        category = report.categories.create(
            place=50 + number, name=f"C{number}", women=9, men=9, total_percent=9, reached=True
        )
        RemedyCase.objects.create(
            category=category,
            legal_entity="One",
            name=category.name,
            gap_percent=9,
            threshold_percent=5,
            opened_on=remedied.day,
            remedy_until=remedied.day + dt.timedelta(90),
        )
    with django_assert_max_num_queries(6):
        page = client.get(reverse("remedies"))
    assert page.content.decode().count("<tr>") == 22
    with django_assert_max_num_queries(13):
        client.get(reverse("remedy-case", args=[remedied.case.pk]))
    with django_assert_max_num_queries(24):
        client.get(reverse("remedy-planner", args=[remedied.case.pk]), asked(remedied))


def test_pages_say_what_was_refused(remedied: Remedied) -> None:
    client, case = signed_in(remedied.analyst), remedied.case
    answer = client.post(reverse("remedy-close", args=[case.pk]), {"ground": "justified", "reason": "x"})
    assert answer.status_code == 422
    assert "No justification of this case is accepted yet." in text_of(answer)
    choose_path(case=case, path=CaseState.JOINT, reason="x", by=remedied.analyst)
    page = post(
        client, "remedy-joint", case.pk,
        representatives="Works council", held_on=remedied.day.isoformat(), reasons="None",
    )  # fmt: skip
    assert "Works council" in page
    past = client.get(reverse("remedy-planner", args=[case.pk]), asked(remedied, starts_on="2020-01-01"))
    assert past.status_code == 422
    assert "Raises begin today or later" in text_of(past)


def test_a_closed_case_shows_no_form_but_that_which_opens_it(remedied: Remedied) -> None:
    case, client = remedied.case, signed_in(remedied.analyst)
    names = "path", "day", "justify", "measure", "joint", "close", "reopen"

    def forms() -> set[str]:
        pages = {name: client.get(reverse(f"remedy-{name}", args=[case.pk])).content.decode() for name in names}
        return {name for name, page in pages.items() if "<form" in page.split("<main")[1].split("</main>")[0]}

    assert forms() == {*names} - {"reopen"}
    choose_path(case=case, path=CaseState.REMEDY, reason="Raises", by=remedied.analyst)
    RemedyCase.objects.update(
        state=CaseState.CLOSED,
        closed_at=timezone.now(),
        closed_by=remedied.hr,
        ground=Ground.BELOW,
        closed_reason="Raised",
    )
    assert forms() == {"reopen"}
    assert "This case is closed. Open it again first" in text_of(client.get(reverse("remedy-measure", args=[case.pk])))


def test_a_plan_kept_twice_is_kept_once(remedied: Remedied) -> None:
    assert kept(remedied) == kept(remedied)
    assert RemedyPlan.objects.count() == 1


def test_a_wrong_amount_is_marked_where_it_was_typed_and_nothing_else_typed_is_lost(remedied: Remedied) -> None:
    plan = kept(remedied)
    low, unreadable, other, left = plan.raises.order_by("pk")[:4]
    answer = signed_in(remedied.hr).post(
        reverse("remedy-raises", args=[remedied.case.pk, plan.pk]),
        {
            "who": [low.pk, unreadable.pk, other.pk],
            f"amount-{low.pk}": "1",
            f"amount-{unreadable.pk}": "much",
            f"amount-{other.pk}": "51,234",
            f"amount-{left.pk}": "51,111",
        },
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert [field(page, f"amount-{row.pk}") for row in (low, unreadable, other, left)] == [
        "1",
        "much",
        "51,234",
        "51,111",
    ]
    for row, sentence in ((low, "would not get more"), (unreadable, "Write an amount such as")):
        assert sentence in re.search(rf'id="wrong-{row.pk}">([^<]*)<', page)[1]  # type: ignore[index]
    assert page.count('aria-invalid="true"') == 2
    picked = set(re.findall(r'name="who"\s+value="(\d+)"\s+id="who-\d+"\s+checked', page))
    assert picked == {str(row.pk) for row in (low, unreadable, other)}


def field(page: str, name: str) -> str:
    return re.search(rf'id="{name}"\s+value="([^"]*)"', page)[1]  # type: ignore[index]
