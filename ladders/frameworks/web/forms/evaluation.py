"""Input of job evaluations: a degree and a rationale per factor, who evaluated, when. Fields follow the plan in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ladders.core.inputs import day_input, plain_helper
from ladders.frameworks.actions.evaluations import NOBODY_YET, Given
from ladders.frameworks.domain.shapes import EvaluationShape, RatingShape
from ladders.impact.domain.headcount import HeadcountFinding, find
from ladders.impact.domain.points import DegreeShape, FactorShape, PlanShape


class Names(forms.CharField):
    """Names of people, one per line."""

    widget = forms.Textarea(attrs={"rows": 2})

    def prepare_value(self, value: Any) -> Any:
        """Lines in the field."""
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> Any:
        """A list without empty lines."""
        return [" ".join(line.split()) for line in str(value or "").splitlines() if line.strip()]

    def validate(self, value: Any) -> None:
        """At least one where it is required, none of unreasonable length."""
        if self.required and not value:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if any(len(name) > 150 for name in value):
            raise forms.ValidationError(_("One name per line, each of at most 150 characters."))


class PastDate(forms.DateField):
    """A day up to today."""

    widget = day_input()

    def validate(self, value: Any) -> None:
        """Nobody evaluates tomorrow."""
        super().validate(value)
        if value and value > timezone.localdate():
            raise forms.ValidationError(_("This day is to come. Choose today or an earlier one."))


@dataclass(frozen=True, slots=True)
class Option:
    """One degree as a radio card."""

    degree: DegreeShape
    id: str
    checked: bool


@dataclass(frozen=True, slots=True)
class FactorInput:
    """A factor with its two fields, as the page draws it. `stored`: what is stored now, where two people edited."""

    factor: FactorShape
    options: tuple[Option, ...]
    degree: forms.BoundField
    rationale: forms.BoundField
    wording: tuple[HeadcountFinding, ...]
    stored: RatingShape | None


class EvaluationForm(forms.Form):
    """A job evaluation of one level."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    evaluators = Names(
        label=_("Evaluators"),
        required=False,
        help_text=_("Who decided, one name per line. Confirming needs at least one."),
    )
    evaluated_on = PastDate(label=_("Evaluated on"))
    note = forms.CharField(label=_("Note"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2}))
    helper = plain_helper()

    def __init__(
        self,
        *args: Any,
        plan: PlanShape,
        stored: EvaluationShape | None,
        revision: int = NOBODY_YET,
        evaluator: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.plan, self.stored = plan, stored
        self.initial = {
            **self.initial,
            "seen": revision,
            "evaluators": stored.evaluators if stored and stored.evaluators else [evaluator],
            "evaluated_on": (stored.on if stored and not stored.proposed else None) or timezone.localdate(),
            "note": stored.note if stored else "",
        }
        for factor in plan.factors:
            rating = stored.ratings.get(factor.key) if stored else None
            self.fields[f"degree_{factor.code}"] = forms.TypedChoiceField(
                label=factor.name,
                choices=[(str(degree.number), degree.anchor) for degree in factor.degrees],
                coerce=int,
                empty_value=None,
                required=False,
                initial=str(rating.degree) if rating else None,
                widget=forms.RadioSelect,
            )
            self.fields[f"rationale_{factor.code}"] = forms.CharField(
                label=_("Why this degree"),
                required=False,
                max_length=2000,
                initial=rating.rationale if rating else "",
                widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
            )

    def clean(self) -> dict[str, Any]:
        """A rationale belongs to a degree."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for factor in self.plan.factors:
            degree = f"degree_{factor.code}"
            if data.get(f"rationale_{factor.code}") and not data.get(degree) and degree not in self.errors:
                self.add_error(degree, _("Choose the degree that this rationale is for."))
        return data

    def require_all(self) -> bool:
        """Confirming needs everything; what is missing is named at its field. True where nothing is missing."""
        for factor in self.plan.factors:
            for name, sentence in (
                (f"degree_{factor.code}", _("Choose a degree.")),
                (f"rationale_{factor.code}", _("Say in a sentence why this degree and not the next.")),
            ):
                if not self.cleaned_data.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
        if not self.cleaned_data.get("evaluators") and "evaluators" not in self.errors:
            self.add_error("evaluators", _("Name who evaluated."))
        return not self.errors

    def ratings(self) -> dict[UUID, Given]:
        """Factor key → what was decided."""
        return {
            factor.key: Given(
                self.cleaned_data.get(f"degree_{factor.code}"), self.cleaned_data.get(f"rationale_{factor.code}", "")
            )
            for factor in self.plan.factors
        }

    def inputs(self, *, conflict: bool = False) -> list[FactorInput]:
        """The factors as the page draws them; with `conflict`, each with what is stored now where that differs."""
        return [self._input(factor, conflict) for factor in self.plan.factors]

    def _input(self, factor: FactorShape, conflict: bool) -> FactorInput:
        degree, rationale = self[f"degree_{factor.code}"], self[f"rationale_{factor.code}"]
        chosen = str(degree.value() or "")
        stored = self.stored.ratings.get(factor.key) if self.stored and conflict else None
        if stored and (str(stored.degree), stored.rationale) == (chosen, rationale.value()):
            stored = None
        options = tuple(
            Option(item, f"degree-{factor.code}-{item.number}", str(item.number) == chosen) for item in factor.degrees
        )
        return FactorInput(factor, options, degree, rationale, find(str(rationale.value() or "")), stored)

    def degrees(self) -> dict[UUID, int]:
        """Factor key → the degree in the form as it stands, valid or not: for showing where it would lead."""
        found = {}
        for factor in self.plan.factors:
            value = str(self[f"degree_{factor.code}"].value() or "")
            if value.isdecimal() and len(value) < 5 and factor.degree(int(value)):
                found[factor.key] = int(value)
        return found


class ConfirmForm(forms.Form):
    """Confirming the proposals of a draft."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    evaluators = Names(label=_("Evaluators"), help_text=_("Who answers for them, one name per line."))
    evaluated_on = PastDate(label=_("Evaluated on"))
    reason = forms.CharField(
        label=_("Reason where a degree has none yet"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "It is written to every degree without a reason, and can be made more exact on the page of each level."
            " Without one, these levels stay proposals."
        ),
    )
    helper = plain_helper()

    def __init__(self, *args: Any, unexplained: int = 0, every: bool = False, **kwargs: Any) -> None:
        """`unexplained`: how many proposals only lack reasons; `every`: all of those that could be confirmed."""
        super().__init__(*args, **kwargs)
        if not unexplained:
            del self.fields["reason"]
        self.reason_needed = every

    def clean_reason(self) -> str:
        """Needed where nothing could be confirmed without one."""
        reason: str = self.cleaned_data["reason"].strip()
        if not reason and self.reason_needed:
            raise forms.ValidationError(_("Write a reason here, or one for each degree on the pages of the levels."))
        return reason


class CalibrationForm(forms.Form):
    """Which levels the calibration table shows. Unknown values count as "all": an old link still works."""

    framework = forms.ChoiceField(label=_("Framework"), required=False)
    grade = forms.ChoiceField(label=_("Grade"), required=False)
    kind = forms.ChoiceField(label=_("Track"), required=False)
    standing = forms.ChoiceField(label=_("State"), required=False)
    drafts = forms.BooleanField(label=_("Drafts, where there are some"), required=False)

    def __init__(
        self, *args: Any, choices: Mapping[str, Sequence[tuple[str, Any]]], drafts: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, values in choices.items():
            self.fields[name].choices = [("", _("All")), *values]  # type: ignore[attr-defined]
            self.fields[name].widget.attrs["class"] = "form-select"
        if not drafts:
            del self.fields["drafts"]
        else:
            self.fields["drafts"].widget.attrs["class"] = "form-check-input"

    def chosen(self, name: str) -> str:
        """The value, or empty where it is none of the choices."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or "")


class ActivationForm(forms.Form):
    """From which day a plan is in force."""

    seen = forms.CharField(widget=forms.HiddenInput)
    on = forms.DateField(
        label=_("In force from"),
        widget=day_input("short-date"),
        help_text=_("Today or an earlier day. Drafts are graded anew at once."),
    )

    def __init__(self, *args: Any, today: dt.date, mark: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {**self.initial, "on": today, "seen": mark}
        self.helper = plain_helper()
