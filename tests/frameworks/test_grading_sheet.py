"""All levels of a draft graded in one table: what is saved, who is told, what comes back."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from ladders.core.errors import DomainError
from ladders.core.models import AuditEntry
from ladders.frameworks.actions.bulk_grading import undo_bulk
from ladders.frameworks.actions.evaluations import clear_evaluation
from ladders.frameworks.actions.levels import delete_level, edit_level
from ladders.frameworks.domain.grading_sheet import parts_of
from ladders.frameworks.models import BulkGrading, FactorRating, JobEvaluation, Level, Version
from ladders.impact.models import FactorPlan
from tests.conftest import signed_in
from tests.factories import draft_framework
from tests.shared_rows import shared_rows

pytestmark = pytest.mark.django_db

FACTORS = ("complexity", "contribution", "influence", "autonomy", "demands")


@shared_rows
def version(plan: FactorPlan, hr: User) -> Version:
    """Nine levels, all evaluated by Ada: E3 (grade 3), and S5, S6 … M6 (grades 5 and 6)."""
    return draft_framework(by=hr)


@pytest.fixture
def blank(version: Version, hr: User) -> Version:
    """The same without any evaluation."""
    for key in Level.objects.filter(version=version).values_list("key", flat=True):
        clear_evaluation(version_id=version.pk, key=key, seen=None, by=hr)
    version.refresh_from_db()
    return version


@pytest.fixture
def url(version: Version) -> str:
    return reverse("draft-grading", args=[version.framework.slug])


def _codes() -> tuple[str, ...]:
    plan = FactorPlan.objects.with_parts().in_force()
    assert plan is not None
    return tuple(factor.code for factor in plan.shape().factors)


def _form(page: Any) -> dict[str, str]:
    """What the page would send back unchanged."""
    rows = [row for rows in page.context["tracks"].values() for row in rows]
    return {
        "plan": str(page.context["plan"].number),
        "do": "save",
        **{row.seen_name: row.seen for row in rows},
        **{cell.name: cell.text for row in rows for cell in row.cells},
    }


def _typed(version: Version, **degrees: str) -> dict[str, str]:
    """What typing "4,4,4,4,5" into the row of a level makes of its fields."""
    keys = dict(Level.objects.filter(version=version).values_list("code", "key"))
    return {
        f"d-{keys[code].hex}-{factor}": degree
        for code, row in degrees.items()
        for factor, degree in zip(_codes(), row.split(","), strict=True)
    }


def _grades(version: Version) -> dict[str, tuple[str, int | None, str | None]]:
    rows = Level.objects.filter(version=version).select_related("grade")
    return {row.code: (row.method, row.points, row.grade.code if row.grade else None) for row in rows}


def _rationales(version: Version, code: str) -> list[tuple[int, str]]:
    found = FactorRating.objects.filter(version=version, evaluation__level__code=code)
    return sorted(found.values_list("degree", "rationale"))


def test_all_levels_are_graded_in_one_action_with_one_entry_that_lists_them(
    blank: Version, url: str, hr: User, hr_client: Client
) -> None:
    entries = AuditEntry.objects.filter(area="frameworks").count()
    degrees = {code: ",".join([str(int(code[1]) - 1)] * 5) for code in _grades(blank) if code != "E3"}
    data = _form(hr_client.get(url)) | _typed(blank, E3="3,3,3,3,3", **degrees)
    answer = hr_client.post(url, data | {"reason": " As agreed in the session. "}, follow=True)
    assert "9 levels are graded, as proposals." in answer.content.decode()
    assert _grades(blank) == {
        "E3": ("evaluated", 310, "3"),
        **{f"{track}5": ("evaluated", 430, "5") for track in "SPIM"},
        **{f"{track}6": ("evaluated", 560, "6") for track in "SPIM"},
    }
    assert _rationales(blank, "S6") == [(5, "As agreed in the session.")] * 5
    assert JobEvaluation.objects.filter(version=blank, proposed=True).count() == 9
    assert AuditEntry.objects.filter(area="frameworks").count() == entries + 1
    entry = AuditEntry.objects.get(verb="levels.graded")
    assert (entry.verb, entry.by, entry.subject) == ("levels.graded", hr, "Research · 9 levels")
    assert len(entry.detail) == 9
    assert entry.detail["S6 Specialist 6"] == [None, "grade 6, 560 points"]


def test_only_what_changed_is_saved_and_a_reason_stays_with_the_degree_it_was_written_for(
    version: Version, url: str, hr_client: Client
) -> None:
    hr_client.post(url, _form(hr_client.get(url)) | _typed(version, S6="7,5,5,5,5"))
    assert _rationales(version, "S6") == [*[(5, "Because of S6")] * 4, (7, "")]
    assert JobEvaluation.objects.get(level__code="S6").proposed
    assert not JobEvaluation.objects.filter(version=version).exclude(level__code="S6").filter(proposed=True).exists()
    batch = BulkGrading.objects.get()
    assert [item["name"] for item in batch.levels] == ["S6 Specialist 6"]


def test_saving_without_a_change_says_so_and_writes_nothing(version: Version, url: str, hr_client: Client) -> None:
    revision = Version.objects.get(pk=version.pk).revision
    answer = hr_client.post(url, _form(hr_client.get(url)), follow=True)
    assert "Nothing was changed" in answer.content.decode()
    assert not BulkGrading.objects.exists()
    assert Version.objects.get(pk=version.pk).revision == revision + 1  # the draft was held, nothing else
    assert _grades(version)["S6"] == ("evaluated", 560, "6")


def test_working_out_shows_points_and_grade_and_saves_nothing(version: Version, url: str, hr_client: Client) -> None:
    data = _form(hr_client.get(url)) | _typed(version, S6="7,7,7,7,7") | {"do": "work"}
    page = hr_client.post(url, data, follow=True)
    assert "look=" in page.redirect_chain[-1][0]
    row = next(row for rows in page.context["tracks"].values() for row in rows if row.at.level.code == "S6")
    assert (page.status_code, row.outcome.points, row.at.level.grade, row.changed) == (200, 850, "9", True)
    assert [cell.text for cell in row.cells] == ["7"] * 5
    assert _grades(version)["S6"] == ("evaluated", 560, "6")
    looked = page.redirect_chain[-1][0]
    hr_client.post(looked, data | {"do": "save"})
    assert BulkGrading.objects.count() == 1
    assert not hr_client.session["choices"]  # it is done, and kept no more


def test_for_scripts_the_answer_is_the_neighbours_and_every_rows_result(
    version: Version, url: str, hr_client: Client
) -> None:
    level = Level.objects.get(version=version, code="S6")
    data = _form(hr_client.get(url)) | _typed(version, S6="7,7,7,7,7", P6="7,7,7,7,7")
    data |= {"at": level.key.hex, "factor": _codes()[0]}
    page = hr_client.post(url, data, headers={"HX-Request": "true"})
    assert [(column.at.level.code, column.place.value) for column in page.context["columns"]] == [
        ("S5", "below"),
        ("S6", "here"),
        ("P6", "beside"),  # as typed, not as stored
    ]
    assert [(grade.code, [at.level.code for at in near]) for grade, near in page.context["around"]] == [
        ("10", []),
        ("8", []),
    ]
    assert [degree.number for degree, here in page.context["anchors"] if here] == [7]
    text = page.content.decode()
    assert "<html" not in text
    assert f'<span id="p-{level.key.hex}" hx-swap-oob="true">850</span>' in text
    assert _grades(version)["S6"] == ("evaluated", 560, "6")


@pytest.mark.parametrize("text", ["9", "0", "x", "99999", "1.5"])
def test_what_is_no_degree_is_named_at_its_cell_and_nothing_is_saved(
    version: Version, url: str, hr_client: Client, text: str
) -> None:
    data = _form(hr_client.get(url)) | _typed(version, S6=f"{text},5,5,5,5", P6="7,7,7,7,7")
    page = hr_client.post(url, data)
    assert page.status_code == 422
    assert [(row.at.level.code, cell.text) for row, cell in page.context["wrong"]] == [("S6", text)]
    assert _grades(version)["P6"] == ("evaluated", 560, "6")


def test_two_editors_of_one_level_see_both_and_choose_others_go_together(
    version: Version, url: str, hr_client: Client, editor: User
) -> None:
    mine, theirs = _form(hr_client.get(url)), _form(signed_in(editor).get(url))
    signed_in(editor).post(url, theirs | _typed(version, S6="3,5,5,5,5", S5="3,3,3,3,3"))
    page = hr_client.post(url, mine | _typed(version, S6="7,5,5,5,5", P6="7,7,7,7,7"))
    rows = {row.at.level.code: row for rows in page.context["tracks"].values() for row in rows}
    assert page.status_code == 409
    assert "Somebody else graded S6 while you did." in page.content.decode()
    assert [code for code, row in rows.items() if row.clash] == ["S6"]
    assert [(cell.text, cell.stored) for cell in rows["S6"].cells] == [("7", "3"), *[("5", None)] * 4]
    assert [cell.text for cell in rows["P6"].cells] == ["7"] * 5
    assert [cell.text for cell in rows["S5"].cells] == ["3"] * 5  # theirs, since mine was not touched
    assert _grades(version)["P6"] == ("evaluated", 560, "6")
    assert hr_client.post(url, _form(page), follow=True).status_code == 200
    assert _rationales(version, "S6")[-1][0] == 7
    assert (_grades(version)["P6"][2], _grades(version)["S5"][1]) == ("9", 310)


def test_two_editors_of_different_levels_both_save(version: Version, url: str, hr_client: Client, editor: User) -> None:
    mine, theirs = _form(hr_client.get(url)), _form(signed_in(editor).get(url))
    signed_in(editor).post(url, theirs | _typed(version, S5="3,3,3,3,3"))
    assert hr_client.post(url, mine | _typed(version, P6="7,7,7,7,7")).status_code == 302
    assert (_grades(version)["P6"][1], _grades(version)["S5"][1]) == (850, 310)


def test_a_level_deleted_meanwhile_is_told_and_the_rest_stays_typed(
    version: Version, url: str, hr: User, hr_client: Client
) -> None:
    data = _form(hr_client.get(url)) | _typed(version, S6="7,7,7,7,7", P6="7,7,7,7,7")
    delete_level(version_id=version.pk, key=Level.objects.get(version=version, code="S6").key, by=hr)
    page = hr_client.post(url, data)
    assert page.status_code == 409
    assert "1 level that you graded was deleted by somebody else meanwhile." in page.content.decode()
    assert hr_client.post(url, _form(page)).status_code == 302
    assert _grades(version)["P6"] == ("evaluated", 850, "9")


def test_a_given_grade_stays_until_the_proposal_is_confirmed(
    blank: Version, url: str, hr: User, hr_client: Client
) -> None:
    from ladders.frameworks.actions.levels import slot_level

    key = Level.objects.get(version=blank, code="S6").key
    slot_level(version_id=blank.pk, key=key, by=hr, grade_code="9", source="Hay")
    hr_client.post(url, _form(hr_client.get(url)) | _typed(blank, S6="5,5,5,5,5"))
    assert _grades(blank)["S6"] == ("slotted", None, "9")


def test_undo_brings_back_every_level_with_its_evaluation_and_reasons(
    version: Version, url: str, hr: User, hr_client: Client
) -> None:
    evaluations = list(JobEvaluation.objects.filter(version=version).values("evaluators", "proposed", "evaluated_on"))
    data = _form(hr_client.get(url)) | _typed(version, S6="7,7,7,7,7", P6=",,,,", M6="1,1,1,1,1")
    hr_client.post(url, data)
    assert _grades(version)["P6"] == ("", None, None)
    batch = BulkGrading.objects.get()
    answer = hr_client.post(reverse("draft-grading-undo", args=[version.framework.slug, batch.pk]), follow=True)
    assert "Undone: 3 levels are as they were before." in answer.content.decode()
    assert {_grades(version)[code] for code in ("S6", "P6", "M6")} == {("evaluated", 560, "6")}
    assert _rationales(version, "P6") == [(5, "Because of P6")] * 5
    now = list(JobEvaluation.objects.filter(version=version).values("evaluators", "proposed", "evaluated_on"))
    assert sorted(map(str, now)) == sorted(map(str, evaluations))
    entry = AuditEntry.objects.filter(verb="levels.undone").get()
    assert entry.detail["P6 Project 6"] == [None, "grade 6, 560 points"]
    undo_bulk(version_id=version.pk, batch=batch.pk, by=hr)  # once more: nothing
    assert AuditEntry.objects.filter(verb="levels.undone").count() == 1


def test_what_was_built_on_it_is_not_undone(version: Version, url: str, hr: User, hr_client: Client) -> None:
    hr_client.post(url, _form(hr_client.get(url)) | _typed(version, S6="7,7,7,7,7", P6="7,7,7,7,7"))
    hr_client.post(url, _form(hr_client.get(url)) | _typed(version, S6="8,8,8,8,8"))
    first = BulkGrading.objects.last()
    assert first is not None
    with pytest.raises(DomainError, match="S6 changed since"):
        undo_bulk(version_id=version.pk, batch=first.pk, by=hr)
    assert _grades(version)["P6"] == ("evaluated", 850, "9")


def test_texts_that_change_meanwhile_do_not_stand_in_the_way_of_undo(
    version: Version, url: str, hr: User, hr_client: Client
) -> None:
    hr_client.post(url, _form(hr_client.get(url)) | _typed(version, S6="7,7,7,7,7"))
    level = Level.objects.get(version=version, code="S6")
    edit_level(version_id=version.pk, key=level.key, by=hr, seen=None, code="S6", title="Sage", summary="", scope="")
    undo_bulk(version_id=version.pk, batch=BulkGrading.objects.get().pk, by=hr)
    level.refresh_from_db()
    assert (level.title, level.points) == ("Sage", 560)


@pytest.mark.parametrize("degrees", [(4,), (2, 3, 4, 5, 6, 7)])
def test_the_page_asks_the_database_as_often_for_any_number_of_levels(
    plan: FactorPlan,
    hr: User,
    hr_client: Client,
    degrees: tuple[int, ...],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    version = draft_framework(by=hr, degrees=degrees)
    url = reverse("draft-grading", args=[version.framework.slug])
    hr_client.get(url)
    with django_assert_num_queries(13):
        hr_client.get(url)


def test_a_table_of_very_many_levels_is_read(version: Version, url: str, hr_client: Client) -> None:
    track = Level.objects.filter(version=version, code="S6").select_related("track").get().track
    rows = (
        Level(version=version, track=track, key=uuid4(), code=f"L{n}", title="Many", position=n + 50)
        for n in range(400)
    )
    Level.objects.bulk_create(rows)
    data = _form(hr_client.get(url))
    assert len(data) > 2_400
    assert "Nothing was changed" in hr_client.post(url, data, follow=True).content.decode()
    assert hr_client.post(url, data | _typed(version, L399="4,4,4,4,4")).status_code == 302
    assert _grades(version)["L399"][0] == "evaluated"


@pytest.mark.parametrize(
    ("rows", "parts"),
    [
        ({}, [{}]),
        ({"a": 3, "b": 4, "c": 1}, [{"a": 3, "b": 4, "c": 1}]),
        ({"a": 5, "b": 5, "c": 1}, [{"a": 5}, {"b": 5, "c": 1}]),
        ({"a": 2, "b": 19, "c": 3}, [{"a": 2}, {"b": 8}, {"b": 8}, {"b": 3, "c": 3}]),
    ],
)
def test_a_table_of_very_many_levels_comes_in_parts_of_whole_tracks_where_they_fit(
    rows: dict[str, int], parts: list[dict[str, int]]
) -> None:
    tracks = {name: [f"{name}{n}" for n in range(count)] for name, count in rows.items()}
    found = parts_of(tracks, factors=4, cells=40)  # eight rows of five fields
    assert [{name: len(some) for name, some in part.items()} for part in found] == parts
    assert [each for part in found for some in part.values() for each in some] == [
        each for some in tracks.values() for each in some
    ]


def test_each_part_of_a_large_table_is_graded_by_itself(
    version: Version, url: str, hr_client: Client, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    monkeypatch.setitem(parts_of.__kwdefaults__, "cells", 30)  # type: ignore[arg-type]
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 40
    first = hr_client.get(url)
    assert [(number, names, count) for number, names, count in first.context["parts"]] == [
        (1, ["Specialist track", "Project track"], 4),
        (2, ["Influence track", "Management track", "Shared start"], 5),
    ]
    second = hr_client.get(url + "?part=2")
    assert "Save a part before you go" in second.content.decode()
    answer = hr_client.post(url + "?part=2", _form(second) | _typed(version, I6="7,5,5,5,5"))
    assert answer["Location"] == url + "?part=2"
    assert _rationales(version, "I6")[-1] == (7, "")
    assert [item["name"] for item in BulkGrading.objects.get().levels] == ["I6 Influence 6"]
    assert hr_client.get(url + "?part=99").context["part"] == 2
    assert hr_client.get(url + "?part=x").context["part"] == 1


def test_a_thousand_levels_by_ten_factors_are_fewer_fields_on_a_page_than_a_server_takes(settings: Any) -> None:
    for factors in (1, 5, 10, 30):
        parts = parts_of({"a": list(range(700)), "b": list(range(300))}, factors)
        assert max(sum(map(len, part.values())) for part in parts) * (factors + 1) <= 6_000
    assert settings.DATA_UPLOAD_MAX_NUMBER_FIELDS > 6_100
