"""How somebody wants to be told."""

from __future__ import annotations

from typing import Any

from django import forms

from ..models.mails import SORTS, WAYS


class NoticeForm(forms.Form):
    """One choice for each sort of notices."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for sort, label in SORTS.items():
            self.fields[sort] = forms.ChoiceField(
                label=str(label), choices=list(WAYS.items()), widget=forms.RadioSelect()
            )
