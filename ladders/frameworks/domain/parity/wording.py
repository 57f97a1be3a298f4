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


def people(version: VersionShape, find: TextCheck, ability: TextCheck) -> Iterator[Finding]:
    """Levels of other tracks, shared ones included, that ask for people management: by a competency, or in their words."""
    yield from _competencies(version, find, ability)
    for place in texts_of(version):
        if place.track is None or place.track.kind == TrackKind.MANAGEMENT or place.field == "rationale":
            continue  # a rationale explains a degree, it asks nobody for anything
        if place.competency is not None and kind_of(version, place.competency) == GroupKind.PEOPLE:
            continue  # found as a whole
        found = find(place.text)
        if found:
            message = say.PEOPLE_WORDS if place.level is not None else say.PEOPLE_WORDS_TRACK
            params: dict[str, object] = {"words": _quoted(found)}
            params |= {"level": name(place.level)} if place.level is not None else {"track": place.track.name}
            yield _finding(Code.PEOPLE_MANAGEMENT, FindingSeverity.NEEDS_REASON, message, params, place)


def _competencies(version: VersionShape, find: TextCheck, ability: TextCheck) -> Iterator[Finding]:
    """What a level of another track asks of a competency that is about leading people by its group, name or description.

    A step of the scale asks as much as a sentence does: people are assessed against both.
    """
    about = {
        each.key: [*ability(each.name), *find(each.description)]
        for each in version.competencies
        if kind_of(version, each) != GroupKind.PEOPLE
    }
    for track, level in walk(version):
        if track.kind == TrackKind.MANAGEMENT:
            continue
        for competency in version.competencies:
            found = about.get(competency.key)
            if found == [] or not version.expectation(level.key, competency.key).asks:
                continue
            params: dict[str, object] = {"level": name(level), "competency": competency.name}
            if found is None:
                message, field = say.PEOPLE_GROUP, "descriptor"
                params["group"] = version.group_by_key[competency.group].name
            else:
                message, field = say.PEOPLE_COMPETENCY, "description"
                params["words"] = _quoted(found)
            place = Text(field, "", track, level, competency)
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
