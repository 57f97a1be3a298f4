"""Several band exceptions end at once, each confirmed by a second person, and all of it goes back but what was confirmed."""

from __future__ import annotations

import datetime as dt
import re

from playwright.sync_api import expect

from ..people import Person, Walk, told
from ..rules import ask_for_one_again, ask_for_two

LEVELS = ("S6 Staff engineer", "P6 Senior project lead")


def walk(walk: Walk) -> str:
    """Dimitra proposes two in Porto; Saoirse approves them and ends both; Bram confirms one; Saoirse takes all of it back."""
    dimitra, saoirse, bram = (walk.person(n) for n in ("Dimitra Papanikolaou", "Saoirse Halloran", "Bram Okonkwo"))
    today = walk.today()
    last, sooner = today + dt.timedelta(days=300), today + dt.timedelta(days=30)
    for level in LEVELS:
        _propose(dimitra, level, today, last)
    page = saoirse.open("/bands/exceptions/?state=proposed")
    for address in [str(each.get_attribute("href")) for each in page.locator("table.list tbody th a").all()]:
        saoirse.open(address)
        saoirse.press("Approve")
        saoirse.sees("The exception is approved.")
    ask_for_two(saoirse)

    saoirse.open("/bands/exceptions/")
    for level in LEVELS:
        page.get_by_label(f"Select {level} in Porto").check()
    saoirse.press("End on a day")
    saoirse.sees("End 2 band exceptions?", f"Engineering · {LEVELS[0]} · Porto, until {told(last)}")
    day = page.get_by_label("Last day")
    assert (day.get_attribute("min"), day.get_attribute("max")) == (str(today), str(last))
    day.fill(str(sooner))
    page.get_by_label("Why").fill("Enough people apply by now")
    saoirse.press("End 2 exceptions")
    saoirse.sees("You asked for the end of 2 band exceptions: a second person confirms each.")

    bram.open("/approvals/")
    bram.follow(re.compile(LEVELS[0]), "**/approvals/*/")
    bram.sees("Enough people apply by now")
    expect(bram.page.get_by_role("row", name="until")).to_contain_text(f"{told(last)} {told(sooner)}")
    bram.press("Confirm")
    bram.sees(re.compile("Confirmed: it holds now"))

    saoirse.open("/bands/exceptions/")
    saoirse.press("Undo all")
    saoirse.sees("Taken back for 1.", re.compile(f"These stay.*{LEVELS[0]}"))
    row = page.locator("table.list tbody tr", has_text=LEVELS[1])
    expect(row).to_contain_text(f"{last.day} {last:%b %Y}")
    ask_for_one_again(saoirse, bram)
    return "Bram confirms the end of one of two exceptions; Saoirse takes the rest back, and the other lasts as before"


def _propose(dimitra: Person, level: str, first: dt.date, last: dt.date) -> None:
    page = dimitra.open("/bands/exceptions/new/")
    page.locator("#id_level").select_option(label=level)
    page.locator("#id_zone").select_option(label="Porto")
    values = {"minimum": "90000", "midpoint": "100000", "maximum": "115000", "reason": "Nobody applies"}
    for name, value in (values | {"starts_on": str(first), "ends_on": str(last)}).items():
        page.locator(f"#id_{name}").fill(value)
    page.locator("#id_criterion").select_option("labour_market")
    dimitra.press_and_mean("Propose it", "#messages :text('The exception is proposed')")
