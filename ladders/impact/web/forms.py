"""Input of the draft plan. Errors stand at the field they are about."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from ladders.core.inputs import plain_helper

from ..actions.plan import MOST_DEGREES, FactorContent
from ..checks import not_rising
from ..domain.points import PlanShape
from ..models import Criterion, Factor, FactorPlan, GradeRange
from ..track_kinds import track_kinds

MOST_POINTS = 1_000_000


class PlanForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """Name and description of the plan."""

    helper = plain_helper()

    class Meta:
        model = FactorPlan
        fields = ["name", "description"]
        widgets = {"description": forms.Textarea(attrs={"rows": 4})}


class FactorForm(forms.ModelForm):  # type: ignore[type-arg]
    """A factor without its degrees."""

    covers = forms.MultipleChoiceField(
        label=_("Criteria covered"),
        choices=Criterion.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("The four of Directive (EU) 2023/970, article 4(4). All of them should be covered by some factor."),
    )

    class Meta:
        model = Factor
        fields = ["name", "definition", "weight", "covers"]
        widgets = {
            "definition": forms.Textarea(attrs={"rows": 4}),
            "weight": forms.NumberInput(attrs={"step": "any", "inputmode": "decimal", "class": "impact-short"}),
        }
        help_texts = {
            "definition": _("What the factor asks about the work. How many people or how much money is no question."),
            "weight": _("Percent of the whole. Where the sum is not 100, the share of the sum counts."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()
        if self.instance.pk:
            self.initial["weight"] = format(self.instance.weight.normalize(), "f")

    def content(self, degrees: tuple[tuple[int, str], ...] = ()) -> FactorContent:
        """The valid form as the actions take it."""
        data = self.cleaned_data
        return FactorContent(data["name"], data["definition"], data["weight"], tuple(data["covers"]), degrees)


class DegreeForm(forms.Form):
    """One degree: points and anchor."""

    points = forms.IntegerField(
        label=_("Points"), min_value=0, max_value=MOST_POINTS, widget=forms.NumberInput(attrs={"class": "form-control"})
    )
    anchor = forms.CharField(
        label=_("Anchor text"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "form-control"}),
        max_length=2000,
    )


class RisingDegrees(forms.BaseFormSet):  # type: ignore[type-arg]
    """The degrees of one factor, lowest first; their points rise."""

    def clean(self) -> None:
        """Name the degree whose points are not above the ones before."""
        points = [form.cleaned_data.get("points") if hasattr(form, "cleaned_data") else None for form in self.forms]
        for place in not_rising(points):
            self.forms[place].add_error("points", _("More points than the degree before, please."))

    def rows(self) -> tuple[tuple[int, str], ...]:
        """Points and anchor of every degree."""
        return tuple((form.cleaned_data["points"], form.cleaned_data["anchor"]) for form in self.forms)


DegreeFormSet = cast(
    type[RisingDegrees],
    forms.formset_factory(
        DegreeForm, formset=RisingDegrees, extra=0, max_num=MOST_DEGREES, absolute_max=MOST_DEGREES, validate_max=True
    ),
)


class WeightsForm(forms.Form):
    """The weights of all factors, one field each, named by the factor's key."""

    def __init__(self, *args: Any, factors: list[Factor], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.factors = factors
        for factor in factors:
            self.fields[str(factor.key)] = forms.DecimalField(
                label=_("Weight of %(factor)s") % {"factor": factor.name},
                min_value=Decimal("0.01"),
                max_value=Decimal(100),
                max_digits=5,
                decimal_places=2,
                initial=format(factor.weight.normalize(), "f"),
                widget=forms.NumberInput(
                    attrs={
                        "form": "weights",
                        "class": "form-control impact-short",
                        "step": "any",
                        "inputmode": "decimal",
                    }
                ),
            )


class GradesForm(forms.Form):
    """Titles and first points of all grades, lowest first; `codes` names the rows."""

    def __init__(self, *args: Any, ranges: list[GradeRange], plan: PlanShape, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        self.codes = [item.grade.code for item in ranges]
        for item in ranges:
            code = item.grade.code
            self.fields[f"title-{code}"] = forms.CharField(
                label=_("Title of grade %(code)s") % {"code": code},
                max_length=80,
                initial=item.title,
                widget=forms.TextInput(attrs={"class": "form-control"}),
            )
            self.fields[f"from-{code}"] = forms.IntegerField(
                label=_("First points of grade %(code)s") % {"code": code},
                min_value=0,
                max_value=MOST_POINTS,
                initial=item.points_from,
                widget=forms.NumberInput(attrs={"class": "form-control impact-short"}),
            )

    def clean(self) -> dict[str, Any]:
        """Every grade begins above the one below it, and the lowest no later than the fewest points a level can have."""
        data = super().clean() or self.cleaned_data
        firsts = [data.get(f"from-{code}") for code in self.codes]
        for place in not_rising(firsts):
            self.add_error(f"from-{self.codes[place]}", _("More points than the grade below begins at, please."))
        if self.plan.factors and firsts and firsts[0] is not None and firsts[0] > self.plan.lowest:
            self.add_error(
                f"from-{self.codes[0]}",
                _("At most %(lowest)s: a level can be given as few, and would have no grade.")
                % {"lowest": self.plan.lowest},
            )
        return data

    def grades(self) -> dict[str, tuple[str, int]]:
        """Code → title and first points."""
        return {code: (self.cleaned_data[f"title-{code}"], self.cleaned_data[f"from-{code}"]) for code in self.codes}


class GradeForm(forms.Form):
    """A new grade; its first points say where it stands."""

    helper = plain_helper()
    code = forms.CharField(
        label=_("Code"),
        max_length=12,
        help_text=_("As people say it: 7, 7a, P3. It stays with the grade for ever."),
        widget=forms.TextInput(attrs={"class": "impact-short"}),
    )
    title = forms.CharField(label=_("Title"), max_length=80)
    points_from = forms.IntegerField(
        label=_("First points"),
        min_value=0,
        max_value=MOST_POINTS,
        help_text=_("It takes its range from the grade in which these points lie now."),
        widget=forms.NumberInput(attrs={"class": "impact-short"}),
    )

    def clean_code(self) -> str:
        """One word: it stands in addresses and on cards."""
        code: str = self.cleaned_data["code"].strip()
        if not all(sign.isalnum() or sign in "-_." for sign in code):
            raise forms.ValidationError(_("Letters, digits, dots and dashes only."))
        return code


class RightForm(forms.Form):
    """A decision right of a grade."""

    code = forms.ChoiceField(label=_("Grade"))
    name = forms.CharField(
        label=_("What people on it may decide"),
        max_length=120,
        help_text=_("Such as: a seat in calibration, a say in hiring, a veto on architecture, a budget of their own."),
    )
    kinds = forms.MultipleChoiceField(
        label=_("Only on these tracks"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "None ticked: everybody on the grade has it. What only management has needs the owner’s written reason."
        ),
    )

    def __init__(self, *args: Any, ranges: list[GradeRange], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["code"].choices = [(item.grade.code, f"{item.grade.code} · {item.title}") for item in reversed(ranges)]
        fields["kinds"].choices = track_kinds()
        self.helper = plain_helper()
