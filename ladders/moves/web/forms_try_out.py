"""Input about the rules of try-outs: how long and how much at most, how somebody goes back, and until when it is answered."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from ladders.careers.domain.move_kinds import MoveKind
from ladders.core.inputs import plain_helper

from ..domain.enums import Decider, PayRule, StepAction
from ..domain.fairness import MOST_TRYING
from ..domain.policy import PolicyShape, StepRule
from .forms_rules import whole_number

BOUNDS = ("most_months", "most_share", "notice_weeks", "longer_months")


class TryOutRulesForm(forms.Form):
    """The rules of try-outs, everywhere or in one framework. The present manager and the other side's answer; nobody else."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    most_months = whole_number(_("Months at most"), 1, MOST_TRYING[0])
    most_share = whole_number(
        _("Share of working time at most, in per cent"), 1, MOST_TRYING[1], help_text=_("A day a week is 20.")
    )
    longer_months = whole_number(
        _("Months by which it can be made longer, once"), 0, MOST_TRYING[3], help_text=_("0: not at all.")
    )
    notice_weeks = whole_number(
        _("Weeks of notice to go back"), 0, MOST_TRYING[2], help_text=_("0: it ends on the day it is said.")
    )
    own_days = whole_number(_("Working days for the present manager"), 1, 60)
    other_days = whole_number(_("Working days for the other side’s manager"), 1, 60)

    def __init__(
        self, data: QueryDict | None = None, *, policy: PolicyShape, framework: int | None, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.framework = framework
        self.problems: list[str] = []
        self.initial.update({name: getattr(policy, name) for name in BOUNDS})
        self.initial.update(own_days=policy.steps[0].days, other_days=policy.steps[-1].days)
        self.helper = plain_helper(Layout(*(name for name in self.fields if name != "seen")))

    def shape(self) -> PolicyShape:
        """As plain data; needs cleaned fields."""
        own = self.cleaned_data
        return PolicyShape(
            MoveKind.TRY_OUT,
            (
                StepRule(StepAction.APPROVE, Decider.CURRENT_MANAGER, own["own_days"]),
                StepRule(StepAction.APPROVE, Decider.RECEIVING_MANAGER, own["other_days"]),
            ),
            framework=self.framework,
            pay_rule=PayRule.KEPT,
            **{name: own[name] for name in BOUNDS},
        )
