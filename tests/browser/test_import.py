"""A workbook with a wrong guess is corrected, previewed, applied, changed in Excel and here, and imported again."""

from __future__ import annotations

import io
import re

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Page, expect

from accounts.models import User
from accounts.roles import Role
from ladders.exchange.models import KeptMapping
from ladders.frameworks.models import Expectation, Level, Track
from ladders.impact.library import install_default_plan
from tests.factories import account

from .barriers import barriers
from .conftest import Visitor, worker

ADDRESS = re.compile(r"/import/[0-9a-f-]{36}/$")
LEVELS = {"resultTypes": ["violations"], "runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}
SIZES = [{"width": 360, "height": 800}, {"width": 768, "height": 900}, {"width": 1400, "height": 900}]


def workbook(**changed: str) -> bytes:
    """A matrix that gives no hint: columns of odd names, titles in a row that could be a competency, remarks beside."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Matrix"
    rows = [
        ["Aspect", "One", "Two", "Three", "Remarks"],
        ["Name of the job", "Helper", "Maker", "Head of making", "checked"],
        ["Making", "Makes parts", "Makes things", "Lets make", "checked"],
        ["Talking", "Listens", "Explains", "Convinces", ""],
    ]
    for row in rows:
        sheet.append([changed.get(text, text) for text in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def hr(transactional_db: None) -> User:
    """An HR admin, and a plan in force."""
    install_default_plan()
    return account(user__roles=[Role.HR_ADMIN], name="Hana Ruiz")


def bring(page: Page, content: bytes, name: str = "making.xlsx") -> None:
    """Upload a workbook and wait until it is read."""
    page.goto("/import/")
    page.get_by_label("Files").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )
    page.get_by_role("button", name="Read the files").click()
    page.wait_for_url(ADDRESS)
    page.locator("#upload:not([hx-trigger])").wait_for()


def apply(page: Page, label: str | re.Pattern[str]) -> None:
    page.get_by_role("button", name=label).click()
    expect(page.get_by_role("link", name="Open Making")).to_be_visible()


def correct(page: Page) -> None:
    """Say what the matrix means."""
    page.get_by_role("link", name="Say what its columns mean").click()
    page.get_by_role("button", name="Competencies down, levels across").click()
    page.get_by_label("Column E, “Remarks”, means").select_option("left out")
    page.get_by_label("“Name of the job” is").select_option("titles of levels")
    page.get_by_role("button", name="Read again with this").click()
    page.wait_for_url(ADDRESS)
    expect(page.get_by_text("3 levels were found with 6 expectations.")).to_be_visible()


def part(page: Page) -> None:
    """Put the uppermost level on a track of its own, and the lowest one in the middle and back."""
    page.get_by_role("link", name="Correct what was misunderstood").click()
    page.get_by_label("Track of Head of making").select_option("a new track")
    expect(page.get_by_label("Name of the track")).to_have_count(2)
    page.get_by_label("Name of the track").nth(1).fill("Leading people")
    page.get_by_label("Kind of New track").select_option("Management")
    titles = page.locator(".exchange-ladder").first.get_by_label("Title of the level")
    expect(titles.first).to_have_value("Maker")
    page.get_by_role("button", name="Helper up").click()
    expect(titles.first).to_have_value("Helper")
    expect(page.get_by_role("button", name="Maker up")).to_be_visible()
    page.get_by_role("button", name="Helper down").click()
    expect(titles.first).to_have_value("Maker")
    expect(page.get_by_label("Name of the track").nth(1)).to_have_value("Leading people")
    page.get_by_role("button", name="Read again with this").click()
    page.wait_for_url(ADDRESS)
    expect(page.get_by_role("heading", name="Leading people Management")).to_be_visible()


def test_a_wrong_guess_is_corrected_and_both_sides_are_kept_apart(visitor: Visitor, hr: User) -> None:
    def first(page: Page) -> None:
        bring(page, workbook())
        expect(page.get_by_text("This cannot be taken in as it is.")).to_be_visible()
        correct(page)
        part(page)
        apply(page, "Make the draft")

    with worker():
        visitor.visit(hr, first)
    assert set(Level.objects.values_list("title", "track__name")) == {
        ("Helper", "Specialist"),
        ("Maker", "Specialist"),
        ("Head of making", "Leading people"),
    }
    assert list(Track.objects.values_list("name", "kind")) == [
        ("Specialist", "specialist"),
        ("Leading people", "management"),
    ]
    assert KeptMapping.objects.count() == 1

    here = Expectation.objects.get(level__title="Helper", competency__name="Making")
    Expectation.objects.filter(pk=here.pk).update(descriptor="Makes small parts", revision=1)
    there = Expectation.objects.get(level__title="Maker", competency__name="Making")
    Expectation.objects.filter(pk=there.pk).update(descriptor="Makes it all", revision=1)
    changed = workbook(**{"Explains": "Explains well", "Makes things": "Makes many things"})

    def second(page: Page) -> None:
        bring(page, changed, "making, edited.xlsx")
        expect(page.get_by_text("as somebody corrected it for making.xlsx")).to_be_visible()
        page.get_by_text("change", exact=True).click()
        page.get_by_label("Goes into").select_option("Making")
        page.get_by_role("button", name="Look again").click()
        page.get_by_role("link", name="Changed in the draft 1").click()
        expect(page.locator(".exchange-entry")).to_contain_text("Helper · Making")
        page.get_by_role("link", name="Changed in the file 1").click()
        expect(page.locator(".exchange-entry ins")).to_have_text(" well")
        page.get_by_role("link", name="Changed in both 1").click()
        expect(page.locator(".exchange-entry")).to_contain_text("making, edited.xlsx · Matrix · C3")
        page.get_by_role("radio", name="File Makes many things").check()
        apply(page, "Write 1 change into the draft")

    with worker():
        visitor.visit(hr, second)
    texts = dict(Expectation.objects.filter(competency__name="Making").values_list("level__title", "descriptor"))
    assert texts == {"Helper": "Makes small parts", "Maker": "Makes many things", "Head of making": "Lets make"}
    assert Expectation.objects.get(level__title="Maker", competency__name="Talking").descriptor == "Explains well"

    def third(page: Page) -> None:
        bring(page, changed, "making.xlsx")
        expect(page.get_by_text("Nothing to change: the framework says all of this already.")).to_be_visible()
        expect(page.get_by_role("link", name="Changed in the draft 1")).to_be_visible()

    with worker():
        visitor.visit(hr, third)


def test_an_export_goes_to_excel_and_back(visitor: Visitor, hr: User) -> None:
    def story(page: Page) -> None:
        bring(page, workbook())
        correct(page)
        apply(page, "Make the draft")
        page.goto("/frameworks/making/export/")
        with page.expect_download() as download:
            page.get_by_role("link", name=re.compile("xlsx|Excel")).first.click()
        book = load_workbook(io.BytesIO(download.value.path().read_bytes()))
        cell = next(cell for row in book["Specialist"] for cell in row if cell.value == "Explains")
        cell.value = "Explains in Excel"
        out = io.BytesIO()
        book.save(out)
        bring(page, out.getvalue(), "making-draft.xlsx")
        expect(page.get_by_text("Goes into Making")).to_be_visible()
        expect(page.get_by_role("link", name="Changed in the file 1")).to_be_visible()
        expect(page.get_by_role("link", name=re.compile("Changed in both"))).to_have_count(0)
        apply(page, "Write 1 change into the draft")

    with worker():
        visitor.visit(hr, story)
    assert Expectation.objects.get(level__title="Maker", competency__name="Talking").descriptor == "Explains in Excel"


def test_it_works_without_scripts(visitor: Visitor, hr: User) -> None:
    def story(page: Page) -> None:
        page.goto("/import/")
        page.get_by_label("Files").set_input_files({"name": "making.xlsx", "mimeType": "x/y", "buffer": workbook()})
        page.get_by_role("button", name="Read the files").click()
        page.get_by_role("link", name="Say what its columns mean").click()
        page.get_by_role("button", name="Competencies down, levels across").click()
        page.get_by_label("“Name of the job” is").select_option("titles of levels")
        page.get_by_role("button", name="Read again with this").click()
        page.get_by_role("link", name="Correct what was misunderstood").click()
        page.get_by_label("Track of Helper").select_option("a new track")
        page.get_by_role("button", name="Move the levels").click()
        expect(page.locator(".exchange-ladder")).to_have_count(2)
        page.get_by_role("button", name="Read again with this").click()
        page.get_by_role("button", name="Make the draft").click()
        expect(page.get_by_role("link", name="Open Making")).to_be_visible()

    with worker():
        visitor.visit(hr, story, java_script_enabled=False)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_fit_and_have_no_barriers(visitor: Visitor, hr: User, scheme: str) -> None:
    def story(page: Page) -> None:
        bring(page, workbook())
        correct(page)
        page.get_by_role("button", name="Make the draft").wait_for()
        address = page.url
        for path in ("/import/", address, f"{address}mapping/"):
            for size in SIZES:
                page.set_viewport_size({"width": size["width"], "height": size["height"]})
                page.goto(path)
                assert barriers(page, options=LEVELS) == [], (path, size)

    with worker():
        visitor.visit(hr, story, color_scheme=scheme)
