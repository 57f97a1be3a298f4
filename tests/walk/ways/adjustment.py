"""All bands of a zone rise by a percentage from a day on; until then the old ones hold."""

from __future__ import annotations

import datetime as dt
import re

from ..people import Person, Walk, told


def walk(walk: Walk) -> str:
    """Saoirse raises the bands of the first zone by three per cent."""
    saoirse = walk.person("Saoirse Halloran")
    day = walk.today() + dt.timedelta(days=3)
    page = saoirse.open("/bands/")
    zone = page.locator("table.list tbody th a").first
    name, address = zone.inner_text(), str(zone.get_attribute("href"))
    before = _midpoint(saoirse, address)
    saoirse.open(address)
    saoirse.follow("Adjust", "**/adjust/")
    page.get_by_label("Percent").fill("3")
    page.get_by_label("Rounded to").select_option(label="100")
    page.get_by_label("In force from").fill(day.isoformat())
    page.get_by_label("What for").fill("Market of spring")
    saoirse.press("Preview")
    saoirse.sees(re.compile(r"grades? changes?\. Nothing is stored yet\."))
    saoirse.press_and_mean("Schedule this change", "#messages .notice")
    assert _midpoint(saoirse, address) == before, "the new bands hold before their day"
    walk.until(day)
    after = _midpoint(saoirse, address)
    assert after == round(before * 1.03, -2), (before, after)
    return f"Saoirse raises the bands of {name} by 3 %: {before:,} until the day, {after:,} since {told(day)}"


def _midpoint(person: Person, address: str) -> int:
    """The midpoint of the zone's uppermost grade today."""
    page = person.open(address)
    row = page.locator("table.bands-table tbody tr").first
    amounts = [int(re.sub(r"\D", "", text)) for text in re.findall(r"\d{2,3}[,.]\d{3}", row.inner_text())]
    return amounts[1]
