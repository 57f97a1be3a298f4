"""Input of whoever asks for a move."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from ladders.careers.models import Evidence
from ladders.core.choices import choices_of
from ladders.core.errors import DomainError
from ladders.core.inputs import day_input, plain_helper

from ..actions.drafts import wish
from ..actions.evidence import MOST_NOTES, Given
from ..domain.states import FirstEar
from ..domain.workdays import ONE_DAY
from ..feedback import GivenFeedback
from ..queries.term_parts import Receiver
from ..text.term_parts import why_received
from .forms import text
from .forms_rules import whole_number


class AskForm(forms.Form):
    """Wishes for a move, and what the rules ask for. One form for every kind: only who hears first is a step back's own."""

    wished_on = forms.DateField(
        label=lazy("From when"),
        required=False,
        widget=day_input(),
        help_text=lazy("Leave it empty for the day after the last answer is due; any other day needs your yes."),
    )

    def __init__(
        self,
        *args: Any,
        today: dt.date,
        asked: Sequence[Mapping[str, Any]] = (),
        notes: Sequence[Evidence] = (),
        feedback: Sequence[GivenFeedback] = (),
        tried: Sequence[str] = (),
        choose_ear: bool = False,
        bounds: tuple[int, int] | None = None,
        longer: bool = False,
        until: dt.date | None = None,
        receivers: Sequence[Receiver] = (),
        **kwargs: Any,
    ) -> None:
        """`tried`: the person's try-outs of the level, in words. `bounds`: of a try-out, most months and most per cent; `longer`:
        it makes a running one longer; `until`: the last day on which it can begin. `receivers`: who could receive, where
        there are several.
        """
        super().__init__(*args, **kwargs)
        self.today, self.asked, self.tried, self.until = today, asked, tried, until
        if bounds is not None:
            self._add_bounds(*bounds, longer=longer)
        if len(receivers) > 1:
            self._add_receivers(receivers)
        if choose_ear:
            self.fields["first_ear"] = forms.ChoiceField(
                label=lazy("Who hears of it first"),
                choices=choices_of(FirstEar),
                widget=forms.RadioSelect(),
                help_text=lazy("The steps are the same, and so are the days. Only their order differs."),
            )
        parts: list[Any] = list(self.fields)
        choices = [(str(note.pk), f"{note.title} ({date_format(note.happened_on, 'M Y')})") for note in notes]
        wrote = [(str(each.pk), _feedback_label(each)) for each in feedback]
        for number, each in enumerate(asked):
            names = [*self._add_feedback(number, each, wrote), *self._add_fields(number, each, choices)]
            parts.append(Fieldset(escape(each["asked"]), *names))
        self.helper = plain_helper(Layout(*parts))

    def _add_feedback(self, number: int, each: Mapping[str, Any], choices: list[tuple[str, str]]) -> list[str]:
        """What colleagues wrote and agreed to be shown with requests, where there is any."""
        if not choices:
            return []
        name = f"feedback_{number}"
        self.fields[name] = forms.MultipleChoiceField(
            label=lazy("From what colleagues wrote"),
            required=False,
            choices=choices,
            initial=[str(pk) for pk in each.get("feedback", ())],
            widget=forms.CheckboxSelectMultiple(),
            help_text=lazy("Only what they agreed to be shown with requests. Whoever may read your request reads it."),
        )
        return [name]

    def _add_fields(self, number: int, each: Mapping[str, Any], choices: list[tuple[str, str]]) -> list[str]:
        """What can be shown for one thing: notes on impact where there are any, one's assessment, own words."""
        names = [f"notes_{number}", f"tried_{number}", f"assessed_{number}", f"given_{number}"]
        if self.tried:
            self.fields[names[1]] = forms.BooleanField(
                label=_("Show what you tried: %(what)s") % {"what": "; ".join(self.tried)},
                required=False,
                initial=bool(each.get("tried")),
            )
        self.fields[names[0]] = forms.MultipleChoiceField(
            label=lazy("From your notes on impact"),
            required=False,
            choices=choices,
            initial=[str(pk) for pk in each.get("notes", ())],
            widget=forms.CheckboxSelectMultiple(),
        )
        self.fields[names[2]] = forms.BooleanField(
            label=lazy("Show how I am assessed against this level"),
            required=False,
            initial=each.get("assessed", False),
            help_text=lazy(
                "Competency by competency, by the assessment that counts, as it stands on the day you send this."
            ),
        )
        hint = "" if choices else lazy("Notes that you keep under My path, Evidence, can be chosen here as well.")
        self.fields[names[3]] = text(lazy("In your words"), 3, required=False, help_text=hint)
        self.fields[names[3]].initial = each["given"]
        if not choices:
            del self.fields[names[0]]
        return [name for name in names if name in self.fields]

    def _add_bounds(self, months: int, share: int, *, longer: bool) -> None:
        """How long and how much, within what the rules give."""
        self.fields["months"] = whole_number(lazy("For how many months"), 1, months)
        self.fields["months"].help_text = _("%(n)s at most.") % {"n": months}
        if longer:
            del self.fields["wished_on"]
            return
        self.fields["share"] = whole_number(lazy("Share of working time in per cent"), 1, share)
        self.fields["share"].help_text = _("%(n)s %% at most; a day a week is 20 %%.") % {"n": share}
        self.fields["wished_on"].help_text = _("Leave it empty for the day after the last answer is due.")
        if self.until:
            text = _("%(day)s at the latest: your level ends then, and the try-out with it.")
            self.fields["wished_on"].help_text = text % {"day": date_format(self.until, "j F Y")}
            self.fields["wished_on"].widget.attrs |= {
                "min": (self.today + ONE_DAY).isoformat(),
                "max": self.until.isoformat(),
            }

    def _add_receivers(self, receivers: Sequence[Receiver]) -> None:
        """Who would be the manager. Preselected is whom the rules take anyway."""
        texts = [(each, f"{each.manager.name}: {why_received(each.why, own=True)}") for each in receivers]
        first = _("%(who)s, unless you choose") % {"who": texts[0][1]}
        choices = [("", first), *((str(each.manager.pk), text) for each, text in texts[1:])]
        if self.initial.get("receiving") not in dict(choices):
            self.initial["receiving"] = ""
        self.fields["receiving"] = forms.ChoiceField(
            label=lazy("Who would receive you"), required=False, choices=choices, widget=forms.RadioSelect()
        )

    def clean(self) -> dict[str, Any]:
        """A handful of notes shows more than all of them."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for number, _each in enumerate(self.asked):
            if len(data.get(f"notes_{number}", ())) > MOST_NOTES:
                self.add_error(f"notes_{number}", _("Choose at most %(n)s notes.") % {"n": MOST_NOTES})
        return data

    def clean_wished_on(self) -> dt.date | None:
        """A day that can be wished for: what is wrong with another is said beside it."""
        try:
            return wish(self.cleaned_data["wished_on"], self.today)
        except DomainError as refused:
            raise forms.ValidationError(refused.sentence) from refused

    def evidence(self) -> list[Given]:
        """What is shown, in the order of the rules."""
        data = self.cleaned_data
        return [
            Given(
                data[f"given_{number}"],
                [int(pk) for pk in data.get(f"notes_{number}", ())],
                data[f"assessed_{number}"],
                [int(pk) for pk in data.get(f"feedback_{number}", ())],
                data.get(f"tried_{number}", False),
            )
            for number in range(len(self.asked))
        ]

    def receiving(self) -> int | None:
        """The id of whom the person has chosen to receive them; None: whom the rules take."""
        chosen = self.cleaned_data.get("receiving")
        return int(chosen) if chosen else None

    def first_ear(self) -> FirstEar:
        """Who hears first."""
        return FirstEar(self.cleaned_data.get("first_ear") or FirstEar.MANAGER)


def _feedback_label(each: GivenFeedback) -> str:
    said = f"{each.giver} ({date_format(each.on, 'M Y')})"
    return f"{said}: {each.about}" if each.about else said
