"""What the rules of moves are called in tables: fields, their values, what is wrong with them."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from ..domain.enums import PayRule
from ..domain.fairness import Difference
from ..domain.policy import PolicyShape
from .policy_sentences import months, step_title, working_days

FIELDS: dict[str, Promise] = {
    "steps": lazy("Steps"),
    "least_months_in_level": lazy("Time in the present level"),
    "evidence": lazy("To be shown"),
    "trial_months": lazy("Trial"),
    "pay_rule": lazy("Pay"),
    "pay_months": lazy("Pay is kept for"),
    "pay_steps": lazy("Steps of pay afterwards"),
    "pay_step_months": lazy("Time between the steps of pay"),
    "right_of_return": lazy("Every move carries a right of return"),
    "return_months": lazy("A right of return holds for"),
    "return_needs_review": lazy("Expired proofs are re-checked on return"),
    "most_months": lazy("At most"),
    "most_share": lazy("Share of working time at most"),
    "notice_weeks": lazy("Notice to go back"),
    "longer_months": lazy("Can be made longer once, by"),
}


def value_text(field: str, value: object) -> str:
    """A field's value as it stands in a table."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field == "steps" and isinstance(value, tuple):
        return "; ".join(f"{step_title(step)} ({working_days(step.days)})" for step in value)
    if field == "evidence" and isinstance(value, tuple):
        return "; ".join(value) or _("nothing")
    if isinstance(value, PayRule):
        return value.label
    if field == "most_share":
        return f"{value} %"
    if field == "notice_weeks" and isinstance(value, int):
        return ngettext("%(n)s week", "%(n)s weeks", value) % {"n": value} if value else _("none")
    if field == "pay_steps":
        return str(value)
    if isinstance(value, int):
        return months(value) if value else _("none")
    return str(value)


def difference_text(each: Difference) -> list[str]:
    """Both values of a difference, the older first, as an audit entry has them."""
    return [value_text(each.field, each.everywhere), value_text(each.field, each.own)]


def compared(count: int, promotion: int) -> str:
    """How a number stands beside a promotion's."""
    if count == promotion:
        return _("as a promotion")
    if count < promotion:
        return _("%(n)s fewer than a promotion") % {"n": promotion - count}
    return _("%(n)s more than a promotion") % {"n": count - promotion}


def pay_short(policy: PolicyShape) -> str:
    """The rule about pay in a few words."""
    match policy.pay_rule:
        case PayRule.STEPPED:
            text = ngettext("Kept %(months)s, then %(n)s step", "Kept %(months)s, then %(n)s steps", policy.pay_steps)
            return text % {"months": months(policy.pay_months), "n": policy.pay_steps}
        case _:
            return policy.pay_rule.label


def return_short(policy: PolicyShape) -> str:
    """The right of return in a few words."""
    held = months(policy.return_months)
    if policy.right_of_return or policy.trial_months:
        return _("%(months)s, always") % {"months": held}
    return _("%(months)s, on a move into management") % {"months": held}
