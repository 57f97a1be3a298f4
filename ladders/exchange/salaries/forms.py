"""The form of a salary import."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..errors import ExchangeError
from ..limits import MAX_BYTES
from .applying import FULL_TIME
from .reading import SalaryMapping

MAPPING_BYTES = 1024 * 1024


class SalaryUploadForm(forms.Form):
    """The file, what a full-time week is, and a mapping where headings or values are unusual."""

    source = forms.FileField(
        label=_("File"),
        help_text=_("As the payroll system exports it: csv, tsv, xlsx, ods, JSON or YAML."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xls,.ods,.json,.yaml,.yml"}),
    )
    full_time_hours = forms.DecimalField(
        label=_("Weekly hours of full-time work"),
        initial=FULL_TIME,
        min_value=Decimal(1),
        max_value=Decimal(60),
        max_digits=4,
        decimal_places=2,
        help_text=_("Weekly hours in the file, or of the HR system, count as a share of these."),
    )
    mapping = forms.FileField(
        label=_("Mapping file"),
        required=False,
        help_text=_("Where columns or values have names of their own. JSON, as the guide describes it."),
        widget=forms.ClearableFileInput(attrs={"accept": ".json"}),
    )

    def clean_source(self) -> Any:
        """Not larger than what is read."""
        file = self.cleaned_data["source"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(_("The file is larger than 50 MB. Export fewer columns."))
        return file

    def clean_mapping(self) -> dict[str, Any] | None:
        """The mapping as plain data."""
        file = self.cleaned_data["mapping"]
        if not file:
            return None
        if file.size > MAPPING_BYTES:
            raise forms.ValidationError(_("The mapping is larger than 1 MB."))
        try:
            text = file.read().decode()
            SalaryMapping.from_json(text, file.name)
        except (ExchangeError, UnicodeDecodeError) as error:
            raise forms.ValidationError(str(error)) from error
        data: dict[str, Any] = json.loads(text)
        return data
