"""Input of this room: asking, answering, and what is done on the way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from accounts.employee_search import find
from accounts.models import Employee, User
from ladders.compensation.domain.position import Basis, Salaried
from ladders.compensation.models import Salary
from ladders.compensation.web.amount_field import AmountField
from ladders.core.inputs import day_input

from ..actions.answers import SalarySet

LONG = 4000


def text(label: Any, rows: int = 4, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    """A field for some sentences."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
    )


class PersonField(forms.CharField):
    """Somebody who works here and can sign in: by name, number or email. Gives an Employee with an account."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", lazy("Name, employee number or email address."))
        super().__init__(max_length=254, **kwargs)

    def clean(self, value: Any) -> Any:
        """Find exactly one."""
        typed = str(super().clean(value)).strip()
        if not typed:
            return None
        if "@" in typed:
            found = list(Employee.objects.filter(user__email=typed.lower()))
        else:
            found = find(typed)
        if not found:
            raise forms.ValidationError(_("Nobody here is called that. Check the spelling, or write the number."))
        if len(found) > 1:
            raise forms.ValidationError(_("Several people are meant by that. Write the employee number."))
        if found[0].user is None or not found[0].user.is_active:
            raise forms.ValidationError(_("%(name)s cannot sign in. Choose somebody else.") % {"name": found[0]})
        return found[0]


class ReasonForm(forms.Form):
    """Why: never needed. Who may read it, and until when."""

    reason = text(
        lazy("Reason"),
        3,
        required=False,
        help_text=lazy("Not needed. “Wellbeing” or “family” is enough, if you want to say anything at all."),
    )
    readers = forms.MultipleChoiceField(
        label=lazy("Who may read it"), required=False, widget=forms.CheckboxSelectMultiple()
    )
    others = forms.CharField(
        label=lazy("Others, by email address"),
        required=False,
        max_length=600,
        help_text=lazy("Several with commas between them."),
    )
    delete_on = forms.DateField(
        label=lazy("Deleted on"),
        required=False,
        widget=day_input(),
        help_text=lazy("On this day the reason is gone for everybody, you included."),
    )

    def __init__(self, *args: Any, people: Sequence[User] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["readers"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(user.pk), str(user)) for user in people]
        self.people = {str(user.pk): user for user in people}

    def clean(self) -> dict[str, Any]:
        """With a reason, readers and a day are needed."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not data.get("reason"):
            return data
        if not self.chosen() and "others" not in self.errors:
            self.add_error("readers", _("Say who may read it. Without a reader, leave the reason out."))
        if data.get("delete_on") is None and "delete_on" not in self.errors:
            self.add_error("delete_on", _("Say until when it is kept."))
        return data

    def clean_others(self) -> list[User]:
        """Addresses of people with an account."""
        found = []
        for each in self.cleaned_data["others"].replace(";", ",").replace("\n", ",").split(","):
            address = each.strip().lower()
            if not address:
                continue
            try:
                validate_email(address)
            except forms.ValidationError as error:
                raise forms.ValidationError(
                    _("“%(address)s” is not an email address.") % {"address": address}
                ) from error
            user = User.objects.filter(email=address, is_active=True).first()
            if user is None:
                raise forms.ValidationError(
                    _("Nobody here has the address %(address)s. Check the spelling.") % {"address": address}
                )
            found.append(user)
        return found

    def chosen(self) -> list[User]:
        """Everybody named."""
        ticked = [self.people[pk] for pk in self.cleaned_data.get("readers", [])]
        return list(dict.fromkeys([*ticked, *self.cleaned_data.get("others", [])]))


class Empty(forms.Form):
    """Nothing to say but yes."""


class SeatApprovalForm(forms.Form):
    """An approval, with the seat where the level needs one."""

    seat = forms.BooleanField(
        label=lazy("A seat is vacant for this level"),
        required=False,
        help_text=lazy("The level can only be taken where one is."),
    )


class DeclineForm(forms.Form):
    """A written reason, and what would change the answer."""

    reason = text(lazy("Why not"), 3, help_text=lazy("The person reads it as you write it."))
    would_change = text(
        lazy("What would change the answer"), 3, help_text=lazy("What, by when, and who helps with it.")
    )


class RequestDayForm(forms.Form):
    """A day."""

    on = forms.DateField(label=lazy("Day"), widget=day_input())

    def __init__(self, *args: Any, days: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].help_text = days  # which days can be named


class SeenDayForm(forms.Form):
    """The day that the page showed."""

    seen = forms.DateField(widget=forms.HiddenInput())


class ObjectionForm(forms.Form):
    """A concern about a release: for HR."""

    reason = text(lazy("Your concern"), 3, help_text=lazy("HR and the person read it. It stops nothing by itself."))


class QuestionForm(forms.Form):
    """A question to the author."""

    text = text(lazy("Your question"), 3)


class LookAgainForm(forms.Form):
    """What HR reads before it looks again."""

    text = text(lazy("What HR should know"), 4)


class AnswerForm(forms.Form):
    """An answer to one question."""

    text = text(lazy("Your answer"), 3)
    question = forms.IntegerField(widget=forms.HiddenInput())


class DelegateForm(forms.Form):
    """Who answers instead."""

    to = PersonField(label=lazy("To whom"))


class ReceivingForm(forms.Form):
    """Who is the receiving manager."""

    manager = PersonField(label=lazy("Receiving manager"))


class ExtendForm(forms.Form):
    """Until when a right holds."""

    until = forms.DateField(label=lazy("Holds until"), widget=day_input())
    evidence = forms.BooleanField(
        label=lazy("What was shown counts until then, too"),
        required=False,
        initial=True,
        help_text=lazy("Otherwise it is re-checked on a return after the former day."),
    )


class ConfirmMoveForm(forms.Form):
    """The day and, where it changes and one may set pay, the salary."""

    on = forms.DateField(label=lazy("Takes effect on"), widget=day_input())
    seat = forms.BooleanField(label=lazy("A seat is vacant for this level"), required=False)
    amount = AmountField(
        label=lazy("New salary"),
        required=False,
        help_text=lazy("Leave it empty where pay goes as the terms say."),
    )
    currency = forms.CharField(label=lazy("Currency"), required=False, max_length=3)
    basis = forms.ChoiceField(label=lazy("For"), required=False)
    fte = forms.DecimalField(label=lazy("Full-time equivalent"), required=False, min_value=0, max_value=1)
    full_time_hours = forms.DecimalField(
        label=lazy("Weekly hours of full-time work"), required=False, help_text=lazy("Only for pay by the hour.")
    )
    PAY = ("amount", "currency", "basis", "fte", "full_time_hours")

    def __init__(
        self,
        *args: Any,
        pay: bool = False,
        seat: bool = False,
        days: str = "",
        doubts_about: Callable[[Salaried, dt.date], list[str]] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._doubts_about, self.doubts = doubts_about, list[str]()
        self.fields["on"].help_text = days
        basis = self.fields["basis"]
        assert isinstance(basis, forms.ChoiceField)
        basis.choices = list(Salary._meta.get_field("basis").choices or [])
        for name in () if pay else self.PAY:
            del self.fields[name]
        if not seat:
            del self.fields["seat"]

    def clean(self) -> dict[str, Any]:
        """A salary is whole, or left out."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("amount") is not None and not data.get("currency"):
            self.add_error("currency", _("Write the currency, such as EUR."))
        pay = self.new_pay()
        if pay is not None and self._doubts_about and not self.data.get(self.sure):
            self.doubts = self._doubts_about(pay, data["on"])
        return data

    def new_pay(self) -> Salaried | None:
        """The salary as it was typed, where it is whole."""
        if not self.is_bound or self.errors or (salary := self.salary()) is None:
            return None
        if salary.basis == Basis.HOUR and not salary.full_time_hours:
            return None
        return Salaried(salary.amount, salary.currency, salary.basis, salary.fte, salary.full_time_hours)

    def is_valid(self) -> bool:
        """Not before somebody has said that figures which look wrong are meant."""
        return super().is_valid() and not self.doubts

    @property
    def sure(self) -> str:
        """The name of the box that says so."""
        return self.add_prefix("sure")

    @property
    def opens_salary(self) -> bool:
        """Something is typed into the salary, or was wrong with it: it stands open then."""
        if any(name in self.errors for name in self.PAY):
            return True
        return self.is_bound and any(name in self.changed_data for name in self.PAY)

    def pay_fields(self) -> list[forms.BoundField]:
        """The fields about the salary; none where one may not set it."""
        return [self[name] for name in self.PAY if name in self.fields]

    def other_fields(self) -> list[forms.BoundField]:
        """The day, and the seat where one is needed."""
        return [self[name] for name in self.fields if name not in self.PAY]

    def salary(self) -> SalarySet | None:
        """What was set; None where pay goes as the terms say."""
        data = self.cleaned_data
        if data.get("amount") is None:
            return None
        return SalarySet(
            amount=data["amount"],
            currency=data["currency"].upper(),
            basis=Basis(data.get("basis") or Basis.YEAR),
            fte=data.get("fte") or Decimal(1),
            full_time_hours=data.get("full_time_hours"),
        )


def next_day(first: dt.date | None, today: dt.date) -> dt.date:
    """A first proposal for a day: the one wished for, where it has not passed."""
    return max(first, today) if first else today
