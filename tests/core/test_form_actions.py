"""A form is carried out by one action, and says what the action refuses."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.contrib import messages
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.test import RequestFactory

from ladders.core.errors import DomainError
from ladders.core.form_actions import carry_out, refusals_on, told_refusals
from ladders.core.sentences import gettext as _


class DayForm(forms.Form):
    """Asks for a number."""

    days = forms.IntegerField()


def doubled(data: dict[str, Any]) -> int | None:
    """Refuses 13, and has nothing to answer for 0."""
    if data["days"] == 13:
        raise DomainError("Thirteen is refused.")
    return data["days"] * 2 or None


def test_it_answers_what_the_action_answered_or_says_what_was_refused() -> None:
    done = carry_out(DayForm({"days": "4"}), doubled)
    assert done is not None
    assert done.result == 8
    assert carry_out(DayForm({"days": "0"}), doubled)  # done, also where the action has nothing to answer
    assert carry_out(DayForm(), doubled) is None

    wrong, refused = DayForm({"days": "x"}), DayForm({"days": "13"})
    assert (carry_out(wrong, doubled), carry_out(refused, doubled)) == (None, None)
    assert list(wrong.errors) == ["days"]
    assert refused.errors == {"__all__": ["Thirteen is refused."]}


def test_what_is_refused_stands_above_the_form_or_is_told_on_the_next_page() -> None:
    """And what follows the refusal is left out."""
    form, request, done = DayForm({"days": "13"}), RequestFactory().post("/"), []
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]
    assert form.is_valid()
    for days in (4, 13):
        with refusals_on(form):
            done.append(doubled({"days": days}))
        with told_refusals(request):
            done.append(doubled({"days": days}))
    assert done == [8, 8]
    assert form.errors == {"__all__": ["Thirteen is refused."]}
    assert [str(each) for each in get_messages(request)] == ["Thirteen is refused."]


def test_a_refusal_stands_beside_its_field_or_is_told_as_a_warning() -> None:
    form, request = DayForm({"days": "13"}), RequestFactory().post("/")
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]
    assert form.is_valid()
    with refusals_on(form, "days"):
        doubled({"days": 13})
    assert form.errors == {"days": ["Thirteen is refused."]}
    with told_refusals(request, messages.WARNING):
        raise DomainError(_("Row %(row)s names nobody.") % {"row": 4})
    assert [(each.level, str(each)) for each in get_messages(request)] == [(messages.WARNING, "Row 4 names nobody.")]
    with pytest.raises(ValueError, match="no refusal"), refusals_on(form):
        raise ValueError("no refusal")
