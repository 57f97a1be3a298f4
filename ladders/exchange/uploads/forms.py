"""A form that takes a file in. What its columns mean is said on the page of the upload, when it was read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..tables.limits import MAX_BYTES


class FileForm(forms.Form):
    """`source` is the file."""

    source = forms.FileField(
        label=_("File"),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xls,.ods,.json,.yaml,.yml"}),
    )

    def clean_source(self) -> Any:
        """Not larger than what is read."""
        file = self.cleaned_data["source"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(
                _("The file is larger than %(most)d MB. Export fewer columns."), params={"most": MAX_BYTES // 2**20}
            )
        return file


class PayrollFileForm(FileForm):
    """The file comes from the payroll system."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].help_text = _("As the payroll system exports it: csv, tsv, xlsx, ods, JSON or YAML.")
