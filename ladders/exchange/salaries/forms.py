"""The form of a salary import."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ladders.compensation.models.salaries import BASES
from ladders.core.inputs import day_input

from ..tables.dates import date_of
from ..tables.sheets import fold
from ..uploads.correction_form import AMOUNTS, DATES, ZEROS, Choices, CorrectionForm
from ..uploads.forms import PayrollFileForm
from .parse import BASES as WORDS
from .parse import SalaryField
from .write import FULL_TIME


class SalaryUploadForm(PayrollFileForm):
    """The file, and what a full-time week is."""

    full_time_hours = forms.DecimalField(
        label=_("Weekly hours of full-time work"),
        initial=FULL_TIME,
        min_value=Decimal(1),
        max_value=Decimal(60),
        max_digits=4,
        decimal_places=2,
        help_text=_("Weekly hours in the file, or of the HR system, count as a share of these."),
    )


FIELD_WORDS: dict[str, Any] = {
    SalaryField.NUMBER.value: _("employee number"),
    SalaryField.AMOUNT.value: _("amount"),
    SalaryField.CURRENCY.value: _("currency"),
    SalaryField.BASIS.value: _("basis"),
    SalaryField.FROM.value: _("from which day"),
    SalaryField.HOURS.value: _("weekly hours"),
    SalaryField.FTE.value: _("full-time equivalent"),
    SalaryField.FULL_TIME_HOURS.value: _("weekly hours of full-time work"),
}


class SalaryCorrectionForm(CorrectionForm):
    """What each column of a salary file means, how days and amounts are written, what its words for the basis mean, and what
    holds for all rows. `report` is that of the upload."""

    words = FIELD_WORDS
    manners = {
        "amounts": AMOUNTS,
        "dates": DATES,
        "zeros": ZEROS,
    }

    def __init__(self, report: dict[str, Any], mapping: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(report["columns"], mapping, *args, **kwargs)
        said = {fold(word): to for word, to in mapping.get("values", {}).get("basis", {}).items()}
        self.bases: list[str] = report.get("bases", [])
        choices: Choices = [("", _("– say which –")), *BASES]
        for place, word in enumerate(self.bases):
            self.ask(
                f"basis-{place}",
                _("“%(word)s” is pay") % {"word": word[:80]},
                choices,
                WORDS.get(fold(said.get(fold(word), word)), ""),
            )
        self._add_constants(mapping.get("constants", {}), mapping.get("dates", ""))
        self.style()

    def _add_constants(self, constants: dict[str, str], order: str) -> None:
        """What holds for the rows whose own cells are silent."""
        self.ask_currency(constants)
        self.ask(
            "constant-basis",
            _("Without a basis, it is pay"),
            [("", "–"), *BASES],
            WORDS.get(fold(constants.get("basis", "")), ""),
        )
        self.fields["constant-from"] = forms.DateField(
            label=_("Without a day, it holds from"),
            required=False,
            initial=_day(constants.get("from", ""), order),
            widget=day_input(),
        )

    @property
    def mapping(self) -> dict[str, Any]:
        """What was chosen, over the mapping that there was. Of a valid form."""
        data = self.cleaned_data
        values = dict(self.before.get("values", {}))
        words = {word: data[f"basis-{place}"] for place, word in enumerate(self.bases)}
        told = values.get("basis", {}) | {word: basis for word, basis in words.items() if basis}
        constants = dict(self.before.get("constants", {}))
        day = data["constant-from"]
        here = {
            "currency": data["constant-currency"],
            "basis": data["constant-basis"],
            "from": day and day.isoformat(),
        }
        constants = {name: text for name, text in (constants | here).items() if text}
        return super().mapping | {"values": values | {"basis": told}, "constants": constants}


def _day(text: str, order: str) -> dt.date | None:
    try:
        return date_of(text, order)
    except ValueError:
        return None
