"""Rules as HR writes them and as everybody reads them; who is away."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import HttpRequest, QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import RoleGrant
from accounts.roles import Role
from ladders.careers.domain.move_kinds import MOVES, MoveKind
from ladders.core.kept_choices import keep_choice
from ladders.frameworks.models import Version
from ladders.impact.models import FactorPlan
from ladders.moves.actions.rules import save_rules
from ladders.moves.domain.default_policy import DEFAULTS
from ladders.moves.models import Absence, DeciderGroup, MovePolicy
from ladders.moves.queries.requests import policy_for
from tests.compensation.payroll import level, place
from tests.conftest import signed_in
from tests.factories import EmployeeFactory, account
from tests.frameworks.published import published
from tests.shared_rows import shared_rows

TRYING = {"most_months": 6, "most_share": 40, "notice_weeks": 2, "longer_months": 3, "own_days": 5, "other_days": 5}
LATERAL, PROMOTION = DEFAULTS[MoveKind.LATERAL], DEFAULTS[MoveKind.PROMOTION]
EDIT = "/moves/policy/lateral/"


@shared_rows
def research(plan: FactorPlan, hr: Any) -> Version:
    """A published framework."""
    return published(by=hr)


def text(answer: Any) -> str:
    """What the page says, without markup."""
    body = re.sub(r"(?s)<(script|style)\b.*?</\1>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def typed(client: Client, path: str = EDIT, **changes: Any) -> dict[str, Any]:
    """What the form would send as it stands, with changes (`step_0_days=…`; None: left out)."""
    form = client.get(path).context["form"]
    sent = {"seen": form.initial["seen"], "count": len(form.steps)}
    sent |= {name: form.initial.get(name) for name in form.fields if name != "seen"}
    for number, step in enumerate(form.steps):
        sent |= {f"step-{number}-{name}": value for name, value in step.initial.items()}
    sent |= {re.sub(r"^step_(\d)_", r"step-\1-", name): value for name, value in changes.items()}
    return {name: value for name, value in sent.items() if value is not None and value is not False}


def test_everybody_reads_the_rules(employee_client: Client, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(8):
        answer = employee_client.get("/moves/rules/")
    said = text(answer)
    assert "A step back asks no more than a promotion" in said
    assert "Working days 25 25 as a promotion 25 as a promotion 20 5 fewer than a promotion" in said
    assert "Your manager proposes a day within 4 weeks, and cannot refuse: within 5 working days" in said
    assert "You may return to the level you leave for 24 months. It is a right, in writing." in said
    assert "Change the rules" not in said


def test_the_rules_of_ones_own_framework_are_read_first(
    hr: Any, employee_client: Client, employee: Any, research: Version
) -> None:
    save_rules(policy=replace(LATERAL, framework=research.framework_id, trial_months=5), seen=0, by=hr)
    assert "The first 5 months are a trial" not in text(employee_client.get("/moves/rules/"))
    assert "The first 5 months are a trial" in text(employee_client.get("/moves/rules/?framework=research"))
    place(employee.employee, level(research, "S5"))
    assert "The first 5 months are a trial" in text(employee_client.get("/moves/rules/"))
    assert "The first 5 months are a trial" not in text(employee_client.get("/moves/rules/?framework="))


def test_hr_sees_all_kinds_and_frameworks_that_differ(
    hr: Any, hr_client: Client, research: Version, django_assert_num_queries: Any
) -> None:
    save_rules(policy=replace(LATERAL, framework=research.framework_id, trial_months=5), seen=0, by=hr)
    with django_assert_num_queries(5):
        said = text(hr_client.get("/moves/policy/"))
    assert "Research: Lateral move" in said
    assert "Trial 5 months none" in said
    for kind in (MoveKind.PROMOTION, MoveKind.RETURN, MoveKind.STEP_BACK):
        shape = replace(DEFAULTS[kind], framework=research.framework_id, return_months=36)
        save_rules(policy=shape, seen=0, by=hr)
    with django_assert_num_queries(5):
        hr_client.get("/moves/policy/")


def test_rules_are_saved_from_the_form(hr_client: Client) -> None:
    answer = hr_client.post(EDIT, typed(hr_client, do="save", step_0_days=4, evidence="", trial_months=2))
    assert answer.status_code == 302
    steps = (replace(LATERAL.steps[0], days=4), *LATERAL.steps[1:])
    assert policy_for(MoveKind.LATERAL, None) == replace(LATERAL, steps=steps, evidence=(), trial_months=2, number=2)
    assert "Nothing was changed" in text(hr_client.post(EDIT, typed(hr_client, do="save"), follow=True))


def test_nothing_is_saved_by_following_an_address(hr_client: Client) -> None:
    session, made = hr_client.session, HttpRequest()
    made.path, made.session, made.method = EDIT, session, "POST"
    made.POST = QueryDict(urlencode(typed(hr_client, do="save", step_0_days=4)))
    address = keep_choice(made)
    session.save()
    assert hr_client.get(address).status_code == 200
    assert policy_for(MoveKind.LATERAL, None).steps == LATERAL.steps


def test_every_kind_is_saved_as_it_stands(hr_client: Client) -> None:
    for kind in MoveKind:
        path = f"/moves/policy/{kind.value}/"
        data = typed(hr_client, path, do="save") if kind in MOVES else {"do": "save", "seen": 1} | TRYING
        assert hr_client.post(path, data).status_code == 302
    assert MovePolicy.objects.count() == 6


def test_hr_sets_the_bounds_of_try_outs_and_cannot_ask_more_than_of_a_promotion(hr_client: Client) -> None:
    path = "/moves/policy/try_out/"
    assert "Last step: HR" not in text(hr_client.get(path))
    seen = hr_client.post(path, {"do": "preview", "seen": 1} | TRYING | {"most_months": 4}, follow=True)
    assert "for up to 4 months and 40 % of working time" in text(seen)
    for wrong in ({"most_share": 51}, {"most_months": 0}, {"notice_weeks": 13}):
        assert hr_client.post(path, {"do": "save", "seen": 1} | TRYING | wrong).status_code == 422
    refused = hr_client.post(path, {"do": "save", "seen": 1} | TRYING | {"own_days": 30})
    assert (refused.status_code, "more than a promotion" in text(refused)) == (422, True)
    assert policy_for(MoveKind.TRY_OUT, None) == DEFAULTS[MoveKind.TRY_OUT]
    assert hr_client.post(path, {"do": "save", "seen": 1} | TRYING | {"longer_months": 1}).status_code == 302
    assert policy_for(MoveKind.TRY_OUT, None) == replace(DEFAULTS[MoveKind.TRY_OUT], longer_months=1, number=2)
    assert "Can be made longer once, by" in text(hr_client.get(f"{path}history/"))


def test_a_refusal_shows_both_sides_and_keeps_what_was_typed(hr_client: Client) -> None:
    answer = hr_client.post(EDIT, typed(hr_client, do="save", least_months_in_level=13, step_0_days=12))
    assert answer.status_code == 422
    said = text(answer)
    assert "Not saved: this would ask more than a promotion" in said
    counted = (
        "Working days 27 25 too much Weeks to the day, at most 4 4 fine Months in the present level 13 12 too much"
    )
    assert f"Steps 3 3 fine {counted}" in said
    assert 'value="13"' in answer.content.decode()
    assert policy_for(MoveKind.LATERAL, None) == LATERAL


def test_steps_are_added_removed_and_reordered_without_scripts(hr_client: Client) -> None:
    def steps(answer: Any) -> list[str]:
        form = answer.context["form"]
        return [step["what"].value() for step in form.steps]

    first, second = "approve:current_manager", "approve:receiving_manager"
    sent = typed(hr_client, step_0_days=7)
    added = hr_client.post(EDIT, sent | {"do": "add"}, follow=True)
    assert (added.status_code, steps(added)) == (200, [first, second, second])
    down = hr_client.post(EDIT, sent | {"do": "down-0"}, follow=True)
    assert steps(down) == [second, first]
    assert down.context["form"].steps[1]["days"].value() == "7"  # what was typed moves along
    assert steps(hr_client.post(EDIT, sent | {"do": "up-1"}, follow=True)) == [second, first]
    assert steps(hr_client.post(EDIT, sent | {"do": "remove-0"}, follow=True)) == [second]
    for odd in ("up-0", "down-1", "remove-9", "up-x", "nothing", ""):
        assert steps(hr_client.post(EDIT, sent | {"do": odd}, follow=True)) == [first, second]
    assert len(steps(hr_client.post(EDIT, sent | {"do": "add", "count": "99"}, follow=True))) == 11
    assert policy_for(MoveKind.LATERAL, None) == LATERAL


def test_a_preview_reads_as_an_employee_would_and_saves_nothing(hr_client: Client) -> None:
    stepped: dict[str, Any] = {"pay_rule": "stepped", "pay_months": 9, "pay_steps": 3, "pay_step_months": 2}
    answer = hr_client.post(EDIT, typed(hr_client, do="preview", **stepped), follow=True)
    assert answer.status_code == 200
    said = text(answer)
    assert "Your pay stays as it is for 9 months." in said
    assert "goes in 3 equal steps, one every 2 months." in said
    assert policy_for(MoveKind.LATERAL, None) == LATERAL


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"step_0_what": "approve:group"}, "Choose which group."),
        ({"step_0_what": "release:current_manager", "step_0_weeks": None}, "Within how many weeks the day lies."),
        ({"step_0_days": 0}, "Please write at least 1."),
        ({"count": 0}, "Somebody has to approve"),
        ({"trial_months": 12, "return_months": 6}, "A right of return lasts as long as the trial at least."),
        ({"pay_rule": "stepped", "pay_steps": 2, "pay_step_months": None}, "several steps need the months between"),
        ({"evidence": "\n".join("123456789")}, "Eight things at most"),
        ({"evidence": "A talk\nHas led a team of 8"}, "These rules hold for every track: “Has led a team of 8” asks"),
        ({"evidence": "Line management experience"}, "hold for every track: “Line management experience” asks"),
    ],
)
def test_input_that_cannot_be_is_said_at_its_place(hr_client: Client, changes: dict[str, Any], said: str) -> None:
    answer = hr_client.post(EDIT, typed(hr_client, do="save", **changes))
    assert answer.status_code == 422
    assert text(answer).count(said) == 1
    assert policy_for(MoveKind.LATERAL, None) == LATERAL


def test_the_second_of_two_editors_is_told_on_the_page(hr: Any, hr_client: Client) -> None:
    sent = typed(hr_client, do="save", trial_months=1)
    save_rules(policy=replace(LATERAL, trial_months=3), seen=1, by=hr)
    answer = hr_client.post(EDIT, sent)
    assert answer.status_code == 422
    assert "Somebody else changed these rules meanwhile" in text(answer)


def test_a_framework_s_own_rules_come_and_go(hr: Any, hr_client: Client, research: Version) -> None:
    answer = hr_client.get("/moves/policy/own/", {"kind": "promotion", "framework": "research"})
    path = reverse("move-policy-framework", args=["promotion", "research"])
    assert answer.headers["Location"] == path
    assert hr_client.post(path, typed(hr_client, path, do="save", least_months_in_level=24)).status_code == 302
    own = policy_for(MoveKind.PROMOTION, research.framework_id)
    assert (own.least_months_in_level, own.framework) == (24, research.framework_id)
    lateral = reverse("move-policy-framework", args=["lateral", "research"])
    hr_client.post(lateral, typed(hr_client, lateral, do="save", least_months_in_level=20))
    refused = hr_client.post(f"{path}end/")
    assert refused.status_code == 422
    assert "Lateral move in Research" in text(refused)
    assert hr_client.post(f"{lateral}end/").status_code == 302
    assert hr_client.post(f"{path}end/").status_code == 302
    assert policy_for(MoveKind.PROMOTION, research.framework_id) == PROMOTION
    said = text(hr_client.get("/moves/policy/promotion/history/"))
    assert "Research, version 1" in said
    assert "Time in the present level 24 months (before: 12 months)" in said


def test_history_takes_the_same_queries_for_many_versions(
    hr: Any, hr_client: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(3):
        hr_client.get("/moves/policy/lateral/history/")
    for number in range(1, 8):
        save_rules(policy=replace(LATERAL, trial_months=number), seen=number, by=hr)
    with django_assert_num_queries(3):
        said = text(hr_client.get("/moves/policy/lateral/history/"))
    assert "version 8 in force" in said


def test_no_page_has_a_word_that_reads_as_loss(hr_client: Client) -> None:
    pages = ["/moves/rules/", "/moves/policy/", *(f"/moves/policy/{kind.value}/" for kind in MoveKind)]
    for path in pages:
        said = text(hr_client.get(path)).lower()
        assert not re.search(r"demot|downgrad|downward|lower level|fail|↓|▼", said), path


def test_what_is_to_be_shown_and_groups_carry_no_word_that_reads_as_loss(hr_client: Client) -> None:
    before = policy_for(MoveKind.LATERAL, None)
    for do in ("save", "preview"):
        answer = hr_client.post(EDIT, typed(hr_client, do=do, evidence="Reasons for the demotion"))
        assert (answer.status_code, "Leave out “demotion”" in text(answer)) == (422, True)
    ada = EmployeeFactory.create(name="Ada")
    answer = hr_client.post("/moves/policy/groups/new/", {"name": "Demotion panel", "members": ada.number})
    assert (answer.status_code, "Leave out “Demotion”" in text(answer)) == (422, True)
    assert not DeciderGroup.objects.exists()
    assert policy_for(MoveKind.LATERAL, None) == before


def test_a_group_is_made_on_a_page(hr_client: Client) -> None:
    ada = EmployeeFactory.create(name="Ada")
    answer = hr_client.post("/moves/policy/groups/new/", {"name": "Committee", "members": "nobody at all"})
    assert answer.status_code == 422
    assert "Nobody was found for nobody at all." in text(answer)
    assert hr_client.post("/moves/policy/groups/new/", {"name": "Committee", "members": ada.number}).status_code == 302
    assert "Committee" in text(hr_client.get("/moves/policy/"))
    edit = f"/moves/policy/groups/{DeciderGroup.objects.get().pk}/"
    again = hr_client.post(edit, {"name": "Committee", "members": ada.number}, follow=True)
    assert [str(each) for each in again.context["messages"]] == ["Nothing was changed."]
    chosen = hr_client.get(EDIT).context["form"].groups[0]
    sent = typed(hr_client, do="save", step_0_what="approve:group", step_0_group=chosen.pk)
    assert hr_client.post(EDIT, sent).status_code == 302
    assert policy_for(MoveKind.LATERAL, None).steps[0].group_name == "Committee"


def test_one_says_oneself_when_one_is_away(employee_client: Client, employee: Any) -> None:
    today = timezone.localdate()
    other = EmployeeFactory.create(name="Bo Other")
    days = {"starts_on": today.isoformat(), "ends_on": (today + dt.timedelta(days=3)).isoformat()}
    assert employee_client.post("/moves/absence/", days | {"stand_in": "Bo Other"}).status_code == 302
    absence = Absence.objects.get()
    assert (absence.employee, absence.stand_in, absence.made_by) == (employee.employee, other, employee)
    again = employee_client.post("/moves/absence/", days)
    assert again.status_code == 422
    assert "written down already" in text(again)
    assert "Bo Other stands in" in text(employee_client.get("/moves/absence/"))
    assert signed_in(account()).post(f"/moves/absence/{absence.pk}/end/").status_code == 404
    assert Absence.objects.count() == 1
    assert employee_client.post(f"/moves/absence/{absence.pk}/end/").status_code == 302
    assert not Absence.objects.exists()


def test_hr_says_it_for_the_people_in_reach_alone(employee: Any) -> None:
    sales = EmployeeFactory.create(department="Sales")
    hr = account(user__roles=[Role.HR_ADMIN])
    RoleGrant.objects.filter(user=hr).update(departments=["Sales"])
    client, today = signed_in(hr), timezone.localdate()
    days = {"starts_on": today.isoformat(), "ends_on": today.isoformat()}
    assert client.post(f"/moves/absence/of/{sales.pk}/", days).status_code == 302
    assert client.post(f"/moves/absence/of/{employee.employee.pk}/", days).status_code == 404
    assert [each.employee for each in Absence.objects.all()] == [sales]
    own = Absence.objects.create(employee=employee.employee, starts_on=today, ends_on=today)
    assert client.post(f"/moves/absence/of/{sales.pk}/{own.pk}/end/").status_code == 404
    assert client.post(f"/moves/absence/{own.pk}/end/").status_code == 404
    assert set(Absence.objects.visible_to(hr)) == {Absence.objects.get(employee=sales)}
    assert set(Absence.objects.visible_to(employee)) == {own}
    assert not Absence.objects.visible_to(None).exists()
    assert client.post(f"/moves/absence/of/{sales.pk}/{Absence.objects.get(employee=sales).pk}/end/").status_code == 302
    assert [each.employee for each in Absence.objects.all()] == [employee.employee]


def test_an_account_without_a_record_is_told(db: None) -> None:
    from tests.factories import UserFactory

    answer = signed_in(UserFactory.create()).get("/moves/absence/")
    assert "no record as an employee" in text(answer)


def test_a_number_alone_is_not_turned_into_a_name(employee_client: Client) -> None:
    today = timezone.localdate()
    other = EmployeeFactory.create(name="Bo Other")
    days = {"starts_on": today.isoformat(), "ends_on": (today + dt.timedelta(days=3)).isoformat()}
    said = []
    for number in (other.number, "nobody-has-it", f"Somebody Else · {other.number}"):
        answer = employee_client.post("/moves/absence/", days | {"stand_in": number})
        assert (answer.status_code, Absence.objects.count()) == (422, 0)
        assert "Bo Other" not in text(answer)
        said.append(answer.context["form"].errors["stand_in"][0].replace(number, ""))
    assert len(set(said)) == 1
    assert employee_client.post("/moves/absence/", days | {"stand_in": f"bo other · {other.number}"}).status_code == 302
    assert Absence.objects.get().stand_in == other
