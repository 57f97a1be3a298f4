"""What has to be said before several competencies of a draft are changed at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from ladders.core.inputs import choose_the_only
from ladders.frameworks.domain.expected_text import LONGEST
from ladders.frameworks.models import CompetencyGroup, Version


class ToGroupForm(forms.Form):
    """The group of this draft where they are to stand."""

    group = forms.ModelChoiceField(queryset=CompetencyGroup.objects.none(), label=lazy("Group"), to_field_name="key")

    def __init__(self, draft: Version, data: Any = None) -> None:
        super().__init__(data)
        self.fields["group"].queryset = draft.competencygroup_set.order_by("position", "pk")  # type: ignore[attr-defined]
        choose_the_only(self, "group")


class SetTextsForm(forms.Form):
    """What is set, and at which levels of this draft."""

    everywhere = forms.BooleanField(label=lazy("At all levels"), required=False)
    levels = forms.MultipleChoiceField(
        label=lazy("Or at these levels"), widget=forms.CheckboxSelectMultiple, required=False
    )
    proficiency = forms.TypedChoiceField(label=lazy("Proficiency"), coerce=int, empty_value=None, required=False)
    text = forms.CharField(
        label=lazy("Text"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=lazy("The same for all of them. Empty: texts stay as they are."),
    )
    over = forms.BooleanField(label=lazy("Also where something is written already"), required=False)

    def __init__(self, draft: Version, data: Any = None) -> None:
        super().__init__(data)
        levels = draft.level_set.order_by("track__position", "position", "pk")
        self.fields["levels"].choices = [  # type: ignore[attr-defined]
            (str(level.key), f"{level.code} {level.title}".strip()) for level in levels
        ]
        self.fields["proficiency"].choices = [  # type: ignore[attr-defined]
            ("", lazy("as it is")),
            *((step.number, str(step)) for step in draft.steps.all()),
        ]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("everywhere"):
            data["levels"] = [key for key, _label in self.fields["levels"].choices]  # type: ignore[attr-defined]
        elif not data.get("levels") and "levels" not in self.errors:
            self.add_error("levels", _("Choose at least one level, or all of them."))
        if data.get("proficiency") is None and not data.get("text"):
            raise forms.ValidationError(_("Choose a proficiency, or write a text."))
        return data
