"""Headings that several imports know: one vocabulary, so that “Staff no” is the employee number wherever one is read.

An import adds the words of its own files to these. What means something else in another import, as “From” does in a list of
bands, stands with the imports that it means something for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeVar

from .sheets import bare

M = TypeVar("M")

EMPLOYEE_NUMBER: Final = (
    "employee number|employee no|employee id|number|personnel number|staff number|worker id|emp id|emp no|"
    "emp number|staff id|staff no|personnel no|payroll number|payroll id|matricule|numéro de matricule|"
    "número de empleado|matricola|nummer|personalnummer|personalnr|persnr|mitarbeiternummer|mitarbeiternr|mitarbeiter-id|ma-nr"
)
LEGAL_ENTITY: Final = "legal entity|company|entity|employer|gesellschaft|firma|unternehmen|arbeitgeber|rechtseinheit"
WEEKLY_HOURS: Final = (
    "weekly hours|hours per week|hours|stunden|std|wochenstunden|stunden pro woche|stunden/woche|std/woche|"
    "wochenarbeitszeit"
)
LEVEL: Final = "level|level code|lvl|career level|karrierestufe"
AMOUNT: Final = "amount|betrag"
CURRENCY: Final = "currency|currency code|währung|whg|währungscode"


def known_headings(fields: Mapping[M, str]) -> dict[str, M]:
    """What each heading means, by its letters and digits alone (`bare`), from the headings of each meaning, “one|another”."""
    return {bare(heading): meaning for meaning, headings in fields.items() for heading in headings.split("|")}
