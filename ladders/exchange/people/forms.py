"""The form of a people import."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..forms_upload import FileForm
from ..sheets import fold
from .fields import PeopleField
from .mapping import PeopleMapping
from .words import FIELD_WORDS


class PeopleUploadForm(FileForm):
    """The file, and a mapping where headings or values are unusual."""

    mapping_type = PeopleMapping

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].help_text = _("As the HR system exports it: csv, tsv, xlsx, ods, JSON or YAML.")


MANNERS: dict[str, tuple[Any, list[tuple[str, Any]]]] = {
    "dates": (_("03/04/2024 is"), [("", _("as the column tells")), ("dmy", _("3 April")), ("mdy", _("4 March"))]),
    "managers": (
        _("Managers are given by"),
        [("", _("whichever fits")), ("number", _("number")), ("email", _("email")), ("name", _("name"))],
    ),
    "names": (
        _("“Lead, Ann” is"),
        [("", _("as all rows tell")), ("last_first", _("Ann Lead")), ("as_written", _("a name as it stands"))],
    ),
    "zeros": (
        _("17 and 00017 are"),
        [("", _("one person, if the names agree")), ("same", _("one person")), ("count", _("two people"))],
    ),
}


class CorrectionForm(forms.Form):
    """What each column of a people file means, and in which manner days, managers, names and numbers are written."""

    def __init__(self, columns: list[dict[str, Any]], mapping: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        level, rule = PeopleField.LEVEL.value, set(map(fold, mapping.get("levels", {}).get("columns", ())))
        # The mapping's rule of levels may take several columns: those that it alone reads are not asked about.
        self.by_rule = {fold(each["heading"]) for each in columns if each["field"] == level} & rule
        headings: dict[
            str, str
        ] = {}  # a mapping does not tell apart what differs in case only: the first is asked about
        for each in columns:
            headings.setdefault(fold(each["heading"]), each["heading"])
        self.headings = [heading for folded, heading in headings.items() if folded not in self.by_rule]
        self.before = mapping
        read = {each["heading"]: each["field"] or PeopleField.IGNORE.value for each in reversed(columns)}
        options = [(each.value, FIELD_WORDS.get(each.value, _("left out"))) for each in PeopleField]
        for place, heading in enumerate(self.headings):
            self.fields[f"column-{place}"] = forms.ChoiceField(label=heading, choices=options, initial=read[heading])
        for name, (label, choices) in MANNERS.items():
            self.fields[name] = forms.ChoiceField(
                label=label, choices=choices, required=False, initial=mapping.get(name, "")
            )

    def clean(self) -> dict[str, Any]:
        """Each meaning once."""
        data = super().clean() or {}
        told: dict[str, str] = {}
        for place, heading in enumerate(self.headings):
            field = data.get(f"column-{place}", "")
            if field not in ("", PeopleField.IGNORE.value) and told.setdefault(field, heading) != heading:
                self.add_error(f"column-{place}", _("Another column means this already. Choose one of them."))
        return data

    @property
    def mapping(self) -> dict[str, Any]:
        """What was chosen, over the mapping that there was. Of a valid form."""
        data = self.cleaned_data
        kept = {name: said for name, said in self.before.get("columns", {}).items() if fold(name) in self.by_rule}
        columns = {heading: data[f"column-{place}"] for place, heading in enumerate(self.headings)}
        manners = {name: data[name] for name in MANNERS}
        return self.before | {"columns": kept | columns} | manners
