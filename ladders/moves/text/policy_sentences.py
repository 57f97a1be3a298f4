"""The rules of a kind of move in sentences, for whoever moves. The same plain words for every kind.

What others read on somebody's request takes `own=False`: then it is about the person.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from ladders.careers.domain.move_kinds import MoveKind

from ..domain.enums import Decider, PayRule, StepAction
from ..domain.escalation import ESCALATION, Turn
from ..domain.policy import PolicyShape, StepRule

# As what somebody answers; the one whom the rules name is said by the step.
TURNS: dict[Turn, Promise] = {
    Turn.STAND_IN: lazy("stands in for %(whom)s"),
    Turn.ABOVE: lazy("the next manager above"),
    Turn.OWNER: lazy("the framework owner"),
    Turn.HR: lazy("HR"),
    Turn.LEAD: lazy("the HR lead"),
}
_CARRIES: dict[MoveKind, Promise] = {
    MoveKind.PROMOTION: lazy("A promotion into management carries a right of return for %(months)s."),
    MoveKind.LATERAL: lazy("A lateral move into management carries a right of return for %(months)s."),
    MoveKind.DIAGONAL: lazy("A diagonal move into management carries a right of return for %(months)s."),
    MoveKind.STEP_BACK: lazy("You may return to the level you leave for %(months)s. It is a right, in writing."),
    MoveKind.RETURN: lazy("A return into management carries a right of return for %(months)s."),
}


def months(count: int) -> str:
    """ "12 months"."""
    return ngettext("%(n)s month", "%(n)s months", count) % {"n": count}


def working_days(count: int) -> str:
    """ "10 working days"."""
    return ngettext("%(n)s working day", "%(n)s working days", count) % {"n": count}


def step_title(step: StepRule, kind: MoveKind | None = None, *, who: str = "") -> str:
    """Who does what: "Your manager approves"; on a return, which is a right, they confirm.

    `who`: by name, where it is known who is really asked; else as what the rules name them.
    """
    who = who or step.decider.label
    if step.decider == Decider.GROUP:
        who = _("One of %(group)s") % {"group": step.group_name or _("a group")}
    match step.deed:
        case StepAction.RELEASE:
            text = ngettext(
                "%(who)s proposes a day within %(n)s week, and cannot refuse",
                "%(who)s proposes a day within %(n)s weeks, and cannot refuse",
                step.weeks,
            )
            return text % {"who": who, "n": step.weeks}
        case StepAction.CONFIRM:
            return _("%(who)s sets salary and day") % {"who": who}
        case StepAction.APPROVE if kind == MoveKind.RETURN:
            return _("%(who)s confirms, and cannot refuse") % {"who": who}
        case StepAction.APPROVE:
            return _("%(who)s approves") % {"who": who}


def step_then(step: StepRule) -> str:
    """What happens when they stay silent: the end of a sentence."""
    others = [str(TURNS[turn]) for turn in ESCALATION[step.decider][1:]]
    return _("or it passes to %(others)s") % {"others": _(", then to ").join(others)}


def step_sentence(step: StepRule, kind: MoveKind | None = None) -> str:
    """The whole of a step in one sentence."""
    return _("%(title)s: within %(days)s, %(then)s.") % {
        "title": step_title(step, kind),
        "days": working_days(step.days),
        "then": step_then(step),
    }


def time_in_level(policy: PolicyShape) -> str:
    """How long one has to be on the present level."""
    if not policy.least_months_in_level:
        return _("You can ask at any time.")
    return _("You can ask after %(months)s on your level.") % {"months": months(policy.least_months_in_level)}


def evidence(policy: PolicyShape) -> str:
    """What is asked for, as a sentence before the items; they follow it."""
    if not policy.evidence:
        return _("Nothing has to be shown.")
    return ngettext("%(n)s thing is asked for:", "%(n)s things are asked for:", len(policy.evidence)) % {
        "n": len(policy.evidence)
    }


def trial(policy: PolicyShape) -> str:
    """How a trial goes; empty without one."""
    if not policy.trial_months:
        return ""
    return _("The first %(months)s are a trial: until they are over you can go back to the level you left.") % {
        "months": months(policy.trial_months)
    }


def pay_rule(policy: PolicyShape, *, own: bool = True) -> str:
    """What happens to pay."""
    rises = _("Pay below the minimum of the new band rises to it on the day of the move.")
    match policy.pay_rule:
        case PayRule.KEPT:
            kept = _("Your pay stays as it is.") if own else _("Their pay stays as it is.")
            return f"{kept} {rises}"
        case PayRule.BAND:
            text = _("From the day of the move your pay lies in the band of the new grade.")
            if not own:
                text = _("From the day of the move their pay lies in the band of the new grade.")
            return f"{text} {rises}"
        case PayRule.STEPPED:
            kept = (
                _("Your pay stays as it is for %(months)s.") if own else _("Their pay stays as it is for %(months)s.")
            )
            kept %= {"months": months(policy.pay_months)}
            if policy.pay_steps > 1:
                then = _(
                    "What lies above the new band’s maximum then goes in %(n)s equal steps, one every %(apart)s."
                ) % {
                    "n": policy.pay_steps,
                    "apart": months(policy.pay_step_months),
                }
            else:
                then = _("What lies above the new band’s maximum then goes.")
            return f"{kept} {then} {rises}"


def right_of_return(policy: PolicyShape) -> str:
    """Which right of return the moves of this kind carry."""
    values = {"months": months(policy.return_months)}
    if policy.right_of_return or policy.trial_months:
        carries = str(_CARRIES[MoveKind.STEP_BACK]) % values
    else:
        carries = str(_CARRIES[policy.kind]) % values
    return f"{carries} {review(policy.return_needs_review)}"


def return_until(level: str, until: str, reviewed: bool, *, own: bool = True) -> str:
    """A right of return to one level with its last day."""
    text = _("You may return to %(level)s until %(day)s. It is a right, in writing.")
    if not own:
        text = _("They may return to %(level)s until %(day)s. It is a right, in writing.")
    return f"{text % {'level': level, 'day': until}} {review(reviewed)}"


def review(needed: bool) -> str:
    """What is looked at on return."""
    if needed:
        return _("On return we only re-check certificates and proofs that have expired.")
    return _("On return nothing is reviewed.")


def whole(policy: PolicyShape) -> list[str]:
    """Everything, as an employee reads it: sentences in order."""
    steps = [step_sentence(step, policy.kind) for step in policy.steps]
    if policy.kind == MoveKind.TRY_OUT:
        from .try_outs import whole as try_out_rules

        return [*try_out_rules(policy), *steps]
    items = "; ".join(policy.evidence)
    asked = evidence(policy)
    return [
        time_in_level(policy),
        f"{asked} {items}." if items else asked,
        *steps,
        *([text] if (text := trial(policy)) else []),
        pay_rule(policy),
        right_of_return(policy),
    ]
