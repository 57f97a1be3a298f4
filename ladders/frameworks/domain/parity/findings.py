"""What the parity check hands back: a finding with its place, its severity and a sentence that can be translated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from ..shapes import LevelShape
from .messages import ABOUT, About, Code, Gettext, Ngettext, ParityMessage


class FindingSeverity(StrEnum):
    """What a finding means for publishing; the order of this enum is the order of the list."""

    BLOCKING = "blocking"
    NEEDS_REASON = "needs_reason"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding and its place.

    track, level and competency lead to the place; all are None where it is about the framework as a whole. `field`
    names the text it is about (title, summary, scope, descriptor, examples, tagline, purpose, description, statement),
    "" where it is about none. `detail` tells findings of one code at one place apart.
    """

    code: Code
    severity: FindingSeverity
    message: ParityMessage
    params: Mapping[str, object]
    track: UUID | None = None
    level: UUID | None = None
    competency: UUID | None = None
    field: str = ""
    detail: str = ""

    @property
    def key(self) -> str:
        """For storing a reason against: code and place. The same finding at the same place keeps it through edits."""
        place = [str(part) if part else "" for part in (self.track, self.level, self.competency)]
        return ":".join([self.code.value, *place, self.field, self.detail]).rstrip(":")

    @property
    def about(self) -> About:
        """Heading of this kind of finding, and why it matters."""
        return ABOUT[self.code]

    def text(
        self,
        gettext: Gettext = lambda text: text,
        ngettext: Ngettext = lambda one, many, count: one if count == 1 else many,
    ) -> str:
        """The sentence, in English unless translating functions are passed."""
        return self.message.text(self.params, gettext, ngettext)

    def __str__(self) -> str:
        return self.text()


def name(level: LevelShape) -> str:
    """How a sentence calls a level: by its code, or its title while it has none."""
    return level.code.strip() or level.title.strip() or "?"


def grade(level: LevelShape) -> str:
    """How a sentence calls the grade of a graded level."""
    return level.grade or str(level.rank)
