"""Findings in texts: headcount wording anywhere, and people management asked for outside management."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from ladders.impact.domain import headcount as texts

from ..figures import kind_of
from ..shapes import CompetencyShape, GroupKind, LevelShape, TrackKind, TrackShape, VersionShape
from . import messages as say
from .findings import Finding, FindingSeverity, name
from .levels import walk
from .messages import Code

TextCheck = Callable[[str], Sequence[texts.HeadcountFinding]]


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a version and where it stands."""

    field: str
    text: str
    track: TrackShape | None = None
    level: LevelShape | None = None
    competency: CompetencyShape | None = None
    detail: str = ""  # the factor of a rationale


def texts_of(version: VersionShape) -> Iterator[Text]:
    """Every text of the version that is not blank: the framework's, the tracks', the levels' with the rationales of their
    evaluation, the competencies'."""
    for item in _texts(version):
        if item.text.strip():
            yield item


def _texts(version: VersionShape) -> Iterator[Text]:
    yield Text("summary", version.summary)
    yield Text("statement", version.statement)
    for competency in version.competencies:
        yield Text("description", competency.description, competency=competency)
    for track in version.tracks:
        yield Text("tagline", track.tagline, track)
        yield Text("purpose", track.purpose, track)
    for track, level in walk(version):
        yield Text("title", level.title, track, level)
        yield Text("summary", level.summary, track, level)
        yield Text("scope", level.scope, track, level)
        evaluation = version.evaluations.get(level.key)
        for factor, rating in evaluation.ratings.items() if evaluation else ():
            yield Text("rationale", rating.rationale, track, level, detail=str(factor))
        for competency in version.competencies:
            expectation = version.expectation(level.key, competency.key)
            yield Text("descriptor", expectation.descriptor, track, level, competency)
            yield Text("examples", expectation.examples, track, level, competency)


def headcount(version: VersionShape, find: TextCheck) -> Iterator[Finding]:
    """One finding per text that measures a role by the size of what it holds, with all the words found in it."""
    for place in texts_of(version):
        found = find(place.text)
        if not found:
            continue
        params: dict[str, object] = {"words": _quoted(found), "suggestion": found[0].suggestion}
        if place.level is not None:
            message = say.HEADCOUNT_LEVEL
            params["level"] = name(place.level)
        elif place.track is not None:
            message = say.HEADCOUNT_TRACK
            params["track"] = place.track.name
        elif place.competency is not None:
            message = say.HEADCOUNT_COMPETENCY
            params["competency"] = place.competency.name
        else:
            message = say.HEADCOUNT_FRAMEWORK
        yield _finding(Code.HEADCOUNT, FindingSeverity.WARNING, message, params, place)


def people(version: VersionShape, find: TextCheck) -> Iterator[Finding]:
    """Levels of other tracks, shared ones included, that ask for people management.

    Either in a competency of a group about leading people, or in the words of any text.
    """
    for place in texts_of(version):
        if place.track is None or place.track.kind == TrackKind.MANAGEMENT or place.field == "rationale":
            continue  # a rationale explains a degree, it asks nobody for anything
        competency, level = place.competency, place.level
        if competency is not None and level is not None and kind_of(version, competency) == GroupKind.PEOPLE:
            if place.field == "descriptor":
                params: dict[str, object] = {
                    "level": name(level),
                    "competency": competency.name,
                    "group": version.group_by_key[competency.group].name,
                }
                yield _finding(Code.PEOPLE_MANAGEMENT, FindingSeverity.NEEDS_REASON, say.PEOPLE_GROUP, params, place)
            continue
        found = find(place.text)
        if found:
            message = say.PEOPLE_WORDS if level is not None else say.PEOPLE_WORDS_TRACK
            params = {"words": _quoted(found)}
            params |= {"level": name(level)} if level is not None else {"track": place.track.name}
            yield _finding(Code.PEOPLE_MANAGEMENT, FindingSeverity.NEEDS_REASON, message, params, place)


def _quoted(found: Sequence[texts.HeadcountFinding]) -> str:
    """The words found, each once, on one line."""
    return "”, “".join(dict.fromkeys(" ".join(item.words.split()) for item in found))


def _finding(
    code: Code, severity: FindingSeverity, message: say.ParityMessage, params: dict[str, object], place: Text
) -> Finding:
    def key(item: TrackShape | LevelShape | CompetencyShape | None) -> UUID | None:
        return item.key if item is not None else None

    return Finding(
        code,
        severity,
        message,
        params,
        key(place.track),
        key(place.level),
        key(place.competency),
        place.field,
        place.detail,
    )
