"""What the heading of a column says about its meaning."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from ladders.exchange.tables.sheets import fold, one_line, without_symbols

from ..mapping.fields import EXPORT_HEADINGS, RATING_HEADING, RATIONALE_HEADING, Field
from . import vocabulary
from .level_names import parse_level

TOKEN = re.compile(r"[^\W_]+")
CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-Z])")
WEAK = "weak"  # in place of a factor: the heading alone does not decide
OWN = {fold(heading): field for field, heading in EXPORT_HEADINGS.items()}

MEANINGS: dict[tuple[str, str], Field] = {
    ("framework", ""): Field.FRAMEWORK,
    ("framework", "name"): Field.FRAMEWORK,
    ("framework", "description"): Field.FRAMEWORK_SUMMARY,
    ("framework", "summary"): Field.FRAMEWORK_SUMMARY,
    ("track", ""): Field.TRACK,
    ("track", "name"): Field.TRACK,
    ("track", "description"): Field.TRACK_PURPOSE,
    ("track", "summary"): Field.TRACK_PURPOSE,
    ("track", "kind"): Field.TRACK_KIND,
    ("track", "tagline"): Field.TRACK_TAGLINE,
    ("level", ""): Field.LEVEL,
    ("level", "name"): Field.LEVEL_TITLE,
    ("level", "code"): Field.LEVEL_CODE,
    ("level", "number"): Field.LEVEL_NUMBER,
    ("level", "description"): Field.LEVEL_SUMMARY,
    ("level", "summary"): Field.LEVEL_SUMMARY,
    ("level", "scope"): Field.LEVEL_SCOPE,
    ("group", ""): Field.GROUP,
    ("group", "name"): Field.GROUP,
    ("group", "kind"): Field.GROUP_KIND,
    ("competency", ""): Field.COMPETENCY,
    ("competency", "name"): Field.COMPETENCY,
    ("competency", "description"): Field.COMPETENCY_DESCRIPTION,
    ("competency", "summary"): Field.COMPETENCY_DESCRIPTION,
    ("proficiency", ""): Field.PROFICIENCY,
    ("proficiency", "name"): Field.PROFICIENCY,
    ("proficiency", "number"): Field.PROFICIENCY,
    ("proficiency", "description"): Field.DESCRIPTOR,
    ("cell", ""): Field.DESCRIPTOR,
    ("cell", "description"): Field.DESCRIPTOR,
    ("examples", ""): Field.EXAMPLES,
    ("learning", ""): Field.LINKS,
    ("grade", ""): Field.GRADE,
    ("grade", "name"): Field.GRADE,
    ("grade", "code"): Field.GRADE,
    ("grade", "source"): Field.GRADE_SOURCE,
    ("track", "title"): Field.LEVEL_TITLE,  # a job title, a role title
    ("level", "title"): Field.LEVEL_TITLE,
    ("", "title"): Field.LEVEL_TITLE,
    ("", "code"): Field.LEVEL_CODE,
    ("", "scope"): Field.LEVEL_SCOPE,
    ("", "summary"): Field.LEVEL_SUMMARY,
}


@lru_cache(maxsize=5_000)
def meaning(heading: str) -> tuple[Field, str] | None:
    """The field that a heading names, and the factor of a rating. None if it says nothing known.

    `LEVEL` means a name of the level of some sort: whether code, number or title, the cells tell. With `WEAK` beside it,
    it is a level only if nothing else is, and a `DESCRIPTOR` may describe the level or the competency instead.
    """
    text = one_line(without_symbols(heading))
    if fold(text) in OWN:
        return OWN[fold(text)], ""
    for start, field in ((RATING_HEADING, Field.RATING), (RATIONALE_HEADING, Field.RATIONALE)):
        if text.casefold().startswith(start.casefold()):
            return field, text[len(start) :].strip()
    tokens = [token.casefold() for token in TOKEN.findall(CAMEL.sub(" ", text))]
    if not tokens or len(tokens) > 6 or names_level(heading):
        return None
    if vocabulary.ASKED & set(tokens) and set(tokens) & set(vocabulary.LEVEL_WORDS):
        return Field.PROFICIENCY, ""
    subjects = [vocabulary.SUBJECTS[token] for token in tokens if token in vocabulary.SUBJECTS]
    aspects = [vocabulary.ASPECTS[token] for token in tokens if token in vocabulary.ASPECTS]
    if tokens[-1] in vocabulary.WEAK_LEVEL_WORDS and not subjects:
        return Field.LEVEL, WEAK
    if not subjects and len(tokens) > 2:
        return None
    if not subjects and aspects[-1:] == ["description"]:
        return Field.DESCRIPTOR, WEAK
    found = MEANINGS.get((_subject(subjects), aspects[-1] if aspects else ""))
    if found is None and subjects:
        found = MEANINGS.get((_subject(subjects), ""))
    return (found, "") if found else None


def _subject(subjects: list[str]) -> str:
    """The last word decides, but the level of a skill is a proficiency, and a level's position its title."""
    if not subjects:
        return ""
    if subjects[-1] == "level" and any(subject in {"competency", "proficiency"} for subject in subjects[:-1]):
        return "proficiency"
    if subjects[-1] == "proficiency" or "examples" in subjects:
        return "examples" if "examples" in subjects else "proficiency"
    if subjects[-1] == "competency" and "cell" in subjects:
        return "cell"
    return subjects[-1]


def names_level(heading: str) -> bool:
    """Whether a heading is the name of one level (`Level 3`, `Senior Engineer`) and not of a column of levels."""
    name = parse_level(heading)
    return name.likeness >= 0.9 or (name.likeness >= 0.5 and name.number is not None)


def is_aside(heading: str) -> bool:
    """Whether a heading names something beside the framework: notes, weights, owners."""
    tokens = [token.casefold() for token in TOKEN.findall(heading)]
    return bool(tokens) and (tokens[0] in vocabulary.ASIDE or tokens[-1] in vocabulary.ASIDE)


SENTENCE = re.compile(r"[.!?;:]$|[.!?] ")
LONGEST_NAME = {Field.LEVEL_TITLE: 70, Field.TRACK: 60, Field.GRADE: 24, Field.LEVEL_CODE: 24, Field.GRADE_SOURCE: 120}


def can_be(field: Field, cells: Sequence[str]) -> bool:
    """Whether texts can be what the heading beside them says: `Code` over sentences is a skill and no level's code."""
    if not cells:
        return False
    if field is Field.LEVEL_NUMBER:
        return all(parse_level(cell).number is not None and len(cell) <= 12 for cell in cells)
    if field is Field.LEVEL_CODE:
        coded = sum(any(sign.isdigit() for sign in cell) or (cell.isupper() and len(cell) <= 12) for cell in cells)
        return all(len(cell) <= LONGEST_NAME[field] for cell in cells) and coded >= 0.6 * len(cells)
    if field is Field.LINKS:  # “Learning” over sentences is a skill
        return sum("://" in cell or "www." in cell for cell in cells) >= 0.5 * len(cells)
    if field in LONGEST_NAME:
        return all(len(cell) <= LONGEST_NAME[field] and not SENTENCE.search(cell) for cell in cells)
    return True


def special_row(label: str) -> tuple[Field, bool] | None:
    """What a row of a matrix says about the levels, and whether its label could be a competency's name as well."""
    text = " ".join(TOKEN.findall(fold(label)))
    if text in vocabulary.SPECIAL_ROWS:
        return Field(vocabulary.SPECIAL_ROWS[text]), text in vocabulary.ONLY_ON_TOP
    if fold(label).startswith(RATING_HEADING.casefold()):
        return Field.RATING, False
    if fold(label).startswith(RATIONALE_HEADING.casefold()):
        return Field.RATIONALE, False
    own = OWN.get(fold(label))
    if own and own.value.startswith(("level_", "track", "grade")):
        return own, False
    return None
