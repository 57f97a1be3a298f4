"""A rule about pay is loosened by two people, and made stricter again by one."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from ..people import Walk

MANAGERS = re.compile("managers see the pay", re.IGNORECASE)


def walk(walk: Walk) -> str:
    """Saoirse asks that managers see the pay of their people; Bram confirms; she takes it back alone."""
    saoirse, bram = walk.person("Saoirse Halloran"), walk.person("Bram Okonkwo")
    page = saoirse.open("/bands/rules/")
    page.get_by_label(MANAGERS).check()
    page.get_by_label(re.compile("^Why, if this shows")).fill("Managers are asked about it every day")
    saoirse.press("Save the rules")
    page.wait_for_url("**/approvals/*/")
    saoirse.sees("Managers are asked about it every day", "Bram Okonkwo")
    page = saoirse.open("/bands/rules/")
    expect(page.get_by_label(MANAGERS)).not_to_be_checked()
    bram.open("/moves/notices/")
    bram.follow("A second person is needed", "**/approvals/*/")
    bram.press("Confirm")
    bram.sees(re.compile("^Rules about pay · Confirmed"))
    page = saoirse.open("/bands/rules/")
    expect(page.get_by_label(MANAGERS)).to_be_checked()
    page.get_by_label(MANAGERS).uncheck()
    saoirse.press("Save the rules")
    page.wait_for_url("**/bands/")
    return "Saoirse asks that managers see pay, Bram confirms, and she alone takes it back"
