"""Input of this room."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from ..queries.retention import Going


class RetentionForm(forms.Form):
    """A number for every kind, in its own unit; `actions.retention.set_times` saves them."""

    def __init__(self, kinds: Iterable[Going], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in kinds:
            kind = each.kind
            self.fields[kind.name] = forms.IntegerField(
                label=str(kind.title),
                initial=each.amount,
                min_value=kind.least,
                max_value=kind.most,
                widget=forms.NumberInput(attrs={"class": "form-control", "inputmode": "numeric"}),
            )
