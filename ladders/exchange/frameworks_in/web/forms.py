"""The forms of an import."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ladders.exchange.tables.limits import MAX_BYTES, MAX_FILES, MAX_TOTAL_BYTES
from ladders.frameworks.models import Framework
from ladders.frameworks.permissions import may_edit

from ..apply import find

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
            raise forms.ValidationError(
                _("All files together may have %(most)d MB at most. Bring them in several imports."),
                params={"most": MAX_TOTAL_BYTES // 2**20},
            )
        for file in files:
            if file.size > MAX_BYTES:
                raise forms.ValidationError(
                    _("%(name)s is larger than %(most)d MB. Leave out pictures and sheets that are not needed."),
                    params={"name": file.name, "most": MAX_BYTES // 2**20},
                )
        return files


class UploadForm(forms.Form):
    """The files; what they mean and where they go is looked at afterwards."""

    sources = FilesField(
        label=_("Files"),
        help_text=_("A workbook or csv, as it is. Also ods, tsv, YAML, JSON and Markdown; several files at once."),
    )
    name = forms.CharField(
        label=_("Name of the framework"),
        max_length=80,
        required=False,
        help_text=_("The job family: Engineering, Finance. Left blank, the files say it; you can still change it."),
    )


NEW = "new"


class AimForm(forms.Form):
    """Where an import goes: into a new framework, or into the draft of one that exists."""

    where = forms.ChoiceField(label=_("Goes into"))
    name = forms.CharField(label=_("Name of the new framework"), max_length=80, required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = Framework.objects.visible_to(user).order_by("name")
        self.frameworks = {item.slug: item for item in seen if may_edit(user, item)}
        choices = [(NEW, _("a new framework")), *((slug, item.name) for slug, item in self.frameworks.items())]
        self.fields["where"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A new framework needs a name that is free."""
        data = super().clean() or {}
        if data.get("where") != NEW:
            return data
        name = " ".join(data.get("name", "").split())
        if not name:
            self.add_error("name", _("Say what the new framework is called."))
        elif find(name):
            taken = _("A framework called “%(name)s” exists already. Choose it above, or another name.")
            self.add_error("name", taken % {"name": name})
        data["name"] = name
        return data

    @property
    def target(self) -> Framework | None:
        """The chosen framework; None for a new one. Of a valid form."""
        return self.frameworks.get(self.cleaned_data["where"])
