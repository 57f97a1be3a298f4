"""Imports in the browser: bring, look, aim, choose, have it written; nobody sees what others brought."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import RoleGrant, User
from ladders.core import jobs
from ladders.core.models import Job
from ladders.exchange.frameworks_in.jobs import have_applied, take_in
from ladders.exchange.models import PreviewEntry, Upload
from ladders.frameworks.actions.frameworks import start_draft
from ladders.frameworks.actions.levels import delete_level
from ladders.frameworks.actions.publication import set_successor
from ladders.frameworks.models import Expectation, Framework, Level, Version
from ladders.impact.models import FactorPlan
from tests.conftest import signed_in
from tests.frameworks.published import publish_now, published
from tests.pages import squeezed

from .samples import csv_bytes
from .test_apply import LONG, matrix

pytestmark = pytest.mark.django_db


def work() -> None:
    """Do the background work that waits, as a worker would."""
    for job in Job.objects.unfinished():
        jobs.run(job.pk)


def bring(client: Client, name: str, content: bytes) -> str:
    """Upload a file and have it read; the address of its page."""
    address = client.post("/import/", {"sources": SimpleUploadedFile(name, content)})["Location"]
    work()
    return str(address)


def page(client: Client, address: str) -> str:
    return squeezed(client.get(address))


def applied(client: Client, content: bytes, name: str = "research.csv") -> str:
    """Bring a file and have it written."""
    address = bring(client, name, content)
    client.post(f"{address}apply/")
    work()
    return address


def text_of(code: str) -> str:
    return Expectation.objects.get(level__code=code).descriptor


def test_a_file_is_read_looked_at_and_made_a_draft(hr_client: Client, plan: FactorPlan) -> None:
    address = hr_client.post("/import/", {"sources": SimpleUploadedFile("research.csv", LONG.encode())})["Location"]
    assert 'hx-trigger="every 1s"' in page(hr_client, address)
    work()
    shown = page(hr_client, address)
    assert "hx-trigger" not in shown.split("<main", 1)[1]  # the masthead searches by itself
    assert "4 levels were found with 4 expectations." in " ".join(shown.split())
    assert "Nothing is written yet." in shown
    assert "Make the draft" in shown
    assert not Framework.objects.exists()
    assert hr_client.post(f"{address}apply/")["Location"] == address
    work()
    shown = page(hr_client, address)
    assert 'href="/frameworks/research/draft/">Open Research</a>' in shown
    assert Level.objects.filter(version__framework__slug="research").count() == 4
    assert Upload.objects.get().files.count() == 0


def test_a_broken_file_is_refused_with_a_sentence(hr_client: Client, plan: FactorPlan) -> None:
    address = bring(hr_client, "matrix.xlsx", matrix()[:700])
    shown = page(hr_client, address)
    assert "Nothing was written." in shown
    assert "matrix.xlsx" in shown
    hr_client.post(f"{address}apply/")
    work()
    assert not Framework.objects.exists()


def test_every_entry_says_where_it_comes_from(hr_client: Client, plan: FactorPlan) -> None:
    address = bring(hr_client, "matrix.xlsx", matrix())
    shown = page(hr_client, f"{address}?show=created")
    assert "matrix.xlsx · Sheet · B4" in shown
    assert "Runs given analyses" in shown


def test_the_same_file_again_has_nothing_to_change(hr_client: Client, plan: FactorPlan) -> None:
    applied(hr_client, LONG.encode())
    address = bring(hr_client, "research.csv", LONG.encode())
    shown = page(hr_client, address)
    assert "Nothing to change" in shown
    assert "Write " not in shown
    assert re.findall(r"show=(\w+)#list", shown) == ["unchanged"]
    hr_client.post(f"{address}apply/")
    work()
    assert "says all of this already" in page(hr_client, address)
    assert Version.objects.get().revision == 0


def test_a_change_and_a_conflict_are_shown_and_chosen(hr_client: Client, plan: FactorPlan) -> None:
    applied(hr_client, LONG.encode())
    Expectation.objects.filter(level__code="S5").update(descriptor="Written here")
    changed = LONG.replace("Chooses the method", "Picks the method").replace("Invents the", "Invents a")
    address = bring(hr_client, "research.csv", changed.encode())
    shown = page(hr_client, address)
    assert re.findall(r"show=(\w+)#list", shown) == ["conflict", "updated", "unchanged"]
    assert "Written here" in shown
    assert "Picks the method" in shown
    assert "<del>the</del><ins>a</ins>" in page(hr_client, f"{address}?show=updated")

    entry = PreviewEntry.objects.get(verdict="conflict")
    answer = hr_client.post(f"{address}choices/", {f"e{entry.pk}": "file", "show": "conflict", "page": "1"})
    assert answer["Location"] == f"{address}?show=conflict&page=1#list"
    assert PreviewEntry.objects.get(pk=entry.pk).chosen
    hr_client.post(f"{address}choices/", {"all": "draft", "show": "conflict"})
    assert not PreviewEntry.objects.get(pk=entry.pk).chosen
    assert text_of("S5") == "Written here"

    hr_client.post(f"{address}apply/", {f"e{entry.pk}": "file"})
    work()
    assert (text_of("S5"), text_of("S6")) == ("Picks the method", "Invents a method")


def test_without_a_choice_the_drafts_stays(hr_client: Client, plan: FactorPlan) -> None:
    applied(hr_client, LONG.encode())
    Expectation.objects.filter(level__code="S5").update(descriptor="Written here")
    applied(hr_client, LONG.replace("Chooses the method", "Picks the method").encode())
    assert text_of("S5") == "Written here"


def test_it_can_go_into_another_framework_or_a_new_one(hr_client: Client, plan: FactorPlan) -> None:
    applied(hr_client, LONG.encode())
    address = bring(hr_client, "other.csv", LONG.encode())
    assert "a new framework" in page(hr_client, address)
    assert hr_client.post(f"{address}aim/", {"where": "research", "name": ""})["Location"] == address
    work()
    assert "Nothing to change" in page(hr_client, address)
    hr_client.post(f"{address}aim/", {"where": "new", "name": " Other  one "})
    work()
    hr_client.post(f"{address}apply/")
    work()
    assert set(Framework.objects.values_list("name", flat=True)) == {"Research", "Other one"}


@pytest.mark.parametrize(
    ("where", "name", "said"),
    [
        ("new", "", "Say what the new framework is called."),
        ("new", "RESEARCH", "A framework called “RESEARCH” exists already."),
        ("nowhere", "", "This is not one of the choices"),
    ],
)
def test_an_aim_that_makes_no_sense_is_said_at_the_field(
    where: str, name: str, said: str, hr_client: Client, plan: FactorPlan
) -> None:
    applied(hr_client, LONG.encode())
    address = bring(hr_client, "other.csv", LONG.encode())
    answer = hr_client.post(f"{address}aim/", {"where": where, "name": name})
    assert answer.status_code == 422
    assert said in squeezed(answer)
    assert Upload.objects.get(pk=address.split("/")[2]).state == "ready"


def test_two_clicks_and_a_repeated_job_make_one_draft(hr_client: Client, plan: FactorPlan) -> None:
    address = bring(hr_client, "long.csv", LONG.encode())
    for _ in range(2):
        hr_client.post(f"{address}apply/")
    work()
    upload = Upload.objects.select_related("job").get()
    assert upload.job is not None
    # A message that arrives twice finds the work done.
    Job.objects.filter(pk=upload.job.pk).update(state="waiting", finished_at=None)
    work()
    assert Framework.objects.count() == 1
    assert Job.objects.get(pk=upload.job.pk).state == "done"


def test_nothing_chosen_is_said_at_the_field(hr_client: Client) -> None:
    answer = hr_client.post("/import/", {})
    assert answer.status_code == 422
    assert squeezed(answer).count("Please choose a file.") == 1
    assert not Upload.objects.exists()


PATHS = [("", "get"), ("apply/", "post"), ("discard/", "post"), ("aim/", "post"), ("choices/", "post"), ("guess/", "post"),
         ("mapping/", "get"), ("mapping/", "post")]  # fmt: skip


@pytest.mark.parametrize(("path", "method"), PATHS)
def test_nobody_sees_what_somebody_else_brought(
    path: str, method: str, hr: User, editor: User, employee: User, plan: FactorPlan
) -> None:
    upload = take_in(files=[("long.csv", LONG.encode())], by=hr)
    work()
    before = Upload.objects.values().get()
    address = f"/import/{upload.pk}/{path}"
    assert getattr(signed_in(editor), method)(address, {"where": "new", "name": "X"}).status_code == 404
    assert getattr(signed_in(employee), method)(address, {"where": "new", "name": "X"}).status_code == 403
    assert getattr(Client(), method)(address, {"where": "new", "name": "X"}).status_code == 302
    assert Upload.objects.values().get() == before
    assert not Framework.objects.exists()


def test_only_frameworks_that_one_may_edit_are_offered(hr: User, plan: FactorPlan) -> None:
    applied(signed_in(hr), LONG.encode())
    upload = take_in(files=[("research.csv", LONG.encode())], by=hr)
    work()
    RoleGrant.objects.filter(user=hr).delete()
    have_applied(upload=Upload.objects.get(pk=upload.pk), by=hr)
    work()
    assert Upload.objects.get(pk=upload.pk).state == "ready"
    assert "Your role no longer lets you bring such files in." in Job.objects.order_by("-created_at")[0].error


def test_an_upload_can_be_thrown_away(hr_client: Client, plan: FactorPlan) -> None:
    address = bring(hr_client, "long.csv", LONG.encode())
    hr_client.post(f"{address}discard/")
    work()
    assert not Upload.objects.exists()
    assert hr_client.get(address).status_code == 404


def test_the_page_makes_the_same_queries_for_few_and_many(
    hr_client: Client, plan: FactorPlan, django_assert_num_queries: Any
) -> None:
    head = LONG.split("\n")[0]
    many = [f"Specialist,S5,5,Senior,5,Craft,Method {n},4,Does {n}" for n in range(500)]
    weights = []
    for lines in (LONG.strip().split("\n")[1:], many):
        address = bring(hr_client, "a.csv", "\n".join([head, *lines]).encode())
        hr_client.get(address)
        with django_assert_num_queries(6):
            weights.append(len(hr_client.get(address).content))
    assert weights[1] < 60_000


def test_many_entries_are_listed_page_by_page(hr_client: Client, plan: FactorPlan) -> None:
    rows = [["Track", "Code", "Level", "Competency", "Descriptor"]]
    rows += [["Specialist", "S5", "Senior", f"Method {n}", f"Does {n}"] for n in range(100)]
    address = bring(hr_client, "a.csv", csv_bytes(rows))
    first = 'aria-current="page"><span class="visually-hidden">Page </span>1</a>'
    there = page(hr_client, address)
    assert first in there
    assert 'href="?show=created&amp;page=6#list"' in there  # 2 + 1 + 100 + 100 entries
    assert "page=7" not in there
    for number in (6, 99):
        assert "Does 99" in page(hr_client, f"{address}?show=created&page={number}")
    assert first in page(hr_client, f"{address}?show=nothing&page=x")


def test_of_very_many_the_first_are_listed_and_all_are_counted(
    hr_client: Client, plan: FactorPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ladders.exchange.frameworks_in.kept_preview.LISTED", 3)
    address = bring(hr_client, "long.csv", LONG.encode())
    shown = " ".join(page(hr_client, address).split())
    assert "New <strong>12</strong>" in shown
    assert "The first 3 are listed." in shown
    assert PreviewEntry.objects.count() == 3


def test_an_import_that_never_was_is_not_found(hr_client: Client) -> None:
    for path, method in PATHS:
        assert getattr(hr_client, method)(f"/import/{UUID(int=1)}/{path}").status_code == 404


def test_an_old_export_says_what_it_would_bring_back_after_a_deletion_was_published(
    hr_client: Client, hr: User, plan: FactorPlan
) -> None:
    first = published(hr)
    export = hr_client.get("/frameworks/research/export/?version=1&format=json").content
    draft = start_draft(framework=first.framework, by=hr)
    gone = Level.objects.get(version=first, code="E3")
    delete_level(version_id=draft.pk, key=gone.key, by=hr)
    set_successor(version=draft, removed=gone.key, level=Level.objects.get(version=draft, code="S5").key, by=hr)
    publish_now(draft, hr)
    address = bring(hr_client, "research-v1.json", export)
    shown = page(hr_client, address)
    assert "Nothing to change" not in shown
    assert "Deleted here" in shown
    assert "E3 Researcher" in shown
    assert "Write what is chosen into the draft" in shown
    entry = PreviewEntry.objects.get(verdict="deleted")
    hr_client.post(f"{address}apply/", {f"e{entry.pk}": "file"})
    work()
    third = Version.objects.get(state="draft")
    back = Level.objects.get(version=third, code="E3")
    assert (third.number, back.key) == (3, gone.key)
    assert set(back.expectations.values_list("descriptor", flat=True)) == set(
        gone.expectations.values_list("descriptor", flat=True)
    )
