"""A form that says what the columns of a file mean, and in which manner it is written. See `CorrectionForm`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from ..tables.currencies import currency_of
from ..tables.sheets import fold

IGNORE: Final = "ignore"
Choices = list[tuple[str, Any]]
DATES: Final[tuple[Any, Choices]] = (
    _("03/04/2024 is"),
    [("", _("as the column tells")), ("dmy", _("3 April")), ("mdy", _("4 March"))],
)
ZEROS: Final[tuple[Any, Choices]] = (_("17 and 00017 are"), [("", _("one person")), ("count", _("two people"))])
AMOUNTS: Final[tuple[Any, Choices]] = (
    _("Amounts are written"),
    [("", _("as the column tells")), ("point", "62,670.50"), ("comma", "62.670,50")],
)


class CorrectionForm(forms.Form):
    """What each column means, and how days, amounts and the like are written. `columns` are those of a report: heading, field
    and first texts; `mapping` is what the file was read with. Each room says its words, and adds its own questions."""

    words: ClassVar[Mapping[str, Any]]  # what a column can mean → its name
    manners: ClassVar[Mapping[str, tuple[Any, Choices]]]

    def __init__(self, columns: Sequence[dict[str, Any]], mapping: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before = mapping
        self.asked: dict[str, dict[str, Any]] = {}
        read: dict[str, str] = {}
        for each in columns:  # a mapping does not tell apart what differs in case only: the first is asked about
            if self.is_asked(each):
                self.asked.setdefault(fold(each["heading"]), each)
        for each in reversed(columns):
            read[fold(each["heading"])] = each["field"] or IGNORE
        options = [(IGNORE, _("– left out –")), *self.words.items()]
        for place, (folded, each) in enumerate(self.asked.items()):
            self.ask(f"column-{place}", each["heading"], self.choices_of(each, options), read[folded])
        for name, (label, choices) in self.manners.items():
            self.ask(name, label, choices, mapping.get(name) or "")

    def is_asked(self, column: dict[str, Any]) -> bool:
        """Whether this form says what the column means."""
        return True

    def choices_of(self, column: dict[str, Any], options: Choices) -> Choices:
        """What this column can mean."""
        return options

    def may_repeat(self, field: str) -> bool:
        """Whether several columns can mean this."""
        return False

    def ask(self, name: str, label: Any, choices: Choices, initial: Any) -> None:
        """A question with answers to choose from, which may stay open."""
        self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=False, initial=initial)

    def ask_currency(self, constants: Mapping[str, str]) -> None:
        """The currency of the rows that name none; `constants` are those of the mapping."""
        self.fields["constant-currency"] = forms.CharField(
            label=_("Without a currency, it is"),
            max_length=3,
            required=False,
            initial=constants.get("currency", ""),
            widget=forms.TextInput(attrs={"placeholder": "EUR", "autocapitalize": "characters"}),
        )

    def style(self) -> None:
        """Give fields the look of the page; to be called when all are there."""
        for field in self.fields.values():
            select = isinstance(field.widget, forms.Select)
            field.widget.attrs["class"] = "form-select form-select-sm" if select else "form-control form-control-sm"

    @property
    def headings(self) -> list[str]:
        """The headings that are asked about, in the order of the file."""
        return [each["heading"] for each in self.asked.values()]

    @property
    def column_rows(self) -> Iterator[tuple[forms.BoundField, list[str]]]:
        """Each column's question, and its first texts in the file."""
        for place, each in enumerate(self.asked.values()):
            yield self[f"column-{place}"], each.get("samples", [])

    @property
    def others(self) -> Iterator[forms.BoundField]:
        """The other questions."""
        return (self[name] for name in self.fields if not name.startswith("column-"))

    @property
    def not_taken(self) -> int:
        """How many columns are left out."""
        return sum(not each["field"] for each in self.asked.values())

    def clean(self) -> dict[str, Any]:
        """Each meaning once; a currency of three letters."""
        data = super().clean() or {}
        told: dict[str, str] = {}
        for place, heading in enumerate(self.headings):
            field = data.get(f"column-{place}", "")
            if field not in ("", IGNORE) and not self.may_repeat(field) and told.setdefault(field, heading) != heading:
                self.add_error(f"column-{place}", _("Another column means this already. Choose one of them."))
        if code := data.get("constant-currency"):
            try:
                data["constant-currency"] = currency_of(code)
            except ValueError:
                self.add_error("constant-currency", _("Write the three letters of a currency, such as EUR."))
        return data

    @property
    def mapping(self) -> dict[str, Any]:
        """What was chosen, over the mapping that there was. Of a valid form."""
        data = self.cleaned_data
        said = {heading: data[f"column-{place}"] for place, heading in enumerate(self.headings)}
        columns = {heading: field for heading, field in said.items() if field}
        return self.before | {"columns": columns} | {name: data[name] for name in self.manners}
