"""The pages on which levels are evaluated, with and without scripts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.roles import Role
from ladders.frameworks.actions.evaluations import clear_evaluation
from ladders.frameworks.models import FactorRating, JobEvaluation, Level, Version
from ladders.impact.models import FactorPlan
from tests.conftest import signed_in
from tests.factories import UserFactory, draft_framework
from tests.frameworks.published import from_template
from tests.shared_rows import shared_rows

pytestmark = pytest.mark.django_db


@shared_rows
def version(plan: FactorPlan, hr: User) -> Version:
    """A draft whose levels are all evaluated."""
    return draft_framework(by=hr)


@pytest.fixture
def level(version: Version) -> Level:
    """S6: degree 5 everywhere, 560 points, grade 6."""
    return Level.objects.get(version=version, code="S6")


def _url(level: Level, name: str = "level-evaluation") -> str:
    return reverse(name, args=[level.version.framework.slug, level.key])


def _form(page: Any) -> dict[str, Any]:
    """What the page would send back unchanged."""
    form = page.context["form"]
    data = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in data.items() if value is not None}


def _state(level: Level) -> tuple[str, int | None, str | None]:
    level = Level.objects.select_related("grade").get(pk=level.pk)
    return level.method, level.points, level.grade.code if level.grade else None


def test_the_page_shows_degrees_with_anchors_the_result_and_the_neighbours(level: Level, hr_client: Client) -> None:
    page = hr_client.get(_url(level))
    assert page.status_code == 200
    assert [len(item.options) for item in page.context["inputs"]] == [8] * 5
    assert [option.degree.number for option in page.context["inputs"][0].options if option.checked] == [5]
    outcome = page.context["outcome"]
    assert (outcome.points, outcome.grade.code) == (560, "6")
    assert [(column.at.level.code, column.place.value) for column in page.context["columns"]] == [
        ("S5", "below"),
        ("S6", "here"),
        ("P6", "beside"),
        ("I6", "beside"),
        ("M6", "beside"),
    ]


def test_an_evaluation_is_confirmed_without_scripts(level: Level, hr_client: Client) -> None:
    data = _form(hr_client.get(_url(level))) | {
        "degree_complexity": "7",
        "do": "confirm",
        "evaluators": "Ada\nBen Okri",
    }
    answer = hr_client.post(_url(level), data, follow=True)
    assert answer.redirect_chain == [("/frameworks/research/draft/evaluation/", 302)]
    assert "S6 is evaluated: 647 points, grade 7." in answer.content.decode()
    assert _state(level) == ("evaluated", 647, "7")
    assert JobEvaluation.objects.get(level=level).evaluators == ["Ada", "Ben Okri"]


def test_what_is_missing_for_confirming_stands_at_its_field(level: Level, hr_client: Client) -> None:
    data = _form(hr_client.get(_url(level))) | {"do": "confirm", "evaluators": " ", "rationale_autonomy": ""}
    data.pop("degree_demands")
    data.pop("rationale_demands")
    page = hr_client.post(_url(level), data)
    assert page.status_code == 422
    assert {name: list(errors) for name, errors in page.context["form"].errors.items()} == {
        "degree_demands": ["Choose a degree."],
        "rationale_demands": ["Say in a sentence why this degree and not the next."],
        "rationale_autonomy": ["Say in a sentence why this degree and not the next."],
        "evaluators": ["Name who evaluated."],
    }
    assert _state(level) == ("evaluated", 560, "6")


def test_saving_unfinished_keeps_what_there_is_and_says_what_is_missing(level: Level, hr_client: Client) -> None:
    data = _form(hr_client.get(_url(level))) | {"do": "save"}
    data.pop("degree_demands")
    data.pop("rationale_demands")
    text = hr_client.post(_url(level), data, follow=True).content.decode()
    assert "Saved, unfinished: S6 has no points of its own yet." in text
    assert "Unfinished." in text
    assert _state(level) == ("", None, None)
    assert FactorRating.objects.filter(evaluation__level=level).count() == 4


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("degree_demands", "9"),
        ("degree_demands", "x"),
        ("evaluated_on", "2999-01-01"),
        ("evaluated_on", ""),
        ("evaluators", "x" * 151),
    ],
)
def test_nonsense_is_named_at_its_field(level: Level, hr_client: Client, field: str, value: str) -> None:
    page = hr_client.post(_url(level), _form(hr_client.get(_url(level))) | {field: value})
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert _state(level) == ("evaluated", 560, "6")


def test_a_reason_belongs_to_a_degree(level: Level, hr_client: Client) -> None:
    data = _form(hr_client.get(_url(level))) | {"do": "save"}
    data.pop("degree_demands")
    page = hr_client.post(_url(level), data)
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["degree_demands"])


def test_a_second_evaluator_sees_both_and_chooses(level: Level, hr_client: Client) -> None:
    mine = _form(hr_client.get(_url(level))) | {"degree_complexity": "7", "rationale_complexity": "Mine", "do": "save"}
    theirs = _form(hr_client.get(_url(level))) | {
        "degree_complexity": "3",
        "rationale_complexity": "Theirs",
        "do": "save",
    }
    hr_client.post(_url(level), theirs)
    page = hr_client.post(_url(level), mine)
    assert page.status_code == 409
    stored = [(i.factor.code, i.stored.degree, i.stored.rationale) for i in page.context["inputs"] if i.stored]
    assert stored == [("complexity", 3, "Theirs")]
    assert page.context["form"]["rationale_complexity"].value() == "Mine"
    assert _state(level) == ("evaluated", 485, "5")
    again = mine | {"seen": page.context["form"]["seen"].value()}
    assert hr_client.post(_url(level), again).status_code == 302
    assert _state(level) == ("evaluated", 647, "7")


def test_the_live_result_follows_the_choices_and_saves_nothing(level: Level, hr_client: Client) -> None:
    degrees = {f"degree_{code}": "6" for code in ("complexity", "contribution", "influence", "autonomy", "demands")}
    page = hr_client.get(_url(level, "level-evaluation-result"), degrees)
    assert (page.context["outcome"].points, page.context["unsaved"]) == (700, True)
    assert "<html" not in page.content.decode()
    half = hr_client.get(_url(level, "level-evaluation-result"), {"degree_complexity": "6", "degree_demands": "99"})
    assert [factor.code for factor in half.context["outcome"].missing] == [
        "contribution",
        "influence",
        "autonomy",
        "demands",
    ]
    assert _state(level) == ("evaluated", 560, "6")


def test_wording_by_size_in_a_reason_is_shown(level: Level, hr_client: Client) -> None:
    data = _form(hr_client.get(_url(level))) | {"rationale_complexity": "Leads 12 engineers.", "do": "confirm"}
    assert hr_client.post(_url(level), data).status_code == 302
    assert "<mark>Leads 12 engineers</mark>" in hr_client.get(_url(level)).content.decode()


def test_a_level_is_slotted_shown_as_not_yet_evaluated_and_unslotted(level: Level, hr: User, hr_client: Client) -> None:
    clear_evaluation(version_id=level.version_id, key=level.key, seen=None, by=hr)
    due = hr_client.get(_url(level)).context["slotting"]["due"].value()
    assert (due - timezone.localdate()).days == 180
    slot = {"slot-grade": "7", "slot-source": "Hay", "slot-due": due.isoformat()}
    assert hr_client.post(_url(level, "level-evaluation-slot"), slot | {"slot-source": ""}).status_code == 422
    assert hr_client.post(_url(level, "level-evaluation-slot"), slot).status_code == 302
    assert _state(level) == ("slotted", None, "7")
    text = hr_client.get(_url(level)).content.decode()
    assert "Not yet evaluated." in text
    assert "On grade 7 by Hay" in text
    assert "Slotted, not yet evaluated" in hr_client.get("/frameworks/research/draft/evaluation/").content.decode()
    hr_client.post(_url(level, "level-evaluation-unslot"))
    assert _state(level) == ("", None, None)


def test_an_evaluated_level_is_not_slotted_over(level: Level, hr_client: Client) -> None:
    slot = {"slot-grade": "7", "slot-source": "Hay", "slot-due": "2999-01-01"}
    assert hr_client.post(_url(level, "level-evaluation-slot"), slot).status_code == 409
    assert hr_client.post(_url(level, "level-evaluation-unslot")).status_code == 409
    assert _state(level) == ("evaluated", 560, "6")


def test_an_evaluation_is_cleared_unless_somebody_was_first(level: Level, hr_client: Client) -> None:
    assert hr_client.post(_url(level, "level-evaluation-clear"), {"seen": "99"}).status_code == 409
    assert _state(level) == ("evaluated", 560, "6")
    hr_client.post(_url(level, "level-evaluation-clear"), {"seen": "0"})
    assert _state(level) == ("", None, None)


def test_proposals_say_so_and_are_confirmed_together(plan: FactorPlan, hr: User, hr_client: Client) -> None:
    version = from_template("design", hr)
    level = Level.objects.filter(version=version)[0]
    assert "Proposed, not yet confirmed." in hr_client.get(_url(level)).content.decode()
    page = hr_client.get("/frameworks/design/draft/evaluation/")
    total = Level.objects.filter(version=version).count()
    assert page.context["ready"] == total
    data = {"seen": version.revision, "evaluated_on": timezone.localdate().isoformat(), "evaluators": ""}
    url = "/frameworks/design/draft/evaluation/confirm/"
    assert hr_client.post(url, data).status_code == 422
    assert JobEvaluation.objects.filter(version=version, proposed=False).count() == 0
    data["evaluators"] = "Ada\nBen"
    answer = hr_client.post(url, data, follow=True)
    assert f"{total} evaluations are confirmed." in answer.content.decode()
    assert answer.context["ready"] == 0
    assert "edited since you looked" in hr_client.post(url, data, follow=True).content.decode()
    assert JobEvaluation.objects.filter(version=version, proposed=True).count() == 0


def test_one_reason_confirms_what_was_graded_in_the_table_without_any(
    plan: FactorPlan, hr: User, hr_client: Client
) -> None:
    made = from_template("design", hr)
    total = Level.objects.filter(version=made).count()
    ratings = FactorRating.objects.filter(version=made)
    kept = ratings.order_by("pk").first()
    assert kept is not None
    blank = ratings.exclude(pk=kept.pk)
    blank.update(rationale="")
    FactorRating.objects.filter(pk=blank.order_by("pk")[0].pk).update(rationale=" \n\t")  # as files may bring them
    page, url = hr_client.get("/frameworks/design/draft/evaluation/"), "/frameworks/design/draft/evaluation/confirm/"
    text = " ".join(page.content.decode().split())
    assert f"Confirm {total} proposals…" in text
    assert f"{total} levels have degrees without a reason yet." in text
    sent = _form(page) | {"evaluators": "Ada", "evaluated_on": str(timezone.localdate())}
    refused = hr_client.post(url, sent | {"reason": " "})
    assert refused.status_code == 422
    assert refused.context["form"].errors["reason"] == [
        "Write a reason here, or one for each degree on the pages of the levels."
    ]
    assert JobEvaluation.objects.filter(version=made, proposed=True).count() == total
    answer = hr_client.post(url, sent | {"reason": "As the committee found."}, follow=True)
    assert f"{total} evaluations are confirmed." in answer.content.decode()
    assert ratings.get(pk=kept.pk).rationale == kept.rationale != ""
    assert set(ratings.exclude(pk=kept.pk).values_list("rationale", flat=True)) == {"As the committee found."}


def test_what_stays_a_proposal_is_told_together(plan: FactorPlan, hr: User, hr_client: Client) -> None:
    made = from_template("design", hr)
    levels = list(Level.objects.filter(version=made))
    FactorRating.objects.filter(version=made, evaluation__level__in=levels[:7]).update(rationale="")
    page = hr_client.get("/frameworks/design/draft/evaluation/")
    sent = _form(page) | {"evaluators": "Ada", "evaluated_on": str(timezone.localdate()), "reason": ""}
    answer = hr_client.post("/frameworks/design/draft/evaluation/confirm/", sent, follow=True)
    [_done, told] = [str(message) for message in answer.context["messages"]]
    assert told.startswith("Stay proposals: ")
    assert "and 2 more. No rationale yet for: " in told
    assert JobEvaluation.objects.filter(version=made, proposed=True).count() == 7


def test_management_is_never_the_first_group_of_the_table(version: Version, hr_client: Client) -> None:
    page = hr_client.get("/frameworks/research/draft/evaluation/")
    kinds = list(dict.fromkeys(row["line"].at.kind.value for row in page.context["rows"]))
    assert kinds == ["specialist", "project", "influence", "management", "shared"]
    codes = [row["line"].at.level.code for row in page.context["rows"]]
    assert codes == ["S6", "S5", "P6", "P5", "I6", "I5", "M6", "M5", "E3"]


def test_a_draft_without_levels_says_what_to_do(version: Version, hr_client: Client) -> None:
    Level.objects.filter(version=version).delete()
    assert "No levels yet" in hr_client.get("/frameworks/research/draft/evaluation/").content.decode()


def test_pages_cost_as_many_queries_with_one_level_as_with_many(
    version: Version, level: Level, hr_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    overview, single = "/frameworks/research/draft/evaluation/", _url(level)
    with django_assert_num_queries(11):
        hr_client.get(overview)
    with django_assert_num_queries(20):
        hr_client.get(single)
    with django_assert_num_queries(12):
        hr_client.get(_url(level, "level-evaluation-result"), {"degree_complexity": "6"})
    Level.objects.filter(version=version).exclude(pk=level.pk).delete()
    with django_assert_num_queries(11):
        hr_client.get(overview)
    with django_assert_num_queries(20):
        hr_client.get(single)


PAGES: dict[str, Callable[[Level], str]] = {
    "draft-evaluation": lambda level: reverse("draft-evaluation", args=["research"]),
    "draft-evaluation-confirm": lambda level: reverse("draft-evaluation-confirm", args=["research"]),
    **{
        name: (lambda level, name=name: _url(level, name))  # type: ignore[misc]
        for name in (
            "level-evaluation",
            "level-evaluation-result",
            "level-evaluation-slot",
            "level-evaluation-unslot",
            "level-evaluation-clear",
        )
    },
}


@pytest.mark.parametrize("name", PAGES)
def test_who_may_not_evaluate_sees_nothing_and_changes_nothing(level: Level, hr_client: Client, name: str) -> None:
    url, data = PAGES[name](level), _form(hr_client.get(_url(level))) | {"degree_complexity": "1", "do": "confirm"}
    stranger = signed_in(UserFactory.create())
    representative = signed_in(UserFactory.create(roles=[Role.EMPLOYEE_REPRESENTATIVE]))
    for client, status in ((stranger, 404), (representative, 404), (Client(), 302)):
        assert client.get(url).status_code in (status, 302, 405)  # a deed leads to its page
        assert client.post(url, data).status_code in (status, 405)
    assert _state(level) == ("evaluated", 560, "6")
    assert JobEvaluation.objects.get(level=level).evaluators == ["Ada"]


def test_the_owner_and_an_analyst_evaluate(level: Level, version: Version) -> None:
    owner = version.framework.owner
    assert owner is not None
    analyst = UserFactory.create(roles=[Role.COMPENSATION_ANALYST])
    for user in (User.objects.get(employee=owner), analyst):
        client = signed_in(user)
        assert client.get("/frameworks/research/draft/evaluation/").status_code == 200
        assert client.post(_url(level), _form(client.get(_url(level))) | {"do": "confirm"}).status_code == 302


def test_a_level_of_another_draft_is_not_found_here(level: Level, hr: User, hr_client: Client) -> None:
    draft_framework(by=hr, name="Other")
    assert hr_client.get(reverse("level-evaluation", args=["other", level.key])).status_code == 404
