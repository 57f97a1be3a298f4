"""A form that is carried out by one action: what the action refuses stands above the form, beside what the form refuses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext as _

from .errors import DomainError
from .sentences import spoken

Result = TypeVar("Result")


class Done(NamedTuple, Generic[Result]):
    """That an action was done, and what it answered."""

    result: Result


def carry_out(form: BaseForm, act: Callable[[dict[str, Any]], Result]) -> Done[Result] | None:
    """Let `act` do what a valid form says. None where the form was not sent, or says what it, or `act`, refuses."""
    done: Done[Result] | None = None
    if form.is_valid():
        with refusals_on(form):
            done = Done(act(form.cleaned_data))
    return done


@dataclass(frozen=True, slots=True)
class _Refusals:
    """Ends at what an action refuses, and says it."""

    say: Callable[[str], object]

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if not isinstance(error, DomainError):
            return False
        self.say(spoken(error.sentence, gettext, ngettext))
        return True


def refusals_on(form: BaseForm, field: str | None = None) -> _Refusals:
    """What an action refuses inside stands above the form, or beside `field`; what follows there is left out."""
    return _Refusals(lambda sentence: form.add_error(field, sentence))


def told_refusals(request: HttpRequest, level: int = messages.ERROR) -> _Refusals:
    """The same where there is no form: the next page says it."""
    return _Refusals(lambda sentence: messages.add_message(request, level, sentence))


def tell_saved(request: HttpRequest, sentence: str, *, changed: object) -> None:
    """The next page says `sentence`; where nothing differs from what was there (`changed` is falsy), it says that instead.

    Whoever sends the same again should not believe that something is new from now on."""
    if changed:
        messages.success(request, sentence)
    else:
        messages.info(request, _("Nothing was changed."))
