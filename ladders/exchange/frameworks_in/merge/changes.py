"""What an import would do to a framework, as plain entries: one for each thing that is new, changed, or left alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from ladders.exchange.tables.sheets import Place
from ladders.frameworks.domain.shapes import VersionShape


class Verdict(StrEnum):
    """What becomes of it."""

    CREATED = "created"
    UPDATED = "updated"  # the file changed it, the draft did not
    KEPT = "kept"  # the draft changed it, the file did not
    CONFLICT = "conflict"  # both did: the draft's stays unless a person chooses the file's
    MISSING = "missing"  # the draft has it and the file does not: stays
    DELETED = "deleted"  # in the file, and deleted here: stays so unless a person chooses it
    LEFT = "left"  # in the file, and not taken in
    UNCHANGED = "unchanged"


class ChangeKind(StrEnum):
    """What it is."""

    FRAMEWORK = "framework"
    TRACK = "track"
    LEVEL = "level"
    GROUP = "group"
    COMPETENCY = "competency"
    EXPECTATION = "expectation"
    ORDER = "order"
    ROW = "row"  # of a file, and nothing of a framework


class ChangeReason(StrEnum):
    """Why something is left out, or stays."""

    EVALUATED = "evaluated"  # its grade follows its evaluation
    CONFIRMED = "confirmed"  # an evaluation that somebody confirmed
    STEP = "step"  # the scale has no such step
    ADDED = "added"  # in the draft, since
    DECLINED = "declined"  # a person kept the draft's the last time


@dataclass(frozen=True, slots=True)
class ChangeEntry:
    """One line of the preview. `part` names it as in `fingerprints`; `field` is blank for a thing as a whole.

    `mine` is what the draft says and `theirs` what the file says; `choosable` ones may be taken from the file.
    """

    verdict: Verdict
    kind: ChangeKind
    name: str
    part: str = ""
    field: str = ""
    mine: str = ""
    theirs: str = ""
    place: Place | None = None
    why: ChangeReason | None = None
    message: str = ""  # instead of `why`: a whole sentence
    choosable: bool = False


@dataclass(frozen=True, slots=True)
class Base:
    """What both sides began from. `parts` are fingerprints; `complete` ones are the file's own, so that blank means blank.

    `declined` holds fingerprints of what a person did not want from a file the last time.
    """

    parts: Mapping[str, str] = field(default_factory=dict)
    complete: bool = False
    declined: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class MergePlan:
    """The whole plan: both sides, every entry, and the parts that are taken from the file without asking."""

    draft: VersionShape
    incoming: VersionShape
    entries: tuple[ChangeEntry, ...]
    taken: frozenset[str]

    @cached_property
    def counts(self) -> dict[str, int]:
        """Verdict → number of entries; every verdict is there."""
        found = Counter(entry.verdict for entry in self.entries)
        return {verdict.value: found[verdict] for verdict in Verdict}

    @property
    def choosable(self) -> frozenset[str]:
        """The parts that a person may take from the file."""
        return frozenset(entry.part for entry in self.entries if entry.choosable)

    @property
    def changes(self) -> int:
        """How many entries write something by default."""
        return self.counts[Verdict.CREATED] + self.counts[Verdict.UPDATED]
