"""Puts a framework together from a file that this product wrote: names and texts exactly as they stand there.

Nothing is guessed and nothing tidied. What a person may have changed is checked: lengths, kinds, numbers, names.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from uuid import UUID

from ladders.core.sentences import gettext as _
from ladders.frameworks.domain.shapes import GroupKind, TrackKind

from ..frameworks_in.build.draft import (
    DraftCompetency,
    DraftExpectation,
    DraftFramework,
    DraftGroup,
    DraftLevel,
    DraftRating,
    DraftStep,
    DraftTrack,
    Origin,
)
from ..frameworks_in.extract.links import kept_links
from ..frameworks_out.formats.formats import told_source
from ..frameworks_out.formats.texts import normal
from ..tables.sheets import Place, Problem, fold, is_number, warning

# As many characters as the product keeps.
LONGEST = {
    "framework name": 80,
    "track name": 80,
    "track tagline": 80,
    "level code": 24,
    "level title": 120,
    "level summary": 200,
    "grade source": 120,
    "group name": 80,
    "competency name": 120,
    "step name": 60,
    "evaluator": 150,
}
MAX_DEGREE = 99
YES = frozenset({"yes", "y", "true", "1", "x", "ja", "oui", "sí"})


@dataclass
class Returned:
    """A framework that came back, and what is wrong or odd about its file."""

    framework: DraftFramework
    problems: list[Problem] = field(default_factory=list)


class Builder:
    """Collects the parts of one framework."""

    def __init__(self, place: Place) -> None:
        self.framework = DraftFramework("", place)
        self.problems: list[Problem] = []
        self._keys: set[UUID] = set()

    def done(self) -> Returned:
        """What was collected."""
        framework = self.framework
        codes: dict[str, DraftLevel] = {}
        for track in framework.tracks:
            for order, level in enumerate(track.levels):
                level.order = order
                first = codes.setdefault(fold(level.code), level)
                if first is not level:
                    self.warn(
                        level.place,
                        _(
                            "%(place)s: the code “%(code)s” stands for two levels, “%(title)s” and “%(other_title)s”. Give one "
                            "of them another code."
                        )
                        % {"place": level.place, "code": level.code, "title": first.title, "other_title": level.title},
                    )
        if not framework.name:
            self.complain(
                framework.place,
                _("%(place)s no longer says what the framework is called. Add its name.") % {"place": framework.place},
            )
        return Returned(framework, self.problems)

    def complain(self, place: Place, message: str) -> None:
        """Notes a mistake that stops the import."""
        self.problems.append(Problem.at(place, message))

    def warn(self, place: Place, message: str) -> None:
        """Notes something worth a look."""
        self.problems.append(warning(place, message))

    # --- Parts ----------------------------------------------------------------------------------------------------

    def describe(self, place: Place, *, name: str = "", summary: str = "", statement: str = "") -> None:
        """The framework's own texts; the first one of each holds."""
        framework = self.framework
        framework.name = framework.name or self.text(name, place, "framework name")
        framework.summary = framework.summary or self.text(summary)
        framework.statement = framework.statement or self.text(statement)

    def origin(self, slug: str, version: str, **more: object) -> None:
        """Where the file came from."""
        if slug and is_number(version, 6):
            self.framework.origin = Origin(slug, int(version), **more)  # type: ignore[arg-type]

    def step(self, place: Place, name: str, description: str = "") -> None:
        """The next higher step of the proficiency scale."""
        self.framework.scale.append(DraftStep(self.text(name, place, "step name"), self.text(description)))

    def group(self, place: Place, name: str, kind: str, key: str = "") -> DraftGroup:
        """A new group at the end."""
        group = DraftGroup(self._named(name, place, "group name"), key=self.key(key))
        self.group_kind(group, kind, place)
        self.framework.groups.append(group)
        return group

    def group_kind(self, group: DraftGroup, kind: str, place: Place) -> None:
        """What the group is about."""
        if kind:
            try:
                group.kind = GroupKind(fold(kind))
            except ValueError:
                known = ", ".join(GroupKind)
                self.complain(
                    place,
                    _("%(place)s: “%(kind)s” is no kind of competency group. Write one of %(known)s.")
                    % {"place": place, "kind": kind, "known": known},
                )

    def competency(
        self, place: Place, group: DraftGroup, name: str, description: str = "", key: str = "", links: str = ""
    ) -> DraftCompetency:
        """A new competency at the end of the group."""
        name = self._named(name, place, "competency name")
        item = DraftCompetency(name, place, self.text(description), self.links(links, place), self.key(key))
        group.competencies.append(item)
        return item

    def track(
        self, place: Place, name: str, kind: str, *, tagline: str = "", purpose: str = "", key: str = ""
    ) -> DraftTrack:
        """A new track at the end."""
        name = self._named(name, place, "track name")
        track = DraftTrack(name, name, TrackKind.SPECIALIST, place, key=self.key(key))
        if kind:
            try:
                track.kind = TrackKind(fold(kind))
            except ValueError:
                known = ", ".join(TrackKind)
                self.complain(
                    place,
                    _("%(place)s: “%(kind)s” is no kind of track. Write one of %(known)s.")
                    % {"place": place, "kind": kind, "known": known},
                )
        self.track_texts(track, place, tagline=tagline, purpose=purpose)
        self.framework.tracks.append(track)
        return track

    def track_texts(self, track: DraftTrack, place: Place, *, tagline: str, purpose: str) -> None:
        """What the track says, where it does not say it yet."""
        track.tagline = track.tagline or self.text(tagline, place, "track tagline")
        track.purpose = track.purpose or self.text(purpose)

    def level(self, place: Place, track: DraftTrack, code: str, title: str, key: str = "") -> DraftLevel:
        """A new level at the top of the track."""
        code, title = self.text(code, place, "level code"), self.text(title, place, "level title")
        if not code or not title:
            missing = "code" if not code else "title"
            self.complain(
                place,
                _("%(place)s: the level “%(code)s” has no %(missing)s. Add it.")
                % {"place": place, "code": title or code, "missing": missing},
            )
        level = DraftLevel(code, code, title, place, order=len(track.levels), key=self.key(key))
        track.levels.append(level)
        return level

    def level_texts(self, level: DraftLevel, place: Place, *, summary: str = "", scope: str = "") -> None:
        """What the level says, where it does not say it yet."""
        level.summary = level.summary or self.text(summary, place, "level summary")
        level.scope = level.scope or self.text(scope)

    def grade(self, level: DraftLevel, place: Place, grade: str, told: str) -> None:
        """The level's grade, and where it comes from in the words of a cell."""
        level.grade = self.text(grade)
        level.evaluated, level.points, source = told_source(self.text(told))
        level.grade_source = self.text(source, place, "grade source")

    def rating(self, level: DraftLevel, place: Place, factor: str, degree: str, why: str) -> None:
        """The degree of one factor."""
        if not degree and not why:
            return
        if is_number(degree, 2) and 0 < int(degree) <= MAX_DEGREE:
            level.ratings[factor] = DraftRating(int(degree), self.text(why))
        else:
            self.complain(
                place,
                _("%(place)s: “%(degree)s” is no degree of “%(factor)s”. Write the degree as a whole number.")
                % {"place": place, "degree": degree, "factor": factor},
            )

    def expectation(
        self,
        place: Place,
        level: DraftLevel,
        group: DraftGroup,
        item: DraftCompetency,
        *,
        proficiency: str = "",
        builds: str = "",
        descriptor: str = "",
        examples: str = "",
        links: str = "",
    ) -> None:
        """What the level asks of the competency, unless that is nothing."""
        asked = DraftExpectation(
            group.name,
            item.name,
            place,
            self.proficiency(proficiency, place),
            self.text(descriptor),
            self.text(examples),
            self.links(links, place),
            fold(builds) in YES,
            item.key,
            item,
        )
        if asked.proficiency is not None or asked.descriptor or asked.examples or asked.links or asked.builds:
            level.expectations.append(asked)

    # --- Values ---------------------------------------------------------------------------------------------------

    def text(self, text: str | None, place: Place | None = None, what: str = "") -> str:
        """The text as it is kept, and a complaint where it is longer than that."""
        kept = normal(text or "")
        if what and place and len(kept) > LONGEST[what]:
            self.complain(
                place,
                _(
                    "%(place)s: the %(what)s “%(kept)s…” has %(count)s characters; at most %(longest)s are kept. "
                    "Shorten it."
                )
                % {"place": place, "what": what, "kept": kept[:40], "count": len(kept), "longest": LONGEST[what]},
            )
        return kept

    def links(self, text: str, place: Place) -> str:
        """Learning links as they are kept, and a complaint for each line that is none."""
        kept, refused = kept_links(self.text(text), place)
        for sentence in refused:
            self.complain(place, sentence)
        return kept

    def _named(self, name: str, place: Place, what: str) -> str:
        kept = self.text(name, place, what)
        if not kept:
            self.complain(place, _("%(place)s: the %(what)s is missing. Add it.") % {"place": place, "what": what})
        return kept

    def proficiency(self, text: str, place: Place) -> int | None:
        """A step by its number, alone or in front of its name (`3 Proficient`), or by its name."""
        text = normal(text)
        if not text:
            return None
        number = text.split()[0].rstrip(".:")
        if is_number(number, 2):
            return int(number)
        for position, step in enumerate(self.framework.scale, start=1):
            if fold(step.name) == fold(text):
                return position
        self.complain(
            place,
            _("%(place)s: “%(text)s” is no step of the proficiency scale. Choose one of the list.")
            % {"place": place, "text": text[:60]},
        )
        return None

    def key(self, text: str) -> UUID | None:
        """The key, if it is one and stands here for the first time: what was copied is something new."""
        try:
            key = UUID(text)
        except ValueError:
            return None
        if key in self._keys:
            return None
        self._keys.add(key)
        return key

    def day(self, text: str | None, place: Place) -> dt.date | None:
        """A date as 2026-07-31."""
        if not text:
            return None
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            self.complain(
                place,
                _("%(place)s: “%(text)s” is no date. Write it like 2026-07-31.") % {"place": place, "text": text[:40]},
            )
            return None
