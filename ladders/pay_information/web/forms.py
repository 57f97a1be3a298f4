"""Input about the right to know."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.models import Employee, User
from ladders.core.inputs import day_input
from ladders.core.permissions import Permission
from ladders.moves.web.forms_people import named, one_named

from ..models import SmallGroupRecipient


def _question(read_by: Any) -> forms.CharField:
    return forms.CharField(
        label=_("What else should be explained?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=read_by,
    )


class AskForm(forms.Form):
    """About oneself."""

    representative = forms.ChoiceField(label=_("Who reads the answer beside you?"), required=False)
    question = _question(_("You can leave this empty, and nobody asks you why. HR alone reads it."))

    def __init__(self, *args: Any, representatives: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(user.pk): user for user in representatives}
        field = self.fields["representative"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", _("Nobody: it comes to you alone")),
            *((pk, str(user)) for pk, user in self.known.items()),
        ]
        field.help_text = _t("An employees’ representative, if you want one to help you. They read your pay with it.")
        if not self.known:
            del self.fields["representative"]

    def clean_representative(self) -> User | None:
        """The account."""
        return self.known.get(self.cleaned_data["representative"])


class AskForForm(forms.Form):
    """About somebody who has to agree."""

    person = forms.CharField(
        label=_("For whom"),
        max_length=200,
        help_text=_("Full name, if need be with the employee number: Ann Lead · 17."),
    )
    question = _question(_("You can leave this empty. The person reads it first, then HR."))

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by

    def clean_person(self) -> Employee:
        """Somebody who works here, named in full."""
        text = self.cleaned_data["person"]
        if not text.strip():
            raise ValidationError(_t("Write a name."))
        return named(text, timezone.localdate(), self.by)


class ReceivedForm(forms.Form):
    """What came outside of the product."""

    person = forms.CharField(
        label=_("Who asked"),
        max_length=200,
        help_text=_("Full name, if need be with the employee number: Ann Lead · 17."),
    )
    received_on = forms.DateField(
        label=_("Received on"), widget=day_input(), help_text=_("The time to answer runs from this day.")
    )
    through = forms.CharField(
        label=_("Through"),
        required=False,
        max_length=300,
        help_text=_(
            "A representative or an equality body that asks in the person’s name, and how the person agreed. Empty: the "
            "person asked themselves."
        ),
    )
    question = forms.CharField(
        label=_("What else should be explained?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by

    def clean_person(self) -> Employee:
        """Somebody whom the role reaches, named in full; whoever left, too, since they ask on paper most."""
        reached = Employee.objects.within(self.by, Permission.ANSWER_PAY_REQUESTS)
        told = _t(
            "Your role reaches nobody with the name or number %(name)s. Check how it is written; somebody in HR whose role "
            "reaches the person can enter it, too."
        )
        return one_named(self.cleaned_data["person"], among=reached, numbered=reached, nobody=told)


class TakeOutForm(forms.Form):
    """Why something was entered by mistake."""

    reason = forms.CharField(
        label=_("Why it is taken out"),
        max_length=300,
        help_text=_("The person reads it."),
        error_messages={"required": _("Write why it is taken out: the person reads it.")},
    )


class SendForm(forms.Form):
    """What HR adds to an answer, and the digest of what they looked at."""

    words = forms.CharField(
        label=_("Your words to it"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("They are sent with the answer and kept with it."),
    )
    handed_to = forms.CharField(label=_("The figures were handed to"), required=False, max_length=300)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, withheld: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not withheld:
            del self.fields["handed_to"]


class RecipientForm(forms.ModelForm):  # type: ignore[type-arg]
    """Where figures of small groups go in a country."""

    class Meta:
        model = SmallGroupRecipient
        fields = ["country", "recipient", "name", "contact"]
        help_texts = {"country": _("Two letters, such as DE. Empty: everywhere that has no line of its own.")}

    def validate_unique(self) -> None:
        """A country that has a line gets that one changed."""
