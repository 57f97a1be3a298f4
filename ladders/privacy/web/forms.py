"""Input of this room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext

from ladders.exchange.people.values import country_names

from ..domain.leavers import ELSEWHERE, LEAST, MOST
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


class LeaverYearsForm(forms.Form):
    """Full years for each country; `actions.retention.set_leaver_years` saves them."""

    def __init__(self, countries: Iterable[str], years: Mapping[str, int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs, prefix="leavers")  # type: ignore[misc]
        names = dict(country_names())
        for country in countries:
            self.fields[country or "elsewhere"] = forms.IntegerField(
                label=names.get(country, country) or gettext("All other countries"),
                initial=years.get(country, years[ELSEWHERE]),
                min_value=LEAST,
                max_value=MOST,
                widget=forms.NumberInput(attrs={"class": "form-control", "inputmode": "numeric"}),
            )

    @property
    def years(self) -> dict[str, int]:
        """Of a valid form."""
        return {ELSEWHERE if name == "elsewhere" else name: value for name, value in self.cleaned_data.items()}
