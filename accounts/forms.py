"""Input of this room."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ResetPasswordForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from kombu.exceptions import OperationalError

from .backends import user_of
from .limits import TooManyAttempts, count_attempt, forgive
from .models import Employee, RoleGrant, User
from .queries import ANY_ROLE, CHOICES
from .roles import Role
from .second_factor import LONGEST_GRACE
from .tasks import send_reset_link


class PeopleFilter(forms.Form):
    """Whom to show on the page of roles. Whatever cannot be read counts as not asked for."""

    q = forms.CharField(label=_("Name or email"), required=False, max_length=100)
    role = forms.ChoiceField(label=_("Role"), choices=CHOICES, required=False)
    after = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)

    def asked(self) -> dict[str, Any]:
        """Arguments of `people_with_roles`. Words without a role look among everybody."""
        self.is_valid()
        data = self.cleaned_data
        words = data.get("q") or ""
        return {
            "words": words,
            "role": data.get("role") or ("everybody" if words else ANY_ROLE),
            "after": data.get("after"),
        }


class RolesForm(forms.Form):
    """The roles of one person, and those that were on the page when it was shown."""

    roles = forms.MultipleChoiceField(choices=Role.choices, required=False)
    seen = forms.MultipleChoiceField(choices=Role.choices, required=False, widget=forms.MultipleHiddenInput)

    def chosen(self, name: str) -> list[Role]:
        """The roles sent under that name."""
        return [Role(value) for value in self.cleaned_data[name]]


class ReachForm(forms.Form):
    """For whom a role counts. Names as they come from the HR system, one on a line; both empty: for everybody."""

    legal_entities = forms.CharField(
        label=_("Legal entities"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One on a line, as the HR system writes them. Blank: all."),
    )
    departments = forms.CharField(
        label=_("Departments"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "One on a line. Blank: all. With both filled, people in one of the entities and one of the departments."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._deserted: list[str] = []

    @staticmethod
    def shown(grant: RoleGrant) -> dict[str, str]:
        """What stands in the fields for a grant."""
        return {"legal_entities": "\n".join(grant.legal_entities), "departments": "\n".join(grant.departments)}

    def chosen(self) -> tuple[list[str], list[str]]:
        """Legal entities and departments of a valid form."""
        return self.cleaned_data["legal_entities"], self.cleaned_data["departments"]

    @property
    def narrowed(self) -> bool:
        """Whether anything stands in the fields."""
        return any(self[name].value() for name in self.fields)

    def clean_legal_entities(self) -> list[str]:
        """Known names only: a slip of the pen would close a role for everybody."""
        return self._known("legal_entities", "legal_entity")

    def clean_departments(self) -> list[str]:
        """Known names only."""
        return self._known("departments", "department")

    @property
    def deserted(self) -> list[str]:
        """Names of a valid form that stay although nobody is under them any more."""
        return self._deserted

    def _known(self, name: str, column: str) -> list[str]:
        asked = sorted({line.strip() for line in self.cleaned_data[name].splitlines() if line.strip()})
        if not asked:
            return []
        known = set(Employee.objects.order_by().values_list(column, flat=True).distinct()) - {""}
        stored = set(self.initial.get(name, "").splitlines())  # was known once: no slip of the pen
        unknown = [text for text in asked if text not in known]
        if wrong := [text for text in unknown if text not in stored]:
            raise forms.ValidationError([_unknown(text, known) for text in wrong])
        self._deserted += unknown
        return asked


def _unknown(text: str, known: set[str]) -> forms.ValidationError:
    """What is said about a name that nobody is under: the one that was meant, if one is near."""
    folded = {each.casefold(): each for each in sorted(known)}
    if near := get_close_matches(text.casefold(), folded, n=1, cutoff=0.75):
        sentence = _("Nobody is in “%(name)s”. Did you mean “%(near)s”?")
        return forms.ValidationError(sentence, params={"name": text, "near": folded[near[0]]})
    return forms.ValidationError(_("Nobody is in “%(name)s”. Check the spelling."), params={"name": text})


class ForgottenPasswordForm(ResetPasswordForm):  # type: ignore[misc]
    """allauth's form; a worker looks the address up and mails, so that no page takes longer where it is somebody's."""

    def clean_email(self) -> str:
        """The address as it was typed: nothing is looked for here."""
        typed: str = self.cleaned_data["email"]
        return typed

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Hand the address over. Raises OperationalError of kombu where the broker does not take it."""
        typed: str = self.cleaned_data["email"]
        try:
            send_reset_link.apply_async((typed,), argsrepr="…", retry=False)
        except Exception as away:  # kombu raises what its transport raises: any failure here means "not taken"
            raise OperationalError(str(away)) from away
        return typed


class _CountedCode(forms.Form):
    """Wrong codes count as wrong passwords do, and few of them from browsers that the account does not know.

    Whoever knows the password and guesses the code shuts out themselves and strangers, and not the owner's browser.
    """

    user: User

    def clean_code(self) -> str:
        """A code that fits. Raises ValidationError for a wrong one, and for whoever tried too often."""
        account = self.user.email.strip().lower()
        try:
            count_attempt(context.request, "second_step", account)
        except TooManyAttempts as refused:
            name = "too_many_codes_elsewhere" if refused.elsewhere else "too_many_login_attempts"
            raise get_adapter().validation_error(name) from refused
        code: str = super().clean_code()  # type: ignore[misc]
        forgive(context.request, "second_step", account)
        return code


class ConfirmByCodeForm(_CountedCode, ReauthenticateForm):  # type: ignore[misc]
    """allauth's form to show once more that it is you."""


class SecondStepForm(_CountedCode, AuthenticateForm):  # type: ignore[misc]
    """allauth's form, which knows whether there is a passkey to offer instead."""

    @property
    def has_passkey(self) -> bool:
        """One query."""
        return bool(Authenticator.objects.filter(user=self.user, type=Authenticator.Type.WEBAUTHN).exists())


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """allauth's form in our words; a new passkey signs in alone unless its owner says otherwise."""

    passwordless = forms.BooleanField(
        label=_("Sign in with it alone, without the password"),
        help_text=_("The device then asks for your fingerprint, your face or its PIN."),
        initial=True,
        required=False,
    )


class SignInPolicyForm(forms.Form):
    """Of whom a second factor is demanded, and after how many days."""

    roles = forms.MultipleChoiceField(
        label=_("Who needs a second step at sign-in"),
        choices=Role.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    grace_days = forms.IntegerField(
        label=_("Days to set one up"),
        min_value=0,
        max_value=LONGEST_GRACE,
        help_text=_(
            "From the day on which somebody gets such a role, or on which you demand it. 0: at the next sign-in."
        ),
    )


class ResetFactorForm(forms.Form):
    """Whose second factor is lost."""

    email = forms.EmailField(label=_("The address they sign in with"))
    user: User

    def clean_email(self) -> str:
        """The address of somebody."""
        typed: str = self.cleaned_data["email"]
        if (found := user_of(typed)) is None:
            raise forms.ValidationError(_("Nobody signs in with this address. Check the spelling."))
        self.user = found
        return typed
