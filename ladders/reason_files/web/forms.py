"""Input about reason files."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.models import Employee, User
from ladders.core.permissions import Permission
from ladders.insights.queries.categories import entities_in_reach
from ladders.insights.queries.reach import reaches_entity
from ladders.moves.web.forms_people import named


class ReasonFileForm(forms.Form):
    """About whom: one person, or a category of an employer whom the role of `by` reaches whole: 2 queries."""

    person = forms.CharField(
        label=_("About one person"),
        required=False,
        max_length=200,
        help_text=_("Full name, if need be with the employee number: Ann Lead · 17."),
    )
    category = forms.CharField(
        label=_("About a category of workers"),
        required=False,
        max_length=80,
        help_text=_("The name of a category, or the code of a grade that is one by itself."),
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        whole = [name for name in ("", *entities_in_reach(by)) if reaches_entity(by, name, Permission.VIEW_PAY_EQUITY)]
        self.fields["legal_entity"] = forms.ChoiceField(
            label=_("Employer"),
            required=False,
            choices=[(name, name or _("the whole group")) for name in whole],
            help_text=_("Of the category."),
        )

    def clean_person(self) -> Employee | None:
        """Somebody who works here, named in full."""
        text = self.cleaned_data["person"]
        return named(text, timezone.localdate(), self.by) if text.strip() else None

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and bool(data.get("person")) == bool(data.get("category", "").strip()):
            raise ValidationError(_t("Name a person or a category: one of the two."))
        return data
