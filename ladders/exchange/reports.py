"""What was read, as data for a page: counts, tracks with levels, what was left out and why."""

from __future__ import annotations

from typing import Any

from .pipeline import Result
from .sheets import Severity

LISTED = 200  # left-out entries that are listed one by one


def report_of(result: Result) -> dict[str, Any]:
    """The documented counts, the frameworks as a tree, problems with severity, and what was left out.

    Plain JSON; `refused` says whether an error stops the writing.
    """
    return {
        **result.to_json(),
        "refused": bool(result.errors),
        "problems": [
            {**problem.to_json(), "severity": problem.severity.value}
            for problem in sorted(result.problems, key=lambda item: item.severity is not Severity.ERROR)
        ],
        "tree": [
            {
                "name": framework.name,
                "tracks": [
                    {
                        "name": track.name,
                        "kind": track.kind.value,
                        "levels": [
                            {
                                "code": level.code,
                                "title": level.title,
                                "grade": level.grade,
                                "expectations": len(level.expectations),
                            }
                            for level in track.levels
                        ],
                    }
                    for track in framework.tracks
                ],
                "groups": [
                    {"name": group.name, "competencies": [item.name for item in group.competencies]}
                    for group in framework.groups
                ],
            }
            for framework in result.draft.frameworks
        ],
        "left_out_list": [{"place": str(item.place), "message": item.message} for item in result.left_out[:LISTED]],
    }
