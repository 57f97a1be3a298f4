"""The pages of the plan: who reads and edits it, and that errors stand where they belong."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.roles import Role
from ladders.impact.actions import plan as actions
from ladders.impact.models import Factor, FactorPlan, GradeRange
from tests.conftest import signed_in
from tests.factories import UserFactory
from tests.shared_rows import shared_rows

pytestmark = pytest.mark.django_db


@shared_rows
def draft(plan: FactorPlan, hr: User) -> FactorPlan:
    """A draft of the next plan."""
    return actions.start_draft(by=hr)


@pytest.fixture
def factor(draft: FactorPlan) -> Factor:
    """A factor of the draft."""
    return draft.factors.get(code="demands")


def _client(*roles: Role) -> Client:
    return signed_in(UserFactory.create(roles=roles))


def _form(page: Any) -> dict[str, Any]:
    """What the page of a factor would send back unchanged."""
    form, degrees = page.context["form"], page.context["degrees"]
    data = {name: form[name].value() for name in form.fields} | {"seen": page.context["seen"]}
    data |= {f"degrees-{name}": degrees.management_form[name].value() for name in degrees.management_form.fields}
    for row in degrees.forms:
        data |= {row[name].html_name: row[name].value() for name in row.fields}
    return {key: value for key, value in data.items() if value is not None}


@pytest.mark.parametrize(
    ("roles", "status"),
    [
        ((Role.HR_ADMIN,), 200),
        ((Role.EMPLOYEE_REPRESENTATIVE,), 200),
        ((Role.FRAMEWORK_EDITOR,), 200),
        ((Role.SYSTEM_ADMINISTRATOR,), 403),
        ((), 403),
    ],
)
def test_the_plan_is_read_by_whoever_may_see_the_criteria(
    plan: FactorPlan, roles: tuple[Role, ...], status: int
) -> None:
    assert _client(*roles).get("/impact/").status_code == status


def test_the_plan_shows_what_counts(plan: FactorPlan, hr_client: Client) -> None:
    page = hr_client.get("/impact/")
    text = page.content.decode()
    assert [(bar.factor.code, str(bar.share), str(bar.effective)) for bar in page.context["factors"]] == [
        ("complexity", "30.0", "30.0"),
        ("contribution", "25.0", "25.0"),
        ("influence", "20.0", "20.0"),
        ("autonomy", "15.0", "15.0"),
        ("demands", "10.0", "10.0"),
    ]
    assert "910 – 1000" in text
    assert "Working conditions" in text
    assert "No factor covers" not in text


def test_a_criterion_that_no_factor_covers_is_shown(draft: FactorPlan, hr_client: Client) -> None:
    Factor.objects.filter(plan=draft, code="demands").update(covers=["effort"])
    text = hr_client.get("/impact/draft/").content.decode()
    assert "No factor covers it" in text
    assert "No factor covers “Working conditions”" in text


def test_without_a_plan_the_page_says_so(hr_client: Client) -> None:
    assert "No plan is in force yet" in hr_client.get("/impact/").content.decode()


def test_past_plans_stay_readable_and_drafts_are_not_among_them(draft: FactorPlan, hr_client: Client) -> None:
    assert [item.number for item in hr_client.get("/impact/").context["plans"]] == [1]
    assert hr_client.get("/impact/plans/1/").status_code == 200
    assert hr_client.get("/impact/plans/2/").status_code == 404


def test_the_plan_costs_as_many_queries_with_one_factor_as_with_many(
    plan: FactorPlan, draft: FactorPlan, hr_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    hr_client.get("/impact/")
    with django_assert_num_queries(8):
        hr_client.get("/impact/")
    with django_assert_num_queries(7):
        hr_client.get("/impact/draft/")
    Factor.objects.filter(plan=draft).exclude(code="demands").delete()
    GradeRange.objects.filter(plan=draft).exclude(points_from=100).delete()
    with django_assert_num_queries(7):
        hr_client.get("/impact/draft/")


EDITING: dict[str, Callable[[Factor], str]] = {
    "plan-draft": lambda factor: reverse("plan-draft"),
    "plan-draft-start": lambda factor: reverse("plan-draft-start"),
    "plan-draft-discard": lambda factor: reverse("plan-draft-discard"),
    "plan-describe": lambda factor: reverse("plan-describe"),
    "plan-weights": lambda factor: reverse("plan-weights"),
    "factor-add": lambda factor: reverse("factor-add"),
    "factor-edit": lambda factor: reverse("factor-edit", args=[factor.key]),
    "factor-move": lambda factor: reverse("factor-move", args=[factor.key]),
    "factor-delete": lambda factor: reverse("factor-delete", args=[factor.key]),
    "plan-grades": lambda factor: reverse("plan-grades"),
    "grade-add": lambda factor: reverse("grade-add"),
    "grade-remove": lambda factor: reverse("grade-remove", args=["4"]),
}
DATA = {"name": "X", "code": "4a", "title": "X", "points_from": "400", "to": "up", "weight": "1", "definition": "X"}


@pytest.mark.parametrize("name", EDITING)
def test_who_may_not_edit_the_plan_changes_nothing(factor: Factor, name: str) -> None:
    url = EDITING[name](factor)
    before = FactorPlan.objects.with_parts().draft()
    assert before is not None
    shape = before.shape()
    for client, status in (
        (_client(Role.EMPLOYEE_REPRESENTATIVE), 403),
        (_client(Role.FRAMEWORK_EDITOR), 403),
        (_client(), 403),
        (Client(), 302),
    ):
        assert client.get(url).status_code in (status, 302)  # a deed leads to its page, which refuses
        assert client.post(url, DATA).status_code in (status, 405)
    after = FactorPlan.objects.with_parts().draft()
    assert after is not None
    assert after.shape() == shape


@pytest.mark.parametrize("name", [name for name in EDITING if name != "plan-draft-start"])
def test_without_a_draft_there_is_nothing_to_edit(plan: FactorPlan, hr_client: Client, name: str) -> None:
    url = EDITING[name](plan.factors.get(code="demands"))
    assert hr_client.post(url, DATA).status_code in (404, 405)


def test_an_analyst_edits_but_is_not_offered_to_activate(draft: FactorPlan) -> None:
    page = _client(Role.COMPENSATION_ANALYST).get("/impact/draft/")
    assert page.status_code == 200
    assert reverse("plan-preview") not in page.content.decode()
    assert "HR activates it, and sees before every level" in page.content.decode()


def test_a_draft_is_started_and_discarded(plan: FactorPlan, hr_client: Client) -> None:
    assert hr_client.post("/impact/draft/start/").headers["Location"] == "/impact/draft/"
    assert hr_client.post("/impact/draft/start/").headers["Location"] == "/impact/draft/"
    assert FactorPlan.objects.count() == 2
    hr_client.post("/impact/draft/discard/")
    assert list(FactorPlan.objects.all()) == [plan]


def test_a_factor_is_saved_with_its_degrees(factor: Factor, hr_client: Client) -> None:
    url = reverse("factor-edit", args=[factor.key])
    data = _form(hr_client.get(url)) | {"weight": "12.5", "degrees-7-points": "1100"}
    assert hr_client.post(url, data).headers["Location"] == "/impact/draft/"
    factor.refresh_from_db()
    assert (str(factor.weight), factor.degrees.get(number=8).points) == ("12.50", 1100)


def test_degrees_come_and_go_at_the_top(factor: Factor, hr_client: Client) -> None:
    url = reverse("factor-edit", args=[factor.key])
    assert hr_client.post(url, _form(hr_client.get(url)) | {"do": "add-degree"}).headers["Location"] == url
    assert [(d.number, d.points) for d in factor.degrees.all()][-2:] == [(8, 1000), (9, 1150)]
    for _time in range(2):
        hr_client.post(url, _form(hr_client.get(url)) | {"do": "remove-degree"})
    assert [(d.number, d.points) for d in factor.degrees.all()][-1] == (7, 850)


def test_points_that_do_not_rise_are_named_at_their_degree(factor: Factor, hr_client: Client) -> None:
    url = reverse("factor-edit", args=[factor.key])
    page = hr_client.post(url, _form(hr_client.get(url)) | {"degrees-2-points": "200"})
    assert page.status_code == 422
    assert [bool(row["points"].errors) for row in page.context["degrees"].forms] == [n == 2 for n in range(8)]
    assert factor.degrees.get(number=3).points == 310


def test_wording_by_size_is_shown_and_does_not_block(factor: Factor, hr_client: Client) -> None:
    url = reverse("factor-edit", args=[factor.key])
    data = _form(hr_client.get(url)) | {"degrees-1-anchor": "Manages a team of 8+.", "definition": "Span of control"}
    assert hr_client.post(url, data).status_code == 302
    page = hr_client.get(url)
    assert [finding.words for finding in page.context["wording"]] == ["Span of control"]
    assert [[f.words for f in found] for _n, _row, found in page.context["rows"]][1] == ["Manages a team of 8+"]
    assert "<mark>Manages a team of 8+</mark>" in hr_client.get("/impact/draft/").content.decode()


def test_a_second_editor_sees_both_texts_and_chooses(factor: Factor, hr_client: Client) -> None:
    url = reverse("factor-edit", args=[factor.key])
    mine = _form(hr_client.get(url)) | {"definition": "What I wrote."}
    hr_client.post(url, _form(hr_client.get(url)) | {"definition": "What they wrote."})
    page = hr_client.post(url, mine)
    text = page.content.decode()
    assert page.status_code == 409
    assert "What I wrote." in text
    assert "What they wrote." in text
    assert Factor.objects.get(pk=factor.pk).definition == "What they wrote."
    assert hr_client.post(url, mine | {"seen": page.context["seen"]}).status_code == 302
    assert Factor.objects.get(pk=factor.pk).definition == "What I wrote."


def test_a_new_factor_leads_to_its_degrees(draft: FactorPlan, hr_client: Client) -> None:
    assert hr_client.get("/impact/draft/factors/add/").status_code == 200
    data = {"name": "Care", "definition": "What the work asks in care.", "weight": "5", "covers": ["effort"]}
    answer = hr_client.post("/impact/draft/factors/add/", data)
    factor = draft.factors.get(code="care")
    assert answer.headers["Location"] == reverse("factor-edit", args=[factor.key])
    assert "“Care” has degrees without an anchor text" in hr_client.get("/impact/draft/").content.decode()
    assert hr_client.post("/impact/draft/factors/add/", data | {"weight": "0"}).status_code == 422


def test_weights_are_saved_together_and_the_sum_is_told(draft: FactorPlan, hr_client: Client) -> None:
    page = hr_client.get("/impact/draft/")
    weights = {str(factor.key): "10" for factor in draft.factors.all()} | {"seen": page.context["mark_of_weights"]}
    assert hr_client.post("/impact/draft/weights/", weights).status_code == 302
    text = hr_client.get("/impact/draft/").content.decode()
    assert "The weights add up to 50, not to 100." in text
    assert hr_client.post("/impact/draft/weights/", weights).status_code == 409
    bad = hr_client.post("/impact/draft/weights/", {**weights, str(draft.factors.all()[0].key): "0"})
    assert (bad.status_code, set(draft.factors.values_list("weight", flat=True))) == (422, {Decimal(10)})


def test_the_description_is_saved_unless_somebody_was_first(draft: FactorPlan, hr_client: Client) -> None:
    seen = hr_client.get("/impact/draft/").context["mark_of_plan"]
    data = {"name": "Plan B", "description": "Mine", "seen": seen}
    assert hr_client.post("/impact/draft/description/", data).status_code == 302
    page = hr_client.post("/impact/draft/description/", data | {"description": "Theirs"})
    assert (page.status_code, FactorPlan.objects.get(pk=draft.pk).description) == (409, "Mine")
    assert hr_client.post("/impact/draft/description/", {"name": ""}).status_code == 422


def test_factors_are_moved_and_taken_out(factor: Factor, draft: FactorPlan, hr_client: Client) -> None:
    hr_client.post(reverse("factor-move", args=[factor.key]), {"to": "up"})
    assert [item.code for item in draft.factors.all()][-2:] == ["demands", "autonomy"]
    hr_client.post(reverse("factor-delete", args=[factor.key]))
    assert not draft.factors.filter(code="demands").exists()
    assert hr_client.post(reverse("factor-delete", args=[factor.key])).status_code == 404


def _grades(page: Any, **changes: str) -> dict[str, str]:
    form = page.context["form"]
    return {name: str(form[name].value()) for name in form.fields} | {"seen": page.context["seen"]} | changes


def test_grades_are_saved_together_and_errors_stand_at_the_field(draft: FactorPlan, hr_client: Client) -> None:
    page = hr_client.get("/impact/draft/grades/")
    data = _grades(page)
    low = hr_client.post("/impact/draft/grades/", data | {"from-1": "101"})
    assert (low.status_code, list(low.context["form"].errors)) == (422, ["from-1"])
    flat = hr_client.post("/impact/draft/grades/", data | {"from-5": "350"})
    assert (flat.status_code, list(flat.context["form"].errors)) == (422, ["from-5"])
    assert list(GradeRange.objects.filter(plan=draft).values_list("points_from", flat=True))[:5] == [
        100,
        190,
        270,
        350,
        430,
    ]
    good = data | {"from-5": "440", "title-5": "Fifth"}
    assert hr_client.post("/impact/draft/grades/", good).headers["Location"] == "/impact/draft/"
    assert GradeRange.objects.filter(plan=draft, points_from=440).get().title == "Fifth"
    assert hr_client.post("/impact/draft/grades/", good).status_code == 409


def test_grades_come_and_go(draft: FactorPlan, hr_client: Client) -> None:
    data = {"code": "6a", "title": "New", "points_from": "570"}
    assert hr_client.post("/impact/draft/grades/add/", data).status_code == 302
    assert hr_client.post("/impact/draft/grades/add/", data).status_code == 422
    assert hr_client.post("/impact/draft/grades/add/", data | {"code": "a/b"}).status_code == 422
    codes = [item.grade.code for item in GradeRange.objects.filter(plan=draft).select_related("grade")]
    assert codes == ["1", "2", "3", "4", "5", "6", "6a", "7", "8", "9", "10"]
    hr_client.post("/impact/draft/grades/6a/remove/")
    hr_client.post("/impact/draft/grades/6a/remove/")
    assert GradeRange.objects.filter(plan=draft).count() == 10


def test_the_default_plan_is_put_in_force_once_and_by_who_may(db: None, hr: User, employee: User) -> None:
    page = signed_in(hr).get("/impact/").content.decode()
    assert "Put the default plan in force" in page
    assert signed_in(employee).post("/impact/install/").status_code == 403
    assert not FactorPlan.objects.exists()
    for _ in range(2):
        signed_in(hr).post("/impact/install/")
    assert list(FactorPlan.objects.values_list("state", "activated_by")) == [("active", hr.pk)]
