"""The parity check: where one track of a framework is thinner than another. Pure; works on a version's shapes.

Severities:
- blocking: cannot be published (a level without grade or expectations, a code used twice, nothing at all);
- needs_reason: a track is thinner or lower than *management*, or breaks what every track is promised; published only
  with the owner's written reason and a review date, stored under the finding's `key`;
- warning: worth mending; also what is thinner than the richest track where that is not management;
- info: worth knowing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from ladders.impact.domain.headcount import find, find_people_ability, find_people_management

from ..figures import Completion, TrackFigures, summary, written
from ..shapes import VersionShape
from . import bands, decisions, levels, tracks, wording
from .findings import Finding, FindingSeverity
from .messages import ABOUT, Code
from .wording import TextCheck

__all__ = [
    "ABOUT",
    "Code",
    "Completion",
    "Finding",
    "FindingSeverity",
    "TrackFigures",
    "blocking",
    "check",
    "needing_reason",
    "summary",
    "written",
]


def check(
    version: VersionShape,
    *,
    headcount: TextCheck = find,
    people: TextCheck = find_people_management,
    ability: TextCheck = find_people_ability,
    today: dt.date | None = None,
    unbanded: Mapping[str, Sequence[str]] | None = None,
    decision_rights: decisions.Rights | None = None,
    work: Mapping[UUID, str] | None = None,
) -> tuple[Finding, ...]:
    """Everything the check finds in `version`: by severity, then along tracks and levels.

    `headcount`, `people` and `ability` (names of competencies) read one text and return the wording they find; pass others
    for another language. Without
    `today` no evaluation counts as overdue. `unbanded`: grade code → names of the pay zones where it has no band.
    `decision_rights`: grade code → what people on it may decide. `work`: key → name of the factors that specialists rise by.
    """
    findings = [
        *levels.whole(version),
        *levels.codes(version),
        *tracks.kinds(version),
        *tracks.against_richest(version),
        *tracks.unwritten(version),
        *tracks.influence(version),
        *wording.people(version, people, ability),
        *tracks.reach(version),
        *wording.headcount(version, headcount),
        *levels.rising(version),
        *levels.work(version, work or {}),
        *levels.repeated(version),
        *levels.building(version),
        *levels.slotted(version, today),
        *bands.missing(version, unbanded or {}),
        *decisions.of_management(version, decision_rights or {}),
    ]
    severities = list(FindingSeverity)
    track_place = {track.key: place for place, track in enumerate(version.tracks)}
    level_place = {level.key: place for place, level in enumerate(version.levels)}

    def place(finding: Finding) -> tuple[int, int, int]:
        return (
            severities.index(finding.severity),
            track_place[finding.track] if finding.track else -1,
            level_place[finding.level] if finding.level else -1,
        )

    return tuple(sorted(findings, key=place))  # stable: within one level the order above


def blocking(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Those that stand in the way of publishing."""
    return tuple(finding for finding in findings if finding.severity == FindingSeverity.BLOCKING)


def needing_reason(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Those that are published only with the owner's written reason."""
    return tuple(finding for finding in findings if finding.severity == FindingSeverity.NEEDS_REASON)
