"""Forms of the competency grid: a cell, a group, a competency, the proficiency scale."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from ladders.frameworks.domain.expected_text import LONGEST, tidy
from ladders.frameworks.domain.shapes import ExpectationShape, GroupKind, StepShape
from ladders.frameworks.enums import GROUP_KINDS
from ladders.frameworks.models import CompetencyGroup, Expectation, ProficiencyStep

from .base import EditForm, OneLine, Paragraphs
from .links import LinksField


class ExpectationForm(forms.ModelForm):  # type: ignore[type-arg]
    """What one level asks of one competency. `seen` is the revision that the page showed."""

    proficiency = forms.TypedChoiceField(
        label=_("Proficiency"), required=False, coerce=int, empty_value=None, widget=forms.RadioSelect
    )
    links = LinksField()
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    class Meta:
        model = Expectation
        fields = ["proficiency", "builds_on", "descriptor", "examples", "links"]
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
            descriptor=tidy(data["descriptor"]),
            examples=tidy(data["examples"]),
            builds_on=bool(data.get("builds_on", False)),
            links=data["links"],
        )


class GroupForm(EditForm):
    """A competency group."""

    choosable: ClassVar[tuple[str, ...]] = ("name", "kind")

    name = OneLine(label=_("Name"), max_length=80)
    kind = forms.ChoiceField(
        label=_("What the group is about"),
        choices=GROUP_KINDS,
        initial=GroupKind.GENERAL,
        widget=forms.RadioSelect,
        help_text=_(
            "Leading people is asked of management levels alone. Leadership by influence belongs on every track."
        ),
    )


class CompetencyForm(EditForm):
    """A competency."""

    choosable: ClassVar[tuple[str, ...]] = ("name", "description", "links", "group")

    name = OneLine(label=_("Name"), max_length=120)
    description = Paragraphs(label=_("Description"), rows=3, max_length=LONGEST, required=False)
    links = LinksField()
    group = forms.TypedChoiceField(label=_("Group"), coerce=UUID)

    def __init__(self, *args: Any, groups: Sequence[CompetencyGroup], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [(str(group.key), group.name) for group in groups]  # type: ignore[attr-defined]


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
