"""What a column, a row or a key can mean."""

from __future__ import annotations

from enum import StrEnum


class Field(StrEnum):
    """The meaning of a column (or of a row, in a matrix). The value is also what a mapping file says."""

    IGNORE = "ignore"
    FRAMEWORK = "framework"
    FRAMEWORK_SUMMARY = "framework_summary"
    STATEMENT = "framework_statement"
    SCALE = "scale"  # the proficiency steps, one on a line, lowest first, `name: description`
    TRACK = "track"
    TRACK_KIND = "track_kind"
    TRACK_TAGLINE = "track_tagline"
    TRACK_PURPOSE = "track_purpose"
    LEVEL_CODE = "level_code"
    LEVEL_NUMBER = "level_number"
    LEVEL_TITLE = "level_title"
    LEVEL_SUMMARY = "level_summary"
    LEVEL_SCOPE = "level_scope"
    GRADE = "grade"
    GRADE_SOURCE = "grade_source"
    GROUP = "group"
    GROUP_KIND = "group_kind"
    COMPETENCY = "competency"
    COMPETENCY_DESCRIPTION = "competency_description"
    PROFICIENCY = "proficiency"
    BUILDS = "builds"
    DESCRIPTOR = "descriptor"
    EXAMPLES = "examples"
    LINKS = "links"  # where to learn it: of the expectation, or of the competency where no level is named
    RATING = "rating"  # the column's `of` names the factor
    RATIONALE = "rationale"  # likewise
    LEVEL = "level"  # matrix only: the column is a level, `of` names it
    EXPECTATION = "expectation"  # wide only: the column is a competency, `of` names it


TRACK_FIELDS = frozenset({Field.TRACK, Field.TRACK_KIND, Field.TRACK_TAGLINE, Field.TRACK_PURPOSE})
LEVEL_FIELDS = frozenset(
    {
        Field.LEVEL_CODE,
        Field.LEVEL_NUMBER,
        Field.LEVEL_TITLE,
        Field.LEVEL_SUMMARY,
        Field.LEVEL_SCOPE,
        Field.GRADE,
        Field.GRADE_SOURCE,
    }
)
LEVEL_NAMES = (Field.LEVEL_CODE, Field.LEVEL_TITLE, Field.LEVEL_NUMBER)  # what a level is known by, best first
# What one expectation has.
CELL_FIELDS = (Field.PROFICIENCY, Field.BUILDS, Field.DESCRIPTOR, Field.EXAMPLES, Field.LINKS)

# The headings of tables made from documents, and of this product's own csv exports.
EXPORT_HEADINGS: dict[Field, str] = {
    Field.FRAMEWORK: "Framework",
    Field.FRAMEWORK_SUMMARY: "Framework summary",
    Field.STATEMENT: "Statement",
    Field.SCALE: "Proficiency scale",
    Field.TRACK: "Track",
    Field.TRACK_KIND: "Track kind",
    Field.TRACK_TAGLINE: "Track tagline",
    Field.TRACK_PURPOSE: "Track purpose",
    Field.LEVEL_CODE: "Level code",
    Field.LEVEL_NUMBER: "Level number",
    Field.LEVEL_TITLE: "Level title",
    Field.LEVEL_SUMMARY: "Level summary",
    Field.LEVEL_SCOPE: "Level scope",
    Field.GRADE: "Grade",
    Field.GRADE_SOURCE: "Grade source",
    Field.GROUP: "Competency group",
    Field.GROUP_KIND: "Group kind",
    Field.COMPETENCY: "Competency",
    Field.COMPETENCY_DESCRIPTION: "Competency description",
    Field.PROFICIENCY: "Proficiency",
    Field.BUILDS: "Builds on the level before",
    Field.DESCRIPTOR: "Descriptor",
    Field.EXAMPLES: "Examples",
    Field.LINKS: "Learning",
}
RATING_HEADING = "Rating: "  # and the factor's code
RATIONALE_HEADING = "Rationale: "
