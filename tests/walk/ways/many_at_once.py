"""People come in by a file, are placed by title, and all of it goes back: first the levels, then the people."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from ..people import Walk

FILE = """number,name,email,job title,department
W001,Wanda Wells,wanda.wells@quillmere.example,Instrument tester,Quality lab
W002,Wim Wolters,wim.wolters@quillmere.example,Instrument tester,Quality lab
W003,Wren Winter,wren.winter@quillmere.example,Instrument tester,Quality lab
"""


def walk(walk: Walk) -> str:
    """Saoirse brings three people of one title."""
    saoirse = walk.person("Saoirse Halloran")
    page = saoirse.open("/people/import/")
    page.locator("input[type=file]").first.set_input_files(
        {"name": "testers.csv", "mimeType": "text/csv", "buffer": FILE.encode()}
    )
    saoirse.press("Read the file")
    page.wait_for_url(re.compile("/import/[0-9a-f-]{36}/"))
    page.locator("#upload:not([hx-trigger])").wait_for()
    brought = page.url
    saoirse.press_and_mean(re.compile("^Take them in"), "#upload:not([hx-trigger]) :text('Taken in')")

    saoirse.open("/people/unplaced/?department=Quality+lab")
    levels = [str(each.get_attribute("value")) for each in page.locator("#levels option").all()]
    level = next(each for each in levels if each.startswith("Engineering · S5"))
    page.get_by_label("Level of all: Instrument tester, Quality lab").fill(level)
    saoirse.press("See whom it touches")
    saoirse.sees("3 people would hold a level")
    saoirse.press("Place 3 people")
    saoirse.sees("3 people hold a level now.")
    saoirse.press("Undo all")
    saoirse.sees("Taken back for 3.")

    saoirse.open(brought)
    saoirse.press("Take the import back")
    expect(page.get_by_text("Taken back on")).to_be_visible()
    saoirse.open("/people/?q=Wanda")
    assert "Wanda Wells" not in saoirse.reads()
    return "Saoirse takes in three people, places them by title, undoes it, and takes the import back: nobody is left of it"
