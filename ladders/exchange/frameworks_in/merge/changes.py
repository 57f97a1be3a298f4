"""What an import would do to a framework, as plain entries: one for each thing that is new, changed, or left alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ladders.core.labels import Labelled
from ladders.core.sentences import gettext as _
from ladders.exchange.tables.sheets import Place
from ladders.frameworks.domain.shapes import VersionShape


class Verdict(Labelled):
    """What becomes of it, what needs a choice first."""

    CONFLICT = "conflict", _("Changed in both")  # the draft's stays unless a person chooses the file's
    UPDATED = "updated", _("Changed in the file")  # the file changed it, the draft did not
    CREATED = "created", _("New")
    KEPT = "kept", _("Changed in the draft")  # the draft changed it, the file did not
    MISSING = "missing", _("Not in the file")  # stays
    DELETED = "deleted", _("Deleted here")  # stays so unless a person chooses it
    LEFT = "left", _("Left out")  # in the file, and not taken in
    UNCHANGED = "unchanged", _("Unchanged")


class ChangeKind(Labelled):
    """What it is."""

    FRAMEWORK = "framework", _("framework")
    TRACK = "track", _("track")
    LEVEL = "level", _("level")
    GROUP = "group", _("group")
    COMPETENCY = "competency", _("competency")
    EXPECTATION = "expectation", _("expectation")
    ORDER = "order", _("order")
    ROW = "row", _("row of the file")  # and nothing of a framework: it has its place


class ChangeReason(Labelled):
    """Why something is left out, or stays."""

    EVALUATED = (
        "evaluated",
        _("The level is evaluated here, and its grade follows from that. Change the evaluation instead."),
    )
    CONFIRMED = "confirmed", _("The evaluation is confirmed here. Change it on the level's page.")
    STEP = "step", _("The proficiency scale here has no such step. Add one to the scale first.")
    ADDED = "added", _("It was added in the draft.")
    DECLINED = "declined", _("You kept the draft's the last time.")


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
