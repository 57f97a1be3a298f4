"""The steps of the set-up, from an empty organisation to people who are invited, by the links of the set-up alone.

A browser test and `make walk` both take them; nothing here knows the database.
"""

from __future__ import annotations

import io
import re

from openpyxl import Workbook
from playwright.sync_api import Page, expect

from .barriers import barriers

TRACKS = {"S": "Specialist", "P": "Project leadership", "I": "Influence and innovation", "M": "Management"}
PEOPLE = """employee number,name,email,department,job title
Q1,Olga Wner,olga@example.org,Lab,Specialist 6
Q2,Emil Ployee,emil@example.org,Lab,Specialist 5
Q3,No Address,,Works,Specialist 5
"""


def workbook() -> bytes:
    """The organisation's own matrix: four tracks; S6 has no grade."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Track", "Level code", "Level title", "Grade", "Group", "Competency", "Descriptor"])
    for letter, track in TRACKS.items():
        for number in (5, 6):
            code = f"{letter}{number}"
            grade = None if code == "S6" else str(number)
            for group, name in (("Craft", "Method"), ("Leadership without authority", "Teaching")):
                text = f"What {code} does about {name.lower()}."
                sheet.append([track, code, f"{track} {number}", grade, group, name, text])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


class SetUpPage:
    """The list of steps, as HR uses it."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def again(self) -> None:
        """Leave, and find it again as one would."""
        self.page.goto("/")
        if "/set-up/" not in self.page.url:
            self.page.get_by_role("link", name="Go on with the set-up").click()
        expect(self.page.get_by_role("heading", name="Set-up", level=1)).to_be_visible()

    def expect_step(self, name: str, state: str, said: str = "") -> None:
        """How far a step is."""
        step = self.page.locator(f"#{name}")
        expect(step.locator(".set-up-state")).to_have_text(state)
        if said:
            expect(step.locator(".set-up-figures")).to_have_text(said)

    def follow(self, name: str, link: str | re.Pattern[str]) -> None:
        """Go where a step leads."""
        self.page.locator(f"#{name}").get_by_role("link", name=link).click()

    def skip(self, name: str) -> None:
        """Do without it."""
        self.page.locator(f"#{name}").get_by_role("button", name=re.compile("^Skip")).click()
        self.expect_step(name, "Skipped")


def factors_and_framework(page: Page) -> None:
    """The standard plan, and a framework from the company's own file."""
    steps = SetUpPage(page)
    page.goto("/")
    page.wait_for_url("**/set-up/")
    assert barriers(page) == []
    steps.expect_step("sign-in", "Next")
    steps.expect_step("factors", "Not started", "No plan is in force")
    steps.skip("sign-in")
    steps.follow("factors", "Choose the factors")
    page.locator("form[action='/impact/install/'] button").click()
    steps.again()
    steps.expect_step("factors", "Done")
    steps.follow("framework", "Bring your own file")
    page.get_by_label("Name of the framework").fill("Research")
    page.get_by_label("Files").set_input_files(
        {"name": "matrix.xlsx", "mimeType": "application/octet-stream", "buffer": workbook()}
    )
    page.get_by_role("button", name="Read the files").click()
    page.wait_for_url(re.compile(r"/import/[0-9a-f-]{36}/"))
    page.get_by_role("button", name="Make the draft").click()
    page.get_by_role("link", name="Open Research").click()
    page.wait_for_url("**/frameworks/research/draft/")
    steps.again()
    steps.expect_step("framework", "Done", "1 framework · 8 levels")


def grades_and_people(page: Page) -> None:
    """The level without a grade is evaluated; bands are skipped; people come from a file."""
    steps = SetUpPage(page)
    steps.again()
    steps.expect_step("grades", "Next", "7 of 8 levels have a grade")
    steps.follow("grades", "Grade the levels of Research")
    page.get_by_role("link", name=re.compile("S6")).first.click()
    page.wait_for_url("**/evaluation/")
    for factor in page.locator("fieldset.factor-input").all():
        factor.locator("label[for$='_4'], .degree-card label").nth(4).click()
        factor.locator("textarea").fill("As the anchor says.")
    page.get_by_role("button", name="Confirm the evaluation").click()
    expect(page.get_by_text("S6 is evaluated: 560 points, grade 6.")).to_be_visible()
    steps.again()
    steps.expect_step("grades", "Done", "8 of 8 levels have a grade")
    steps.skip("bands")
    steps.follow("people", "Import people")
    page.locator("input[type=file]").set_input_files(
        {"name": "people.csv", "mimeType": "text/csv", "buffer": PEOPLE.encode()}
    )
    page.locator("main form:has(input[type=file]) button").click()
    page.get_by_role("button", name=re.compile("^(Take|Bring|Import|Write)")).first.click()
    expect(page.get_by_text("Taken in").first).to_be_visible()
    steps.again()
    steps.expect_step("people", "Done", "3 people work here · 2 have an address · 0 have a manager")


def publishing_and_levels(page: Page) -> None:
    """Somebody answers for the framework, it is published, and everybody gets a level."""
    steps = SetUpPage(page)
    steps.again()
    steps.expect_step("publishing", "Next", "0 of 1 framework is published")
    steps.follow("publishing", "Check and publish Research")
    page.goto("/frameworks/research/draft/details/")
    page.get_by_label("Accountable owner").fill("Q1")
    page.get_by_role("button", name="Save").click()
    steps.again()
    steps.follow("publishing", "Check and publish Research")
    expect(page.get_by_text("Nothing stands in the way.")).to_be_visible()
    page.get_by_role("button", name="Publish version 1").click()
    page.wait_for_url("**/frameworks/research/")
    steps.again()
    steps.expect_step("publishing", "Done", "1 of 1 framework is published")
    steps.expect_step("levels", "Next", "0 of 3 people have a level")
    steps.follow("levels", "Place people on levels")


def telling_people(page: Page) -> None:
    """Everybody with an address is invited; nobody is placed or paid yet."""
    steps = SetUpPage(page)
    steps.again()
    for name in ("levels", "salaries"):
        steps.skip(name)
    steps.expect_step("telling", "Next", "0 of 2 people were told or have signed in · 0 have signed in")
    steps.follow("telling", "Invite people")
    page.get_by_label("A line of your own").fill("See you on Monday.")
    page.get_by_role("button", name="Show what would be sent").click()
    expect(page.get_by_text("See you on Monday.")).to_have_count(2)  # in the field and in the mail
    expect(page.get_by_text("No Address (Q3)")).to_be_visible()
    assert barriers(page) == []
    page.get_by_role("button", name="Send 2 mails").click()
    page.get_by_role("link", name="See what came of it").click()
    expect(page.get_by_role("link", name="Invited 2")).to_be_visible()
    assert barriers(page) == []
    page.goto("/set-up/")
    expect(page.get_by_text("Nothing is left but 4 steps that were skipped")).to_be_visible()


STEPS = (factors_and_framework, grades_and_people, publishing_and_levels, telling_people)
