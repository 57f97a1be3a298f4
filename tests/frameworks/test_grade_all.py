"""Many levels graded by a pattern, a list, pay ranges or another track: first shown, then done, then undone."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from ladders.core.models import AuditEntry
from ladders.frameworks.actions.evaluations import clear_evaluation
from ladders.frameworks.actions.levels import slot_level
from ladders.frameworks.models import BulkGrading, Level, Version
from ladders.impact.models import FactorPlan
from tests.factories import draft_framework
from tests.shared_rows import shared_rows

from .test_grading_sheet import _grades

pytestmark = pytest.mark.django_db


@shared_rows
def version(plan: FactorPlan, hr: User) -> Version:
    """E3 is evaluated (grade 3), S6 given grade 8; S5, P5, P6, I5, I6, M5 and M6 wait for a grade."""
    version = draft_framework(by=hr)
    for level in Level.objects.filter(version=version).exclude(code="E3"):
        clear_evaluation(version_id=version.pk, key=level.key, seen=None, by=hr)
    key = Level.objects.get(version=version, code="S6").key
    slot_level(version_id=version.pk, key=key, by=hr, grade_code="8", source="Hay")
    version.refresh_from_db()
    return version


def _url(version: Version, way: str) -> str:
    return reverse("draft-grade-all", args=[version.framework.slug]) + f"?way={way}"


def _shown(page: Any) -> dict[str, tuple[str, str | None, str | None]]:
    return {
        item.at.level.code: (item.outcome.value, item.before, item.after)
        for item, _words, _note in page.context["rows"]
    }


def _apply(client: Client, url: str, data: dict[str, Any]) -> Any:
    page = client.post(url, data, follow=True)
    looked = page.redirect_chain[-1][0] if page.redirect_chain else url
    if looked != url:
        assert f'action="?way={page.context["way"]}&amp;look={looked.partition("look=")[2]}"' in page.content.decode()
    done = client.post(looked, data | {"do": "apply", "shown": page.context["shown"]}, follow=True)
    if done.redirect_chain and looked != url:
        assert not client.get(looked).context["previewed"]  # it is done, and kept no more
    return done


def test_a_pattern_is_shown_before_anything_is_written(version: Version, hr_client: Client) -> None:
    url = _url(version, "pattern")
    page = hr_client.post(
        url, {"lines": "S{n} → {n+1}\nP{n} → {n}\nM5 → 99\nE3 → 4\nX1 → 5"}, headers={"HX-Request": "1"}
    )
    assert _shown(page) == {
        "M5": ("conflict", None, None),
        "E3": ("conflict", "3", "3"),
        "M6": ("unmatched", None, None),
        "I5": ("unmatched", None, None),
        "I6": ("unmatched", None, None),
        "S5": ("new", None, "6"),
        "P5": ("new", None, "5"),
        "P6": ("new", None, "6"),
        "S6": ("kept", "8", "7"),
    }
    notes = {item.at.level.code: note for item, _words, note in page.context["rows"] if note}
    assert notes == {
        "M5": "The factor plan in force has no grade “99”.",
        "E3": "It is evaluated: its points decide its grade. By this it would be grade 4.",
        "S6": "It has a grade already. Tick “Replace” to change it.",
    }
    assert page.context["missing"] == ["X1 → 5"]
    assert "<html" not in page.content.decode()
    assert _grades(version)["S5"] == ("", None, None)
    assert not BulkGrading.objects.exists()


def test_what_was_shown_is_done_in_one_action_and_undone_in_one(version: Version, hr_client: Client) -> None:
    before = _grades(version)
    entries = AuditEntry.objects.count()
    data = {"lines": "S{n} → {n+1}\nP{n} → {n}", "source": "Committee", "replace": "on"}
    page = _apply(hr_client, _url(version, "pattern"), data)
    assert "4 levels are graded." in page.content.decode()
    assert {code: row for code, row in _grades(version).items() if row != before[code]} == {
        "S5": ("slotted", None, "6"),
        "S6": ("slotted", None, "7"),
        "P5": ("slotted", None, "5"),
        "P6": ("slotted", None, "6"),
    }
    assert AuditEntry.objects.count() == entries + 1
    entry = AuditEntry.objects.get(verb="levels.graded")
    assert entry.detail["S6 Specialist 6"] == ["grade 8, Hay", "grade 7, Committee"]
    assert page.context["last"].way == "pattern"
    batch = BulkGrading.objects.get()
    hr_client.post(reverse("draft-grading-undo", args=[version.framework.slug, batch.pk]))
    assert _grades(version) == before
    assert Level.objects.get(version=version, code="S6").source == "Hay"


def test_grades_need_a_source(version: Version, hr_client: Client) -> None:
    page = _apply(hr_client, _url(version, "pattern"), {"lines": "P{n} → {n}"})
    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["source"]
    assert _grades(version)["P5"] == ("", None, None)


def test_nothing_but_what_was_shown_is_written(version: Version, hr: User, hr_client: Client) -> None:
    url, data = _url(version, "pattern"), {"lines": "P{n} → {n}", "source": "Hay"}
    shown = hr_client.post(url, data, follow=True).context["shown"]
    other = data | {"lines": "P{n} → {n+1}", "do": "apply", "shown": shown}
    assert hr_client.post(url, other).status_code == 409
    key = Level.objects.get(version=version, code="P5").key
    slot_level(version_id=version.pk, key=key, by=hr, grade_code="9", source="Hay")
    assert hr_client.post(url, data | {"do": "apply", "shown": shown}).status_code == 409
    assert _grades(version)["P6"] == ("", None, None)


def test_a_list_names_levels_by_code_or_title(version: Version, hr_client: Client) -> None:
    lines = "Code\tGrade\nS5\t5\nproject 6\tG6\nM5\t\nNobody\t3"
    page = hr_client.post(_url(version, "list"), {"lines": lines}, follow=True)
    found = _shown(page)
    assert {code: found[code][0] for code in ("S5", "P6", "M5", "P5")} == {
        "S5": "new",
        "P6": "new",
        "M5": "conflict",
        "P5": "unmatched",
    }
    assert page.context["missing"] == ["Nobody"]


@pytest.mark.parametrize(
    ("column", "found"),
    [
        ("company GRADE", {"S5": "5", "S6": "6"}),
        ("3", {"S5": "5", "S6": "6"}),
        ("2", {"S5": "7", "S6": "8"}),
        ("", {"S5": "7", "S6": "8"}),
    ],
)
def test_of_a_wider_table_one_column_is_taken(
    version: Version, hr_client: Client, column: str, found: dict[str, str]
) -> None:
    lines = "Code\tHay grade\tCompany grade\nS5\t7\t5\nS6\t8\t6"
    data = {"lines": lines, "column": column, "replace": "on"}
    shown = _shown(page := hr_client.post(_url(version, "list"), data, follow=True))
    assert {code: shown[code][2] for code in ("S5", "S6")} == found
    assert "match no level" not in page.content.decode()


@pytest.mark.parametrize("column", ["Points", "1", "9", "0"])
def test_a_column_that_is_not_there_is_named(version: Version, hr_client: Client, column: str) -> None:
    page = hr_client.post(_url(version, "list"), {"lines": "Code\tGrade\nS5\t7", "column": column}, follow=True)
    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["column"]


def test_tracks_keep_their_grades_rising_and_undo_brings_their_order_back(version: Version, hr_client: Client) -> None:
    def order() -> list[str]:
        return list(Level.objects.filter(version=version, track__name="Project track").values_list("code", flat=True))

    assert order() == ["P5", "P6"]
    _apply(hr_client, _url(version, "list"), {"lines": "P5\t8\nP6\t7", "source": "Hay"})
    assert order() == ["P6", "P5"]
    hr_client.post(reverse("draft-grading-undo", args=[version.framework.slug, BulkGrading.objects.get().pk]))
    assert order() == ["P5", "P6"]


def test_another_track_lends_its_degrees_as_proposals_and_its_given_grades(
    version: Version, hr: User, hr_client: Client
) -> None:
    tracks = dict(Level.objects.filter(version=version).values_list("track__name", "track__key").distinct())
    url = _url(version, "neighbour")
    data = {"track": tracks["Project track"], "beside": tracks["Specialist track"], "shift": "0"}
    assert _shown(hr_client.post(url, data, follow=True)) == {"P5": ("conflict", None, None), "P6": ("new", None, "8")}
    assert _apply(hr_client, url, data).status_code == 200
    given = Level.objects.filter(version=version, code__in=("P6", "S6")).values_list(
        "grade__code", "source", "evaluation_due"
    )
    assert len(set(given)) == 1  # with its source and its day
    data = {"track": tracks["Project track"], "beside": tracks["Shared start"], "shift": "0"}
    page = _apply(hr_client, url, data)
    assert page.status_code == 200
    assert _grades(version)["P5"] == ("evaluated", 310, "3")
    level = Level.objects.get(version=version, code="P5")
    assert level.evaluation.proposed
    assert {item.rationale for item in level.evaluation.ratings.all()} == {
        "As E3, at the same height of the neighbouring track."
    }


def test_the_preview_beside_the_form_says_what_is_wrong(version: Version, hr_client: Client) -> None:
    track = str(Level.objects.filter(version=version).values_list("track__key", flat=True)[0])
    for data, said in (
        ({"track": track, "beside": track, "shift": "0"}, "Choose another track than the one that is graded."),
        ({"track": track, "beside": "", "shift": "0"}, "Fill in the fields: what would change appears here."),
    ):
        part = hr_client.post(_url(version, "neighbour"), data, headers={"HX-Request": "true"})
        assert said in part.content.decode()
        assert "This field is required" not in part.content.decode()


@pytest.mark.parametrize("reason", ["Agreed in the committee", "50 % of the work", "As %s, %d and 100%"])
def test_a_reason_of_ones_own_is_written_as_it_stands(version: Version, hr_client: Client, reason: str) -> None:
    tracks = dict(Level.objects.filter(version=version).values_list("track__name", "track__key").distinct())
    Level.objects.filter(version=version, code="E3").update(code="E 3 % %s")
    data = {"track": tracks["Project track"], "beside": tracks["Shared start"], "shift": "0", "reason": reason}
    assert _apply(hr_client, _url(version, "neighbour"), data).status_code == 200
    level = Level.objects.get(version=version, code="P5")
    assert {item.rationale for item in level.evaluation.ratings.all()} == {reason}


@pytest.mark.parametrize("way", ["pattern", "list", "bands", "neighbour", "nonsense"])
def test_every_way_has_its_page(version: Version, hr_client: Client, way: str) -> None:
    assert hr_client.get(_url(version, way)).status_code == 200


@pytest.mark.parametrize("degrees", [(4,), (2, 3, 4, 5, 6, 7)])
def test_grading_asks_the_database_as_often_for_any_number_of_levels(
    plan: FactorPlan,
    hr: User,
    hr_client: Client,
    degrees: tuple[int, ...],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    version = draft_framework(by=hr, degrees=degrees)
    for level in Level.objects.filter(version=version):
        clear_evaluation(version_id=version.pk, key=level.key, seen=None, by=hr)
    url, data = _url(version, "pattern"), {"lines": "S{n} → {n}\nP{n} → {n}", "source": "Hay"}
    shown = hr_client.post(url, data, follow=True).context["shown"]
    with django_assert_num_queries(27):
        hr_client.post(url, data | {"do": "apply", "shown": shown})
