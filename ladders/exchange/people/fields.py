"""What a column of a people file can mean, and the headings it is known by."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from ..tables.sheets import fold


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


F = PeopleField

HEADINGS: Final[dict[str, PeopleField]] = {
    heading: field
    for field, headings in {
        F.NUMBER: "employee number|employee no|employee no.|employee id|employeeid|employeenumber|number|personnel number|"
        "staff number|worker id|personalnummer",
        F.NAME: "name|full name|employee name|employee|display name",
        F.FIRST_NAME: "first name|given name|forename|first_name|vorname",
        F.LAST_NAME: "last name|surname|family name|last_name|nachname",
        F.EMAIL: "email|e-mail|email address|e-mail address|work email|business email",
        F.MANAGER: "manager|manager number|manager no|manager no.|manager id|manager employee id|manager email|"
        "manager employee number|manager name|line manager|line manager id|line manager number|line manager name|"
        "line manager email|reporting manager|reporting manager id|direct manager|supervisor|supervisor id|"
        "supervisor name|supervisor email|reports to|reports to id|boss|people manager|vorgesetzter|vorgesetzte|"
        "vorgesetzte/r|führungskraft|personalnummer vorgesetzter",
        F.LEGAL_ENTITY: "legal entity|legal_entity|company|entity|employer|gesellschaft",
        F.DEPARTMENT: "department|dept|org unit|organisation unit|abteilung",
        F.JOB_TITLE: "job title|title|position|position title|job role|role",
        F.LOCATION: "location|site|office|work location|standort",
        F.COUNTRY: "country|work country|country code|land",
        F.CONTRACT: "contract|contract type|employment type|vertragsart",
        F.WEEKLY_HOURS: "weekly hours|weekly_hours|hours per week|hours|wochenstunden",
        F.HIRED_ON: "hire date|hired on|hired_on|hire_date|start date|entry date|date of hire|eintritt|eintrittsdatum",
        F.LEFT_ON: "leave date|left on|left_on|leave_date|termination date|exit date|end date|last day|austritt|"
        "austrittsdatum",
        F.FRAMEWORK: "framework|career framework|job family",
        F.LEVEL: "level|level code|level_code|career level",
        F.PLACED_ON: "placement since|placed since|placed on|placed_on|level since|in level since|placement date",
    }.items()
    for heading in headings.split("|")
}


_KEYED = frozenset({"id", "number", "no", "no.", "personalnummer"})


def rank(heading: str) -> int:
    """Which of several columns of one meaning is taken: those of numbers first, then of addresses, then the others."""
    words = set(fold(heading).replace("_", " ").split())
    return 0 if words & _KEYED else 1 if words & {"email", "e-mail", "mail"} else 2


def guess(heading: str) -> PeopleField:
    """What a heading means; IGNORE where nobody would know."""
    plain = fold(heading).replace("_", " ")
    return HEADINGS.get(plain) or HEADINGS.get(fold(heading)) or PeopleField.IGNORE
