"""A workbook whose guess is wrong: the product says what it took for what, and it is corrected in the browser."""

from __future__ import annotations

import io
import re

from openpyxl import Workbook
from playwright.sync_api import expect

from ..people import Walk

ADDRESS = re.compile(r"/import/[0-9a-f-]{36}/$")
ROWS = (
    ("Aspect", "One", "Two", "Three", "Remarks"),
    ("Name of the job", "Helper", "Maker", "Head of making", "checked"),
    ("Making", "Makes parts", "Makes things", "Lets make", "checked"),
    ("Talking", "Listens", "Explains", "Convinces", ""),
)


def walk(walk: Walk) -> str:
    """Bram brings a matrix whose titles look like a competency, and remarks like a level."""
    bram = walk.person("Bram Okonkwo")
    page = bram.open("/import/")
    page.get_by_label("Files").set_input_files(
        {"name": "making.xlsx", "mimeType": "application/octet-stream", "buffer": _workbook()}
    )
    bram.press("Read the files")
    page.wait_for_url(ADDRESS)
    page.locator("#upload:not([hx-trigger])").wait_for()
    bram.follow("Say what its columns mean", re.compile("/mapping/"))
    bram.press("Competencies down, levels across")
    page.get_by_label("Column E, “Remarks”, means").select_option("left out")
    page.get_by_label("“Name of the job” is").select_option("titles of levels")
    bram.press("Read again with this")
    page.wait_for_url(ADDRESS)
    bram.sees("3 levels were found with 6 expectations.")

    bram.follow("Correct what was misunderstood", re.compile("/mapping/"))
    page.get_by_label("Track of Head of making").select_option("a new track")
    page.get_by_label("Name of the track").nth(1).fill("Leading people")
    page.get_by_label("Kind of New track").select_option("Management")
    bram.press("Read again with this")
    page.wait_for_url(ADDRESS)
    expect(page.get_by_role("heading", name="Leading people Management")).to_be_visible()
    bram.press("Make the draft")
    bram.follow(re.compile("^Open Making"), "**/frameworks/making/draft/")
    bram.sees("Leading people", "Head of making", "Helper", "Maker")
    assert "Remarks" not in bram.reads()
    return "Bram corrects what the workbook was taken for: 3 levels on 2 tracks in the draft, the remarks left out"


def _workbook() -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in ROWS:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
