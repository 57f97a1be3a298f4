"""The terms of a move: shown before anything is sent, then frozen with the request. No Django.

`terms()` works them out from plain data; `to_json` and `from_json` freeze and thaw what was worked out, so that a later
change of the rules, or of this module, changes nothing for anybody who has asked. Sentences are in `terms_words`, made from
this at the time of reading. When another day is agreed, `redated` gives the same terms from that day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Self
from uuid import UUID

import msgspec

from ladders.careers.domain.move_kinds import MoveKind
from ladders.compensation.domain.position import Range, RangeStatus, Salaried
from ladders.core.json_data import JsonData
from ladders.core.months import months_after
from ladders.frameworks.domain.shapes import TrackKind

from .enums import PayRule
from .escalation import ESCALATION, Asking, Turn
from .pay_projection import Outlook, Protected, outlook
from .policy import PolicyShape, StepRule, carries_return
from .term_parts import ManagerTerm, Received, RightTerm, SecondTerm
from .workdays import ONE_DAY, due


@dataclass(frozen=True, slots=True)
class PlaceTerm(JsonData):
    """A level as it is when the terms are worked out, with the band that holds there for this person's zone, if any does.

    `band` has the market supplement and an exception in it. `missing` says why there is none.
    """

    level: UUID
    code: str
    title: str
    track: str
    track_kind: TrackKind
    framework: str
    grade: str = ""
    rank: int | None = None
    zone: str = ""
    band: Range | None = None
    missing: RangeStatus = RangeStatus.NO_BAND


@dataclass(frozen=True, slots=True)
class StepTerms(JsonData):
    """One step with who answers it in turn, each within the step's working days, and until when the first one does, at the
    latest, if every step before takes its whole time. `names` run beside `turns`, empty where nobody is known yet, and so do
    `accounts`, 0 where nobody is known, several are meant, or the terms are older than they: two people may have one name.

    `asking`: whether it is asked at all, and why not. A step that is skipped takes no time.
    """

    step: StepRule
    turns: tuple[Turn, ...]
    names: tuple[str, ...] = ()
    due_on: dt.date | None = None
    country_known: bool = True
    asking: Asking = Asking.ASKED
    accounts: tuple[int, ...] = ()

    @property
    def people(self) -> tuple[tuple[Turn, str, int], ...]:
        """Each turn with the name and the account that answer in it."""
        rest = (0,) * (len(self.turns) - len(self.accounts))
        return tuple(zip(self.turns, self.names, (*self.accounts, *rest), strict=True))

    @property
    def first(self) -> int | str:
        """What tells whoever is asked first from everybody else: the account, else the name."""
        _turn, name, account = self.people[0]
        return account or name

    @property
    def skipped(self) -> bool:
        """It will not be asked."""
        return self.asking.skipped


@dataclass(frozen=True, slots=True)
class Answerer:
    """Who answers a step, where that is known: as what and who, in turn, and the country of the first.

    Without `turns` they are those of `ESCALATION`. `asking`: whether the step is asked (see `escalation.answers_once`).
    `accounts` run beside `names`, as those of `StepTerms`.
    """

    names: tuple[str, ...] = ()
    country: str = ""
    turns: tuple[Turn, ...] = ()
    asking: Asking = Asking.ASKED
    accounts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class MoveTerms(JsonData):
    """Everything somebody should know before asking. `on` is the day of the move as far as it is known: the day wished for,
    else the day after the last answer is due. `salary` is what `redated` needs: pay as it was when the terms were made."""

    policy: PolicyShape
    here: PlaceTerm
    there: PlaceTerm
    asked_on: dt.date
    on: dt.date
    pay: Outlook
    way: tuple[StepTerms, ...]
    trial_until: dt.date | None = None
    right: RightTerm | None = None
    return_pay: PayRule = PayRule.BAND
    salary: Salaried | None = None
    hr: tuple[str, ...] = ()  # who in HR handles the person's moves
    months: int = 0  # of a try-out: how long, at which share of working time in per cent, and its last day
    share: int = 0
    until: dt.date | None = None
    longer: bool = False  # it makes one longer that is under way
    level_until: dt.date | None = None  # the last day of the level beside it, where one is known: it ends then, too
    manager: ManagerTerm | None = None  # who receives, and why; None: not worked out
    second: SecondTerm | None = None  # a second level that the person holds

    @classmethod
    def from_json(cls, data: Any) -> Self:
        """What `to_json` gave, or gave when the parts of a band and of a salary had no names."""
        places = {name: data[name] | {"band": _named(data[name]["band"], Range)} for name in ("here", "there")}
        return msgspec.convert(data | places | {"salary": _named(data.get("salary"), Salaried)}, cls)

    @property
    def kind(self) -> MoveKind:
        """The kind of move."""
        return self.policy.kind

    @property
    def too_late(self) -> bool:
        """True for a try-out that would begin after the level beside it has ended."""
        return self.level_until is not None and self.on > self.level_until

    @property
    def cut(self) -> bool:
        """True for a try-out that ends with the level beside it, before its months are over."""
        return not self.too_late and self.until is not None and self.until < last_day(self.on, self.months)

    @property
    def nobody_answers(self) -> bool:
        """True where a step leads to nobody, in terms that name who is asked."""
        return any(not any(way.names) for way in self.way)

    @property
    def answered_by(self) -> dt.date | None:
        """Until when all have answered, if nobody is silent."""
        return max((way.due_on for way in self.way if way.due_on), default=None)


def _named(kept: Any, kind: type) -> Any:
    """The parts with their names, where they were kept in their order alone."""
    return dict(zip((each.name for each in fields(kind)), kept, strict=True)) if isinstance(kept, list) else kept


@dataclass(frozen=True, slots=True)
class Beside:
    """What terms say beside the level: how long and how much of a try-out, who receives, what becomes of a second level."""

    months: int = 0
    share: int = 0
    longer: bool = False
    level_until: dt.date | None = None
    manager: ManagerTerm | None = None
    second: SecondTerm | None = None


def terms(
    policy: PolicyShape,
    returning: PolicyShape,
    here: PlaceTerm,
    there: PlaceTerm,
    pay: Salaried | None,
    *,
    asked_on: dt.date,
    wished_on: dt.date | None = None,
    protection: Protected | None = None,
    answerers: Sequence[Answerer] = (),
    hr: Sequence[str] = (),
    beside: Beside | None = None,
) -> MoveTerms:
    """The terms of a move from `here` to `there` under `policy`. `returning`: the rules of a return that hold there now.

    `pay` and `protection` are those of the day; `answerers` run beside the steps where it is known who they are. `hr`: the
    names of those in HR who handle the person's moves. A wish before `asked_on` counts as none. A try-out changes no pay, so
    its terms hold none.
    """
    if policy.kind == MoveKind.TRY_OUT:
        here, there, pay, protection = replace(here, band=None), replace(there, band=None), None, None
    beside = beside or Beside()
    start = MoveTerms(
        policy=policy,
        here=here,
        there=there,
        asked_on=asked_on,
        on=asked_on,
        pay=Outlook(RangeStatus.NO_SALARY, protection=protection),
        way=_way(policy, answerers, asked_on),
        return_pay=returning.pay_rule,
        salary=pay,
        hr=tuple(hr),
        months=beside.months,
        share=beside.share,
        longer=beside.longer,
        level_until=beside.level_until,
        manager=beside.manager,
        second=beside.second,
    )
    return redated(start, day_of(policy, asked_on, wished_on, answerers))


def day_of(
    policy: PolicyShape, asked_on: dt.date, wished_on: dt.date | None = None, answerers: Sequence[Answerer] = ()
) -> dt.date:
    """The day of the move as far as it is known: the day wished for, else the day after the last answer is due."""
    if wished_on and wished_on > asked_on:
        return wished_on
    until = [each.due_on for each in _way(policy, answerers, asked_on) if each.due_on]
    return max(until, default=asked_on) + ONE_DAY


def received_by(terms: MoveTerms, who: int, name: str) -> MoveTerms:
    """The terms with the manager whom HR has named since; as they are where it is the one whom they name."""
    if terms.manager is None or terms.manager.who == who:
        return terms
    return replace(terms, manager=ManagerTerm((name,), Received.NAMED, who=who))


def redated(old: MoveTerms, on: dt.date) -> MoveTerms:
    """The same terms from another day: amounts, trial, right and the last day of a try-out move with it; the way stays."""
    policy, here, there = old.policy, old.here, old.there
    lower = here.rank is not None and there.rank is not None and there.rank < here.rank
    right = None
    if carries_return(policy, here.track_kind, there.track_kind):
        until = last_day(on, policy.return_months)
        right = RightTerm(here.level, here.code, here.title, until, policy.return_needs_review, old.return_pay)
    pay = outlook(policy, old.salary, there.band, on, lower=lower, missing=there.missing, protection=old.pay.protection)
    return replace(
        old,
        on=on,
        pay=pay,
        trial_until=last_day(on, policy.trial_months) if policy.trial_months else None,
        right=right,
        until=_until(on, old) if old.months else None,
    )


def ending_with(terms: MoveTerms, level_until: dt.date | None) -> MoveTerms:
    """The terms of a try-out where the level beside it is known to end meanwhile; nothing becomes longer than they were."""
    days = [each for each in (terms.level_until, level_until) if each is not None]
    return redated(replace(terms, level_until=min(days, default=None)), terms.on)


def last_day(first: dt.date, months: int) -> dt.date:
    """The last day of so many months."""
    return months_after(first, months) - ONE_DAY


def _until(on: dt.date, terms: MoveTerms) -> dt.date:
    whole, ends = last_day(on, terms.months), terms.level_until
    return min(whole, ends) if ends is not None and on <= ends else whole


def _way(policy: PolicyShape, answerers: Sequence[Answerer], asked_on: dt.date) -> tuple[StepTerms, ...]:
    found, start = [], asked_on
    for index, step in enumerate(policy.steps):
        who = answerers[index] if index < len(answerers) else Answerer()
        turns = who.turns or ESCALATION[step.decider]
        names = (*who.names, *([""] * len(turns)))[: len(turns)]
        if who.asking.skipped:
            found.append(StepTerms(step, turns, names, asking=who.asking, accounts=who.accounts))
            continue
        until = due(start, step.days, who.country)
        found.append(StepTerms(step, turns, names, until.on, until.known, who.asking, who.accounts))
        start = until.on
    return tuple(found)
