"""The forms about a framework as a whole: a new one, and its details."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.employee_search import find_owners, label
from accounts.models import Employee, User

from .base import EditForm, OneLine, Paragraphs


class PersonInput(forms.TextInput):
    """A line with the list of people that is suggested for it."""

    def render(self, *args: Any, **kwargs: Any) -> SafeString:
        """The list stands right behind the line, wherever a form has one."""
        return super().render(*args, **kwargs) + mark_safe('<datalist id="people"></datalist>')


class OwnerField(forms.CharField):
    """Somebody, by number or name; an account that is in no people file, by name or address.

    Suggestions come while typing; without scripts the number, the address or the full name is enough.
    """

    widget = PersonInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=200, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Ask for suggestions while typing."""
        return {
            "list": "people",
            "autocomplete": "off",
            "hx-get": reverse_lazy("people-suggestions"),
            "hx-trigger": "input changed delay:250ms",
            "hx-target": "#people",
            "hx-swap": "innerHTML",
            "hx-sync": "this:replace",
        }

    def prepare_value(self, value: Any) -> Any:
        """A person as the field writes one."""
        return label(value) if isinstance(value, Employee | User) else value

    def clean(self, value: Any) -> Employee | User | None:
        """The one person that the text names."""
        text = super().clean(value)
        if not text:
            return None
        found = find_owners(text)
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValidationError(_("Nobody here has this number, name or address. Check the spelling."))
        names = "; ".join(label(person) for person in found[:5])
        raise ValidationError(
            _("Several people are meant by this. Write the number or address of one: %(names)s") % {"names": names}
        )


class DetailsForm(EditForm):
    """Name, owner and words of a framework."""

    choosable: ClassVar[tuple[str, ...]] = ("name", "owner", "owner_title", "summary", "statement", "note")

    name = OneLine(label=gettext_lazy("Name"), max_length=80)
    owner = OwnerField(
        label=gettext_lazy("Accountable owner"),
        required=False,
        help_text=gettext_lazy(
            "Name, employee number or address. The owner may edit, evaluate and publish this framework."
        ),
    )
    owner_title = OneLine(
        label=gettext_lazy("Owner's function"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("As readers know it: Chief Technology Officer."),
    )
    summary = Paragraphs(label=gettext_lazy("What this job family does"), required=False, rows=3)
    statement = Paragraphs(
        label=gettext_lazy("Statement"),
        required=False,
        rows=4,
        help_text=gettext_lazy(
            "Readers see it above the lattice. Left empty, it says what is true of the tracks on the day of publishing."
        ),
    )
    note = Paragraphs(
        label=gettext_lazy("What is new in this version"),
        required=False,
        rows=3,
        help_text=gettext_lazy("Readers see it above the lattice once this version is published."),
    )

    def raw(self, name: str, value: Any) -> str:
        """The owner is written with the number."""
        return label(value) if isinstance(value, Employee | User) else super().raw(name, value)


class NewFrameworkForm(EditForm):
    """What a new framework needs to begin."""

    name = OneLine(
        label=gettext_lazy("Name"), max_length=80, help_text=gettext_lazy("The job family: Engineering, Finance.")
    )
    owner = OwnerField(
        label=gettext_lazy("Accountable owner"),
        required=False,
        help_text=gettext_lazy(
            "Name, employee number or address. Can be named later; a framework has one before people rely on it."
        ),
    )
    owner_title = OneLine(
        label=gettext_lazy("Owner's function"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("As readers know it: Chief Technology Officer."),
    )
    statement = Paragraphs(
        label=gettext_lazy("Statement"),
        required=False,
        rows=5,
        help_text=gettext_lazy(
            "Readers see it above the lattice. Left empty, it says what is true of the tracks: how far each of them "
            "reaches, and how they are graded."
        ),
    )
