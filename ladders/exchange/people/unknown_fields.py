"""Questions about texts of a people file that mean nobody, no level or no choice that is known here: what they mean."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.employee_search import find
from accounts.models import ContractType, Employee
from ladders.frameworks.labels import level_label
from ladders.frameworks.models import Level
from ladders.insights.domain.sex_words import sex_of
from ladders.insights.models.recorded_sex import SEX_CHOICES

from ..tables.sheets import fold
from .values import contract_of, country_names, country_of
from .words import FIELD_WORDS

NOBODY: Final = "-"
NONE: Final = "none"  # as a choice: these people come in without a level
# What a field can mean, as value and label; a name is written anew.
CHOICES: Final[dict[str, Callable[[], Sequence[tuple[str, Any]]]]] = {
    "contract": lambda: ContractType.choices,
    "country": country_names,
    "sex": lambda: SEX_CHOICES,
    "name": list,
}


class ManagerField(forms.CharField):
    """Somebody by name or number, among the people whom whoever answers may bring in. Gives a number; `-` is nobody."""

    def __init__(self, by: Any, **kwargs: Any) -> None:
        super().__init__(max_length=200, required=False, **kwargs)
        self.by = by

    def clean(self, value: Any) -> str:
        """The number of the one person; a number that nobody has yet may stand in the file, and reading it again tells."""
        text: str = super().clean(value)
        if text in ("", NOBODY):
            return text
        found = find(text)
        if self.by is not None and found:
            reach = Employee.objects.visible_to(self.by)
            found = list(reach.filter(pk__in=[each.pk for each in found]))
        if len(found) == 1:
            return str(found[0].number)
        if found:
            names = "; ".join(f"{each.name} · {each.number}" for each in found[:5])
            raise forms.ValidationError(
                _("Several people are meant by this. Write the number of one: %(names)s") % {"names": names}
            )
        if " " in text or len(text) > 40:
            raise forms.ValidationError(_("Nobody in your reach has this number or name. Write an employee number."))
        return text


class UnknownFields:
    """The questions, those answered before included, and what the answers make of the mapping."""

    def __init__(self, mapping: dict[str, Any], report: dict[str, Any], by: Any) -> None:
        self.managers: dict[str, str] = {}  # name of the field → text
        self.levels: dict[str, tuple[str, str]] = {}  # name of the field → texts for framework and level
        self.values: dict[str, tuple[str, str]] = {}  # name of the field → field of the file, and text
        self.fields: dict[str, forms.Field] = {}
        rows = {
            tuple(each["texts"]): each
            for kind in ("unknown_managers", "unknown_levels")
            for each in report.get(kind, ())
        }
        said = mapping.get("values", {}).get("manager", {})
        answered = {fold(text) for text in said}
        for text in [
            *said,
            *(
                each["texts"][0]
                for each in report.get("unknown_managers", ())
                if fold(each["texts"][0]) not in answered
            ),
        ]:
            name = f"manager-{len(self.managers)}"
            self.managers[name] = text
            why = rows.get((text,), {}).get("why", "")
            label = _("Manager “%(text)s”%(rows)s means (name or number; - for nobody)")
            self.fields[name] = ManagerField(
                by,
                label=label % {"text": text[:80], "rows": _counted(rows.get((text,)))},
                initial=said.get(text, "") or (NOBODY if text in said else ""),
                help_text=why,
            )
        self._add_values(mapping.get("values", {}), report.get("unknown_values", ()))
        labels = {tuple(each["from"]): each for each in mapping.get("level_labels", ())}
        asked = [
            *labels,
            *(tuple(each["texts"]) for each in report.get("unknown_levels", ()) if tuple(each["texts"]) not in labels),
        ]
        choices = _level_choices() if asked else []
        for texts in asked:
            name = f"level-{len(self.levels)}"
            self.levels[name] = (texts[0], texts[1])
            before = labels.get(texts)
            chosen = "" if before is None else f"{before['framework']}|{before['level']}" if before["level"] else NONE
            text = " · ".join(filter(None, texts))[:80]
            label = _("Level “%(text)s”%(rows)s means") % {"text": text, "rows": _counted(rows.get(texts))}
            self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=False, initial=chosen)

    def _add_values(self, said: dict[str, dict[str, str]], unknown: Iterable[dict[str, Any]]) -> None:
        """One question for each word of a contract or country, and each name in another manner, that nobody knew."""
        asked = {(field, text): 0 for field in CHOICES for text in said.get(field, {})}
        answered = {(field, fold(text)) for field, text in asked}
        for each in unknown:
            if (each["field"], fold(each["text"])) not in answered:
                asked[each["field"], each["text"]] = each["rows"]
        for (field, text), rows in asked.items():
            name = f"value-{len(self.values)}"
            self.values[name] = (field, text)
            counted = _counted({"rows": rows} if rows else None)
            label = _("%(field)s “%(text)s”%(rows)s means") % {
                "field": capfirst(str(FIELD_WORDS[field])),
                "text": text[:80],
                "rows": counted,
            }
            before = said.get(field, {}).get(text)
            if field == "name":
                self.fields[name] = forms.CharField(
                    label=label,
                    max_length=150,
                    required=False,
                    initial=before,
                    help_text=_("First name, then last name."),
                )
                continue
            choices = [("", _("– not said yet –")), (NONE, _("nothing: it stays blank")), *CHOICES[field]()]
            chosen = NONE if before == "" else _value_of(field, before or "")
            self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=False, initial=chosen)

    def mapping(self, mapping: dict[str, Any], data: dict[str, Any]) -> dict[str, Any]:
        """The mapping with what was answered; what was left open is as if nobody had said anything."""
        if not self.fields:
            return mapping
        managers = {
            text: "" if data[name] == NOBODY else data[name] for name, text in self.managers.items() if data[name]
        }
        labels = [
            {"from": list(texts), "framework": framework, "level": code}
            for name, texts in self.levels.items()
            if data[name]
            for framework, _bar, code in [("", "", "") if data[name] == NONE else data[name].partition("|")]
        ]
        values = mapping.get("values", {}) | {"manager": managers}
        for name, (field, text) in self.values.items():
            told = {old: new for old, new in values.get(field, {}).items() if old != text}
            values[field] = told | ({text: "" if data[name] == NONE else data[name]} if data[name] else {})
        return mapping | {"values": {field: told for field, told in values.items() if told}, "level_labels": labels}


def _value_of(field: str, text: str) -> str:
    """The choice that a mapping means by a text; "" for none."""
    try:
        return str({"contract": contract_of, "country": country_of, "sex": sex_of}[field](text))
    except ValueError:
        return ""


def _counted(unknown: dict[str, Any] | None) -> str:
    """How many rows have it; "" for what was answered before."""
    if unknown is None:
        return ""
    return " " + ngettext("(%(n)s row)", "(%(n)s rows)", unknown["rows"]) % {"n": unknown["rows"]}


def _level_choices() -> Sequence[Any]:
    """The levels of published versions, by framework: 1 query."""
    rows = Level.objects.filter(version__state="published").select_related("version__framework")
    groups: dict[str, list[tuple[str, str]]] = {}
    for row in rows.order_by("version__framework__name", "track__position", "position"):
        framework = row.version.framework
        groups.setdefault(framework.name, []).append((f"{framework.slug}|{row.code}", level_label(row)))
    return [("", _("– not said yet –")), (NONE, _("no level")), *groups.items()]
