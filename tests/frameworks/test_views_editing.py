"""The lattice editor's pages: who may open them, what they save, two people at once, undo, with htmx and without scripts."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from ladders.frameworks.actions.frameworks import create_framework, start_draft
from ladders.frameworks.actions.levels import add_level, delete_level
from ladders.frameworks.actions.publication import set_successor
from ladders.frameworks.models import Framework, Level, Track, Version
from ladders.frameworks.queries.versions import shape_of
from ladders.impact.models import FactorPlan
from ladders.placements.actions.placements import place
from tests.conftest import signed_in
from tests.factories import EmployeeFactory, draft_framework
from tests.frameworks.published import publish_now, published
from tests.pages import squeezed
from tests.shared_rows import shared_rows

pytestmark = pytest.mark.django_db
PANEL = {"HX-Request": "true", "HX-Target": "panel-body"}


@shared_rows
def draft(plan: FactorPlan, hr: User) -> Version:
    return draft_framework(by=hr)


def _level(draft: Version, code: str) -> Level:
    return Level.objects.select_related("track", "grade").get(version=draft, code=code)


def _track(draft: Version, kind: str) -> Track:
    return Track.objects.get(version=draft, kind=kind)


def _url(name: str, draft: Version, part: Level | Track | None = None) -> str:
    return reverse(name, args=[draft.framework.slug, *([part.key] if part else [])])


def _texts(level: Level, **fields: Any) -> dict[str, Any]:
    """What the level's form sends when it was opened now and `fields` were changed."""
    shown = {name: getattr(level, name) for name in ("code", "title", "summary", "scope")}
    shown["track"] = str(level.track.key)
    return {**shown, **{f"base-{k}": v for k, v in shown.items()}, "seen": str(level.revision), **fields}


def _addresses(draft: Version) -> dict[str, tuple[str, dict[str, Any]]]:
    level, track = _level(draft, "S5"), _track(draft, "project")
    return {
        "draft": (_url("draft", draft), {}),
        "draft-start": (_url("draft-start", draft), {}),
        "draft-discard": (_url("draft-discard", draft), {}),
        "draft-details": (_url("draft-details", draft), {"name": "Other"}),
        "draft-undo": (_url("draft-undo", draft), {"token": "level-1"}),
        "draft-deleted": (_url("draft-deleted", draft), {}),
        "track-new": (_url("track-new", draft), {"name": "Other", "kind": "specialist"}),
        "track-edit": (_url("track-edit", draft, track), {"name": "Other", "kind": "specialist", "seen": "0"}),
        "track-move": (_url("track-move", draft, track), {"direction": "left"}),
        "track-delete": (_url("track-delete", draft, track), {}),
        "level-new": (_url("level-new", draft), {"code": "X", "title": "X", "track": str(track.key)}),
        "level-edit": (_url("level-edit", draft, level), _texts(level, title="Other")),
        "level-move": (_url("level-move", draft, level), {"direction": "up"}),
        "level-grade": (_url("level-grade", draft, level), {"grade": "9", "source": "Hay"}),
        "level-delete": (_url("level-delete", draft, level), {}),
        "level-history": (_url("level-history", draft, level), {"event": "1"}),
    }


NAMES = [
    "draft", "draft-start", "draft-discard", "draft-details", "draft-undo", "draft-deleted", "track-new", "track-edit",
    "track-move", "track-delete", "level-new", "level-edit", "level-move", "level-grade", "level-delete", "level-history",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("published", "status"), [(False, 404), (True, 403)])
def test_an_employee_changes_nothing(
    draft: Version, hr: User, employee_client: Client, name: str, published: bool, status: int
) -> None:
    if published:  # an employee may know the framework, but not its next draft
        Version.objects.filter(pk=draft.pk).update(state="published", published_at=timezone.now(), published_by=hr)
        follower = create_framework(name="Next", by=hr, shape=shape_of(draft, evaluations=True))
        Version.objects.filter(pk=follower.pk).update(framework=draft.framework, number=2)
        draft = Version.objects.select_related("framework").get(pk=follower.pk)
    url, data = _addresses(draft)[name]
    before = shape_of(draft, evaluations=True)
    assert employee_client.post(url, data).status_code in ({405} if name in ("draft", "draft-deleted") else {status})
    assert employee_client.get(url).status_code in (status, 302, 405)  # the address of a deed leads to its page
    assert shape_of(Version.objects.get(pk=draft.pk), evaluations=True) == before
    assert Version.objects.get(pk=draft.pk).revision == draft.revision


@pytest.mark.parametrize("name", NAMES)
def test_a_stranger_is_sent_to_the_sign_in_page(draft: Version, client: Client, name: str) -> None:
    url, data = _addresses(draft)[name]
    for answer in (client.get(url), client.post(url, data)):
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_login"))


def test_the_owner_edits_without_any_role(plan: FactorPlan, hr: User, employee: User) -> None:
    draft, client = draft_framework(by=hr, owner=employee.employee), signed_in(employee)
    assert client.get(_url("draft", draft)).status_code == 200
    level = _level(draft, "S5")
    assert client.post(_url("level-edit", draft, level), _texts(level, title="By the owner")).status_code == 302
    assert _level(draft, "S5").title == "By the owner"
    other = draft_framework(by=hr, name="Other")
    assert client.get(_url("draft", other)).status_code == 404


def _queries(client: Client, draft: Version) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(_url("draft", draft)).status_code == 200
    return len(queries)


def test_the_lattice_takes_the_same_queries_for_one_level_and_for_thirty(
    plan: FactorPlan, hr: User, hr_client: Client
) -> None:
    small, large = create_framework(name="Small", by=hr), draft_framework(by=hr)
    track = Track.objects.create(version=small, kind="specialist", name="Specialist")
    Level.objects.create(version=small, track=track, code="S1", title="One")
    for number in range(30):
        key = _track(large, "specialist").key
        add_level(version_id=large.pk, track_key=key, by=hr, code=f"X{number}", title="X", grade_code="7", source="Hay")
    for each in (small, large):
        _queries(hr_client, each)
    counts = [_queries(hr_client, small), _queries(hr_client, large)]
    assert counts == [16, 16]


def test_the_lattice_shows_tracks_grades_completion_and_the_tray(draft: Version, hr: User, hr_client: Client) -> None:
    key = _track(draft, "influence").key
    add_level(version_id=draft.pk, track_key=key, by=hr, code="I9", title="Waiting one")
    page = hr_client.get(_url("draft", draft)).content.decode()
    order = [page.index(text) for text in ("Specialist track", "Project track", "Influence track", "Management track")]
    assert order == sorted(order)
    assert page.count('role="columnheader"') == 5
    assert [page.count(f"Grade {code}<") for code in (7, 6, 5, 4, 3, 2, 1)] == [1, 1, 1, 1, 1, 1, 0]
    assert page.count("all 2 expectations written") == 7
    assert page.count("all 3 expectations written") == 2
    assert "1 level without a grade" in page
    assert page.index("1 level without a grade") < page.index("Waiting one")
    assert "0/2 written" in page
    assert "shared by all tracks" in page
    assert "style=" not in page


def test_an_empty_draft_says_what_to_do_first(plan: FactorPlan, hr: User, hr_client: Client) -> None:
    page = hr_client.get(_url("draft", create_framework(name="Blank", by=hr))).content.decode()
    assert "The first track" in page
    assert "<table" not in page


def test_a_level_is_added_on_a_grade_with_its_source(draft: Version, hr_client: Client) -> None:
    track = _track(draft, "project")
    form = hr_client.get(_url("level-new", draft), {"track": str(track.key), "grade": "7"})
    assert form.context["form"].initial["code"] == "P7"
    data = {"code": " P7 ", "title": "Lead  of projects", "track": str(track.key), "grade": "7"}
    refused = hr_client.post(_url("level-new", draft), data)
    assert refused.status_code == 422
    assert "Say where the grade is from" in refused.content.decode()
    answer = hr_client.post(_url("level-new", draft), {**data, "source": "Committee", "due": "2031-02-03"})
    level = _level(draft, "P7")
    assert answer["Location"] == f"{_url('draft', draft)}#level-{level.key}"
    assert (level.title, level.source, str(level.evaluation_due)) == ("Lead of projects", "Committee", "2031-02-03")


def test_nothing_is_chosen_beforehand_for_a_new_level_or_track(draft: Version, hr_client: Client) -> None:
    level = hr_client.get(_url("level-new", draft)).context["form"]
    assert level["track"].value() == ""
    track = hr_client.get(_url("track-new", draft)).context["form"]
    assert track["kind"].value() is None
    assert next(key for key, _label in track.fields["kind"].choices) == ""
    assert [key for key, _label in track.fields["kind"].choices][-1] == "management"


def test_a_code_used_twice_is_saved_with_a_warning(draft: Version, hr_client: Client) -> None:
    level = _level(draft, "S5")
    answer = hr_client.post(_url("level-edit", draft, level), _texts(level, code="p5"), follow=True)
    assert "Another level has the code p5 too" in answer.content.decode()
    assert Level.objects.get(pk=level.pk).code == "p5"


def test_errors_stand_at_their_field_and_nothing_is_saved(draft: Version, hr_client: Client) -> None:
    level = _level(draft, "S5")
    answer = hr_client.post(_url("level-edit", draft, level), _texts(level, title="  "))
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"title": ["Please fill this in."]}
    assert _level(draft, "S5").title == "Specialist 5"


def test_what_was_written_for_something_deleted_meanwhile_comes_back(draft: Version, hr_client: Client) -> None:
    level, track = _level(draft, "S5"), _track(draft, "project")
    sent = _texts(level, title="Kept <title>", scope="Kept scope")
    for address in (_url("level-delete", draft, level), _url("track-delete", draft, track)):
        hr_client.post(address)
    asked = {"HX-Request": "true", "HX-Target": "panel-body"}
    for headers in ({}, asked):
        answer = hr_client.post(_url("level-edit", draft, level), sent, headers=headers)
        text = answer.content.decode()
        assert answer.status_code == 409
        assert "Kept &lt;title&gt;" in text
        assert "Kept scope" in text
        assert _url("draft-deleted", draft) in text
    answer = hr_client.post(_url("track-edit", draft, track), {"name": "Kept name", "kind": "project", "seen": "0"})
    assert (answer.status_code, "Kept name" in answer.content.decode()) == (409, True)


def test_two_people_who_changed_the_same_field_choose(
    draft: Version, hr: User, hr_client: Client, editor: User
) -> None:
    level, url, second = _level(draft, "S5"), _url("level-edit", draft, _level(draft, "S5")), signed_in(editor)
    opened = _texts(level)
    hr_client.post(url, {**opened, "summary": "First line", "scope": "First scope"})
    answer = second.post(url, {**opened, "summary": "Second line"})
    assert answer.status_code == 409
    form = answer.context["form"]
    assert [(item.field.name, item.field.value(), item.theirs) for item in form.conflicts] == [
        ("summary", "Second line", "First line")
    ]
    assert form["scope"].value() == "First scope"
    assert _level(draft, "S5").summary == "First line"
    again = {**opened, **dict(form.base_values), "seen": form["seen"].value(), "scope": form["scope"].value()}
    undecided = second.post(url, {**again, "summary": "Second line", "conflict": "summary"})
    assert undecided.status_code == 422
    assert undecided.context["form"].errors == {"summary": ["Choose one of the two texts."]}
    assert [item.theirs for item in undecided.context["form"].conflicts] == ["First line"]
    decided = {**again, "summary": "Second line", "conflict": "summary", "use_summary": "mine"}
    assert second.post(url, decided).status_code == 302
    saved = _level(draft, "S5")
    assert (saved.summary, saved.scope) == ("Second line", "First scope")


def test_choosing_the_other_text_keeps_it(draft: Version, hr_client: Client, editor: User) -> None:
    level, url, second = _level(draft, "S5"), _url("level-edit", draft, _level(draft, "S5")), signed_in(editor)
    opened = _texts(level)
    hr_client.post(url, {**opened, "title": "First"})
    form = second.post(url, {**opened, "title": "Second", "summary": "Mine alone"}).context["form"]
    data = {
        **opened,
        "summary": "Mine alone",
        "title": "Second",
        **dict(form.base_values),
        "seen": form["seen"].value(),
    }
    second.post(url, {**data, "conflict": "title", "use_title": "theirs"})
    saved = _level(draft, "S5")
    assert (saved.title, saved.summary) == ("First", "Mine alone")


def test_changes_to_different_fields_are_put_together(draft: Version, hr_client: Client, editor: User) -> None:
    level, url = _level(draft, "S5"), _url("level-edit", draft, _level(draft, "S5"))
    opened = _texts(level)
    hr_client.post(url, {**opened, "summary": "First line"})
    answer = signed_in(editor).post(url, {**opened, "scope": "Second scope"}, follow=True)
    assert "both are kept" in answer.content.decode()
    saved = _level(draft, "S5")
    assert (saved.summary, saved.scope) == ("First line", "Second scope")


def test_two_people_on_one_track_choose(draft: Version, hr_client: Client, editor: User) -> None:
    track = _track(draft, "project")
    url = _url("track-edit", draft, track)
    shown = {name: getattr(track, name) for name in ("kind", "name", "tagline", "purpose")}
    opened = {**shown, **{f"base-{k}": v for k, v in shown.items()}, "seen": "0"}
    hr_client.post(url, {**opened, "name": "First", "tagline": "theirs"})
    answer = signed_in(editor).post(url, {**opened, "name": "Second"})
    assert answer.status_code == 409
    assert [(item.field.name, item.theirs) for item in answer.context["form"].conflicts] == [("name", "First")]
    assert answer.context["form"]["tagline"].value() == "theirs"
    assert _track(draft, "project").name == "First"


def test_moving_by_buttons(draft: Version, hr_client: Client) -> None:
    level = _level(draft, "S5")
    url = _url("level-move", draft, level)
    for direction, kind in (("left", "specialist"), ("right", "project"), ("right", "influence"), ("left", "project")):
        hr_client.post(url, {"direction": direction})
        assert _level(draft, "S5").track.kind == kind
    hr_client.post(url, {"track": str(_track(draft, "shared").key)})
    assert _level(draft, "S5").track.kind == "shared"
    hr_client.post(url, {"direction": "right"})
    assert _level(draft, "S5").track.kind == "shared"
    answer = hr_client.post(url, {"direction": "down"}, follow=True)
    assert "S5 stands on its row by its grade." in answer.content.decode()
    assert list(_track(draft, "shared").levels.values_list("code", flat=True)) == ["E3", "S5"]


def test_management_first_is_refused_in_a_sentence(draft: Version, hr_client: Client) -> None:
    url = _url("track-move", draft, _track(draft, "management"))
    for _step in range(2):
        hr_client.post(url, {"direction": "left"})
    answer = hr_client.post(url, {"direction": "left"}, follow=True)
    assert "Management is one path among equals and never the first column." in answer.content.decode()
    assert list(draft.track_set.values_list("kind", flat=True))[1] == "specialist"


def test_deleting_names_what_is_lost_and_can_be_undone(draft: Version, hr_client: Client) -> None:
    level, before = _level(draft, "S5"), shape_of(draft, evaluations=True)
    url = _url("level-delete", draft, level)
    question = hr_client.get(url).content.decode()
    assert "2 written expectations go with it, and its evaluation." in question
    assert Level.objects.filter(pk=level.pk).exists()
    page = hr_client.post(url, follow=True).content.decode()
    assert "S5 Specialist 5 is deleted" in page
    token = f"level-{level.pk}"
    assert f'name="token" value="{token}"' in page
    assert hr_client.post(_url("draft-undo", draft), {"token": token}).status_code == 302
    assert shape_of(draft, evaluations=True) == before
    assert "is deleted" not in hr_client.get(_url("draft", draft), {"deleted": token}).content.decode()


def test_deleting_a_track_names_its_levels(draft: Version, hr_client: Client) -> None:
    track, before = _track(draft, "management"), shape_of(draft, evaluations=True)
    question = hr_client.get(_url("track-delete", draft, track)).content.decode()
    assert "2 levels go with it:" in question
    assert [code in question for code in ("M5", "M6", "6 written expectations go as well")] == [True, True, True]
    hr_client.post(_url("track-delete", draft, track))
    listed = hr_client.get(_url("draft-deleted", draft)).content.decode()
    assert "Management track" in listed
    assert "Hana Ruiz" in listed
    hr_client.post(_url("draft-undo", draft), {"token": f"track-{track.pk}"})
    assert shape_of(draft, evaluations=True) == before


def test_undo_knows_nothing_of_other_drafts(draft: Version, hr: User, hr_client: Client) -> None:
    other = draft_framework(by=hr, name="Other")
    gone = delete_level(version_id=other.pk, key=_level(other, "S5").key, by=hr)
    answer = hr_client.post(_url("draft-undo", draft), {"token": gone.token}, follow=True)
    assert "There is nothing to bring back" in answer.content.decode()
    assert not Level.objects.filter(pk=gone.row).exists()


def test_history_shows_every_state_and_takes_one_back(draft: Version, hr_client: Client) -> None:
    level = _level(draft, "S5")
    hr_client.post(_url("level-edit", draft, level), _texts(level, title="Worse"))
    url = _url("level-history", draft, level)
    states = hr_client.get(url).context["states"]
    assert [(state.verb, [change.name for change in state.changes]) for state in states] == [
        ("Changed", ["Title"]),
        ("Added", ["Code", "Title", "In one line", "Track", "Grade"]),
    ]
    assert [state.restorable for state in states] == [False, True]
    assert str(states[0].by) == "Hana Ruiz"
    hr_client.post(url, {"event": states[1].event})
    assert _level(draft, "S5").title == "Specialist 5"
    for nonsense in ("", "x", "99999999999"):
        answer = hr_client.post(url, {"event": nonsense}, follow=True)
        assert "not in the history" in answer.content.decode()


def test_slotting_and_taking_the_grade_back(draft: Version, hr: User, hr_client: Client) -> None:
    key = _track(draft, "specialist").key
    level = add_level(version_id=draft.pk, track_key=key, by=hr, code="S9", title="Fellow")
    url = _url("level-grade", draft, level)
    assert hr_client.post(url, {"grade": "9"}).status_code == 422
    target = _track(draft, "project")
    hr_client.post(url, {"grade": "9", "source": "Hay", "track": str(target.key)})
    slotted = _level(draft, "S9")
    assert (slotted.grade and slotted.grade.code, slotted.track) == ("9", target)
    assert "Not yet evaluated, due" in hr_client.get(_url("draft", draft)).content.decode()
    hr_client.post(url, {"remove": "1"})
    assert _level(draft, "S9").grade is None
    evaluated = hr_client.get(_url("level-grade", draft, _level(draft, "S5"))).content.decode()
    assert "430 points, grade 5" in evaluated


def _details(client: Client, draft: Version) -> dict[str, Any]:
    form = client.get(_url("draft-details", draft)).context["form"]
    shown = {name.removeprefix("base-"): value for name, value in form.base_values}
    return {**shown, **dict(form.base_values), "seen": form["seen"].value()}


def test_details_are_saved_and_the_name_stays_unique(draft: Version, hr: User, hr_client: Client) -> None:
    person = EmployeeFactory.create(name="Olga Nowak", number="N7")
    data = _details(hr_client, draft)
    answer = hr_client.post(
        _url("draft-details", draft),
        {**data, "name": "Research & design", "owner": "olga nowak", "owner_title": "CTO", "note": "New\r\nlines"},
    )
    assert answer["Location"] == _url("draft", draft)
    draft.refresh_from_db()
    framework = Framework.objects.get(pk=draft.framework_id)
    assert (framework.name, framework.owner, framework.owner_title) == ("Research & design", person, "CTO")
    assert (draft.note, framework.slug) == ("New\nlines", "research")
    draft_framework(by=hr, name="Taken")
    refused = hr_client.post(_url("draft-details", draft), {**_details(hr_client, draft), "name": "TAKEN"})
    assert refused.status_code == 409
    assert refused.context["form"].errors["name"] == ["A framework called “TAKEN” exists already. Choose another name."]


def test_two_people_on_the_details_choose(draft: Version, hr_client: Client, editor: User) -> None:
    second = signed_in(editor)
    data = _details(second, draft)
    hr_client.post(_url("draft-details", draft), {**data, "statement": "First", "owner_title": "CTO"})
    answer = second.post(_url("draft-details", draft), {**data, "statement": "Second"})
    assert answer.status_code == 409
    form = answer.context["form"]
    assert [(item.field.name, item.theirs) for item in form.conflicts] == [("statement", "First")]
    assert form["owner_title"].value() == "CTO"
    again = {**data, **dict(form.base_values), "seen": form["seen"].value(), "owner_title": "CTO"}
    second.post(
        _url("draft-details", draft),
        {**again, "statement": "Second", "conflict": "statement", "use_statement": "mine"},
    )
    draft.refresh_from_db()
    assert (draft.statement, Framework.objects.get().owner_title) == ("Second", "CTO")


def test_in_the_panel_a_form_is_a_fragment_and_saving_brings_the_lattice(draft: Version, hr_client: Client) -> None:
    level = _level(draft, "S5")
    url = _url("level-edit", draft, level)
    form = hr_client.get(url, headers=PANEL).content.decode()
    assert "<html" not in form
    assert f'hx-post="{url}"' in form
    assert hr_client.post(url, _texts(level, title=""), headers=PANEL).status_code == 422
    answer = hr_client.post(url, _texts(level, title="Renamed"), headers=PANEL)
    assert answer.status_code == 200
    assert (answer["HX-Retarget"], answer["HX-Reswap"]) == ("#lattice-page", "outerHTML")
    assert json.loads(answer["HX-Trigger-After-Swap"]) == {"lattice-edited": {"focus": f"level-{level.key}"}}
    body = answer.content.decode()
    assert "Renamed" in body
    assert "S5 is saved." in body


def test_a_draft_begins_once_and_is_discarded(draft: Version, hr: User, hr_client: Client) -> None:
    Version.objects.filter(pk=draft.pk).update(state="published", published_at=timezone.now(), published_by=hr)
    assert hr_client.get(_url("draft", draft)).status_code == 404
    for _click in range(2):
        assert hr_client.post(_url("draft-start", draft))["Location"] == _url("draft", draft)
    follower = Version.objects.get(state="draft")
    assert (follower.number, follower.based_on) == (2, draft)
    assert "Changes since v1" in hr_client.get(_url("draft", draft)).content.decode()
    question = hr_client.get(_url("draft-discard", draft)).content.decode()
    assert "9 levels" in question
    assert Version.objects.filter(pk=follower.pk).exists()
    hr_client.post(_url("draft-discard", draft))
    assert list(Version.objects.values_list("state", flat=True)) == ["published"]


def test_discarding_the_only_version_takes_the_framework(draft: Version, hr_client: Client) -> None:
    assert (
        "never published, so the whole framework goes" in hr_client.get(_url("draft-discard", draft)).content.decode()
    )
    assert hr_client.post(_url("draft-discard", draft))["Location"] == reverse("framework-list")
    assert not Framework.objects.exists()


def test_a_draft_begins_from_any_version(hr: User, hr_client: Client, plan: FactorPlan) -> None:
    first = published(hr)
    second = start_draft(framework=first.framework, by=hr)
    gone, kept = Level.objects.get(version=second, code="E3"), Level.objects.get(version=second, code="S5")
    delete_level(version_id=second.pk, key=gone.key, by=hr)
    Level.objects.filter(version=second, code="S5").update(title="Renamed")
    set_successor(version=second, removed=gone.key, level=kept.key, by=hr)
    publish_now(second, hr)
    page = hr_client.get("/frameworks/research/versions/1/").content.decode()
    assert "Start a draft from version 1" in page
    assert "Start a draft from version 1" in hr_client.get("/frameworks/research/versions/").content.decode()
    start = "/frameworks/research/draft/start/"
    for _click in range(2):
        assert hr_client.post(start, {"version": "1"})["Location"] == "/frameworks/research/draft/"
    draft = Version.objects.select_related("framework__owner").get(state="draft")
    assert (draft.number, draft.based_on) == (3, first)
    then, now = shape_of(first, evaluations=True), shape_of(draft, evaluations=True)
    assert (now.tracks, now.competencies, now.expectations, now.evaluations) == (
        then.tracks,
        then.competencies,
        then.expectations,
        then.evaluations,
    )
    page = hr_client.get("/frameworks/research/draft/").content.decode()
    assert "Changes since v2" in page
    assert "There is a draft already." in hr_client.post(start, {"version": "2"}, follow=True).content.decode()
    assert [hr_client.post(start, {"version": number}).status_code for number in ("3", "9", "x")] == [404] * 3
    publish_now(draft, hr)
    assert set(Level.objects.filter(version__state="published").values_list("key", flat=True)) == set(then.level_by_key)


def test_a_retired_version_can_be_copied(hr: User, hr_client: Client, plan: FactorPlan) -> None:
    first = published(hr)
    publish_now(start_draft(framework=first.framework, by=hr), hr)
    page = hr_client.get("/frameworks/new/").content.decode()
    assert f'value="copy-{first.pk}"' in page
    assert "Research, version 1 (Retired)" in page


def test_deleting_a_published_level_says_how_many_people_hold_it(plan: FactorPlan, hr: User, hr_client: Client) -> None:
    first = published(hr)
    again = start_draft(framework=first.framework, by=hr)
    page = squeezed(hr_client.get(_url("level-delete", again, _level(again, "S5"))))
    assert "Nobody holds this level today. Before this draft is published" in page
    place(employee=EmployeeFactory.create(), level=_level(first, "S5"), starts_on=timezone.localdate(), by=hr)
    page = squeezed(hr_client.get(_url("level-delete", again, _level(again, "S5"))))
    assert "1 person holds this level today. Before this draft is published" in page


def test_a_track_is_added_moved_and_deleted_with_a_way_back(draft: Version, hr_client: Client) -> None:
    """A second shared start is refused beside its field; the page before deleting names what goes with the track."""
    new = _url("track-new", draft)
    second = hr_client.post(new, {"name": "Again", "kind": "shared", "tagline": "", "purpose": ""})
    assert second.status_code == 422
    assert second.context["form"].errors["kind"] == ["There is a shared start already. Add the levels to it."]
    before = [track.kind for track in draft.track_set.all()]
    influence = _track(draft, "influence")
    hr_client.post(_url("track-move", draft, influence), {"direction": "left"})
    after = [track.kind for track in draft.track_set.all()]
    assert after.index("influence") == before.index("influence") - 1
    page = squeezed(hr_client.get(_url("track-delete", draft, influence)))
    assert all(level.code in page for level in influence.levels.all())
    answer = hr_client.post(_url("track-delete", draft, influence))
    assert "?deleted=" in answer["Location"]
    assert not draft.track_set.filter(key=influence.key).exists()
    gone = hr_client.post(_url("track-delete", draft, influence), follow=True)
    assert "This track is no longer there" in gone.content.decode()


def test_what_was_typed_for_a_deleted_group_or_competency_comes_back(draft: Version, hr_client: Client) -> None:
    """As for levels and tracks: nothing that somebody typed is lost because somebody else deleted its place."""
    missing = uuid4()
    for name, typed in (
        ("draft-group-edit", {"name": "Typed name"}),
        ("draft-competency-edit", {"description": "Typed"}),
    ):
        answer = hr_client.post(reverse(name, args=[draft.framework.slug, missing]), {"seen": "0", **typed})
        assert answer.status_code == 409
        assert list(typed.values()) == answer.context["kept"]
        assert all(text in answer.content.decode() for text in typed.values())
