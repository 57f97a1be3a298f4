"""The form of a salary import."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..forms_upload import FileForm
from .applying import FULL_TIME
from .reading import SalaryMapping


class SalaryUploadForm(FileForm):
    """The file, what a full-time week is, and a mapping where headings or values are unusual."""

    mapping_type = SalaryMapping
    field_order = ("source", "full_time_hours", "mapping")

    full_time_hours = forms.DecimalField(
        label=_("Weekly hours of full-time work"),
        initial=FULL_TIME,
        min_value=Decimal(1),
        max_value=Decimal(60),
        max_digits=4,
        decimal_places=2,
        help_text=_("Weekly hours in the file, or of the HR system, count as a share of these."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].help_text = _("As the payroll system exports it: csv, tsv, xlsx, ods, JSON or YAML.")
