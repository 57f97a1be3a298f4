"""What was read, as data for a page: counts, tracks with levels, what came of it."""

from __future__ import annotations

from typing import Any

from ladders.exchange.tables.sheets import Severity

from ..apply import Applied
from ..build.draft import DraftFramework
from ..build.made_up_codes import of_new_levels
from ..mapping.table_mapping import Orientation
from ..merge.comparison import ImportComparison
from ..pipeline import Result

CODES = 100  # made-up codes that are named
TRACKS, LEVELS, NAMES = 60, 40, 40  # shown of each framework, of each track, of each group


def report_of(result: Result) -> dict[str, Any]:
    """The documented counts, problems with severity, and the beginning of each framework as a tree.

    Plain JSON; `refused` says whether an error stops the writing.
    """
    return {
        **{key: value for key, value in result.to_json().items() if not key.endswith("_names")},
        "decided": [decision.to_json() for decision in result.decided[:TRACKS]],
        "guessed": any(each.guesses or each.unused for each in result.decided if each.layout != Orientation.SKIP.value),
        "refused": bool(result.errors),
        "problems": [
            problem.to_report()
            for problem in sorted(result.problems, key=lambda item: item.severity is not Severity.ERROR)
        ],
        "tree": [_tree(framework) for framework in result.draft.frameworks[:TRACKS]],
    }


def codes_report(comparison: ImportComparison, result: Result) -> list[dict[str, str]]:
    """The codes that were made up for levels which are new in the draft, and their titles."""
    plan = comparison.plan
    new = [level for level in comparison.outcome().levels if level.key not in plan.draft.level_by_key]
    return [{"code": each.code, "title": each.title} for each in of_new_levels(result.made_up, new)[:CODES]]


def applied_report(done: Applied, result: Result) -> dict[str, Any]:
    """What came of one framework."""
    framework = done.version.framework
    return {
        "name": framework.name,
        "slug": framework.slug,
        "written": done.written,
        "draft": done.version.is_draft,
        "counts": done.comparison.plan.counts,
        "made_up": codes_report(done.comparison, result) if done.written else [],
    }


def _tree(framework: DraftFramework) -> dict[str, Any]:
    return {
        "name": framework.name,
        "tracks": [
            {
                "name": track.name,
                "kind": track.kind.value,
                "more": max(len(track.levels) - LEVELS, 0),
                "levels": [
                    {
                        "code": level.code,
                        "title": level.title,
                        "grade": level.grade,
                        "expectations": len(level.expectations),
                    }
                    for level in track.levels[:LEVELS]
                ],
            }
            for track in framework.tracks[:TRACKS]
        ],
        "groups": [
            {
                "name": group.name,
                "competencies": [item.name for item in group.competencies[:NAMES]],
                "more": max(len(group.competencies) - NAMES, 0),
            }
            for group in framework.groups[:NAMES]
        ],
    }
