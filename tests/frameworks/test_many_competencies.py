"""Several competencies of a draft moved, emptied or deleted at once, and taken back at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from ladders.core.batches import take_back
from ladders.core.errors import DomainError
from ladders.core.models import AuditEntry, Batch
from ladders.frameworks.actions.competencies import add_competency, delete_group
from ladders.frameworks.actions.expectations import save_expectation
from ladders.frameworks.actions.many_competencies import clear_texts, delete_several, move_to_group, set_texts
from ladders.frameworks.actions.undo_competencies import deleted_parts, restore_group
from ladders.frameworks.domain.shapes import ExpectationShape
from ladders.frameworks.models import Competency, CompetencyGroup, Expectation, Level, Version
from ladders.frameworks.queries.versions import shape_of
from ladders.frameworks.web.forms.grid import ExpectationForm
from ladders.impact.models import FactorPlan
from tests.conftest import signed_in
from tests.core.test_several import confirmed, undo
from tests.factories import account, draft_framework
from tests.pages import assert_clean, squeezed
from tests.shared_rows import shared_rows

from .test_actions_competencies import group, order

pytestmark = pytest.mark.django_db


@shared_rows
def draft(plan: FactorPlan, hr: User) -> Version:
    """Craft: Method, Writing and Planning; Leadership without authority: Teaching; Leading people: Growing people."""
    draft = draft_framework(by=hr)
    for name in ("Writing", "Planning"):
        add_competency(version=draft, group=group(draft, "Craft").key, name=name, by=hr)
    return draft


def ids(draft: Version, *names: str) -> list[int]:
    """The competencies of these names."""
    return list(Competency.objects.filter(version=draft, name__in=names).order_by("pk").values_list("pk", flat=True))


def texts(draft: Version) -> dict[str, int]:
    """How many texts are written for each competency that has any."""
    found: dict[str, int] = {}
    for name in Expectation.objects.filter(version=draft).exclude(descriptor="").values_list("competency__name"):
        found[name[0]] = found.get(name[0], 0) + 1
    return found


def cells(draft: Version) -> dict[tuple[str, str], tuple[int | None, str]]:
    """What is written, by level and competency."""
    rows = Expectation.objects.filter(version=draft).values_list(
        "level__code", "competency__name", "proficiency", "descriptor"
    )
    return {(level, name): (step, text) for level, name, step, text in rows if step is not None or text}


def test_what_levels_ask_is_set_for_several_and_taken_back_with_one_entry_each(
    draft: Version, hr: User, hr_client: Client
) -> None:
    first, second = Level.objects.filter(version=draft).order_by("track__position", "position")[:2]
    writing = Competency.objects.get(version=draft, name="Writing")
    save_expectation(
        version=draft, level=first.key, competency=writing.key, text=ExpectationShape(1, "Mine"), seen=0, by=hr
    )
    start = cells(draft)
    url = reverse("draft-competencies-several", args=[draft.framework.slug])
    sent = {"do": "set", "row": ids(draft, "Writing", "Planning")}
    levels = [str(first.key), str(second.key)]
    asked = hr_client.post(url, sent, follow=True)
    assert_clean(asked)
    said = sent | {"step": "confirm", "seen": asked.context["seen"], "rows": asked.context["ids"]}
    nothing = hr_client.post(url, said | {"levels": levels})
    assert (nothing.status_code, cells(draft)) == (422, start)
    hr_client.post(url, said | {"levels": levels, "proficiency": "2", "text": "Together"})
    new = {(level.code, name): (2, "Together") for level in (first, second) for name in ("Writing", "Planning")}
    assert cells(draft) == start | new | {(first.code, "Writing"): (1, "Mine")}
    entry = AuditEntry.objects.get(verb="competencies.set")
    assert entry.detail["competencies"] == [None, ["Writing", "Planning"]]
    assert (entry.detail["levels"], entry.detail["expectations"]) == ([None, [first.code, second.code]], [None, 3])
    hr_client.post(url, said | {"levels": levels[:1], "text": "Over", "over": "1"})
    assert cells(draft)[(first.code, "Writing")] == (1, "Over")
    hr_client.post(url, said | {"levels": levels, "text": "Over", "over": "1"})
    newest = AuditEntry.objects.filter(verb="competencies.set").latest("pk")
    assert newest.detail["levels"] == [None, [second.code]]  # of the first nothing changed
    stays = hr_client.post(url, said | {"levels": levels, "text": "Not this"}, follow=True)
    assert "something else that stays unless you tick “Also where something is written already”." in squeezed(stays)
    for batch in Batch.objects.exclude(count=0).order_by("-pk"):
        take_back(batch=batch, by=hr)
    assert cells(draft) == start
    assert AuditEntry.objects.filter(verb="competencies.restored").count() == 3


def test_a_step_is_set_at_all_levels_without_ticking_each(draft: Version, hr: User, hr_client: Client) -> None:
    start, levels = cells(draft), list(Level.objects.filter(version=draft))
    url = reverse("draft-competencies-several", args=[draft.framework.slug])
    sent = {"do": "set", "row": ids(draft, "Planning")}
    _asked, none = confirmed(hr_client, url, sent, proficiency="2")
    assert none.status_code == 422
    assert "Choose at least one level, or all of them." in none.content.decode()
    assert cells(draft) == start
    _asked, page = confirmed(hr_client, url, sent, proficiency="2", everywhere="on")
    assert cells(draft) == start | {(level.code, "Planning"): (2, "") for level in levels}
    assert "Taken back for 1." in undo(hr_client, page)
    assert cells(draft) == start


def test_texts_whose_level_went_are_named_among_those_that_stay(draft: Version, hr: User) -> None:
    batch = clear_texts(version=draft, competencies=ids(draft, "Method"), by=hr)
    levels = Expectation.objects.filter(pk__in=[cell[0] for cell in batch.before["cells"]]).values("level")
    Level.objects.filter(version=draft, pk__in=levels).delete()
    done = take_back(batch=batch, by=hr)
    assert (done.count, done.kept) == (0, ("Method",))


def test_a_text_for_several_is_written_and_bounded_as_that_of_one_cell(
    draft: Version, hr: User, hr_client: Client
) -> None:
    level = Level.objects.filter(version=draft).order_by("track__position", "position")[0]
    several = ids(draft, "Writing", "Planning")
    url = reverse("draft-competencies-several", args=[draft.framework.slug])
    sent = {"do": "set", "row": several}
    asked = hr_client.post(url, sent, follow=True)
    said = sent | {"step": "confirm", "seen": asked.context["seen"], "rows": asked.context["ids"]}
    start = cells(draft)
    assert hr_client.post(url, said | {"levels": [str(level.key)], "text": "x" * 4_001}).status_code == 422
    with pytest.raises(DomainError, match="4,000 characters at most"):
        set_texts(
            version=draft, competencies=several, levels=[level.key], step=None, text="x" * 4_001, over=False, by=hr
        )
    assert (cells(draft), Batch.objects.count()) == (start, 0)
    hr_client.post(url, said | {"levels": [str(level.key)], "text": "One  \r\nand two\r\n"})
    written = Expectation.objects.get(version=draft, level=level, competency__name="Writing")
    assert written.descriptor == "One\nand two"
    form = ExpectationForm(
        {"descriptor": "One\r\nand two", "seen": written.revision},
        instance=written,
        scale=(),
        may_build=False,
        ref="c",
    )
    assert form.is_valid(), form.errors
    assert form.text.descriptor == "One\nand two"  # the next save of the cell changes nothing


def test_several_are_moved_to_a_group_and_back_with_one_entry_each(draft: Version, hr_client: Client) -> None:
    start = order(draft)
    url = reverse("draft-competencies-several", args=[draft.framework.slug])
    sent = {"do": "move", "row": ids(draft, "Method", "Planning", "Teaching")}
    target = group(draft, "Leading people")
    asked, page = confirmed(hr_client, url, sent, group=target.key)
    assert asked.context["names"] == ["Method", "Planning", "Teaching"]
    assert order(draft) == [
        ("Craft", ["Writing"]),
        ("Leadership without authority", []),
        ("Leading people", ["Growing people", "Method", "Planning", "Teaching"]),
    ]
    entry = AuditEntry.objects.get(verb="competencies.moved")
    assert (entry.subject, entry.detail) == (
        "Research · 3 competencies",
        {"competencies": [None, ["Method", "Planning", "Teaching"]], "group": [None, "Leading people"]},
    )
    assert "You moved 3 competencies to a group." in page.content.decode()
    assert_clean(page)
    assert "Taken back for 3." in undo(hr_client, page)
    assert order(draft) == start
    assert AuditEntry.objects.filter(verb="competencies.moved_back").count() == 1


def test_texts_are_cleared_and_come_back_where_nobody_wrote_since(draft: Version, hr: User, hr_client: Client) -> None:
    before = texts(draft)
    assert before["Method"] > 1
    shape = shape_of(draft)
    batch = clear_texts(version=draft, competencies=ids(draft, "Method", "Teaching", "Writing"), by=hr)
    assert batch.count == len({"Method", "Teaching"} & set(before))
    assert not {"Method", "Teaching"} & set(texts(draft))
    cell = Expectation.objects.filter(version=draft, competency__name="Method").order_by("pk").first()
    assert cell is not None
    save_expectation(
        version=draft,
        level=Level.objects.get(pk=cell.level_id).key,
        competency=cell.competency.key,
        text=ExpectationShape(None, "Another text"),
        seen=cell.revision,
        by=hr,
    )
    page = hr_client.get(reverse("draft-competencies", args=[draft.framework.slug]))
    said = undo(hr_client, page)
    assert "These stay, because something was built on it since: Method." in said
    cell.refresh_from_db()
    assert cell.descriptor == "Another text"
    after = {key: text for key, text in shape_of(draft).expectations.items() if text.descriptor != "Another text"}
    assert after == {key: text for key, text in shape.expectations.items() if key in after}
    assert texts(draft) == before


def test_several_are_deleted_and_come_back_with_their_texts(draft: Version, hr: User, hr_client: Client) -> None:
    start, written = shape_of(draft), texts(draft)
    url = reverse("draft-competencies-several", args=[draft.framework.slug])
    _asked, page = confirmed(hr_client, url, {"do": "delete", "row": ids(draft, "Method", "Teaching")})
    assert sum(len(names) for _group, names in order(draft)) == 3
    entry = AuditEntry.objects.get(verb="competencies.deleted")
    assert entry.detail["competencies"] == [None, ["Method", "Teaching"]]
    assert entry.detail["expectations"] == [written["Method"] + written.get("Teaching", 0), 0]
    assert "Taken back for 2." in undo(hr_client, page)
    assert shape_of(draft) == start
    assert AuditEntry.objects.filter(verb="competencies.restored").count() == 1


def test_what_cannot_come_back_is_named(draft: Version, hr: User) -> None:
    batch = delete_several(version=draft, competencies=ids(draft, "Method", "Teaching", "Writing"), by=hr)
    delete_group(version=draft, group=group(draft, "Leadership without authority").key, by=hr)
    add_competency(version=draft, group=group(draft, "Craft").key, name="method", by=hr)
    done = take_back(batch=batch, by=hr)
    assert (done.count, sorted(done.kept)) == (1, ["Method", "Teaching"])
    moved = move_to_group(
        version=draft, competencies=ids(draft, "Writing", "Planning"), group=group(draft, "Leading people").key, by=hr
    )
    move_to_group(version=draft, competencies=ids(draft, "Writing"), group=group(draft, "Craft").key, by=hr)
    done = take_back(batch=moved, by=hr)
    assert (done.count, done.kept) == (1, ("Writing",))


def test_a_published_draft_takes_nothing_back(draft: Version, hr: User) -> None:
    batch = clear_texts(version=draft, competencies=ids(draft, "Method"), by=hr)
    Version.objects.filter(pk=draft.pk).delete()
    with pytest.raises(DomainError, match="no longer there"):
        take_back(batch=batch, by=hr)


def test_only_whoever_edits_and_only_competencies_of_this_draft(draft: Version, hr: User, hr_client: Client) -> None:
    url = reverse("draft-competencies-several", args=[draft.framework.slug])
    sent = {"do": "delete", "row": ids(draft, "Method")}
    assert signed_in(account()).post(url, sent).status_code in (403, 404)
    assert signed_in(account(user__roles=[Role.COMPENSATION_ANALYST])).post(url, sent).status_code in (403, 404)
    other = draft_framework(by=hr, name="Other")
    hr_client.post(url, {"do": "delete", "row": ids(other, "Method")})
    assert (Batch.objects.count(), Competency.objects.filter(name="Method").count()) == (0, 2)


@pytest.mark.parametrize("more", [0, 29])
def test_it_asks_as_often_for_any_number(draft: Version, hr: User, hr_client: Client, more: int) -> None:
    for number in range(more):
        add_competency(version=draft, group=group(draft, "Craft").key, name=f"More {number}", by=hr)
    everything = list(Competency.objects.filter(version=draft).values_list("pk", flat=True))
    page = reverse("draft-competencies", args=[draft.framework.slug])
    hr_client.get(page)
    with CaptureQueriesContext(connection) as seen:
        hr_client.get(page)
    assert len(seen) <= 12
    target = group(draft, "Leading people").key
    asked: list[int] = []
    acts: list[Callable[[], Batch]] = [
        lambda: move_to_group(version=draft, competencies=everything, group=target, by=hr),
        lambda: clear_texts(version=draft, competencies=everything, by=hr),
        lambda: delete_several(version=draft, competencies=everything, by=hr),
    ]
    for act in acts:
        with CaptureQueriesContext(connection) as made:
            batch = act()
        asked.append(len(made))
        with CaptureQueriesContext(connection) as made:
            take_back(batch=batch, by=hr)
        asked.append(len(made))
    assert max(asked) <= 26
    assert CompetencyGroup.objects.filter(version=draft).count() == 3


def test_what_a_file_brought_in_again_is_not_doubled(draft: Version, hr: User) -> None:
    """A file of ours keeps keys: the competency is there again as another row, under another name."""
    keys = dict(Competency.objects.filter(version=draft).values_list("name", "key"))
    craft = group(draft, "Craft")
    batch = delete_several(version=draft, competencies=ids(draft, "Method", "Writing"), by=hr)
    new = Competency.objects.create(version=draft, group=craft, key=keys["Method"], name="Other", position=9)
    assert [each.name for each in deleted_parts(draft)] == ["Writing"]
    found = take_back(batch=batch, by=hr)
    assert (found.count, found.kept) == (1, ("Method",))
    assert Competency.objects.get(version=draft, key=keys["Method"]) == new


def test_what_was_deleted_brought_in_and_deleted_again_comes_back_once(draft: Version, hr: User) -> None:
    key = Competency.objects.get(version=draft, name="Method").key
    craft = group(draft, "Craft")
    batch = delete_several(version=draft, competencies=ids(draft, "Method", "Writing"), by=hr)
    Competency.objects.create(version=draft, group=craft, key=key, name="Writing", position=9).delete()
    assert [each.name for each in deleted_parts(draft)] == ["Writing", "Writing"]
    found = take_back(batch=batch, by=hr)
    assert found.count == 1  # two cannot have one name
    assert sorted(ids(draft, "Writing", "Method")) == ids(draft, "Writing")


def test_a_group_comes_back_beside_what_a_file_brought_in_again(draft: Version, hr: User) -> None:
    keys = dict(Competency.objects.filter(version=draft).values_list("name", "key"))
    craft = group(draft, "Craft")
    delete_group(version=draft, group=craft.key, by=hr)
    other = group(draft, "Leading people")
    Competency.objects.create(version=draft, group=other, key=keys["Method"], name="Other", position=9)
    assert restore_group(version=draft, group=craft.key, by=hr).pk == craft.pk
    assert dict(order(draft))["Craft"] == ["Writing", "Planning"]
    assert "Other" in dict(order(draft))["Leading people"]
