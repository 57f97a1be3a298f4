"""How somebody wants to be told."""

from __future__ import annotations

from typing import Any

from django import forms

from ladders.core.choices import choices_of

from ..notifications.topics import Channel, Topic


class NoticeForm(forms.Form):
    """One choice for each sort of notices."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for sort, label in choices_of(Topic):
            self.fields[sort] = forms.ChoiceField(
                label=str(label), choices=choices_of(Channel), widget=forms.RadioSelect()
            )
