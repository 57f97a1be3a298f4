"""Input about the rules of moves. Steps are added, removed and reordered by buttons, and work without scripts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from crispy_forms.layout import Div, Field, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from ladders.careers.domain.move_kinds import MoveKind
from ladders.core.choices import choices_of
from ladders.core.errors import DomainError
from ladders.core.inputs import plain_helper

from ..actions.rules import check_evidence
from ..domain.enums import Decider, PayRule, StepAction
from ..domain.fairness import MOST_STEPS, flaws
from ..domain.policy import PolicyShape, StepRule
from ..models import DeciderGroup

MOST_EVIDENCE = 8
WHAT = [
    ("approve:current_manager", _("The present manager approves")),
    ("release:current_manager", _("The present manager proposes a day, and cannot refuse")),
    ("approve:receiving_manager", _("The receiving manager approves")),
    ("approve:hr", _("HR approves")),
    ("approve:group", _("One of a group approves")),
]
NEW_STEP = StepRule(StepAction.APPROVE, Decider.RECEIVING_MANAGER, 10)


def whole_number(label: Any, least: int, most: int, **options: Any) -> forms.IntegerField:
    """A small number."""
    widget = forms.NumberInput(attrs={"class": "rules-short-number", "inputmode": "numeric"})
    return forms.IntegerField(label=label, min_value=least, max_value=most, widget=widget, **options)


class StepForm(forms.Form):
    """One step before HR's last one."""

    what = forms.ChoiceField(label=_("What happens"), choices=WHAT)
    days = whole_number(_("Working days"), 1, 60)
    weeks = whole_number(_("Weeks to the day"), 1, 12, required=False)
    group = forms.ModelChoiceField(
        label=_("Group"), queryset=DeciderGroup.objects.none(), required=False, empty_label=_("Choose a group")
    )

    def __init__(self, *args: Any, groups: Iterable[DeciderGroup], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_id = {group.pk: group for group in groups}
        choices = [("", _("Choose a group")), *((pk, group.name) for pk, group in self.by_id.items())]
        self.fields["group"] = forms.TypedChoiceField(
            label=_("Group"), choices=choices, coerce=int, empty_value=None, required=False
        )
        self.helper = plain_helper(
            Layout(
                Div(
                    Field("what", wrapper_class="rule-what"),
                    Field("group", wrapper_class="rule-group"),
                    Field("days"),
                    Field("weeks", wrapper_class="rule-weeks"),
                    css_class="rule-fields",
                )
            )
        )

    def clean(self) -> dict[str, Any]:
        """A group where one answers for it; weeks where a day is proposed."""
        cleaned = super().clean() or self.cleaned_data
        what = cleaned.get("what", "")
        if what == "approve:group" and not cleaned.get("group") and "group" not in self.errors:
            self.add_error("group", _t("Choose which group."))
        if what.startswith("release") and not cleaned.get("weeks") and "weeks" not in self.errors:
            self.add_error("weeks", _t("Within how many weeks the day lies."))
        return cleaned

    def shape(self) -> StepRule:
        """As plain data; the form must be valid."""
        deed, _colon, decider = self.cleaned_data["what"].partition(":")
        group = self.by_id.get(self.cleaned_data["group"] or 0) if decider == Decider.GROUP else None
        return StepRule(
            StepAction(deed),
            Decider(decider),
            self.cleaned_data["days"],
            self.cleaned_data["weeks"] if deed == StepAction.RELEASE else 0,
            group.pk if group else None,
            group.name if group else "",
        )


class RulesForm(forms.Form):
    """The rules of one kind of move, everywhere or in one framework. `steps` are the forms of the steps."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    confirm_days = whole_number(_("Working days"), 1, 60)
    least_months_in_level = whole_number(_("Least months in the present level"), 0, 120)
    evidence = forms.CharField(
        label=_("What is to be shown"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One thing per line, as the person reads it. Empty: nothing."),
    )
    trial_months = whole_number(_("Months of trial"), 0, 24, help_text=_("0: no trial."))
    pay_rule = forms.ChoiceField(label=_("Pay"), choices=choices_of(PayRule), widget=forms.RadioSelect)
    pay_months = whole_number(_("Months for which pay is kept"), 1, 120, required=False)
    pay_steps = whole_number(_("Steps afterwards"), 1, 12, required=False)
    pay_step_months = whole_number(_("Months between the steps"), 1, 24, required=False)
    right_of_return = forms.BooleanField(
        label=_("Every move of this kind carries a right of return"),
        required=False,
        help_text=_("A trial and a move into management carry one in any case."),
    )
    return_months = whole_number(_("Months for which a right of return holds"), 1, 120)
    return_needs_review = forms.BooleanField(
        label=_("On return proofs that have expired are re-checked, and nothing else"), required=False
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        kind: MoveKind,
        policy: PolicyShape,
        framework: int | None,
        groups: Iterable[DeciderGroup],
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        self.kind, self.framework, self.groups = kind, framework, list(groups)
        self.problems: list[str] = []  # about the rules as a whole; drawn once, above the fields
        self._begin(policy)
        if kind == MoveKind.STEP_BACK:
            del self.fields["right_of_return"]
        count = self._count(data) if data is not None else len(policy.steps) - 1
        self.steps = [self._step(data, number, policy) for number in range(count)]
        self.helpers()

    def helpers(self) -> None:
        """The groups of fields, each drawn in its place."""
        fields = [] if self.kind == MoveKind.STEP_BACK else ["right_of_return"]
        self.confirm = plain_helper(Layout(Field("confirm_days")))
        self.asks = plain_helper(Layout("least_months_in_level", "evidence", "trial_months"))
        stepped = Div(Field("pay_months"), Field("pay_steps"), Field("pay_step_months"), css_class="rule-stepped")
        self.pay = plain_helper(Layout("pay_rule", stepped))
        self.rights = plain_helper(Layout(*fields, "return_months", "return_needs_review"))

    def _begin(self, policy: PolicyShape) -> None:
        names = ("least_months_in_level", "trial_months", "right_of_return", "return_months", "return_needs_review")
        values: dict[str, Any] = {name: getattr(policy, name) for name in names}
        values |= {
            "confirm_days": policy.steps[-1].days,
            "evidence": "\n".join(policy.evidence),
            "pay_rule": policy.pay_rule.value,
            "pay_months": policy.pay_months or 12,
            "pay_steps": policy.pay_steps or 1,
            "pay_step_months": policy.pay_step_months or None,
        }
        self.initial.update(values)

    def _count(self, data: QueryDict) -> int:
        try:
            return min(max(int(data.get("count", "0")), 0), MOST_STEPS - 1)
        except ValueError:
            return 0

    def _step(self, data: QueryDict | None, number: int, policy: PolicyShape) -> StepForm:
        begin = policy.steps[number] if number < len(policy.steps) - 1 else NEW_STEP
        return StepForm(data, prefix=f"step-{number}", initial=_initial(begin), groups=self.groups)

    def clean_evidence(self) -> tuple[str, ...]:
        """The lines that say something."""
        lines = tuple(line.strip() for line in self.cleaned_data["evidence"].splitlines() if line.strip())
        if len(lines) > MOST_EVIDENCE or any(len(line) > 200 for line in lines):
            raise ValidationError(_t("Eight things at most, each in 200 characters."))
        try:
            check_evidence(lines)
        except DomainError as refused:
            raise ValidationError(refused.sentence) from refused
        return lines

    def is_valid(self) -> bool:
        """All steps, and what they make together."""
        steps = [step.is_valid() for step in self.steps]
        if not (super().is_valid() and all(steps)):
            return False
        self.problems = [flaw.label for flaw in flaws(self.shape())]
        return not self.problems

    def shape(self) -> PolicyShape:
        """As plain data; needs cleaned fields."""
        own = self.cleaned_data
        stepped = own["pay_rule"] == PayRule.STEPPED
        steps = own["pay_steps"] or 0
        return PolicyShape(
            kind=self.kind,
            steps=(
                *(step.shape() for step in self.steps),
                StepRule(StepAction.CONFIRM, Decider.HR, own["confirm_days"]),
            ),
            framework=self.framework,
            least_months_in_level=own["least_months_in_level"],
            evidence=own["evidence"],
            trial_months=own["trial_months"],
            pay_rule=PayRule(own["pay_rule"]),
            pay_months=(own["pay_months"] or 0) if stepped else 0,
            pay_steps=steps if stepped else 0,
            pay_step_months=(own["pay_step_months"] or 0) if stepped and steps > 1 else 0,
            right_of_return=self.kind == MoveKind.STEP_BACK or own["right_of_return"],
            return_months=own["return_months"],
            return_needs_review=own["return_needs_review"],
        )


def _initial(step: StepRule) -> dict[str, Any]:
    return {
        "what": f"{step.deed.value}:{step.decider.value}",
        "days": step.days,
        "weeks": step.weeks or 4,
        "group": step.group,
    }


def rearranged(data: QueryDict, do: str) -> QueryDict:
    """What was typed, with a step added, removed, or moved by one place: "add", "remove-2", "up-2", "down-2"."""
    verb, _dash, text = do.partition("-")
    count = int(data.get("count", "0")) if data.get("count", "0").isdigit() else 0
    count = min(count, MOST_STEPS - 1)
    names = ("what", "days", "weeks", "group")
    rows = [{name: data.get(f"step-{number}-{name}", "") for name in names} for number in range(count)]
    at = int(text) if text.isdigit() else -1
    if verb == "add" and count < MOST_STEPS - 1:
        rows.append({name: str(value or "") for name, value in _initial(NEW_STEP).items()})
    elif verb == "remove" and 0 <= at < count:
        del rows[at]
    elif verb == "up" and 0 < at < count:
        rows[at - 1], rows[at] = rows[at], rows[at - 1]
    elif verb == "down" and 0 <= at < count - 1:
        rows[at + 1], rows[at] = rows[at], rows[at + 1]
    after = data.copy()
    for name in [name for name in after if name.startswith("step-")]:
        del after[name]
    for number, row in enumerate(rows):
        for name, value in row.items():
            after[f"step-{number}-{name}"] = value
    after["count"] = str(len(rows))
    return after
