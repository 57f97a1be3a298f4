"""Input about cases. Each form names the action that it calls."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from ladders.compensation.web.amount_field import AmountField
from ladders.core.choices import choices_of
from ladders.core.inputs import day_input

from ..domain.states import TRANSITIONS, CaseState, Criterion, Ground
from ..domain.targets import Target, Whom
from ..models import JointAssessment, RemedyCase
from ..queries.cases import who_may_own


def _day(**more: Any) -> forms.DateField:
    return forms.DateField(widget=day_input(), **more)


def _words(label: Any, rows: int = 4, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=4000, widget=forms.Textarea(attrs={"rows": rows}), **more)


PATHS = {
    CaseState.JUSTIFY.value: _("Justify the gap by objective criteria"),
    CaseState.REMEDY.value: _("Remedy it"),
    CaseState.JOINT.value: _("Assess it together with the employees’ representatives"),
}


class PathForm(forms.Form):
    """What is done about a gap."""

    path = forms.ChoiceField(label=_("What is done about the gap"), widget=forms.RadioSelect)
    reason = _words(_("Why"), 3)

    def __init__(self, *args: Any, case: RemedyCase, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["path"]
        assert isinstance(field, forms.ChoiceField)
        after = TRANSITIONS[CaseState(case.state)]
        field.choices = [(state, label) for state, label in PATHS.items() if state in after]


class JustifyForm(forms.Form):
    """A reason for the gap."""

    criterion = forms.ChoiceField(label=_("Criterion"), choices=choices_of(Criterion))
    text = _words(_("How it explains the gap"), help_text=_("For whom, by how much, and since when."))
    evidence = _words(_("Evidence"), 3, help_text=_("Where it is shown: a document, figures, a date."))


class JudgeForm(forms.Form):
    """Another person's word on a justification."""

    accepted = forms.ChoiceField(
        label=_("Does it explain the gap?"),
        choices=[("yes", _("Yes: objective, gender-neutral, and shown")), ("no", _("No"))],
        widget=forms.RadioSelect,
    )
    reason = _words(_("Why"), 3)


class MeasureForm(forms.Form):
    """Something to be done."""

    text = forms.CharField(label=_("What is to be done"), max_length=300)
    owner = forms.ModelChoiceField(label=_("By whom"), queryset=User.objects.none(), empty_label=None)
    due_on = _day(label=_("Until"))

    def __init__(self, *args: Any, case: RemedyCase, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["owner"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = User.objects.filter(pk__in=[user.pk for user in who_may_own(case)]).order_by("name")


class EndMeasureForm(forms.Form):
    """What came of a measure."""

    ended = forms.ChoiceField(
        label=_("How it ended"), choices=[("yes", _("Done")), ("no", _("Dropped"))], widget=forms.RadioSelect
    )
    note = _words(_("What came of it"), 3)


class DayForm(forms.Form):
    """Another day for the remedy."""

    until = _day(label=_("To be remedied until"))
    reason = _words(_("Why"), 3)


class CloseForm(forms.Form):
    """On what ground a case is closed."""

    ground = forms.ChoiceField(label=_("On what ground"), choices=choices_of(Ground), widget=forms.RadioSelect)
    reason = _words(_("Why it can be closed"), 3)


class ReopenForm(forms.Form):
    """Why a closed case is opened again."""

    reason = _words(_("Why it is opened again"), 3)


class JointForm(forms.ModelForm):  # type: ignore[type-arg]
    """What was found together."""

    class Meta:
        model = JointAssessment
        fields = ["representatives", "held_on", "reasons", "leave", "measures", "earlier"]
        widgets = {"held_on": day_input()} | {
            name: forms.Textarea(attrs={"rows": 4}) for name in ("reasons", "leave", "measures", "earlier")
        }


class PlannerForm(forms.Form):
    """What the planner is asked. Empty budgets: whatever it takes."""

    target = forms.ChoiceField(label=_("Bring people to"), choices=choices_of(Target))
    whom = forms.ChoiceField(label=_("Whom to raise"), choices=choices_of(Whom))
    band_point = forms.DecimalField(
        label=_("Which point of the band, in percent"),
        min_value=0,
        max_value=100,
        decimal_places=2,
        required=False,
        help_text=_("0 is the minimum, 50 the middle, 100 the maximum. Only for a point of their band."),
    )
    budget = AmountField(label=_("Budget a year"), required=False, help_text=_("Empty: whatever it takes."))
    second = AmountField(label=_("A second budget to compare"), required=False)
    third = AmountField(label=_("A third budget to compare"), required=False)
    most_percent = forms.DecimalField(
        label=_("At most, in percent of a salary"), min_value=0, max_value=999, decimal_places=2, required=False
    )
    within_band = forms.BooleanField(label=_("Nobody above the maximum of their band"), required=False)
    starts_on = _day(label=_("Raised from"))

    def __init__(self, data: Any = None, *, free: bool, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.free = free
        target = self.fields["target"]
        if not free and isinstance(target.widget, forms.Select):
            target.widget.choices = choices_of(each for each in Target if each is not Target.BAND)
        for field in self.fields.values():
            if isinstance(field, forms.ChoiceField):
                field.widget.attrs["class"] = "form-select"
            elif not isinstance(field, forms.BooleanField):
                field.widget.attrs["class"] = "form-control"

    def shown(self) -> list[forms.BoundField]:
        """Whoever does not see everybody's pay says what explains it, and from when: other questions are refused."""
        return [field for field in self if self.free or field.name in ("target", "starts_on")]

    def sent_along(self) -> list[forms.BoundField]:
        """What those are asked in the usual way, as every plan has it."""
        return [] if self.free else [self["whom"], self["within_band"]]

    def clean_starts_on(self) -> Any:
        """Not in the past: a salary that was paid is no plan."""
        day = self.cleaned_data["starts_on"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("Raises begin today or later: choose such a day."))
        return day


def usual_questions() -> dict[str, Any]:
    """What the planner is asked at first: everybody of the sex paid less, to what explains pay, from the next month on."""
    today = timezone.localdate()
    following = today.replace(year=today.year + today.month // 12, month=today.month % 12 + 1, day=1)
    return {
        "target": Target.POINTS.value,
        "whom": Whom.LESS_PAID.value,
        "band_point": "50",
        "within_band": "on",
        "starts_on": following.isoformat(),
    }


class RaisesForm(forms.Form):
    """From when, and why these people are raised."""

    starts_on = _day(label=_("Raised from"))
    reason = _words(_("Why these people are raised"), 3)


class RaisesBackForm(forms.Form):
    """Why the raises of a plan are taken back."""

    reason = _words(_("Why they are taken back"), 3)
