"""The competency grid's pages: what is shown, who may, two people, nothing lost."""

from __future__ import annotations

import json
import re
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import Employee, User
from ladders.frameworks.actions.frameworks import create_framework
from ladders.frameworks.actions.publication import publish
from ladders.frameworks.default_texts import default_scale
from ladders.frameworks.domain.shapes import (
    CompetencyShape,
    ExpectationShape,
    GroupShape,
    LevelShape,
    TrackKind,
    TrackShape,
    VersionShape,
)
from ladders.frameworks.models import Competency, CompetencyGroup, Expectation, Level, Version
from ladders.impact.models import FactorPlan
from tests.conftest import signed_in
from tests.factories import EmployeeFactory, draft_framework
from tests.shared_rows import shared_rows

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@shared_rows
def owner() -> Employee:
    return EmployeeFactory.create(name="Olga Wner")


@shared_rows
def draft(plan: FactorPlan, owner: Employee) -> Version:
    return draft_framework(owner=owner)


def cell_args(draft: Version, code: str = "S5", name: str = "Method") -> list[Any]:
    level = Level.objects.get(version=draft, code=code)
    competency = Competency.objects.get(version=draft, name=name)
    return [draft.framework.slug, level.key, competency.key]


def cell(draft: Version, code: str = "S5", name: str = "Method") -> Expectation:
    return Expectation.objects.get(version=draft, level__code=code, competency__name=name)


def text(response: Any) -> str:
    """What a reader sees: without tags, white space made one."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def data(seen: int = 0, **more: Any) -> dict[str, Any]:
    return {"proficiency": "3", "descriptor": "Written *anew*.", "examples": "", "seen": seen} | more


# --- Reading the grid


def test_shows_the_first_track_with_the_shared_levels(draft: Version, hr_client: Client) -> None:
    response = hr_client.get(reverse("draft-grid", args=[draft.framework.slug]))
    grid = response.context["grid"]
    assert [column.level.code for column in grid.columns] == ["E3", "S5", "S6"]
    assert [(choice.name, choice.chosen) for choice in grid.choices] == [
        ("Specialist track", True),
        ("Project track", False),
        ("Influence track", False),
        ("Management track", False),
    ]
    assert [(group.group.name, tuple(group.completion)) for group in grid.groups] == [
        ("Craft", (3, 3)),
        ("Leadership without authority", (3, 3)),
        ("Leading people", (0, 0)),
    ]
    assert "Specialist 5 shows method." in text(response)
    assert "Leadership by influence" in text(response)


def test_filters_by_track_by_all_and_by_what_is_unwritten(draft: Version, hr_client: Client) -> None:
    address = reverse("draft-grid", args=[draft.framework.slug])
    key = draft.track_set.get(kind="management").key
    for value, codes in {
        str(key): ["E3", "M5", "M6"],
        "management-track": ["E3", "M5", "M6"],
        "all": ["E3", "S5", "S6", "P5", "P6", "I5", "I6", "M5", "M6"],
        "nonsense": ["E3", "S5", "S6"],
    }.items():
        grid = hr_client.get(address, {"track": value}).context["grid"]
        assert [column.level.code for column in grid.columns] == codes
    Expectation.objects.filter(level__code="S6", competency__name="Teaching").delete()
    response = hr_client.get(address, {"unwritten": "1"})
    grid = response.context["grid"]
    assert [[row.competency.name for row in group.rows] for group in grid.groups] == [["Teaching"]]
    assert (grid.hidden, tuple(grid.completion)) == (2, (5, 6))
    complete = hr_client.get(address, {"unwritten": "1", "track": "project-track"})
    assert "Everything is written" in text(complete)


def test_narrow_screens_show_the_level_asked_for(draft: Version, hr_client: Client) -> None:
    key = Level.objects.get(code="S6").key
    address = reverse("draft-grid", args=[draft.framework.slug])
    assert hr_client.get(address, {"level": str(key)}).context["grid"].chosen.code == "S6"
    assert hr_client.get(address, {"level": "nonsense"}).context["grid"].chosen.code == "E3"


def big_shape(levels: int, competencies: int) -> VersionShape:
    kinds = [TrackKind.SPECIALIST, TrackKind.PROJECT, TrackKind.INFLUENCE, TrackKind.MANAGEMENT]
    tracks = [
        TrackShape(uuid4(), kind, kind.value, tuple(LevelShape(uuid4(), f"{kind[0]}{n}", f"Title {n}") for n in rungs))
        for kind, rungs in zip(kinds, (range(i, levels, 4) for i in range(4)), strict=True)
    ]
    groups = tuple(GroupShape(uuid4(), f"Group {n}") for n in range(4))
    items = tuple(CompetencyShape(uuid4(), f"Ability {n}", groups[n % 4].key) for n in range(competencies))
    return VersionShape(
        "Big",
        1,
        "draft",
        scale=default_scale(),
        tracks=tuple(tracks),
        groups=groups,
        competencies=items,
        expectations={
            (level.key, item.key): ExpectationShape(3, f"{level.code} does **{item.name}** well.")
            for track in tracks
            for level in track.levels
            for item in items
        },
    )


@pytest.mark.parametrize(("levels", "competencies"), [(4, 1), (30, 24)])
def test_the_grid_takes_nine_queries_whatever_its_size(
    plan: FactorPlan,
    hr: User,
    django_assert_num_queries: DjangoAssertNumQueries,
    levels: int,
    competencies: int,
) -> None:
    create_framework(name="Big", by=hr, shape=big_shape(levels, competencies))
    client = signed_in(hr)
    with django_assert_num_queries(9):
        response = client.get(reverse("draft-grid", args=["big"]), {"track": "all"})
    assert len(response.context["grid"].columns) == levels
    assert response.content.count(b'class="grid-open"') == levels * competencies
    assert len(response.content) / (levels * competencies) < (600 if levels == 30 else 10_000)


def test_a_blank_draft_says_what_to_do_next(plan: FactorPlan, hr: User, hr_client: Client) -> None:
    create_framework(name="Blank", by=hr)
    assert "No levels yet" in text(hr_client.get(reverse("draft-grid", args=["blank"])))
    assert "No groups yet" in text(hr_client.get(reverse("draft-competencies", args=["blank"])))
    response = hr_client.get(reverse("draft-competency-new", args=["blank"]))
    assert (response.status_code, response["Location"]) == (302, reverse("draft-group-new", args=["blank"]))


# --- Editing a cell


def test_the_editor_shows_the_level_before(draft: Version, hr_client: Client) -> None:
    address = reverse("draft-cell", args=cell_args(draft, "S6"))
    page, fragment = hr_client.get(address), hr_client.get(address, headers=HTMX)
    for response in (page, fragment):
        assert "Specialist 5 shows method." in text(response)
        assert "As the level before, and" in text(response)
    assert fragment.content.strip().startswith(b"<td ")
    assert b"<h1>" in page.content
    assert "As the level before" not in text(hr_client.get(reverse("draft-cell", args=cell_args(draft, "E3"))))


def test_saving_in_place_returns_the_cell_and_the_counts(draft: Version, hr_client: Client) -> None:
    Expectation.objects.filter(pk=cell(draft).pk).update(descriptor="")
    response = hr_client.post(reverse("draft-cell", args=cell_args(draft)), data(builds_on="on"), headers=HTMX)
    assert response.status_code == 200
    assert b"<p>Written <em>anew</em>.</p>" in response.content
    assert "As E3, and …" in text(response)
    event = json.loads(response["HX-Trigger"])["cellSaved"]
    assert event["message"] == "Saved S5 · Method."
    level = Level.objects.get(code="S5").key
    group = CompetencyGroup.objects.get(name="Craft").key
    assert event["counts"] == {f"n-{level}": "✓ 2/2", f"g-{group}": "✓ 3/3", "grid-total": "✓ 6/6"}
    row = cell(draft)
    assert (row.descriptor, row.proficiency, row.builds_on, row.revision) == ("Written *anew*.", 3, True, 1)


def test_saving_on_a_page_of_its_own_goes_back_to_the_cell(draft: Version, hr_client: Client) -> None:
    address = reverse("draft-cell", args=cell_args(draft)) + "?track=all"
    response = hr_client.post(address, data(descriptor="One.\r\n\r\nTwo.  "))
    assert response.status_code == 302
    assert response["Location"] == reverse("draft-grid", args=["research"]) + "?track=all#r1c2"
    assert cell(draft).descriptor == "One.\n\nTwo."


def test_cancelling_returns_the_cell_as_it_is(draft: Version, hr_client: Client) -> None:
    response = hr_client.get(reverse("draft-cell", args=cell_args(draft)) + "?show=1", headers=HTMX)
    assert "Specialist 5 shows method." in text(response)
    assert b"<form" not in response.content


def test_what_is_written_is_never_markup(draft: Version, hr_client: Client) -> None:
    attack = "<script>alert(1)</script>[x](javascript:alert(1))</textarea><img src=x onerror=alert(1)>"
    address = reverse("draft-cell", args=cell_args(draft))
    hr_client.post(address, data(descriptor=attack))
    for response in (hr_client.get(reverse("draft-grid", args=["research"])), hr_client.get(address)):
        body = response.content.decode()
        assert "<script>alert" not in body
        assert "<img" not in body
        assert 'href="javascript' not in body


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"descriptor": "x" * 4001}, "4000 characters"),
        ({"proficiency": "9"}, "This is not one of the choices"),
    ],
)
def test_errors_stand_at_the_field_and_the_text_stays(
    draft: Version, hr_client: Client, change: dict[str, str], sentence: str
) -> None:
    response = hr_client.post(reverse("draft-cell", args=cell_args(draft)), data() | change, headers=HTMX)
    assert response.status_code == 422
    assert sentence in text(response)
    assert (data() | change)["descriptor"][:100] in response.content.decode()
    assert cell(draft).revision == 0


def test_the_second_to_save_is_shown_both_texts_and_chooses(draft: Version, hr: User, editor: User) -> None:
    address = reverse("draft-cell", args=cell_args(draft))
    signed_in(hr).post(address, data(descriptor="Chooses how to find out.", proficiency="4"))
    second = signed_in(editor)
    response = second.post(address, data(descriptor="Chooses when to find out."), headers=HTMX)
    assert response.status_code == 409
    body = response.content.decode()
    assert "Hana Ruiz saved this cell" in text(response)
    assert "Chooses <mark>how</mark> to find out." in body
    assert "Chooses <mark>when</mark> to find out." in body
    assert 'name="seen" value="1"' in body  # sent once more, it is saved knowingly
    assert cell(draft).descriptor == "Chooses how to find out."
    # Keep theirs: nothing is sent. Save one's own, or a text made of both:
    both = "Chooses how and when to find out."
    assert second.post(address, data(seen=1, descriptor=both), headers=HTMX).status_code == 200
    assert (cell(draft).descriptor, cell(draft).revision) == (both, 2)
    assert b"<h1>" in second.post(address, data(seen=1)).content  # the same without JavaScript, on a page


def test_clears_and_says_where_the_text_is(draft: Version, hr_client: Client) -> None:
    address = reverse("draft-cell", args=cell_args(draft))
    response = hr_client.post(address, data(clear="1"), headers=HTMX)
    assert json.loads(response["HX-Trigger"])["cellSaved"]["message"] == (
        "Cleared S5 · Method. Its text is in the history."
    )
    assert cell(draft).descriptor == ""


def test_headcount_wording_is_shown_and_does_not_block(draft: Version, hr_client: Client) -> None:
    wording = "Manages a team of 8+ engineers."
    response = hr_client.post(reverse("draft-cell", args=cell_args(draft)), data(descriptor=wording), headers=HTMX)
    assert "“ Manages a team of 8+ engineers ”" in text(response)
    assert "Say what the team changes, not how large it is" in text(response)
    assert cell(draft).descriptor == wording


def test_text_for_a_cell_that_was_deleted_comes_back(draft: Version, hr_client: Client) -> None:
    args = cell_args(draft)
    Competency.objects.filter(name="Method").delete()
    address = reverse("draft-cell", args=args)
    for headers in ({}, HTMX):
        response = hr_client.post(address, data(descriptor="Much work."), headers=headers)
        assert response.status_code == 409
        assert "Much work." in text(response)
    assert hr_client.get(address).status_code == 404


def test_a_published_version_is_not_edited_but_explained(draft: Version, hr: User, hr_client: Client) -> None:
    args = cell_args(draft)
    publish(version=draft, seen=draft.revision, by=hr)
    grid = hr_client.get(reverse("draft-grid", args=["research"]))
    assert grid.status_code == 404
    assert "What is published never changes" in text(grid)
    response = hr_client.post(reverse("draft-cell", args=args), data(descriptor="Much work."))
    assert response.status_code == 409
    assert "Much work." in text(response)
    assert cell(draft).descriptor == "Specialist 5 shows method."


# --- History and copying


def test_history_restores(draft: Version, hr_client: Client) -> None:
    args = cell_args(draft)
    hr_client.post(reverse("draft-cell", args=args), data(descriptor="Another."))
    response = hr_client.get(reverse("draft-cell-history", args=args))
    moments = response.context["moments"]
    assert [(m.text.descriptor, m.who) for m in moments] == [
        ("Another.", "Hana Ruiz"),
        ("Specialist 5 shows method.", ""),
    ]
    assert "as the draft began" in text(response)
    address = reverse("draft-cell-restore", args=[*args, moments[1].event])
    stale = hr_client.post(address, {"seen": "0"}, follow=True)
    assert "changed by somebody else" in text(stale)
    assert cell(draft).descriptor == "Another."
    done = hr_client.post(address, {"seen": "1"}, follow=True)
    assert "Restored." in text(done)
    assert cell(draft).descriptor == "Specialist 5 shows method."


def test_an_unwritten_cell_has_an_empty_history(draft: Version, hr_client: Client) -> None:
    args = cell_args(draft, "S5", "Growing people")
    assert "Nobody has written" in text(hr_client.get(reverse("draft-cell-history", args=args)))
    assert "Nothing to copy" in text(hr_client.get(reverse("draft-cell-copy", args=args)))


def test_copying_shows_what_it_would_overwrite_and_then_copies(draft: Version, hr_client: Client) -> None:
    args = cell_args(draft, "E3")
    address = reverse("draft-cell-copy", args=args)
    Expectation.objects.filter(level__code="S6", competency__name="Method").delete()
    found = {
        reach: [(t.level.code, t.overwrites) for t in hr_client.get(address, {"reach": reach}).context["targets"]]
        for reach in ("next", "empty", "right", "nonsense")
    }
    assert found == {
        "next": [("S5", True)],
        "empty": [("S6", False)],
        "right": [("S5", True), ("S6", False)],
        "nonsense": [("S5", True)],
    }
    page = hr_client.get(address, {"reach": "right"})
    assert "1 text that is there now would be overwritten" in text(page)
    chosen = [target.value for target in page.context["targets"]]
    refused = hr_client.post(address, {"seen": "0", "target": [chosen[0], chosen[1][:-1] + "5"]}, follow=True)
    assert "changed by somebody else" in text(refused)
    nothing = hr_client.post(address, {"seen": "0"}, follow=True)
    assert "Choose at least one level" in text(nothing)
    garbage = hr_client.post(address, {"seen": "x", "target": "x:y"}, follow=True)
    assert "Choose levels from the list" in text(garbage)
    assert cell(draft, "S5").descriptor == "Specialist 5 shows method."
    done = hr_client.post(address, {"seen": "0", "target": chosen}, follow=True)
    assert "Copied to 2 levels." in text(done)
    assert cell(draft, "S5").descriptor == cell(draft, "S6").descriptor == "Researcher shows method."


# --- Groups, competencies, scale


def names(draft: Version) -> list[str]:
    return list(
        Competency.objects.filter(version=draft).order_by("group__position", "position").values_list("name", flat=True)
    )


def test_groups_and_competencies_are_added_changed_and_ordered(draft: Version, hr_client: Client) -> None:
    slug = draft.framework.slug
    hr_client.post(reverse("draft-group-new", args=[slug]), {"name": "Delivery", "kind": "influence"})
    group = CompetencyGroup.objects.get(name="Delivery")
    assert group.kind == "influence"
    craft = CompetencyGroup.objects.get(name="Craft")
    address = reverse("draft-competency-new", args=[slug])
    assert hr_client.get(address, {"group": str(craft.key)}).context["form"]["group"].value() == str(craft.key)
    hr_client.post(address, {"name": "Writing", "description": "Clear.", "group": str(craft.key)})
    double = hr_client.post(address, {"name": "writing", "group": str(craft.key)})
    assert (double.status_code, "exists already" in text(double)) == (422, True)
    assert hr_client.post(address, {"name": "X", "group": "nonsense"}).status_code == 422
    assert names(draft) == ["Method", "Writing", "Teaching", "Growing people"]
    writing = Competency.objects.get(name="Writing")
    move = reverse("draft-competency-move", args=[slug, writing.key])
    moved = hr_client.post(move, {"to": "up"}, headers=HTMX)
    assert "Writing is now 1 of 2." in text(moved)
    assert names(draft)[:2] == ["Writing", "Method"]
    assert hr_client.post(move, {"to": "down"}).status_code == 302
    assert names(draft)[:2] == ["Method", "Writing"]
    hr_client.post(reverse("draft-group-move", args=[slug, craft.key]), {"to": "down"})
    assert names(draft)[0] == "Teaching"


def test_two_editors_of_a_competency(draft: Version, hr_client: Client) -> None:
    row = Competency.objects.get(name="Method")
    address = reverse("draft-competency-edit", args=[draft.framework.slug, row.key])
    fields = {"name": "Methods", "description": "", "group": str(row.group.key), "seen": "0"}
    assert hr_client.post(address, fields).status_code == 302
    second = hr_client.post(address, fields | {"name": "Ways"})
    assert second.status_code == 409
    assert "Somebody else saved this while you were writing." in text(second)
    assert "Ways</textarea>" in second.content.decode()  # mine, to be edited
    assert "Methods" in text(second)  # theirs, to be compared
    assert 'name="seen" value="1"' in second.content.decode()
    chosen = fields | {"name": "Ways", "seen": "1", "conflict": "name"}
    assert hr_client.post(address, chosen).status_code == 422  # nothing is chosen yet
    assert hr_client.post(address, chosen | {"use_name": "mine"}).status_code == 302
    assert Competency.objects.get(key=row.key).name == "Ways"
    described = {"description": "By a plan.", "seen": "1"}  # begun before: the other field is put together with it
    began = {"base-name": "Methods", "base-description": "", "base-group": str(row.group.key)}
    assert hr_client.post(address, fields | described | began).status_code == 302
    now = Competency.objects.get(key=row.key)
    assert (now.name, now.description) == ("Ways", "By a plan.")
    group = reverse("draft-group-edit", args=[draft.framework.slug, row.group.key])
    fields = {"name": "Craft", "kind": "influence", "seen": "0"}
    assert hr_client.post(group, fields).status_code == 302
    assert hr_client.post(group, fields | {"kind": "people"}).status_code == 409
    assert CompetencyGroup.objects.get(name="Craft").kind == "influence"


def test_deleting_says_what_goes_and_can_be_undone(draft: Version, hr_client: Client) -> None:
    slug = draft.framework.slug
    group = CompetencyGroup.objects.get(name="Craft")
    address = reverse("draft-group-delete", args=[slug, group.key])
    page = hr_client.get(address)
    assert "1 competency goes with the group: Method." in text(page)
    assert "9 written expectations go with it." in text(page)
    assert hr_client.post(address, {"written": "8"}).status_code == 409
    assert names(draft)[0] == "Method"
    done = hr_client.post(address, {"written": "9"}, follow=True)
    assert "Bring back" in text(done)
    assert names(draft) == ["Teaching", "Growing people"]
    hr_client.post(reverse("draft-group-restore", args=[slug, group.key]))
    assert names(draft)[0] == "Method"
    row = Competency.objects.get(name="Teaching")
    hr_client.post(reverse("draft-competency-delete", args=[slug, row.key]), {"written": "9"})
    assert names(draft) == ["Method", "Growing people"]
    hr_client.post(reverse("draft-competency-restore", args=[slug, row.key]))
    assert names(draft) == ["Method", "Teaching", "Growing people"]
    assert Expectation.objects.filter(competency__name="Teaching").count() == 9


def scale_data(draft: Version, **more: Any) -> dict[str, Any]:
    steps = list(draft.steps.values_list("name", "description"))
    fields: dict[str, Any] = {"form-TOTAL_FORMS": len(steps) + 1, "form-INITIAL_FORMS": len(steps)}
    for index, (name, description) in enumerate([*steps, ("", "")]):
        fields |= {f"form-{index}-name": name, f"form-{index}-description": description}
    return fields | more


def test_the_scale_is_renamed_lengthened_and_shortened(draft: Version, hr_client: Client) -> None:
    slug = draft.framework.slug
    address = reverse("draft-scale", args=[slug])
    seen = hr_client.get(address).context["seen"]
    hr_client.post(address, scale_data(draft, seen=seen, **{"form-0-name": "Begins", "form-5-name": "Renowned"}))
    assert list(draft.steps.values_list("name", flat=True))[::5] == ["Begins", "Renowned"]
    stale = hr_client.post(address, scale_data(draft, seen=seen, **{"form-0-name": "Starts"}))
    assert (stale.status_code, "Somebody else changed the scale" in text(stale)) == (409, True)
    nameless = hr_client.post(address, scale_data(draft, seen=seen, **{"form-0-name": ""}))
    assert nameless.status_code == 422
    remove = reverse("draft-scale-remove", args=[slug])
    for number in (6, 5, 4):
        hr_client.post(remove, {"number": number})
    in_use = hr_client.post(remove, {"number": 3})
    assert in_use.status_code == 409
    assert "9 expectations ask for “Proficient”" in text(in_use)
    assert draft.steps.count() == 3
    hr_client.post(remove, {"number": 3, "lower": "1"})
    assert draft.steps.count() == 2
    assert not Expectation.objects.filter(proficiency=3).exists()


# --- Who may


def calls(draft: Version) -> list[tuple[str, str, dict[str, Any]]]:
    slug = draft.framework.slug
    args = cell_args(draft)
    group = CompetencyGroup.objects.get(version=draft, name="Craft").key
    method = args[2]
    return [
        ("get", reverse("draft-grid", args=[slug]), {}),
        ("get", reverse("draft-cell", args=args), {}),
        ("post", reverse("draft-cell", args=args), data()),
        ("get", reverse("draft-cell-history", args=args), {}),
        ("post", reverse("draft-cell-restore", args=[*args, 1]), {"seen": 0}),
        ("get", reverse("draft-cell-copy", args=args), {}),
        ("post", reverse("draft-cell-copy", args=args), {"seen": 0, "target": f"{cell_args(draft, 'S6')[1]}:0"}),
        ("get", reverse("draft-competencies", args=[slug]), {}),
        ("get", reverse("draft-competency-new", args=[slug]), {}),
        ("post", reverse("draft-competency-new", args=[slug]), {"name": "New", "group": str(group)}),
        ("get", reverse("draft-group-new", args=[slug]), {}),
        ("post", reverse("draft-group-new", args=[slug]), {"name": "New", "kind": "general"}),
        ("get", reverse("draft-group-edit", args=[slug, group]), {}),
        ("post", reverse("draft-group-edit", args=[slug, group]), {"name": "Other", "kind": "general", "seen": 0}),
        ("post", reverse("draft-group-move", args=[slug, group]), {"to": "down"}),
        ("get", reverse("draft-group-delete", args=[slug, group]), {}),
        ("post", reverse("draft-group-restore", args=[slug, group]), {}),
        ("get", reverse("draft-competency-edit", args=[slug, method]), {}),
        (
            "post",
            reverse("draft-competency-edit", args=[slug, method]),
            {"name": "Other", "group": str(group), "seen": 0},
        ),
        ("post", reverse("draft-competency-move", args=[slug, method]), {"to": "down"}),
        ("get", reverse("draft-competency-delete", args=[slug, method]), {}),
        ("post", reverse("draft-competency-restore", args=[slug, method]), {}),
        ("get", reverse("draft-scale", args=[slug]), {}),
        ("post", reverse("draft-scale", args=[slug]), scale_data(draft, **{"form-0-name": "Other"})),
        ("post", reverse("draft-scale-remove", args=[slug]), {"number": 5}),
        ("post", reverse("draft-competency-delete", args=[slug, method]), {"written": 99}),
        ("post", reverse("draft-group-delete", args=[slug, group]), {"written": 99}),
    ]


def test_only_who_may_edit_this_framework_gets_in(draft: Version, employee: User) -> None:
    stranger = EmployeeFactory.create(name="Owner of another").user
    assert stranger is not None
    draft_framework(name="Other", owner=stranger.employee)
    before = Version.objects.get(pk=draft.pk).revision
    for user in (employee, stranger, AnonymousUser()):
        client = signed_in(user) if isinstance(user, User) else Client()
        for method, address, fields in calls(draft):
            response = getattr(client, method)(address, fields)
            if isinstance(user, User):
                assert response.status_code == 404, (address, method)
            else:
                assert response.status_code == 302
                assert response["Location"].startswith("/sign-in/")
    assert Version.objects.get(pk=draft.pk).revision == before
    assert cell(draft).descriptor == "Specialist 5 shows method."


def test_owner_editor_and_hr_get_in(draft: Version, hr: User, editor: User, owner: Employee) -> None:
    assert owner.user is not None
    listed = calls(draft)[:16]
    for user in (hr, editor, owner.user):
        for method, address, fields in listed:
            response = getattr(signed_in(user), method)(address, fields)
            assert response.status_code in (200, 302, 409, 422), (address, method)


def test_the_wrong_verb_is_refused(draft: Version, hr_client: Client) -> None:
    slug = draft.framework.slug
    assert hr_client.post(reverse("draft-grid", args=[slug])).status_code == 405
    # The address of a deed leads to the page it belongs to.
    assert hr_client.get(reverse("draft-scale-remove", args=[slug])).status_code == 302
    assert hr_client.get(reverse("draft-cell-restore", args=[*cell_args(draft), 1])).status_code == 302


def test_an_ended_session_reloads_the_page_instead_of_swallowing_the_text(draft: Version) -> None:
    response = Client().post(reverse("draft-cell", args=cell_args(draft)), data(), headers=HTMX)
    assert (response.status_code, response["HX-Refresh"]) == (401, "true")
    assert cell(draft).revision == 0
