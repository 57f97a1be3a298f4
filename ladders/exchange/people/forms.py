"""The form of a people import."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from ..forms_upload import FileForm
from .mapping import PeopleMapping


class PeopleUploadForm(FileForm):
    """The file, and a mapping where headings or values are unusual."""

    mapping_type = PeopleMapping

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].help_text = _("As the HR system exports it: csv, tsv, xlsx, ods, JSON or YAML.")
