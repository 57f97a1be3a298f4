"""Input about who is away and who answers for a group."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.employee_search import label
from accounts.models import Employee
from ladders.core.inputs import day_input, plain_helper

from ..models import DeciderGroup

MOST_MEMBERS = 60


def named(text: str, today: dt.date, by: Any) -> Employee:
    """The one person who works here with exactly this full name, with or without the number behind it, or with this number.

    A number alone names only people whom `by` may see: else numbers could be turned into names one by one. Raises
    ValidationError, which names nobody.
    """
    here = Employee.objects.working_on(today)
    seen = here.filter(pk__in=Employee.objects.visible_to(by).values("pk"))
    told = _t(
        "Nobody was found for %(name)s. A number alone finds only people whose pages you may open: write the full name."
    )
    return one_named(text, among=here, numbered=seen, nobody=told)


def one_named(text: str, *, among: QuerySet[Employee], numbered: QuerySet[Employee], nobody: str) -> Employee:
    """The one of `among` with this name, or of `numbered` with this number. Raises ValidationError: `nobody` of %(name)s."""
    text = " ".join(text.split())
    name, _dot, number = text.rpartition(" · ")
    found = (among.filter(name__iexact=name) if name else numbered).filter(number=number).first()
    if found is None:
        same = list(among.filter(name__iexact=text)[:2])
        if len(same) > 1:
            raise ValidationError(
                _t("Several people are called %(name)s. Write the employee number behind the name: %(name)s · 17.")
                % {"name": text}
            )
        found = same[0] if same else None
    if found is None:
        raise ValidationError(nobody % {"name": text[:80]})
    return found


class AbsenceForm(forms.Form):
    """From when until when, and who stands in."""

    starts_on = forms.DateField(label=_("First day"), widget=day_input("short-date"))
    ends_on = forms.DateField(label=_("Last day"), widget=day_input("short-date"))
    stand_in = forms.CharField(
        label=_("Stand-in"),
        required=False,
        max_length=200,
        help_text=_(
            "Full name, if need be with the employee number: Ann Lead · 17. Sees what would wait for you meanwhile. "
            "Left empty, it passes to the next in line."
        ),
    )

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.helper = plain_helper()

    def clean_stand_in(self) -> Employee | None:
        """The person, if one is named."""
        text = self.cleaned_data["stand_in"].strip()
        return named(text, timezone.localdate(), self.by) if text else None


class DecisionGroupForm(forms.Form):
    """A group's name and people, one per line."""

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("As people read it: Promotion committee."))
    members = forms.CharField(
        label=_("Who answers for it"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Employee numbers or full names, one per line. Any one of them can answer."),
    )

    def __init__(self, *args: Any, by: Any, group: DeciderGroup | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.helper = plain_helper()
        if group is not None:
            people = [each.employee for each in group.members.select_related("employee")]
            self.initial.update({"name": group.name, "members": "\n".join(map(label, people))})

    def clean_members(self) -> list[Employee]:
        """The people, each once."""
        lines = [line for line in self.cleaned_data["members"].splitlines() if line.strip()]
        if len(lines) > MOST_MEMBERS:
            raise ValidationError(_t("A group has 60 people at most."))
        today = timezone.localdate()
        people = {person.pk: person for person in (named(line, today, self.by) for line in lines)}
        return list(people.values())
