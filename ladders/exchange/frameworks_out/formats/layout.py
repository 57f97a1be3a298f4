"""Where everything stands in the workbook: the one place that writing and reading it share.

Every sheet but the first one begins with a hidden row and a hidden column. Their cells say what stands below and
beside them (`summary`, `track:<key>`, `level:<key>:descriptor`, `competency:<key>`), so that rows and columns may be moved and
renamed. What has no such mark was added by a person, and is understood by its neighbours and headings.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

README: Final = "Read me"
FRAMEWORK: Final = "Framework"
COMPETENCIES: Final = "Competencies"
EVALUATION: Final = "Evaluation"
OWN_SHEETS: Final = (README, FRAMEWORK, COMPETENCIES, EVALUATION)

# The sheet "Framework": marks of its rows. STEPS and TRACKS head a table each.
NAME, SUMMARY, STATEMENT = "name", "summary", "statement"
STEPS, STEP, TRACKS, TRACK = "steps", "step", "tracks", "track:"
# The sheet "Competencies".
GROUP, COMPETENCY = "group:", "competency:"
# A track's sheet: marks of the rows that describe its levels, and of its columns.
CODE, TITLE, ASPECTS, SCOPE, GRADE, SOURCE = "code", "title", "aspects", "scope", "grade", "source"
LEVEL: Final = "level:"
LEVEL_ROWS: Final = {
    CODE: "Code",
    TITLE: "Title",
    SUMMARY: "In one line",
    SCOPE: "Scope",
    GRADE: "Grade",
    SOURCE: "Grade comes from",
}
# The sheet "Evaluation": marks of its columns.
DEGREE, WHY = "degree:", "why:"


class Aspect(StrEnum):
    """The columns of a level, in their order."""

    DESCRIPTOR = "descriptor"
    PROFICIENCY = "proficiency"
    BUILDS = "builds"
    EXAMPLES = "examples"
    LINKS = "links"


ASPECT_HEADINGS: Final = {
    Aspect.DESCRIPTOR: "What is expected",
    Aspect.PROFICIENCY: "Proficiency",
    Aspect.BUILDS: "Adds to the level before",
    Aspect.EXAMPLES: "Examples",
    Aspect.LINKS: "Learning",
}
