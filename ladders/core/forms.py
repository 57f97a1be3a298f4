"""Input of this room."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _

from .models import Organisation
from .texts import single_line


class OrganisationForm(forms.ModelForm):  # type: ignore[type-arg]
    """The organisation's settings; `actions.change_organisation` saves them."""

    class Meta:
        model = Organisation
        fields = ["name", "second_publisher", "evaluation_days"]

    def clean_name(self) -> str:
        """The name in one line."""
        name = single_line(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(_("Write the name in letters."))
        return name
