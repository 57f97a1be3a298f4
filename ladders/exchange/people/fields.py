"""What a column of a people file can mean, and the headings it is known by."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from ..tables.headings import EMPLOYEE_NUMBER, LEGAL_ENTITY, LEVEL, WEEKLY_HOURS, known_headings
from ..tables.sheets import bare, fold


class PeopleField(StrEnum):
    """The meaning of a column. The value is also what a mapping file says."""

    IGNORE = "ignore"
    NUMBER = "number"  # the stable key
    NAME = "name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    EMAIL = "email"
    MANAGER = "manager"  # number or email
    LEGAL_ENTITY = "legal_entity"
    DEPARTMENT = "department"
    JOB_TITLE = "job_title"
    LOCATION = "location"
    COUNTRY = "country"
    CONTRACT = "contract"
    WEEKLY_HOURS = "weekly_hours"
    HIRED_ON = "hired_on"
    LEFT_ON = "left_on"
    FRAMEWORK = "framework"
    LEVEL = "level"  # the level's code
    PLACED_ON = "placed_on"
    SEX = "sex"  # for pay reporting; goes to a table of its own


F = PeopleField

HEADINGS: Final = known_headings(
    {
        F.NUMBER: EMPLOYEE_NUMBER,
        F.NAME: "name|full name|employee name|employee|display name|nom complet|nombre completo|nome completo|"
        "mitarbeiter|mitarbeiter/in|mitarbeitername|"
        "vollständiger name|anzeigename",
        F.FIRST_NAME: "first name|given name|forename|vorname|vornamen|rufname|prénom|voornaam|förnamn",
        F.LAST_NAME: "last name|surname|family name|nachname|familienname|zuname|nom de famille|apellido|apellidos|"
        "cognome|achternaam|efternamn",
        F.EMAIL: "email|email address|work email|business email|mail|e-mail-adresse|mailadresse|geschäftliche e-mail|"
        "dienstliche e-mail",
        F.MANAGER: "manager|manager number|manager no|manager id|manager employee id|manager email|"
        "manager employee number|manager name|line manager|line manager id|line manager number|line manager name|"
        "line manager email|reporting manager|reporting manager id|direct manager|supervisor|supervisor id|"
        "supervisor name|supervisor email|reports to|reports to id|boss|people manager|vorgesetzter|vorgesetzte|"
        "vorgesetzte/r|vorgesetzten-nr|direkter vorgesetzter|führungskraft|direkte führungskraft|"
        "personalnummer vorgesetzter|pers.nr. vorgesetzter|personalnummer führungskraft|pers.nr. führungskraft",
        F.LEGAL_ENTITY: LEGAL_ENTITY,
        F.DEPARTMENT: "department|dept|org unit|organisation unit|abteilung|abt|bereich|organisationseinheit|orgeinheit",
        F.JOB_TITLE: "job title|title|position|position title|job role|role|funktion|stelle|stellenbezeichnung|"
        "funktionsbezeichnung|berufsbezeichnung|positionsbezeichnung|tätigkeit|jobtitel|rolle",
        F.LOCATION: "location|site|office|work location|standort|arbeitsort|dienstort|einsatzort",
        F.COUNTRY: "country|work country|country code|land|arbeitsland|ländercode|länderkürzel",
        F.CONTRACT: "contract|contract type|type of contract|kind of contract|contract kind|employment type|"
        "kind of employment|vertrag|vertragsart|vertragstyp|beschäftigungsart|"
        "anstellungsart|arbeitsverhältnis|beschäftigungsverhältnis",
        F.WEEKLY_HOURS: WEEKLY_HOURS,
        F.HIRED_ON: "hire date|hired on|hired|start date|started|started on|start of employment|employed since|entry date|"
        "date of hire|joined|joined on|joining date|eintritt|eintrittsdatum|eintritt am|"
        "eingetreten am|einstellungsdatum",
        F.LEFT_ON: "leave date|left on|left|leaving date|termination date|exit date|end date|end of employment|"
        "last day|austritt|austrittsdatum|"
        "austritt am|ausgetreten am|letzter tag",
        F.FRAMEWORK: "framework|career framework|job family|jobfamilie|karrieremodell",
        F.LEVEL: f"{LEVEL}|stufe",
        F.PLACED_ON: "placement since|placed since|placed on|level since|in level since|placement date|stufe seit|level seit",
        F.SEX: "sex|gender|legal sex|recorded sex|sex for pay reporting|geschlecht|geschl|sexe|genre|sexo|género|gênero|"
        "sesso|genere|geslacht|kön|køn|kjønn|sukupuoli|płeć|pohlaví|pohlavie|spol|nem|φύλο|пол",
    }
)
# Headings that say little: they count where a row has others that say more, and never before one that does.
TERSE: Final[dict[str, PeopleField]] = {
    "no": F.NUMBER,
    "nr": F.NUMBER,
    "num": F.NUMBER,
    "id": F.NUMBER,
    "start": F.HIRED_ON,
    "end": F.LEFT_ON,
    "kind": F.CONTRACT,
    "unit": F.DEPARTMENT,
    "team": F.DEPARTMENT,
    "mgr": F.MANAGER,
}

_KEYED = frozenset(
    {"id", "number", "no", "nr", "personalnummer", "personalnr", "persnr", "mitarbeiternummer", "mitarbeiternr"}
)
_TWO_NAMES = re.compile(r"(.+?)\s*(?:[,;/&+]|\b(?:and|und)\b)\s*(.+)")


def rank(heading: str) -> int:
    """Which of several columns of one meaning is taken: those of numbers first, then of addresses, then the others."""
    words = set(re.findall(r"[^\W_]+", fold(heading)))
    return 0 if words & _KEYED else 1 if words & {"email", "mail"} else 2


def guess(heading: str) -> PeopleField:
    """What a heading means; IGNORE where nobody would know."""
    known = HEADINGS.get(bare(heading)) or TERSE.get(bare(heading))
    return known or (F.NAME if name_order(heading) else F.IGNORE)


def order_of(heading: str, means: PeopleField) -> int:
    """Which of several columns of one meaning is taken: of managers the number, of all others whichever says more than “No”."""
    return rank(heading) if means is F.MANAGER else is_terse(heading)


def is_terse(heading: str) -> bool:
    """Whether another column of the same meaning goes before this one: “No” can be the number of the row."""
    return bare(heading) in TERSE


def is_heading_row(cells: Sequence[str]) -> bool:
    """Whether a row in which a number is headed is one of headings: “No” alone can be an answer."""
    if any(HEADINGS.get(bare(cell)) is F.NUMBER for cell in cells):
        return True
    return len({guess(cell) for cell in cells} - {F.IGNORE}) > 1


def name_order(heading: str) -> str:
    """“Nachname, Vorname” says that last names stand first (last_first), “Vorname und Nachname” that they do not
    (as_written); "" where a heading says neither."""
    parts = _TWO_NAMES.fullmatch(fold(heading).replace("_", " "))
    first, last = (HEADINGS.get(bare(part)) for part in parts.groups()) if parts else (None, None)
    if first in (F.LAST_NAME, F.NAME) and last is F.FIRST_NAME:
        return "last_first"
    return "as_written" if first is F.FIRST_NAME and last in (F.LAST_NAME, F.NAME) else ""
