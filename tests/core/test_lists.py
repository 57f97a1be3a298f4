"""Lists: sorted by their headings, with chosen columns, and filters that are one person's own."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from accounts.models import User
from accounts.roles import Role
from ladders.core.lists.kinds import Holds, ListKind, every_list, list_kind
from ladders.core.lists.models import SavedFilter
from ladders.core.lists.page import open_list
from ladders.core.lists.saved_filters import MOST
from ladders.core.models import Job
from tests.conftest import signed_in
from tests.factories import EmployeeFactory, account
from tests.pages import assert_clean
from tests.shared_rows import shared_rows

pytestmark = pytest.mark.django_db
LISTS = [
    ("people", "people"),
    ("pay", "pay-list"),
    ("audit", "audit"),
    ("requests", "moves-all"),
    ("pay-log", "pay-log"),
    ("roles", "roles"),
    ("approvals", "approvals"),
    ("checklists", "moves-follow-ups"),
    ("jobs", "jobs"),
    ("notices", "notices"),
    ("cases", "remedies"),
    ("pay-information", "pay-information-requests"),
    ("invitations", "invitations"),
]


@shared_rows
def hr() -> Any:
    """HR, and three people."""
    for number, (name, department, location) in enumerate(
        [("Ada Abel", "Lab", "Rome"), ("Bo Berg", "Lab", "Oslo"), ("Cy Cole", "Arts", "Oslo")]
    ):
        EmployeeFactory.create(name=name, number=f"{number}", department=department, location=location)
    return account(user__roles=[Role.HR_ADMIN], name="Hana Ruiz", department="HR", location="Bonn")


def names(client: Client, query: str) -> list[str]:
    return [row.person.name for row in client.get(f"{reverse('people')}?{query}").context["found"].rows]


def headings(answer: Any) -> list[tuple[str, str]]:
    """Each heading with what `aria-sort` says."""
    head = re.search(r"<thead>.*?</thead>", answer.content.decode(), re.DOTALL)
    assert head is not None
    cells = re.findall(r"<th([^>]*)>(.*?)</th>", head[0], re.DOTALL)
    sorted_ = [re.search(r'aria-sort="(\w+)"', attributes) for attributes, _text in cells]
    texts = [re.sub(r"<[^>]+>", "", text).strip() for _attributes, text in cells]
    return [(text, found[1] if found else "") for text, found in zip(texts, sorted_, strict=True)]


def test_people_are_sorted_by_every_heading_both_ways(hr: User) -> None:
    client = signed_in(hr)
    assert names(client, "sort=location") == ["Hana Ruiz", "Bo Berg", "Cy Cole", "Ada Abel"]
    assert names(client, "sort=-location") == ["Ada Abel", "Cy Cole", "Bo Berg", "Hana Ruiz"]
    assert names(client, "sort=department") == ["Cy Cole", "Hana Ruiz", "Ada Abel", "Bo Berg"]
    assert names(client, "sort=-name") == ["Hana Ruiz", "Cy Cole", "Bo Berg", "Ada Abel"]
    assert names(client, "sort=nonsense") == ["Ada Abel", "Bo Berg", "Cy Cole", "Hana Ruiz"]
    page = client.get(reverse("people") + "?sort=-location&department=Lab")
    assert_clean(page)
    assert ("Location", "descending") in headings(page)
    assert [said for _title, said in headings(page)].count("") == len(headings(page)) - 1
    assert 'href="/people/?department=Lab&amp;sort=location"' in page.content.decode()  # the next click turns it


def test_pages_follow_each_other_in_any_order(hr: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ladders.reporting.queries.people.PAGE", 3)
    client = signed_in(hr)
    for order in ("location", "-location", "name", "-name", "department", "title", "-entity", "number"):
        whole: list[str] = []
        after = ""
        while True:
            found = client.get(f"{reverse('people')}?sort={order}&after={after}").context["found"]
            whole += [row.person.name for row in found.rows]
            if found.after is None:
                break
            after = str(found.after)
        assert sorted(whole) == ["Ada Abel", "Bo Berg", "Cy Cole", "Hana Ruiz"], order


def test_columns_are_those_chosen_and_none_of_others(hr: User) -> None:
    client = signed_in(hr)
    assert [title for title, _said in headings(client.get(reverse("people")))][:3] == ["", "Name", "Level"]
    page = client.get(reverse("people") + "?columns=title&columns=email&columns=nonsense")
    assert [title for title, _said in headings(page)] == ["", "Name", "Email", "Job title"]


@pytest.mark.parametrize(("name", "address"), LISTS)
def test_a_filter_is_saved_opens_the_list_and_goes(hr: User, name: str, address: str) -> None:
    client, url = signed_in(hr), reverse(address)
    query = {"people": "department=Lab&sort=-name", "pay": "show=all&sort=-compa"}.get(
        name,
        "columns=levels&columns=area&columns=department&columns=why&columns=seen&columns=ended&columns=about&columns=until",
    )
    save = reverse("list-filter-save", args=[name])
    answer = client.post(save, {"query": query + "&after=1&nonsense=2", "name": "  My   lab ", "opens": "1"})
    row = SavedFilter.objects.get(owner=hr)
    assert (row.name, row.list, row.opens, answer["Location"]) == ("My lab", name, True, f"{url}?{row.query}")
    assert "nonsense" not in row.query
    assert client.get(url)["Location"] == f"{url}?{row.query}"
    page = client.get(f"{url}?{row.query}")
    assert_clean(page)
    assert page.context["list"].current == row
    assert client.get(f"{url}?plain=1").status_code == 200
    client.post(reverse("list-filter-opens", args=[row.pk]))
    assert client.get(url).status_code == 200
    client.post(reverse("list-filter-remove", args=[row.pk]))
    assert not SavedFilter.objects.exists()


def test_one_filter_of_a_list_opens_it(hr: User) -> None:
    client = signed_in(hr)
    for number in (1, 2):
        sent = {"query": f"department=D{number}", "name": f"D{number}", "opens": "1"}
        client.post(reverse("list-filter-save", args=["people"]), sent)
    client.post(reverse("list-filter-save", args=["audit"]), {"query": "area=core", "name": "D1", "opens": "1"})
    opening = SavedFilter.objects.filter(opens=True).values_list("list", "name")
    assert sorted(opening) == [("audit", "D1"), ("people", "D2")]
    first = SavedFilter.objects.get(list="people", name="D1")
    client.post(reverse("list-filter-opens", args=[first.pk]), {"opens": "1"})
    assert sorted(SavedFilter.objects.filter(opens=True).values_list("list", "name")) == [
        ("audit", "D1"),
        ("people", "D1"),
    ]


def test_what_cannot_be_saved_says_why(hr: User) -> None:
    client, save = signed_in(hr), reverse("list-filter-save", args=["people"])
    for sent, said in (
        ({"query": "department=Lab", "name": " "}, "Give the filter a name"),
        ({"query": "after=3", "name": "X"}, "Nothing is chosen yet"),
        ({"query": "department=Lab", "name": "x" * 61}, "at most 60 characters"),
        ({"query": "q=" + "x" * 3000, "name": "X"}, "can’t be kept at once"),
    ):
        assert said in client.post(save, sent, follow=True).content.decode()
    SavedFilter.objects.bulk_create(
        SavedFilter(owner=hr, list="people", name=str(number), query="q=a") for number in range(MOST)
    )
    full = client.post(save, {"query": "department=Lab", "name": "One more"}, follow=True).content.decode()
    assert f"You have {MOST} filters of this list" in full
    assert SavedFilter.objects.count() == MOST


def test_filters_are_nobody_elses(hr: User) -> None:
    signed_in(hr).post(reverse("list-filter-save", args=["people"]), {"query": "department=Lab", "name": "Secret"})
    row = SavedFilter.objects.get()
    other = signed_in(account(user__roles=[Role.HR_ADMIN]))
    assert "Secret" not in other.get(reverse("people")).content.decode()
    for deed in ("list-filter-remove", "list-filter-opens"):
        assert other.post(reverse(deed, args=[row.pk]), {"opens": "1"}).status_code == 404
    stranger = signed_in(account())
    sent = {"query": "department=Lab", "name": "X"}
    assert stranger.post(reverse("list-filter-save", args=["people"]), sent).status_code == 403
    assert list(SavedFilter.objects.values_list("owner", "opens")) == [(hr.pk, False)]


def test_todays_list_is_not_saved_with_its_day(hr: User) -> None:
    from django.utils import timezone

    client = signed_in(hr)
    client.post(
        reverse("list-filter-save", args=["people"]),
        {"query": f"on={timezone.localdate()}&department=Lab&sort=name", "name": "Lab"},
    )
    assert SavedFilter.objects.get().query == "department=Lab"


def test_the_way_back_leads_to_the_list_as_it_was(hr: User) -> None:
    client = signed_in(hr)
    address = reverse("my-page")
    person = client.get(address)["Location"]
    back = 'href="{}" data-list-back="/people/"'
    whole = "http://testserver/people/?department=Lab&sort=-name"
    told = {
        whole: "/people/?department=Lab&amp;sort=-name",
        "http://evil.example/people/?q=1": "/people/",
        "": "/people/",
    }
    for before, wanted in told.items():
        assert back.format(wanted) in client.get(person, headers={"referer": before}).content.decode()


def test_the_way_back_leads_to_whichever_list_its_reader_came_from(hr: User) -> None:
    client = signed_in(hr)
    person = client.get(reverse("my-page"))["Location"]
    told = {
        "/people/invitations/?department=Lab": (
            '<a href="/people/invitations/?department=Lab" data-list-back="/people/invitations/" data-came>Invitations</a>'
        ),
        "/people/?q=a": '<a href="/people/?q=a" data-list-back="/people/" data-came>People</a>',
        "/people/unplaced/": '<a href="/people/" data-list-back="/people/">People</a>',  # is none of them
    }
    for before, wanted in told.items():
        page = client.get(person, headers={"referer": f"http://testserver{before}"})
        assert wanted in page.content.decode()
    assert reverse("invitations") == "/people/invitations/"
    page = signed_in(hr).get(person, headers={"referer": "http://testserver/nowhere/"})
    assert '<a href="/people/" data-list-back="/people/">People</a>' in page.content.decode()


@pytest.mark.parametrize("count", [1, 30])
def test_saved_filters_cost_one_query_however_many_there_are(hr: User, count: int) -> None:
    SavedFilter.objects.bulk_create(
        SavedFilter(owner=hr, list="people", name=str(number), query="q=a") for number in range(count)
    )
    with CaptureQueriesContext(connection) as made:
        signed_in(hr).get(reverse("people"))
    assert sum("core_savedfilter" in (each["sql"] or "") for each in made.captured_queries) == 1


def test_both_ends_of_an_order_are_said_in_words_that_fit_what_is_sorted(hr: User) -> None:
    """Days are never sorted from A to Z, and nothing is sorted “backwards”."""
    request = RequestFactory().get("/")
    request.user = hr
    for kind in every_list():
        for column in kind.columns:
            if re.search(r"(^|_)(at|on|until)$", column.sort[0] if column.sort else ""):
                assert column.holds is Holds.DAYS, (kind.name, column.key)
        words = [words for key, words in open_list(request, kind).sorts if key]
        assert len(words) == len(set(words)), kind.name
    orders = dict(open_list(request, kind_named("notices")).sorts)
    assert orders == {"when": "When, earliest first", "-when": "When, latest first"}
    assert dict(open_list(request, kind_named("people")).sorts)["-department"] == "Department, Z to A"


def kind_named(name: str) -> ListKind:
    found = list_kind(name)
    assert found is not None
    return found


def test_the_way_back_from_a_page_leads_to_the_list_as_it_was_left() -> None:
    """Where the crumbs of a page name a list, they lead to it as its reader left it."""
    bare = re.compile("|".join(f"url '{kind.address}'" for kind in every_list()))
    for path in Path("templates").rglob("*.html"):
        text = path.read_text()
        crumbs = [text] if "crumbs" in path.name else re.findall(r"{% crumbs.*?{% endcrumbs %}", text, re.DOTALL)
        assert not [each for each in crumbs if bare.search(each)], path


@pytest.mark.parametrize("query", ["?sort=started&columns=what&columns=state", "?sort=started&after=x", ""])
def test_background_work_is_left_for_the_list_as_it_was(hr: User, query: str) -> None:
    job = Job.objects.create(owner=hr, kind="x", title="Something")
    page = signed_in(hr).get(reverse("job", args=[job.pk]), HTTP_REFERER=f"http://testserver/jobs/{query}")
    assert f'<a href="{escape(f"/jobs/{query}")}" data-list-back="/jobs/" data-came>' in page.content.decode()


def test_columns_name_the_columns_of_their_workbook(hr: User) -> None:
    """Each column of a workbook belongs to one that can be shown, so that it is had as seen, too."""
    for kind in every_list():
        assert kind.sheet is not None
        keys = set(kind.sheet(hr, QueryDict(""), kind.order("", hr)).headings)
        named = {key for column in kind.columns for key in column.cells}
        assert keys - named == set(), kind.name
        # Where levels lead: only where somebody sees that. Why none is held: only where that is asked for.
        asked_for = {"no_level", "no_level_since", "no_level_by", "no_level_until"}
        assert named - keys <= {"ahead"} | asked_for, kind.name
