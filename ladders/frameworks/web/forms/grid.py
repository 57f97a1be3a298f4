"""Forms of the competency grid: a cell, a group, a competency, the proficiency scale."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from ladders.frameworks.domain.shapes import ExpectationShape, StepShape
from ladders.frameworks.models import Competency, CompetencyGroup, Expectation, ProficiencyStep

LONGEST = 4_000  # characters of a descriptor or of examples: about a page


class _Plain(FormHelper):  # type: ignore[misc]
    """Fields alone: the template owns the form tag, the token and the buttons."""

    form_tag = False
    disable_csrf = True


class ExpectationForm(forms.ModelForm):  # type: ignore[type-arg]
    """What one level asks of one competency. `seen` is the revision that the page showed."""

    proficiency = forms.TypedChoiceField(
        label=_("Proficiency"), required=False, coerce=int, empty_value=None, widget=forms.RadioSelect
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    class Meta:
        model = Expectation
        fields = ["proficiency", "builds_on", "descriptor", "examples"]
        labels = {"descriptor": _("What is expected"), "examples": _("Examples")}
        widgets = {
            "descriptor": forms.Textarea(attrs={"rows": 5, "maxlength": LONGEST}),
            "examples": forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST}),
        }

    def __init__(self, *args: Any, scale: Iterable[StepShape], may_build: bool, ref: str, **kwargs: Any) -> None:
        kwargs["auto_id"] = f"{ref}-%s"  # several cells can be open on one page
        super().__init__(*args, **kwargs)
        self.fields["proficiency"].choices = [("", _("None")), *((s.number, s.name) for s in scale)]  # type: ignore[attr-defined]
        for name in ("descriptor", "examples"):
            self.fields[name].max_length = LONGEST  # type: ignore[attr-defined]
            self.fields[name].validators.append(forms.CharField(max_length=LONGEST).validators[0])
        if not may_build:
            del self.fields["builds_on"]

    @property
    def text(self) -> ExpectationShape:
        """What was entered, as plain data. Line ends are made alike, so that the same text is the same text."""
        data = self.cleaned_data
        return ExpectationShape(
            proficiency=data["proficiency"],
            descriptor=_tidy(data["descriptor"]),
            examples=_tidy(data["examples"]),
            builds_on=bool(data.get("builds_on", False)),
        )


class GroupForm(forms.ModelForm):  # type: ignore[type-arg]
    """A competency group."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    helper = _Plain()

    class Meta:
        model = CompetencyGroup
        fields = ["name", "kind"]
        widgets = {"kind": forms.RadioSelect}
        labels = {"kind": _("What the group is about")}
        help_texts = {
            "kind": _(
                "Leading people is asked of management levels alone. Leadership by influence belongs on every track."
            )
        }


class CompetencyForm(forms.ModelForm):  # type: ignore[type-arg]
    """A competency."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    helper = _Plain()

    class Meta:
        model = Competency
        fields = ["name", "description", "group"]
        widgets = {"description": forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST})}
        labels = {"group": _("Group")}

    def __init__(self, *args: Any, groups: Sequence[CompetencyGroup], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["description"].validators.append(MaxLengthValidator(LONGEST))
        field = forms.ModelChoiceField(
            CompetencyGroup.objects.filter(pk__in=[group.pk for group in groups]),
            to_field_name="key",
            label=_("Group"),
            empty_label=None,
        )
        self.fields["group"] = field
        if self.instance.group_id:
            self.initial["group"] = self.instance.group.key


class ScaleStepForm(forms.ModelForm):  # type: ignore[type-arg]
    """A step of the proficiency scale. An empty one at the end is no step."""

    name = forms.CharField(label=_("Name"), max_length=60, required=False)

    class Meta:
        model = ProficiencyStep
        fields = ["name", "description"]
        widgets = {"description": forms.Textarea(attrs={"rows": 2, "maxlength": 500})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["description"].validators.append(MaxLengthValidator(500))

    def clean(self) -> dict[str, Any]:
        """A description needs a name."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("description", "").strip() and not data.get("name", "").strip():
            self.add_error("name", _("Give the step a name."))
        return data


def _tidy(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")).strip()
