"""Forms of a bands import."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ladders.compensation.models import PayZone
from ladders.compensation.models.salaries import BASES as PERIODS
from ladders.compensation.queries.structure import grade_names
from ladders.core.inputs import choose_the_only, day_input, plain_helper
from ladders.impact.models import Grade

from ..models import BandUpload
from ..uploads.correction_form import AMOUNTS, Choices, CorrectionForm
from .parse import BASES, STEP, BandRow, step_of
from .write import BandPlan

LARGEST: Final = 1024 * 1024
ASKED: Final = 60  # names that are asked about at a time
FEW: Final = 30  # labels; more of them are asked about by their level

FIELD_WORDS: dict[str, Any] = {
    "grade": _("grade"),
    "label": _("group and level"),
    "group": _("group"),
    "level": _("level"),
    "minimum": _("minimum"),
    "midpoint": _("midpoint"),
    "maximum": _("maximum"),
    "step": _("number of the step"),
    "amount": _("amount of the step"),
    "currency": _("currency"),
    "zone": _("pay zone"),
}


class BandsForm(forms.Form):
    """A file, and what it is for."""

    file = forms.FileField(label=_("File"), help_text=_("csv, tsv, xlsx, ods, JSON or YAML; at most 1 MB."))
    zone = forms.ModelChoiceField(
        label=_("Pay zone"),
        help_text=_("Of all rows, or of those that name none where the file has a column for it."),
        queryset=PayZone.objects.all(),
        to_field_name="code",
    )
    starts_on = forms.DateField(label=_("In force from"), widget=day_input("short-date"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()
        choose_the_only(self, "zone")

    def clean_file(self) -> Any:
        """Within the bound."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("This file is larger than 1 MB. Use the command import_bands for it."))
        return file


class BandCorrectionForm(CorrectionForm):
    """What each column of a bands file means, which grade its labels are, which zone and day it is for."""

    words = FIELD_WORDS
    manners = {
        "amounts": AMOUNTS,
        "basis": (_("Amounts are"), [(value, word) for value, word in PERIODS if value in BASES]),
    }

    def __init__(self, plan: BandPlan, upload: BandUpload, *args: Any) -> None:
        mapping = upload.mapping or {}
        super().__init__([column.to_json(samples=True) for column in plan.columns], mapping, *args)
        self.fields["basis"].initial = mapping.get("basis") or "year"
        if len(plan.group_names) > 1:
            self.ask(
                "base",
                _("Where groups differ, the band is that of"),
                [("", _("most rows")), *((name, name) for name in plan.group_names)],
                mapping.get("base", ""),
            )
        self._add_grades([row for each in plan.all for row in each.unplaced], mapping.get("grades", {}))
        self._add_zones(plan.unknown_zones, mapping.get("zones", {}))
        self.fields["zone"] = forms.ModelChoiceField(
            label=_("Pay zone"), queryset=PayZone.objects.all(), to_field_name="code", initial=upload.zone.code
        )
        self.fields["starts_on"] = forms.DateField(
            label=_("In force from"), widget=day_input("short-date"), initial=upload.starts_on
        )
        self.style()

    def _add_grades(self, unplaced: Sequence[BandRow], told: dict[str, str]) -> None:
        """One question for each name whose grade nobody knows, and for each that a person gave one."""
        self.names = list(dict.fromkeys([*told, *_names(unplaced)]))[:ASKED]
        if not self.names:
            return
        titles = {code: f"{code} · {name.title}" if name.title else code for code, (_pk, name) in grade_names().items()}
        codes = Grade.objects.values_list("code", flat=True)
        choices: Choices = [("", _("– say which grade –")), *((code, titles.get(code, code)) for code in codes)]
        for place, name in enumerate(self.names):
            self.ask(f"grade-{place}", _now("“%(name)s” is grade") % {"name": name[:80]}, choices, told.get(name, ""))

    def _add_zones(self, unknown: Sequence[str], told: dict[str, str]) -> None:
        """One question for each text in the column of zones that names none, and for each that a person gave one."""
        self.zone_names = list(dict.fromkeys([*told, *unknown]))[:ASKED]
        choices: Choices = [("", _("– say which pay zone –"))]
        if self.zone_names:
            choices += [(zone.code, str(zone)) for zone in PayZone.objects.all()]
        for place, name in enumerate(self.zone_names):
            self.ask(f"zone-{place}", _now("“%(name)s” is pay zone") % {"name": name[:80]}, choices, told.get(name, ""))

    def choices_of(self, column: dict[str, Any], options: Choices) -> Choices:
        """A column of steps is one by its heading; it can be left out, or be something else."""
        step = step_of(column["heading"])
        return options if step is None else [(f"{STEP}{step}", _now("amount of step %(n)s") % {"n": step}), *options]

    @property
    def mapping(self) -> dict[str, Any]:
        """What was chosen, over the mapping that there was. Of a valid form."""
        said = super().mapping
        data = self.cleaned_data
        columns = {heading: field for heading, field in said["columns"].items() if not field.startswith(STEP)}
        asked = {name: data[f"grade-{place}"] for place, name in enumerate(self.names)}
        grades = {name: code for name, code in (self.before.get("grades", {}) | asked).items() if code}
        said_zones = {name: data[f"zone-{place}"] for place, name in enumerate(self.zone_names)}
        zones = {name: code for name, code in (self.before.get("zones", {}) | said_zones).items() if code}
        basis, base = data["basis"] or "year", data.get("base", self.before.get("base", ""))
        return said | {"columns": columns, "grades": grades, "basis": basis, "base": base, "zones": zones}


def _names(rows: Sequence[BandRow]) -> list[str]:
    """What is asked about: an unknown grade itself; else labels, or, where they are many, their levels."""
    labels = list(dict.fromkeys(row.grade or row.label for row in rows))
    if len(labels) <= FEW:
        return labels
    return list(dict.fromkeys(row.grade or row.level or row.label for row in rows))
