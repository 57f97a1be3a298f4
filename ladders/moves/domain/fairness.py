"""Whether a step back, a lateral move, a return or a try-out asks no more than a promotion. No Django.

Compared are the rules that hold in the same place: a framework's own where it has some, else those of everywhere. So a
change of the promotion is looked at as well as a change of the others, in every framework that it reaches.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Final

from ladders.careers.domain.move_kinds import MoveKind
from ladders.core.labels import Labelled
from ladders.core.sentences import gettext as _

from .enums import Decider, PayRule, StepAction
from .policy import PolicyShape, StepRule

COMPARED: Final = (MoveKind.LATERAL, MoveKind.STEP_BACK, MoveKind.RETURN, MoveKind.TRY_OUT)
BACK: Final = (MoveKind.STEP_BACK, MoveKind.RETURN)  # compared by who is really asked, too, whatever the rules say
Place = tuple[MoveKind, int | None]  # kind, and framework (None: everywhere)
Rules = Mapping[Place, PolicyShape]


class Measure(Labelled):
    """What a kind of move asks, as far as it can be counted."""

    STEPS = "steps", _("Steps")
    DAYS = "days", _("Working days")
    WEEKS = "weeks", _("Weeks to the day, at most")
    MONTHS = "months", _("Months in the present level")
    EVIDENCE = "evidence", _("Things to be shown")  # items
    # Nobody is asked twice, so fewer steps may be asked than the rules have.
    STEPS_ASKED = "steps_asked", _("Steps that are asked, since nobody answers twice")
    DAYS_ASKED = "days_asked", _("Working days of the steps that are asked, since nobody answers twice")
    STEPS_OF_ONE = "steps_of_one", _("Steps that are asked where one manager is the present and the receiving one")
    DAYS_OF_ONE = "days_of_one", _("Working days where one manager is the present and the receiving one")


class Flaw(Labelled):
    """What is wrong with rules taken by themselves."""

    NO_STEPS = "no_steps", _("There has to be a step.")
    TOO_MANY_STEPS = "too_many_steps", _("There can be twelve steps at most.")
    CONFIRMS_LAST = "confirms_last", _("The last step, and only the last, is HR’s: salary and day.")
    ONLY_RELEASED = "only_released", _("Somebody has to approve: add a step in which the receiving manager does.")
    TWO_RELEASES = "two_releases", _("The present manager releases once.")
    GROUP_MISSING = "group_missing", _("Say which group approves.")
    PAY = (
        "pay",
        _(
            "Pay that is kept for some months needs their number and at least one step; several steps need the months between."
        ),
    )
    RIGHT_OF_RETURN = "right_of_return", _("A step back always carries a right of return.")
    TRIAL_OUTLASTS_RIGHT = "trial_outlasts_right", _("A right of return lasts as long as the trial at least.")
    HR_ANSWERS = "hr_answers", _("A try-out changes no pay: the two managers answer it, and HR has no step in it.")
    BOUNDS = (
        "bounds",
        _(
            "A try-out lasts at least one month and takes at least one per cent of working time. Moves have no such bounds."
        ),
    )


@dataclass(frozen=True, slots=True)
class Excess:
    """One measure in which more is asked than of a promotion."""

    measure: Measure
    asked: int
    promotion: int


@dataclass(frozen=True, slots=True)
class Refusal:
    """Where the two would stand side by side unfairly. `framework` None: everywhere without rules of its own."""

    framework: int | None
    policy: PolicyShape
    promotion: PolicyShape
    excesses: tuple[Excess, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which a framework's own rules differ from those of everywhere."""

    field: str
    own: object
    everywhere: object


BY_RULES: Final = (
    Measure.STEPS,
    Measure.DAYS,
    Measure.WEEKS,
    Measure.MONTHS,
    Measure.EVIDENCE,
)  # as the rules say them
MOST_STEPS: Final = 12
MOST_TRYING: Final = (12, 50, 12, 12)  # months, per cent, weeks, months
HR_WEEKS: Final = 4  # full weeks in the month within which HR sets the day, where nobody releases (`days.LATITUDE`)


def asked(policy: PolicyShape) -> dict[Measure, int]:
    """What these rules ask, and what of it people are really asked where their managers are two and where they are one."""
    two, one = (steps_asked(policy, one_manager=each) for each in (False, True))
    return {
        Measure.STEPS: len(policy.steps),
        Measure.DAYS: policy.days,
        Measure.WEEKS: weeks_to_date(policy),
        Measure.MONTHS: policy.least_months_in_level,
        Measure.EVIDENCE: len(policy.evidence),
        Measure.STEPS_ASKED: len(two),
        Measure.DAYS_ASKED: sum(step.days for step in two),
        Measure.STEPS_OF_ONE: len(one),
        Measure.DAYS_OF_ONE: sum(step.days for step in one),
    }


def steps_asked(policy: PolicyShape, *, one_manager: bool) -> tuple[StepRule, ...]:
    """The steps in which somebody is asked who has not answered: whoever approves twice, or releases, does so once (see
    `answers_once`). `one_manager`: the present manager is the receiving one.
    """

    def who(step: StepRule) -> tuple[Decider, int | None]:
        same = one_manager and step.decider == Decider.RECEIVING_MANAGER
        return Decider.CURRENT_MANAGER if same else step.decider, step.group

    said = {who(step) for step in policy.steps if step.deed == StepAction.RELEASE}
    found = []
    for step in policy.steps:
        if step.deed == StepAction.APPROVE:
            if who(step) in said:
                continue
            said.add(who(step))
        found.append(step)
    return tuple(found)


def weeks_to_date(policy: PolicyShape) -> int:
    """How many weeks the day of the move may lie ahead: what a release gives, else the month that HR has to set it."""
    return max((step.weeks for step in policy.steps if step.deed == StepAction.RELEASE), default=HR_WEEKS)


def excesses(policy: PolicyShape, promotion: PolicyShape) -> tuple[Excess, ...]:
    """Where `policy` asks more than the promotion: by the rules; of a step back and a return, else, where steps of the
    promotion are skipped."""
    most = asked(promotion)
    found = [Excess(name, own, most[name]) for name, own in asked(policy).items() if own > most[name]]
    by_rules = tuple(each for each in found if each.measure in BY_RULES)
    return by_rules or (tuple(found) if policy.kind in BACK else ())


def changed(rules: Rules, place: Place, policy: PolicyShape | None) -> dict[Place, PolicyShape]:
    """The rules after a change: `policy` in force in that place, or (None) a framework's own rules ended."""
    after = {key: value for key, value in rules.items() if key != place}
    return after if policy is None else after | {place: policy}


def holding(rules: Rules, kind: MoveKind, framework: int | None) -> PolicyShape:
    """The rules that hold in the framework."""
    return rules.get((kind, framework)) or rules[(kind, None)]


def refusals(rules: Rules) -> tuple[Refusal, ...]:
    """Everything unfair in rules of which every kind has some for everywhere; nothing where all is well."""
    places: list[int | None] = [None, *sorted({framework for _kind, framework in rules if framework is not None})]
    found = []
    for framework in places:
        promotion = holding(rules, MoveKind.PROMOTION, framework)
        for kind in COMPARED:
            policy = holding(rules, kind, framework)
            if more := excesses(policy, promotion):
                found.append(Refusal(framework, policy, promotion, more))
    return tuple(found)


def refused(rules: Rules, place: Place, policy: PolicyShape | None) -> tuple[Refusal, ...]:
    """What speaks against a change (see `changed`): all that is unfair where the changed rules hold, and elsewhere what the
    change makes worse.

    Rules in force may be unfair by measures that are younger than they are: each can be mended without the others.
    """
    after = changed(rules, place, policy)
    kind, framework = place

    def own(each: Refusal) -> bool:
        everywhere = framework is None and (kind, each.framework) not in after
        return each.policy.kind == kind and (each.framework == framework or everywhere)

    return tuple(each for each in refusals(after) if own(each) or _worse(each, rules))


def _worse(refusal: Refusal, before: Rules) -> bool:
    """Whether more is asked beyond a promotion than by the rules before."""
    was = asked(holding(before, refusal.policy.kind, refusal.framework))
    most = asked(holding(before, MoveKind.PROMOTION, refusal.framework))
    return any(each.asked - each.promotion > was[each.measure] - most[each.measure] for each in refusal.excesses)


def flaws(policy: PolicyShape) -> tuple[Flaw, ...]:
    """What is wrong with these rules by themselves; nothing where they can be followed."""
    steps = policy.steps
    deeds = [step.deed for step in steps]
    stepped = policy.pay_rule == PayRule.STEPPED
    pay = (policy.pay_months, policy.pay_steps, policy.pay_step_months)
    pay_wrong = (
        not (pay[0] >= 1 and (pay[1:] == (1, 0) or (pay[1] > 1 and pay[2] >= 1))) if stepped else pay != (0, 0, 0)
    )
    trying = policy.kind == MoveKind.TRY_OUT
    bounds = (policy.most_months, policy.most_share, policy.notice_weeks, policy.longer_months)
    within = min(bounds[:2]) >= 1 and all(0 <= own <= most for own, most in zip(bounds, MOST_TRYING, strict=True))
    wrong = {
        Flaw.NO_STEPS: not steps,
        Flaw.TOO_MANY_STEPS: len(steps) > MOST_STEPS,
        Flaw.CONFIRMS_LAST: bool(steps)
        and not trying
        and (
            deeds[-1] != StepAction.CONFIRM or deeds.count(StepAction.CONFIRM) != 1 or steps[-1].decider != Decider.HR
        ),
        Flaw.ONLY_RELEASED: bool(steps) and StepAction.APPROVE not in deeds,
        Flaw.TWO_RELEASES: deeds.count(StepAction.RELEASE) > 1,
        Flaw.GROUP_MISSING: any((step.decider == Decider.GROUP) != (step.group is not None) for step in steps),
        Flaw.PAY: pay_wrong,
        Flaw.RIGHT_OF_RETURN: policy.kind == MoveKind.STEP_BACK and not policy.right_of_return,
        Flaw.TRIAL_OUTLASTS_RIGHT: policy.trial_months > policy.return_months,
        Flaw.HR_ANSWERS: trying and any(step.decider == Decider.HR for step in steps),
        Flaw.BOUNDS: not within if trying else any(bounds),
    }
    return tuple(flaw for flaw, there in wrong.items() if there)


def differences(rules: Rules) -> dict[Place, tuple[Difference, ...]]:
    """For every framework with rules of its own: where they differ from those of everywhere. Empty where they agree."""
    return {
        (kind, framework): between(own, rules[(kind, None)])
        for (kind, framework), own in rules.items()
        if framework is not None
    }


def between(own: PolicyShape, everywhere: PolicyShape) -> tuple[Difference, ...]:
    """The fields in which two rules differ, leaving aside where they hold and how often they were changed."""
    names: Iterable[str] = (field.name for field in fields(PolicyShape) if field.name not in ("framework", "number"))
    pairs = ((name, getattr(own, name), getattr(everywhere, name)) for name in names)
    return tuple(Difference(name, mine, theirs) for name, mine, theirs in pairs if mine != theirs)
