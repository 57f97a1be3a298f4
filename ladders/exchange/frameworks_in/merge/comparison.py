"""One framework of a file beside one framework here, in one call: match, shape, merge. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from ladders.frameworks.domain.shapes import VersionShape
from ladders.impact.domain.points import PlanShape

from ..build.draft import DraftFramework
from ..build.to_version import shape_from, with_one_start
from .changes import Base, MergePlan
from .fingerprints import fingerprints
from .matches import match
from .merge_result import clashes, declined, outcome
from .proposal import merge


@dataclass(frozen=True, slots=True)
class Memory:
    """What earlier imports left behind: fingerprints of what the file said, what it calls everything, what was declined."""

    parts: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    declined: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ImportComparison:
    """The plan, and what to remember once it is carried out."""

    plan: MergePlan
    names: Mapping[str, str]
    memory: Memory

    def outcome(self, chosen: frozenset[str] = frozenset()) -> VersionShape:
        """The version that it leads to."""
        return outcome(self.plan, chosen)

    def clashes(self, chosen: frozenset[str] = frozenset()) -> list[str]:
        """What keeps it from being carried out, in sentences."""
        return clashes(self.plan.draft, self.outcome(chosen))

    def remembered(self, chosen: frozenset[str] = frozenset()) -> Memory:
        """The memory afterwards."""
        return Memory(
            {**self.memory.parts, **fingerprints(self.plan.incoming)},
            {**self.memory.names, **self.names},
            {**self.memory.declined, **declined(self.plan, chosen)},
        )


def compare(
    framework: DraftFramework,
    draft: VersionShape,
    *,
    slug: str,
    memory: Memory,
    factors: PlanShape,
    due: dt.date,
) -> ImportComparison:
    """What taking `framework` into `draft` (with its evaluations) would do. `slug` is that of the framework here.

    A file that was exported from this very framework carries keys and what everything said then; for others, `memory` is
    what both sides began from. Gives the parts of `framework` keys.
    """
    framework = with_one_start(framework)
    origin = framework.origin
    ours = origin is not None and origin.slug == slug
    matched = match(framework, draft, ours=ours, known=memory.names)
    incoming = shape_from(framework, name=draft.framework, plan=factors, scale=(), statement="", due=due, keep=True)
    told = origin.fingerprints if ours and origin else {}
    base = Base(told or memory.parts, complete=bool(told), declined=memory.declined)
    return ImportComparison(merge(draft, incoming, base, matched=matched, ours=ours), matched.names, memory)
