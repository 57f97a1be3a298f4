"""A form that takes a file in, with a mapping where headings or values are unusual."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from ..command_base import MappingType
from ..tables.errors import ExchangeError
from ..tables.limits import MAX_BYTES

MAPPING_BYTES = 1024 * 1024


class FileForm(forms.Form):
    """`source` is the file; `mapping` becomes plain data, checked by `mapping_type`."""

    mapping_type: ClassVar[MappingType]

    source = forms.FileField(
        label=_("File"),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xls,.ods,.json,.yaml,.yml"}),
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
            self.mapping_type.from_json(text, file.name)
        except (ExchangeError, UnicodeDecodeError) as error:
            raise forms.ValidationError(str(error)) from error
        data: dict[str, Any] = json.loads(text)
        return data
