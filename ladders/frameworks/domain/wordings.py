"""Word-level differences of two texts, for showing what was reworded. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cached_property

_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
# Ends of sentences and lines, with what follows them.
_SENTENCES = re.compile(r"(?:[^.!?\n]|[.!?](?!\s))*(?:[.!?\n]\s*|$)")
# Matching takes quadratic time at worst. Above this many words, sentences are matched first and words only within the
# sentences that differ; what then still is longer is shown as replaced.
MOST = 2_000


class Op(StrEnum):
    """What happened to a stretch of text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text, and whether it is in both texts, in the old one alone or in the new one alone."""

    op: Op
    text: str


@dataclass(frozen=True)
class Reworded:
    """A text that changed; `segments` are worked out when somebody looks."""

    field: str
    old: str
    new: str

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """The two texts laid over each other."""
        return differences(self.old, self.new)


def differences(old: str, new: str) -> tuple[Segment, ...]:
    """Segments in reading order. SAME and REMOVED joined give `old`, SAME and ADDED joined give `new`; none is empty."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    start = _common(before, after)
    tail = min(_common(before[::-1], after[::-1]), len(before) - start, len(after) - start)
    parts = [Segment(Op.SAME, "".join(before[:start]))]
    parts += _middle(before[start : len(before) - tail], after[start : len(after) - tail])
    parts.append(Segment(Op.SAME, "".join(before[len(before) - tail :])))
    return _joined(parts)


def _common(one: list[str], other: list[str]) -> int:
    """How many words both begin with."""
    for place, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return place
    return min(len(one), len(other))


def _middle(before: list[str], after: list[str]) -> list[Segment]:
    if max(len(before), len(after)) <= MOST:
        return _matched(before, after, _as_replaced)
    sentences = _SENTENCES.findall("".join(before)), _SENTENCES.findall("".join(after))
    return _matched(*sentences, _by_word)


def _by_word(before: list[str], after: list[str]) -> list[Segment]:
    """Sentences that differ, laid over each other word by word."""
    old, new = "".join(before), "".join(after)
    words = _WORDS.findall(old), _WORDS.findall(new)
    return _matched(*words, _as_replaced)


def _matched(
    before: list[str], after: list[str], differing: Callable[[list[str], list[str]], list[Segment]]
) -> list[Segment]:
    """What two lists have in common, with what `differing` makes of the rest."""
    if max(len(before), len(after)) > MOST:
        return _as_replaced(before, after)
    parts: list[Segment] = []
    # Blanks never begin a match: else two sentences without a common word would meet at every space.
    matcher = SequenceMatcher(str.isspace, before, after, autojunk=False)
    for tag, first, last, new_first, new_last in matcher.get_opcodes():
        if tag == "equal":
            parts.append(Segment(Op.SAME, "".join(before[first:last])))
        else:
            parts += differing(before[first:last], after[new_first:new_last])
    return parts


def _as_replaced(before: list[str], after: list[str]) -> list[Segment]:
    return [Segment(Op.REMOVED, "".join(before)), Segment(Op.ADDED, "".join(after))]


def _joined(parts: list[Segment]) -> tuple[Segment, ...]:
    """Without empty segments, neighbours of one kind joined."""
    found: list[Segment] = []
    for part in parts:
        if not part.text:
            continue
        if found and found[-1].op == part.op:
            found[-1] = Segment(part.op, found[-1].text + part.text)
        else:
            found.append(part)
    return tuple(found)
