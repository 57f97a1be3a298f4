"""From files to a draft, in one call: read, guess or take the mapping, take apart, put together. Nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ladders.core.sentences import gettext as _

from ..tables.errors import ExchangeError
from ..tables.limits import MAX_NOTED
from ..tables.readers import read_files
from ..tables.row_filter import only_where
from ..tables.sheets import LeftOut, Place, Problem, Severity, Table, fold
from .build.draft import Draft
from .build.draft_builder import draft_from
from .build.made_up_codes import MadeUpCode, made_up_codes
from .build.track_plan import guess_scale, guess_tracks
from .detect.decisions import Decision, about_codes, decisions_about, doubts
from .detect.orientation import guess_sheets
from .extract.tables import extract
from .mapping.table_mapping import Mapping, Orientation


@dataclass
class Result:
    """What an import amounts to. `mapping` is the one that was used: the given one completed, or the guess."""

    tables: list[Table] = field(default_factory=list)
    mapping: Mapping = field(default_factory=Mapping)
    draft: Draft = field(default_factory=Draft)
    problems: list[Problem] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    files_read: list[str] = field(default_factory=list)
    decided: list[Decision] = field(default_factory=list)  # how each table was read, and why
    made_up: list[MadeUpCode] = field(default_factory=list)
    blank_cells: int = 0  # of matrix and wide tables

    @property
    def errors(self) -> list[Problem]:
        """The problems that must stop the writing."""
        return [problem for problem in self.problems if problem.severity is Severity.ERROR]

    def to_json(self) -> dict[str, Any]:
        """The documented result. Competencies that several frameworks share count once."""
        return {
            "frameworks": len(self.draft.frameworks),
            "tracks": len(self.draft.tracks),
            "levels": len(self.draft.levels),
            "competencies": len(self.draft.competency_names),
            "expectations": len(self.draft.expectations),
            "left_out": len(self.left_out),
            "problems": [problem.to_json() for problem in self.problems],
            "track_names": [track.name for track in self.draft.tracks],
            "level_names": [level.title for level in self.draft.levels],
            "made_up_codes": [each.code for each in self.made_up],
            "decided": [decision.to_json() for decision in self.decided],
        }


def read(
    files: Iterable[tuple[str, bytes]],
    mapping: Mapping | None = None,
    where: Sequence[str] = (),
    *,
    ours: bool | None = None,
    met: Callable[[list[Table]], Mapping | None] | None = None,
) -> Result:
    """The draft in the files, given as pairs of name and content. Never raises for what a file holds.

    `mapping` is what a person said the tables mean; without it, it is guessed. `where` holds wishes such as
    `Role=Software developer`: only rows of which they are true are taken. What is wrong is in `problems`; if one of them
    is an error, nothing should be written.
    `ours` says whether files that this product wrote are known as such (by default, unless a mapping or a wish is given).
    `met` is told the tables before they are understood, and may answer with a mapping where none is given.
    """
    result = Result()
    first = ""
    try:
        # What this product wrote needs no guess; a person who says what its columns mean, or wants only some rows, is heard.
        gathered = read_files(files, ours=(mapping is None and not where) if ours is None else ours)
        first = gathered.problems[0].file if gathered.problems else ""
        result.problems, result.left_out = gathered.problems, gathered.left_out
        result.files_read = gathered.read
        result.tables = gathered.tables
        if result.tables:
            offered = met(result.tables) if met else None
            _interpret(result, mapping or offered, where)
        result.draft.frameworks.extend(gathered.returned)
    except ExchangeError as error:
        result.problems.append(error.problem)
    if not result.draft.levels and not result.errors:
        result.problems.append(_nothing(result, first))
    result.problems = _bounded(result.problems)
    return result


def _interpret(result: Result, mapping: Mapping | None, where: Sequence[str]) -> None:
    """Fills in mapping and draft."""
    sheets = mapping.sheets if mapping and mapping.sheets else guess_sheets(result.tables)
    known = replace(mapping or Mapping(), sheets=sheets)
    if where:
        result.tables = only_where(result.tables, known, where)
    taken = extract(result.tables, known)
    result.blank_cells = taken.blank_cells
    loose = {""} | {fold(plan.track) for plan in sheets}
    tracks = guess_tracks(taken.records, mapping, loose)
    result.mapping = replace(known, tracks=tracks, scale=known.scale or guess_scale(taken.records))
    result.draft, problems, left_out = draft_from(taken.records, result.mapping)
    result.decided = decisions_about(result.tables, result.mapping)
    if mapping is None:
        result.problems.extend(doubts(result.tables, result.mapping))
    result.made_up = made_up_codes(result.mapping.tracks, taken.records, mapping)
    result.problems.extend(about_codes(result.mapping.tracks, taken.records))
    result.problems.extend([*taken.problems, *problems])
    result.left_out.extend([*taken.left_out, *left_out])


def _nothing(result: Result, first: str) -> Problem:
    """There is nothing to import, and nothing said why yet."""
    skipped = next((plan for plan in result.mapping.sheets if plan.orientation is Orientation.SKIP), None)
    if skipped:
        place = Place(skipped.file, skipped.sheet)
        return Problem.at(
            place, _("%(place)s holds nothing that could be taken in. %(why)s") % {"place": place, "why": skipped.why}
        )
    name = result.tables[0].file if result.tables else first
    if not name:
        return Problem.at(Place(""), _("No file was given. Choose the file that holds the framework."))
    return Problem.at(
        Place(name), _("%(name)s holds no level. Check that it is the file with the framework.") % {"name": name}
    )


def _bounded(problems: list[Problem]) -> list[Problem]:
    """As many problems as anybody reads, errors first, with a word about the rest."""
    if len(problems) <= MAX_NOTED:
        return problems
    ordered = sorted(problems, key=lambda problem: problem.severity is not Severity.ERROR)
    rest = len(ordered) - MAX_NOTED
    message = _("There are %(count)s more problems. Fix the ones above and try again.") % {"count": f"{rest:,}"}
    more = Problem.at(Place(ordered[0].file), message, ordered[MAX_NOTED].severity)
    return [*ordered[:MAX_NOTED], more]
