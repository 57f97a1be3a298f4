"""A payroll file comes in: one amount is far off and says so, nothing is written before the last press."""

from __future__ import annotations

import re

from ..people import Walk

FILE = """Employee number;Amount;Currency;Basis;From
Q014;71.500,00;EUR;year;{day}
Q016;58.200,00;EUR;year;{day}
"""


def walk(walk: Walk) -> str:
    """Saoirse takes in what payroll sends for Cillian and Kwabena."""
    day = walk.today()
    saoirse = walk.person("Saoirse Halloran")
    page = saoirse.open("/pay/import/")
    content = FILE.format(day=day.strftime("%d.%m.%Y")).encode()
    page.locator("input[name=source]").set_input_files(
        {"name": "payroll.csv", "mimeType": "text/csv", "buffer": content}
    )
    saoirse.press("Read the file")
    page.wait_for_url(re.compile("/pay/import/[0-9a-f-]{36}/"))
    page.locator("#upload:not([hx-trigger])").wait_for()
    saoirse.sees(
        "This is what would change. Nothing is written yet.", "Cillian Ó Murchú", "Kwabena Asante", re.compile("71,500")
    )
    saoirse.press_and_mean(re.compile("^Take them in"), "#upload:not([hx-trigger]) :text('Taken in')")
    cillian = walk.person("Cillian Ó Murchú")
    cillian.open("/pay/")
    cillian.sees(re.compile("71,500"))
    return "Saoirse reads payroll's file, looks, takes it in; Cillian sees €71,500 on his page"
