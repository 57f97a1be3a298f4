"""Links to learn from: what is kept, what is refused and why, and that the database holds nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from ladders.frameworks.actions.frameworks import start_draft
from ladders.frameworks.domain.comparison import compare
from ladders.frameworks.domain.links import Link, links_of, read_links, text_of
from ladders.frameworks.domain.shapes import CompetencyShape
from ladders.frameworks.models import Competency, Expectation, Version
from ladders.frameworks.queries.versions import shape_of
from ladders.impact.models import FactorPlan
from tests.factories import draft_framework
from tests.pages import assert_clean, squeezed
from tests.shared_rows import shared_rows

from .published import publish_now

WIKI = "https://en.wikipedia.org/wiki/Python_(programming_language)"
WIKI_KEPT = "https://en.wikipedia.org/wiki/Python_%28programming_language%29"
A = "https://learn.example.org/sql"


@shared_rows
def draft(plan: FactorPlan, hr: User) -> Version:
    return draft_framework(by=hr)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (f"[SQL in a week]({A}) five hours", Link("SQL in a week", A, "five hours")),
        (f"SQL in a week: {A} (five hours)", Link("SQL in a week", A, "five hours")),
        (f"- SQL in a week – {A} – five hours", Link("SQL in a week", A, "five hours")),
        (f"SQL in a week | {A}", Link("SQL in a week", A)),
        (A, Link("learn.example.org", A)),
        (f"1. {A}.", Link("learn.example.org", A)),
        (f"[SQL]({A}?a=1&b=2#part)", Link("SQL", f"{A}?a=1&b=2#part")),
        ("[Port](https://learn.example.org:8443/x)", Link("Port", "https://learn.example.org:8443/x")),
        ("https://medium.com/@jane/leading-a1", Link("medium.com", "https://medium.com/%40jane/leading-a1")),
        ("[Talks](https://www.youtube.com/@channel)", Link("Talks", "https://www.youtube.com/%40channel")),
        ("https://a.example/?to=me@b.example#@x", Link("a.example", "https://a.example/?to=me%40b.example#%40x")),
        (f"Python: {WIKI}", Link("Python", WIKI_KEPT)),
        (f"Python ({WIKI}).", Link("Python", WIKI_KEPT)),
        (f"[Python]({WIKI}) an hour", Link("Python", WIKI_KEPT, "an hour")),
        (f"[Python]({WIKI}/x)(an hour)", Link("Python", f"{WIKI_KEPT}/x", "(an hour)")),
    ],
)
def test_people_write_links_in_several_ways_and_one_is_kept(written: str, kept: Link) -> None:
    found, refused = read_links(written)
    assert (found, refused) == ((kept,), ())
    assert links_of(text_of(found)) == found  # what is kept reads the same again


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("[x](javascript:alert(1))", "scheme"),
        ("[x](JAVASCRIPT:alert`1`)", "scheme"),
        ("[x](data:text/html,hi)", "scheme"),
        ("Course: http://learn.example.org", "scheme"),
        ("Course: HTTPS://learn.example.org", "scheme"),
        ("Course: ftp://learn.example.org", "scheme"),
        ("www.example.org/course", "scheme"),
        ("[x](//learn.example.org)", "scheme"),
        ("[x](https://hr:secret@learn.example.org)", "person"),
        ("https://jane@host.example.org/", "person"),
        ("https://jane@host.example.org", "person"),
        ("https://jane@host.example.org?x=1", "person"),
        ("[x](https://learn.example.org\\@evil.example)", "address"),
        ("[x](https://host(1).example.org/)", "address"),
        ("[x](https://localhost/x)", "address"),
        ("[x](https://)", "address"),
        ("[x](https://learn.example.org:99999/)", "address"),
        ("[x](https://lеarn.example.org)", "address"),
        ('[x](https://a.example/"onclick)', "address"),
        ("Ask Rohan for the book", "none"),
        (f"[{'x' * 121}]({A})", "long"),
        (f"[x]({A}/{'y' * 500})", "long"),
        (f"[x]({A}) {'n' * 201}", "long"),
    ],
)
def test_what_is_unsafe_or_no_link_is_refused_with_the_cure(written: str, why: str) -> None:
    found, refused = read_links(written)
    assert found == ()
    assert [each.why for each in refused] == [why]
    assert written[:20] in refused[0].sentence


def test_each_address_once_and_ten_in_one_place() -> None:
    found, refused = read_links("\n".join(f"[{n}]({A}/{n % 11})" for n in range(14)))
    assert [link.title for link in found] == [str(n) for n in range(10)]
    assert [each.why for each in refused] == ["many"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    ["javascript:alert(1)", "[x](http://a.example)", f"[x]({A})\nmore", "[x](https://a@b.example)", f" [x]({A})"],
)
def test_the_database_keeps_nothing_else(hr: User, plan: FactorPlan, text: str) -> None:
    version = draft_framework(by=hr)
    for model in (Competency, Expectation):
        row = model.objects.filter(version=version).first()
        assert row is not None
        for kept in ("", f"[x]({A})", f"[x]({A}) a note\n[y]({A}/2)"):
            model.objects.filter(pk=row.pk).update(links=kept)
        with pytest.raises(IntegrityError, match="_links"), transaction.atomic():
            model.objects.filter(pk=row.pk).update(links=text)


def cell_of(draft: Version) -> Expectation:
    return Expectation.objects.select_related("level", "competency").get(
        version=draft, level__code="S5", competency__name="Method"
    )


def test_links_are_kept_with_a_cell_shown_and_in_its_history(draft: Version, hr: User, hr_client: Client) -> None:
    row = cell_of(draft)
    path = f"/frameworks/research/draft/competencies/{row.level.key}/{row.competency.key}/"
    sent = {"proficiency": "2", "descriptor": "Finds out.", "examples": "", "seen": str(row.revision)}
    refused = hr_client.post(path, sent | {"links": f"{A}\nhttp://old.example.org\n[x](javascript:alert(1))"})
    assert_clean(refused, status=422)
    page = squeezed(refused)
    assert page.count("only addresses that begin with https:// are kept") == 2
    assert "“http://old.example.org”" in page
    assert cell_of(draft).links == ""
    assert hr_client.post(path, sent | {"links": f"SQL in a week: {A} (five hours)"}).status_code == 302
    row = cell_of(draft)
    assert row.links == f"[SQL in a week]({A}) five hours"
    grid = hr_client.get("/frameworks/research/draft/competencies/?track=all")
    assert_clean(grid)
    assert f'<a href="{A}" rel="external noreferrer">SQL in a week</a>' in squeezed(grid)
    history = hr_client.get(f"{path}history/")
    assert_clean(history)
    assert "Where to learn it" in squeezed(history)
    stale = hr_client.post(path, sent | {"links": "https://other.example.org"})
    assert stale.status_code == 409
    assert squeezed(stale).count("Where to learn it") == 3  # theirs, mine, and what will be saved


def test_links_of_a_competency_are_read_on_level_and_competency_pages_and_stay_frozen(
    draft: Version, hr: User, hr_client: Client
) -> None:
    item = Competency.objects.get(version=draft, name="Method")
    path = f"/frameworks/research/draft/competencies/{item.key}/"
    sent = {"name": "Method", "description": "Choosing.", "group": str(item.group.key), "seen": str(item.revision)}
    refused = hr_client.post(path, sent | {"links": "www.example.org"})
    assert_clean(refused, status=422)
    assert "only addresses that begin with https:// are kept" in squeezed(refused)
    assert hr_client.post(path, sent | {"links": f"[SQL]({A})"}).status_code == 302
    published = publish_now(draft, hr)
    for address in (reverse("level", args=["research", "S5"]), reverse("competencies", args=["research"])):
        page = hr_client.get(address)
        assert_clean(page)
        assert f'<a href="{A}" rel="external noreferrer">SQL</a>' in squeezed(page)
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        Competency.objects.filter(version=published, name="Method").update(links="")
    again = start_draft(framework=published.framework, by=hr)
    assert Competency.objects.get(version=again, name="Method").links == f"[SQL]({A})"
    found = compare(shape_of(published), replace(shape_of(again), competencies=without_links(again)))
    assert [text.field for change in found.competencies for text in change.texts] == ["links"]


def without_links(version: Version) -> tuple[CompetencyShape, ...]:
    return tuple(replace(item, links="") for item in shape_of(version).competencies)
