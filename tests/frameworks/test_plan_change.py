"""Before and after a new plan takes effect: what HR sees, what changes, what never does."""

from __future__ import annotations

import datetime as dt
import re
import threading
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.roles import Role
from ladders.core.errors import DomainError, StaleError
from ladders.core.models import AuditEntry
from ladders.frameworks.actions.evaluations import clear_evaluation
from ladders.frameworks.actions.frameworks import start_draft
from ladders.frameworks.actions.levels import slot_level
from ladders.frameworks.actions.plan import activate_plan, plan_effects
from ladders.frameworks.actions.publication import publish
from ladders.frameworks.domain.regrading_effects import mark_of
from ladders.frameworks.models import Level, Version
from ladders.impact.actions import grades
from ladders.impact.actions import plan as actions
from ladders.impact.actions.plan import FactorContent
from ladders.impact.models import Factor, FactorPlan, Grade
from tests.conftest import signed_in
from tests.factories import UserFactory, draft_framework
from tests.shared_rows import shared_rows

pytestmark = pytest.mark.django_db


@shared_rows
def draft(plan: FactorPlan, hr: User) -> FactorPlan:
    """A draft of the next plan."""
    return actions.start_draft(by=hr)


@shared_rows
def version(plan: FactorPlan, hr: User) -> Version:
    """A draft framework: E3 310 points grade 3, the fives 430 grade 5, the sixes 560 grade 6."""
    return draft_framework(by=hr)


def _publish(version: Version, by: User) -> None:
    plan = FactorPlan.objects.in_force()
    Version.objects.filter(pk=version.pk).update(
        state="published", published_at=timezone.now(), published_by=by, plan=plan
    )


def _levels(version: Version) -> dict[str, tuple[int | None, str | None]]:
    rows = Level.objects.filter(version=version).order_by("code").values_list("code", "points", "grade__code")
    return {code: (points, grade) for code, points, grade in rows}


def _raise_grade_6(draft: FactorPlan, hr: User) -> None:
    """From 520 to 561 points: the sixes fall to grade 5."""
    grades.change_grades(plan_id=draft.pk, grades={"6": ("Wide", 561)}, seen=None, by=hr)


def _activate(draft: FactorPlan, by: User, **fields: Any) -> FactorPlan:
    return activate_plan(plan_id=draft.pk, by=by, **{"on": timezone.localdate(), "seen": None, **fields})


def _shape(plan: FactorPlan) -> Any:
    return FactorPlan.objects.with_parts().get(pk=plan.pk).shape()


def test_hr_sees_every_level_that_would_change_and_nothing_changes_by_looking(
    draft: FactorPlan, version: Version, hr: User, hr_client: Client
) -> None:
    published = draft_framework(by=hr, name="Published")
    _publish(published, hr)
    _raise_grade_6(draft, hr)
    before = _levels(version), _levels(published)
    page = hr_client.get("/impact/draft/preview/")
    said = [[change["sentence"] for change in group["changes"]] for group in page.context["groups"]]
    sentences = [f"{code}: 560 → 560 points, grade 6 → 5" for code in ("S6", "P6", "I6", "M6")]
    assert said == [sentences, sentences]
    assert [(g["counts"]["grade"], g["counts"]["same"]) for g in page.context["groups"]] == [(4, 5), (4, 5)]
    assert (_levels(version), _levels(published)) == before
    assert FactorPlan.objects.in_force() != draft


def test_drafts_are_graded_anew_and_published_versions_keep_what_they_had(
    plan: FactorPlan, draft: FactorPlan, version: Version, hr: User
) -> None:
    published = draft_framework(by=hr, name="Published")
    _publish(published, hr)
    revision = Version.objects.get(pk=version.pk).revision
    before = _levels(published)
    _raise_grade_6(draft, hr)
    _activate(draft, hr)
    assert {code: grade for code, (_points, grade) in _levels(version).items()} == {
        **{f"{letter}5": "5" for letter in "IMPS"},
        **{f"{letter}6": "5" for letter in "IMPS"},
        "E3": "3",
    }
    assert (_levels(published), Version.objects.get(pk=published.pk).plan) == (before, plan)
    states = dict(FactorPlan.objects.values_list("number", "state"))
    assert states == {1: "retired", 2: "active"}
    assert Version.objects.get(pk=version.pk).revision == revision + 1
    entry = AuditEntry.objects.get(verb="draft.regraded")
    assert entry.detail == {f"{letter}6": ["560, 6", "560, 5"] for letter in "IMPS"}


def test_a_draft_begun_afterwards_is_graded_by_the_new_plan(draft: FactorPlan, version: Version, hr: User) -> None:
    _publish(version, hr)
    _raise_grade_6(draft, hr)
    _activate(draft, hr)
    assert _levels(start_draft(framework=version.framework, by=hr))["S6"] == (560, "5")


def test_weights_change_points(draft: FactorPlan, version: Version, hr: User, hr_client: Client) -> None:
    level = Level.objects.get(version=version, code="S6")
    rating = level.evaluation.ratings.get(factor=draft.factors.get(code="demands").key)
    rating.degree = 8
    rating.save()
    Level.objects.filter(pk=level.pk).update(points=604)
    weights = {draft.factors.get(code="demands").key: Decimal(20)}
    actions.set_weights(plan_id=draft.pk, weights=weights, seen=None, by=hr)
    page = hr_client.get("/impact/draft/preview/")
    assert [change["sentence"] for change in page.context["groups"][0]["changes"]] == [
        "S6: 604 → 640 points, grade 6 → 7"  # (0.9 × 560 + 0.2 × 1000) / 1.1
    ]


def test_an_unrated_factor_takes_points_and_grade_away(
    draft: FactorPlan, version: Version, hr: User, hr_client: Client
) -> None:
    degrees = ((100, "Little"), (200, "Much"))
    content = FactorContent("Care", "What the work asks in care.", Decimal(5), ("effort",), degrees)
    actions.add_factor(plan_id=draft.pk, content=content, by=hr)
    page = hr_client.get("/impact/draft/preview/")
    assert page.context["groups"][0]["counts"]["lost"] == 9
    assert "S6: 560 → no points, grade 6 → none; not rated: Care" in page.content.decode()
    _activate(draft, hr)
    assert set(_levels(version).values()) == {(None, None)}
    again = actions.start_draft(by=hr)
    actions.delete_factor(plan_id=again.pk, key=again.factors.get(code="care").key, by=hr)
    _activate(again, hr)
    assert _levels(version)["S6"] == (560, "6")  # nothing that was decided got lost on the way


def test_slotted_levels_are_unaffected(draft: FactorPlan, version: Version, hr: User, hr_client: Client) -> None:
    level = Level.objects.get(version=version, code="S6")
    clear_evaluation(version_id=version.pk, key=level.key, seen=None, by=hr)
    slot_level(version_id=version.pk, key=level.key, by=hr, grade_code="6", source="Hay")
    _raise_grade_6(draft, hr)
    assert hr_client.get("/impact/draft/preview/").context["groups"][0]["counts"]["slotted"] == 1
    _activate(draft, hr)
    assert _levels(version)["S6"] == (None, "6")


def test_a_level_slotted_on_a_grade_that_goes_keeps_the_plan_from_being_activated(
    draft: FactorPlan, version: Version, hr: User, hr_client: Client
) -> None:
    level = Level.objects.get(version=version, code="S6")
    clear_evaluation(version_id=version.pk, key=level.key, seen=None, by=hr)
    slot_level(version_id=version.pk, key=level.key, by=hr, grade_code="6", source="Hay")
    grades.remove_grade(plan_id=draft.pk, code="6", by=hr)
    with pytest.raises(DomainError, match="S6 in the draft of Research is slotted on grade 6"):
        _activate(draft, hr)
    assert (
        "S6 in the draft of Research is slotted on grade 6" in hr_client.get("/impact/draft/preview/").content.decode()
    )
    slot_level(version_id=version.pk, key=level.key, by=hr, grade_code="7", source="Hay")
    _activate(draft, hr)
    assert (_levels(version)["S6"], _levels(version)["P6"]) == ((None, "7"), (560, "5"))


def test_a_plan_with_a_gap_is_not_activated(draft: FactorPlan, version: Version, hr: User) -> None:
    Factor.objects.filter(plan=draft, code="demands").update(definition="")
    with pytest.raises(DomainError, match="has no definition"):
        _activate(draft, hr)
    assert FactorPlan.objects.get(pk=draft.pk).state == "draft"


@pytest.mark.parametrize(("days", "why"), [(1, "is to come"), (-400, "in force from")])
def test_a_plan_is_in_force_from_today_or_since_a_day_after_the_one_before(
    draft: FactorPlan, hr: User, days: int, why: str
) -> None:
    with pytest.raises(DomainError, match=why):
        _activate(draft, hr, on=timezone.localdate() + dt.timedelta(days=days))
    assert FactorPlan.objects.get(pk=draft.pk).state == "draft"


def test_who_confirms_a_list_confirms_the_one_they_have_seen(draft: FactorPlan, version: Version, hr: User) -> None:
    seen = mark_of(plan_effects(_shape(draft)))
    _raise_grade_6(draft, hr)
    with pytest.raises(StaleError, match="Something changed since you looked"):
        _activate(draft, hr, seen=seen)
    assert _levels(version)["S6"] == (560, "6")
    _activate(draft, hr, seen=mark_of(plan_effects(_shape(draft))))
    assert _levels(version)["S6"] == (560, "5")


def test_a_second_click_is_harmless(draft: FactorPlan, version: Version, hr: User) -> None:
    _activate(draft, hr)
    _activate(draft, hr, on=timezone.localdate() - dt.timedelta(days=1))
    assert AuditEntry.objects.filter(verb="plan.activated", subject_key="2").count() == 1
    assert FactorPlan.objects.get(pk=draft.pk).in_force_from == timezone.localdate()


def test_a_new_grade_between_takes_its_place_on_the_scale(draft: FactorPlan, version: Version, hr: User) -> None:
    grades.add_grade(plan_id=draft.pk, code="5a", title="New", points_from=550, by=hr)
    _activate(draft, hr)
    ranks = dict(Grade.objects.values_list("code", "rank"))
    assert (ranks["5"], ranks["6"], ranks["5a"], ranks["7"]) == (5, 6, 7, 8)  # 6 begins at 520, so the new one is above
    assert _levels(version)["S6"] == (560, "5a")


# --- The pages


def test_the_plan_is_activated_from_the_preview(
    draft: FactorPlan, version: Version, hr: User, hr_client: Client
) -> None:
    _raise_grade_6(draft, hr)
    form = hr_client.get("/impact/draft/preview/").context["form"]
    data = {"seen": form.initial["seen"], "on": timezone.localdate().isoformat()}
    late = hr_client.post("/impact/draft/activate/", data | {"on": "2999-01-01"})
    assert (late.status_code, list(late.context["form"].errors)) == (422, ["on"])
    stale = hr_client.post("/impact/draft/activate/", data | {"seen": "x"})
    assert (stale.status_code, _levels(version)["S6"]) == (409, (560, "6"))
    assert hr_client.post("/impact/draft/activate/", data).headers["Location"] == "/impact/"
    again = hr_client.post("/impact/draft/activate/", data, follow=True)
    assert "Plan 2 is in force." in again.content.decode()
    assert _levels(version)["S6"] == (560, "5")
    assert [item.number for item in hr_client.get("/impact/").context["plans"]] == [2, 1]
    assert hr_client.get("/impact/plans/1/").status_code == 200


@pytest.mark.parametrize(
    "roles", [(), (Role.FRAMEWORK_EDITOR,), (Role.COMPENSATION_ANALYST,), (Role.EMPLOYEE_REPRESENTATIVE,)]
)
def test_who_may_not_activate_sees_no_preview_and_changes_nothing(
    draft: FactorPlan, version: Version, hr: User, roles: tuple[Role, ...]
) -> None:
    _raise_grade_6(draft, hr)
    data = {"seen": mark_of(plan_effects(_shape(draft))), "on": timezone.localdate().isoformat()}
    client = signed_in(UserFactory.create(roles=roles))
    assert client.get("/impact/draft/preview/").status_code == 403
    assert client.post("/impact/draft/activate/", data).status_code == 403
    assert Client().post("/impact/draft/activate/", data).status_code == 302
    assert (FactorPlan.objects.get(pk=draft.pk).state, _levels(version)["S6"]) == ("draft", (560, "6"))


def test_the_preview_costs_as_many_queries_with_one_framework_as_with_many(
    draft: FactorPlan, version: Version, hr: User, hr_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    _raise_grade_6(draft, hr)
    with django_assert_num_queries(11):
        hr_client.get("/impact/draft/preview/")
    for name in ("Two", "Three"):
        draft_framework(by=hr, name=name)
    with django_assert_num_queries(11):
        page = hr_client.get("/impact/draft/preview/")
    assert page.context["groups"][0]["total"] == 27


def test_what_changes_in_drafts_and_in_published_versions_are_two_tables_of_two_names(
    draft: FactorPlan, version: Version, hr: User, hr_client: Client
) -> None:
    _raise_grade_6(draft, hr)
    page = hr_client.get("/impact/draft/preview/")
    html = "".join(
        render_to_string("frameworks/evaluation/plan_preview.html", {"groups": [group]}, page.wsgi_request)
        for group in ({**page.context["groups"][0], "name": name} for name in ("drafts", "published"))
    )
    names = re.findall(r'class="table-wrap"[^>]*aria-label="(Levels[^"]*)"', html)
    assert names == ["Levels that change in drafts", "Levels that change in published versions"]


def test_without_a_draft_there_is_no_preview(plan: FactorPlan, hr_client: Client) -> None:
    assert hr_client.get(reverse("plan-preview")).status_code == 404
    assert hr_client.post(reverse("plan-activate")).headers["Location"] == "/impact/"


@pytest.mark.django_db(transaction=True)
def test_two_simultaneous_clicks_activate_once(draft: FactorPlan, version: Version, hr: User) -> None:
    _raise_grade_6(draft, hr)
    seen = mark_of(plan_effects(_shape(draft)))
    barrier = threading.Barrier(2)
    outcomes: list[object] = []

    def click() -> None:
        try:
            barrier.wait(5)
            outcomes.append(_activate(draft, hr, seen=seen).number)
        except Exception as error:  # any failure must show in the outcomes
            outcomes.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert outcomes == [2, 2]
    assert AuditEntry.objects.filter(verb="plan.activated", subject_key="2").count() == 1
    assert AuditEntry.objects.filter(verb="draft.regraded").count() == 1
    assert _levels(version)["S6"] == (560, "5")


@pytest.mark.django_db(transaction=True)
def test_a_framework_made_while_a_plan_is_activated_is_graded_by_the_plan_in_force(draft: FactorPlan, hr: User) -> None:
    _raise_grade_6(draft, hr)
    barrier = threading.Barrier(2)
    outcomes: list[object] = []

    def run(work: Any) -> None:
        try:
            barrier.wait(5)
            work()
        except Exception as error:
            outcomes.append(error)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=run, args=[work])
        for work in (lambda: _activate(draft, hr), lambda: draft_framework(by=hr, name="Meanwhile"))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert outcomes == []
    made = Version.objects.get(framework__name="Meanwhile")
    assert _levels(made)["S6"] == (560, "5")


@pytest.mark.django_db(transaction=True)
def test_a_publication_waits_for_an_activation_and_is_graded_by_the_new_plan(
    draft: FactorPlan, version: Version, hr: User
) -> None:
    _raise_grade_6(draft, hr)
    activated = threading.Event()
    outcomes: list[object] = []

    def slow_activation() -> None:
        try:
            with transaction.atomic():
                _activate(draft, hr)
                activated.set()
                threading.Event().wait(0.5)  # the publication below now waits for this transaction
        finally:
            connection.close()

    def publication() -> None:
        try:
            activated.wait(10)
            seen = Version.objects.get(pk=version.pk).revision
            outcomes.append(seen)
            publish(version=version, seen=seen, by=hr)
        except DomainError as error:
            outcomes.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for work in (slow_activation, publication)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    # The draft was graded anew meanwhile: who asked for the publication is told to look again.
    assert [type(item) for item in outcomes] == [int, StaleError]
    publish(version=version, seen=Version.objects.get(pk=version.pk).revision, by=hr)
    assert Version.objects.get(pk=version.pk).plan == draft
    assert _levels(version)["S6"] == (560, "5")


@pytest.mark.django_db(transaction=True)
def test_a_publication_that_waited_for_an_activation_without_effects_has_the_new_plan(
    draft: FactorPlan, version: Version, hr: User
) -> None:
    activated = threading.Event()

    def slow_activation() -> None:
        try:
            with transaction.atomic():
                _activate(draft, hr)
                activated.set()
                threading.Event().wait(0.5)
        finally:
            connection.close()

    thread = threading.Thread(target=slow_activation)
    thread.start()
    activated.wait(10)
    publish(version=version, seen=Version.objects.get(pk=version.pk).revision, by=hr)
    thread.join(20)
    assert Version.objects.get(pk=version.pk).plan == draft
