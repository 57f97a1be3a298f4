"""The draft of a report is explained, opined on, signed and published; the case that it finds again is planned."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from ..people import Person, Walk

EXPLAINED = "Starting pay was agreed one by one. No criterion of ours explains it."


def walk(walk: Walk) -> str:
    """Nomvula, Ole and Saoirse."""
    nomvula, ole, saoirse = map(walk.person, ("Nomvula Lindqvist", "Ole Christiansen", "Saoirse Halloran"))
    page = nomvula.open("/equal-pay/reports/")
    page.get_by_role("row", name=re.compile("Draft")).first.get_by_role("link").first.click()
    page.get_by_role("link", name="Ask the representatives").wait_for()  # it stands after what has to be explained
    path = page.url.removeprefix(walk.url)
    _explains(nomvula)
    nomvula.follow("Ask the representatives", "**/consult/")
    nomvula.press("Ask for their opinion")
    nomvula.follow("See what came of it", f"**{path}")
    nomvula.sees("You made this report, so somebody else signs it.")
    ole.open(path)
    ole.follow("Write the opinion", "**/opinion/")
    ole.page.get_by_label("For whom").fill("Staff council in Lübeck")
    ole.page.get_by_label("Opinion").fill("Starting pay needs written criteria.")
    ole.press("Save the opinion")
    ole.sees(re.compile("Your opinion stands with the report"))
    saoirse.open(path)
    saoirse.follow("Sign the report", "**/sign/")
    saoirse.page.get_by_label("You sign as").fill("Head of people and culture")
    saoirse.press("Sign the report")
    saoirse.page.once("dialog", lambda dialog: dialog.accept())
    saoirse.press("Publish the report")
    saoirse.follow("See what came of it", f"**{path}")
    saoirse.sees(re.compile("It never changes"))
    _plans(nomvula)
    return "Nomvula reports on equal pay, Ole gives an opinion, Saoirse signs and publishes; Nomvula plans raises for grade 4"


def _explains(analyst: Person) -> None:
    page = analyst.page
    links = page.locator(".report-next-steps a[href*=explain]")
    for turn in range(links.count()):
        links.nth(turn).click()
        page.get_by_label("Explanation").fill(EXPLAINED)
        analyst.press("Save the explanation")
        page.locator(".report-next-steps").wait_for()


def _plans(analyst: Person) -> None:
    page = analyst.open("/equal-pay/")
    analyst.follow("What needs doing", "**/cases/")
    page.get_by_role("link", name="4", exact=True).first.click()
    analyst.sees(re.compile("Reached again"))
    analyst.follow("Decide what is done", "**/path/")
    page.get_by_label("Remedy it").check()
    page.get_by_label("Why").fill("Nothing explains it.")
    page.locator("main form button.btn-primary").last.click()
    analyst.follow("Plan raises", "**/planner/")
    page.get_by_label("Bring people to").select_option("grade")
    analyst.press("Work it out")
    expect(page.get_by_role("heading", name="Today")).to_be_visible()
    analyst.press("Keep this plan")
    expect(page.get_by_role("heading", name="Plan of raises")).to_be_visible()
