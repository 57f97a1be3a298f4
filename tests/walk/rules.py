"""The rule that two people change the structure of pay, for ways that need it."""

from __future__ import annotations

import re

from .people import Person

TWO = re.compile("second person approves", re.IGNORECASE)


def ask_for_two(hr: Person) -> None:
    """From now on."""
    page = hr.open("/bands/rules/")
    page.get_by_label(TWO).check()
    hr.press("Save the rules")
    page.wait_for_url("**/bands/")


def ask_for_one_again(hr: Person, second: Person) -> None:
    """As before; that takes two, too."""
    page = hr.open("/bands/rules/")
    page.get_by_label(TWO).uncheck()
    page.get_by_label(re.compile("^Why, if this shows")).fill("The walk is over")
    hr.press("Save the rules")
    page.wait_for_url("**/approvals/*/")
    second.open(page.url.removeprefix(hr.walk.url))
    second.press("Confirm")
    second.sees(re.compile("^Rules about pay · Confirmed"))
