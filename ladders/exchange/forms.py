"""The forms of an import."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .limits import MAX_BYTES, MAX_FILES, MAX_TOTAL_BYTES

ENDINGS = ".xlsx,.xls,.ods,.csv,.tsv,.txt,.yaml,.yml,.json,.md,.markdown"


class SeveralFiles(forms.ClearableFileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more files, as a list."""

    widget = SeveralFiles(attrs={"accept": ENDINGS})

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Every file on its own, then all together."""
        files = [super(FilesField, self).clean(item, initial) for item in (data or [None])]
        if len(files) > MAX_FILES:
            raise forms.ValidationError(_("At most %(count)s files at once."), params={"count": MAX_FILES})
        if sum(file.size for file in files) > MAX_TOTAL_BYTES:
            raise forms.ValidationError(_("All files together may have 100 MB at most. Bring them in several imports."))
        for file in files:
            if file.size > MAX_BYTES:
                raise forms.ValidationError(
                    _("%(name)s is larger than 50 MB. Leave out pictures and sheets that are not needed."),
                    params={"name": file.name},
                )
        return files


class UploadForm(forms.Form):
    """What to call it, and the files."""

    name = forms.CharField(
        label=_("Name of the framework"),
        max_length=80,
        help_text=_("The job family: Engineering, Finance, Customer service."),
    )
    sources = FilesField(
        label=_("Files"),
        help_text=_("A workbook or csv, as it is. Also ods, tsv, YAML, JSON and Markdown; several files at once."),
    )


class ApplyForm(forms.Form):
    """The name, once more, before anything is written."""

    name = forms.CharField(label=_("Name of the framework"), max_length=80)
