"""Input of people about themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Employee
from ladders.core.inputs import day_input

from ..actions.assessments import Mark
from ..domain.energy import LEAST, MOST, EnergySource, Load
from ..models import SEASONS, Audience, CareerPolicy, Evidence, Impact, SeasonPlan, Side, Thing, WishAnswer
from ..queries.assessment_sheets import CompetencyRow
from ..queries.reflections import Reflected


def _note(rows: int, **attrs: Any) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, **attrs})


class NameForm(forms.Form):
    """What somebody calls a stretch of their way."""

    season = forms.ChoiceField(label=gettext_lazy("Season"), choices=SEASONS)
    starts_on = forms.DateField(label=gettext_lazy("From"), widget=day_input())
    ends_on = forms.DateField(
        label=gettext_lazy("Until"),
        required=False,
        widget=day_input(),
        help_text=gettext_lazy("Empty: as long as you held the level."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "naming_%s")  # it stands on one page with the form for plans
        super().__init__(*args, **kwargs)


class PlannedSeasonForm(forms.ModelForm):  # type: ignore[type-arg]
    """A season ahead."""

    note = forms.CharField(label=gettext_lazy("Note to yourself"), required=False, max_length=2000, widget=_note(2))

    class Meta:
        model = SeasonPlan
        fields = ["season", "starts_on"]
        widgets = {"starts_on": day_input()}
        help_texts = {"starts_on": gettext_lazy("Empty: simply next.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        season = self.fields["season"]
        assert isinstance(season, forms.ChoiceField)
        season.choices = [("", _("Choose a season")), *SEASONS]
        if self.instance.pk:
            self.initial["note"] = self.instance.note or ""

    def clean_starts_on(self) -> dt.date | None:
        """A new day lies ahead; one that has come meanwhile may stay as it is."""
        day: dt.date | None = self.cleaned_data["starts_on"]
        if day is not None and "starts_on" in self.changed_data and day < timezone.localdate():
            raise forms.ValidationError(_("A plan lies ahead: choose a day from today on, or none."))
        return day


class EvidenceForm(forms.Form):
    """A note on impact."""

    title = forms.CharField(
        label=gettext_lazy("In one line"),
        max_length=160,
        help_text=gettext_lazy("What changed, not who you were: “Calibration takes an hour instead of a day.”"),
    )
    happened_on = forms.DateField(label=gettext_lazy("When"), widget=day_input())
    impacts = forms.MultipleChoiceField(
        label=gettext_lazy("Impact on"), choices=Impact.choices, widget=forms.CheckboxSelectMultiple
    )
    text = forms.CharField(
        label=gettext_lazy("What changed, and how one can tell"),
        required=False,
        max_length=8000,
        widget=_note(6),
        help_text=gettext_lazy("Markdown works."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def clean_happened_on(self) -> dt.date:
        """Nothing from the future."""
        day: dt.date = self.cleaned_data["happened_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Evidence tells of what has happened: choose a day until today."))
        return day


class WishForm(forms.Form):
    """Whether somebody wishes to lead people. Nothing is chosen beforehand."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Do you wish to lead people?"), choices=WishAnswer.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=2000, widget=_note(3))


class ShareForm(forms.Form):
    """What to share, with whom, until when."""

    what = forms.MultipleChoiceField(
        label=gettext_lazy("What"), choices=Thing.choices, widget=forms.CheckboxSelectMultiple
    )
    audience = forms.ChoiceField(label=gettext_lazy("With"), choices=Audience.choices, widget=forms.RadioSelect)
    colleague = forms.CharField(
        label=gettext_lazy("Which colleague"),
        required=False,
        max_length=254,
        help_text=gettext_lazy("Their email address, or their full name as it is written here."),
    )
    until = forms.DateField(
        label=gettext_lazy("Until"),
        required=False,
        widget=day_input(),
        help_text=gettext_lazy("Empty: until you take it back. You can do that at any time."),
    )

    def clean(self) -> dict[str, Any]:
        """Who is meant."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        text = data.get("colleague", "").strip()
        data["colleague"] = None
        if data.get("audience") == Audience.COLLEAGUE:
            try:
                data["colleague"] = colleague_named(text)
            except forms.ValidationError as error:
                self.add_error("colleague", error)
        if (until := data.get("until")) is not None and until < timezone.localdate():
            self.add_error("until", _("That day is over. Choose today or a later one, or none."))
        return data


def colleague_named(text: str) -> Employee:
    """The one person working here whose address or full name that is. Nobody is suggested: this is no directory."""
    if not text:
        raise forms.ValidationError(_("Name the colleague with whom you want to share."))
    here = Employee.objects.working_on(timezone.localdate())
    found = list((here.filter(user__email__iexact=text) if "@" in text else here.filter(name__iexact=text))[:2])
    if not found:
        raise forms.ValidationError(_("Nobody who works here has exactly this name or address. Check the spelling."))
    if len(found) > 1:
        raise forms.ValidationError(_("Several people have this name. Use the email address."))
    return found[0]


class EnergyForm(forms.Form):
    """Loads now and wanted, and two texts. Nothing is chosen beforehand."""

    divergence = forms.CharField(
        label=gettext_lazy("Where your role and you part ways"),
        required=False,
        max_length=8000,
        widget=_note(4),
        help_text=gettext_lazy("What the role asks, and what you are good at or what gives you energy."),
    )
    text = forms.CharField(label=gettext_lazy("Anything else"), required=False, max_length=8000, widget=_note(4))
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, found: Reflected | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = found or Reflected()
        self.initial.update({"seen": found.revision, "divergence": found.divergence, "text": found.text})
        steps = [(str(number), str(number)) for number in range(LEAST, MOST + 1)]
        for source in EnergySource:
            for when, words in (("now", _("now")), ("wanted", _("wanted"))):
                field = f"{source.value}_{when}"
                self.fields[field] = forms.ChoiceField(
                    label=f"{source.label}, {words}", choices=steps, widget=forms.RadioSelect
                )
                if source in found.loads:
                    self.initial[field] = str(getattr(found.loads[source], when))

    @property
    def sources(self) -> Iterable[tuple[Any, Any, Any]]:
        """Name, field of now, field of wanted."""
        return [(each.label, self[f"{each.value}_now"], self[f"{each.value}_wanted"]) for each in EnergySource]

    @property
    def loads(self) -> dict[EnergySource, Load]:
        """What was chosen."""
        data = self.cleaned_data
        return {s: Load(int(data[f"{s.value}_now"]), int(data[f"{s.value}_wanted"])) for s in EnergySource}


class AssessmentForm(forms.Form):
    """One side's steps and notes; for oneself also the evidence. Fields are named after the competency's key."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self,
        *args: Any,
        rows: Iterable[CompetencyRow],
        side: Side,
        seen: int,
        notes: Iterable[Evidence] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rows, self.side = list(rows), side
        self.initial["seen"] = seen
        choices = [(str(note.pk), str(note)) for note in notes]
        for row in self.rows:
            key, said = row.competency.key.hex, row.own if side == Side.SELF else row.manager
            steps = [(str(step.number), f"{step.number} · {step.name}") for step in row.shape.scale]
            if said and str(said.step) not in dict(steps):  # the scale became shorter since: what was said stays
                steps.append((str(said.step), str(said.step)))
            self.fields[f"step-{key}"] = forms.ChoiceField(
                label=row.competency.name, required=False, choices=[("", _("Not assessed")), *steps]
            )
            self.fields[f"note-{key}"] = forms.CharField(
                label=_("Note on %(name)s") % {"name": row.competency.name},
                required=False,
                max_length=4000,
                widget=_note(2),
            )
            if said:
                self.initial[f"step-{key}"], self.initial[f"note-{key}"] = str(said.step), said.note
            if side == Side.SELF and choices:
                self.fields[f"evidence-{key}"] = forms.MultipleChoiceField(
                    label=_("Evidence for %(name)s") % {"name": row.competency.name},
                    required=False,
                    choices=choices,
                    widget=forms.SelectMultiple(attrs={"size": min(4, len(choices))}),
                )
                self.initial[f"evidence-{key}"] = [str(each.pk) for each in said.evidence] if said else []
        if side == Side.MANAGER:
            self.fields["agree"] = forms.BooleanField(
                required=False,
                label=_("I see the rest as they see it themselves"),
                help_text=_("Where you left it empty, their own step is kept as yours, too."),
            )
        for field in self.fields.values():
            if not isinstance(field.widget, forms.HiddenInput | forms.CheckboxInput):
                select = isinstance(field.widget, forms.Select)
                field.widget.attrs["class"] = "form-select form-select-sm" if select else "form-control form-control-sm"

    def clean(self) -> dict[str, Any]:
        """A note says something about a step."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for row in self.rows:
            key = row.competency.key.hex
            if not data.get(f"step-{key}") and (data.get(f"note-{key}") or data.get(f"evidence-{key}")):
                self.add_error(f"step-{key}", _("Choose the step that this note or evidence is about."))
        return data

    def marks(self) -> dict[UUID, Mark | None]:
        """What was chosen, of every row that was sent: one that was published meanwhile is left alone."""
        found: dict[UUID, Mark | None] = {}
        for row in self.rows:
            key, data = row.competency.key.hex, self.cleaned_data
            if f"step-{key}" not in self.data:
                continue
            step, note = data.get(f"step-{key}"), data.get(f"note-{key}", "")
            linked = frozenset(int(each) for each in data.get(f"evidence-{key}", ()))
            if not step and data.get("agree") and row.own:
                step = str(row.own.step)
            found[row.competency.key] = Mark(row.framework, int(step), note, linked) if step else None
        return found


class CareerPolicyForm(forms.ModelForm):  # type: ignore[type-arg]
    """The rules about careers; `actions.policy.change_policy` saves them."""

    class Meta:
        model = CareerPolicy
        fields = ["counting"]
