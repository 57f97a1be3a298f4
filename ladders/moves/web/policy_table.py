"""The kinds of moves side by side, as tables are drawn from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from ladders.careers.domain.move_kinds import MOVES, MoveKind

from ..domain.fairness import BY_RULES, Refusal, asked, excesses
from ..domain.policy import PolicyShape
from ..text.policy_labels import compared, pay_short, return_short
from ..text.policy_sentences import months, step_title


@dataclass(frozen=True, slots=True)
class PolicyCell:
    """A number or a few words, and how it stands beside a promotion's (empty where there is nothing to compare)."""

    text: str
    beside: str = ""
    kind: str = ""  # of move: where cells stand below one another, each names its own
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """A row of a table: what is compared, and a cell for each kind in order."""

    heading: str
    cells: tuple[PolicyCell, ...]


@dataclass(frozen=True, slots=True)
class FairnessSide:
    """One measure of a refusal: asked of this kind, and of a promotion; `more` where that is too much."""

    heading: str
    own: int
    promotion: int
    more: bool


@dataclass(frozen=True, slots=True)
class Sides:
    """Both sides of a refusal."""

    kind: str
    framework: str  # empty: everywhere
    sides: tuple[FairnessSide, ...]


def kind_name(kind: MoveKind) -> str:
    """Step back."""
    return kind.label


def counted(rules: Mapping[MoveKind, PolicyShape]) -> list[PolicyRow]:
    """What each kind asks, in numbers, each beside a promotion's."""
    most = asked(rules[MoveKind.PROMOTION])
    lines = []
    for name in BY_RULES:
        cells = []
        for kind in MOVES:
            own = asked(rules[kind])[name]
            beside = "" if kind == MoveKind.PROMOTION else compared(own, most[name])
            cells.append(PolicyCell(str(own), beside, kind_name(kind)))
        lines.append(PolicyRow(name.label, tuple(cells)))
    return lines


def described(rules: Mapping[MoveKind, PolicyShape]) -> list[PolicyRow]:
    """The rest, in a few words: who answers, what is shown, trial, pay, right of return."""

    def line(heading: str, *cells: PolicyCell) -> PolicyRow:
        named = zip(cells, MOVES, strict=True)
        return PolicyRow(heading, tuple(replace(cell, kind=kind_name(kind)) for cell, kind in named))

    shapes = [rules[kind] for kind in MOVES]
    return [
        line(
            _("Who answers"),
            *(PolicyCell("", items=tuple(step_title(step, each.kind) for step in each.steps)) for each in shapes),
        ),
        line(
            _("To be shown"),
            *(PolicyCell("" if each.evidence else _("nothing"), items=each.evidence) for each in shapes),
        ),
        line(
            _("Trial"), *(PolicyCell(months(each.trial_months) if each.trial_months else _("none")) for each in shapes)
        ),
        line(_("Pay"), *(PolicyCell(pay_short(each)) for each in shapes)),
        line(_("Right of return"), *(PolicyCell(return_short(each)) for each in shapes)),
    ]


def fair(rules: Mapping[MoveKind, PolicyShape], kind: MoveKind) -> bool:
    """True where this kind asks no more than a promotion in any measure."""
    return not excesses(rules[kind], rules[MoveKind.PROMOTION])


def both_sides(refused: Refusal, framework: str) -> Sides:
    """A refusal with all measures of the rules beside each other, and what else of it is more than a promotion."""
    own, most = asked(refused.policy), asked(refused.promotion)
    names = dict.fromkeys((*BY_RULES, *(each.measure for each in refused.excesses)))
    return Sides(
        kind_name(refused.policy.kind),
        framework,
        tuple(FairnessSide(name.label, own[name], most[name], own[name] > most[name]) for name in names),
    )
