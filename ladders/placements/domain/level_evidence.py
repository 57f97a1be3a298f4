"""How much speaks for a level: the title, who has that title already, and where pay stands. Pure thinking.

Pay supports a proposal or casts doubt on it; alone it proposes a level only where the department names the framework, and never
surely: a level follows from the work.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from .proposals import WORDS, Candidate, Proposal, propose

MOST = 0.75  # share of the people with a title who hold one level, from which it is likely
NEARLY_ALL = 0.9  # from which it is clear
ENOUGH = 3  # people, for it to be clear
FEW = 0.5  # share of known pay inside the band, below which a proposal is in doubt


class Confidence(IntEnum):
    """How far a person may trust a proposal."""

    NONE = 0
    POSSIBLE = 1
    LIKELY = 2
    CLEAR = 3


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known beside the title. `held`: level → how many with the same title hold it; `here`: in the same department.

    `paid`: grade → how many of the `known` people have pay inside its band; nothing where nobody may see it.
    """

    held: Mapping[int, int] = field(default_factory=dict)
    here: bool = False
    paid: Mapping[str, int] = field(default_factory=dict)
    known: int = 0


@dataclass(frozen=True, slots=True)
class Weighed:
    """A level, how sure it is, and what speaks for it and against it.

    `title`: what the titles say, where that is this level; `other`: the level that the title names where people with it hold
    another. `held` of `holders` people with the title hold it. Pay of `within` of `known` people stands inside the band of
    `grade`. `by_pay`: nothing but pay and department speaks for it.
    """

    id: int
    confidence: Confidence
    title: Proposal | None = None
    other: int | None = None
    held: int = 0
    holders: int = 0
    here: bool = False
    grade: str = ""
    within: int = 0
    known: int = 0
    by_pay: bool = False

    @property
    def doubted(self) -> bool:
        """True where most of the known pay stands outside the band of its grade."""
        return self.known > 0 and self.within < FEW * self.known


def weigh(title: str, department: str, levels: Sequence[Candidate], evidence: Evidence) -> Weighed | None:
    """The level for which most speaks; None where nothing says what the work is."""
    by_title = propose(title, department, levels)
    open_levels = {each.id: each for each in levels}
    held = {level: count for level, count in evidence.held.items() if level in open_levels}
    holders = sum(held.values())
    best = max(held, key=lambda each: (held[each], -each)) if held else None
    share = held[best] / holders if best is not None else 0.0
    if best is not None and share >= MOST:
        same = by_title is not None and by_title.id == best and by_title.sure
        clear = same or (share >= NEARLY_ALL and holders >= ENOUGH)
        found = Weighed(
            best,
            Confidence.CLEAR if clear else Confidence.LIKELY,
            title=by_title if by_title and by_title.id == best else None,
            other=by_title.id if by_title and by_title.sure and by_title.id != best else None,
            held=held[best],
            holders=holders,
            here=evidence.here,
        )
        if found.other is not None:
            found = _with(found, Confidence.LIKELY)
    elif by_title is not None:
        count = held.get(by_title.id, 0)
        sure = Confidence.CLEAR if by_title.sure else Confidence.LIKELY if count else Confidence.POSSIBLE
        # People with that title on several levels: the title alone does not decide between them.
        if holders and by_title.sure and count < FEW * holders:
            sure = Confidence.POSSIBLE
        found = Weighed(by_title.id, sure, title=by_title, held=count, holders=holders, here=evidence.here)
    else:
        return _by_pay(department, levels, evidence)
    grade = open_levels[found.id].grade
    if evidence.known and grade:
        found = _paid(found, grade, evidence)
    return found


def _paid(found: Weighed, grade: str, evidence: Evidence) -> Weighed:
    within = evidence.paid.get(grade, 0)
    sure = found.confidence
    if within < FEW * evidence.known:
        sure = Confidence(max(sure - 1, Confidence.POSSIBLE))
    elif sure == Confidence.POSSIBLE and within == evidence.known:
        sure = Confidence.LIKELY
    return _with(found, sure, grade, within, evidence.known)


def _with(found: Weighed, sure: Confidence, grade: str = "", within: int = 0, known: int = 0) -> Weighed:
    return Weighed(
        found.id,
        sure,
        found.title,
        found.other,
        found.held,
        found.holders,
        found.here,
        grade,
        within,
        known,
        found.by_pay,
    )


def _by_pay(department: str, levels: Sequence[Candidate], evidence: Evidence) -> Weighed | None:
    """The one level, outside management, of the framework that the department names whose band holds most of the pay."""
    if not evidence.known or not evidence.paid:
        return None
    words = {word for word in WORDS.findall(department.casefold()) if len(word) > 2}
    inside = [
        each for each in levels
        if not each.management and each.grade and words & {word.casefold() for word in WORDS.findall(each.framework)}
    ]  # fmt: skip
    most = max(evidence.paid.values())
    grades = [grade for grade, count in evidence.paid.items() if count == most]
    fitting = [each for each in inside if each.grade in grades]
    if len(fitting) != 1 or most < MOST * evidence.known:
        return None
    [only] = fitting
    return Weighed(
        only.id, Confidence.POSSIBLE, grade=only.grade, within=most, known=evidence.known, here=False, by_pay=True
    )
