"""Input of this room."""

from __future__ import annotations

from django import forms

from .models import Organisation


class OrganisationForm(forms.ModelForm):  # type: ignore[type-arg]
    """The organisation's settings; `actions.change_organisation` saves them."""

    class Meta:
        model = Organisation
        fields = ["name", "second_publisher", "evaluation_days"]
