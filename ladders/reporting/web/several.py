"""What can be done with several people of the list at once."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from ladders.core.models import Batch
from ladders.core.views.many import Many
from ladders.placements.actions.batches import end_many, place_many
from ladders.placements.actions.no_level import hold_no_level, wait_for_level
from ladders.placements.forms import EndForm, NoLevelForm, PlaceForm
from ladders.placements.models import NoLevel, Placement


def _place(people: list[Any], data: dict[str, Any], by: Any) -> Batch:
    choices = {each.pk: data["level"] for each in people}
    return place_many(choices=choices, starts_on=data["starts_on"], by=by)


def _end(people: list[Any], data: dict[str, Any], by: Any) -> Batch:
    return end_many(people=[each.pk for each in people], last_day=data["last_day"], by=by)


def _no_level(people: list[Any], data: dict[str, Any], by: Any) -> Batch:
    return hold_no_level(people=[each.pk for each in people], by=by, **data)


def _wait(people: list[Any], data: dict[str, Any], by: Any) -> Batch:
    return wait_for_level(people=[each.pk for each in people], by=by)


def _on_purpose() -> Exists:
    return Exists(NoLevel.objects.on(timezone.localdate()).filter(employee=OuterRef("pk")))


def _holding(people: Any) -> Any:
    held = Placement.objects.primary().filter(employee=OuterRef("pk")).exclude(ends_on__lt=timezone.localdate())
    return people.annotate(holding=Exists(held))


ACTIONS: dict[str, Many] = {
    "place": Many(
        label=lazy("Place on a level"),
        asks=lambda n: ngettext("Place 1 person?", "Place %(n)s people?", n) % {"n": f"{n:,}"},
        button=lambda n: ngettext("Place 1 person", "Place %(n)s people", n) % {"n": f"{n:,}"},
        act=_place,
        form=PlaceForm,
        fits=lambda people: _holding(people).filter(holding=False),
        unfit=lazy("Only people without a level are placed here, in your reach and never you yourself."),
        about=lazy("All of them get the same level from the same day on."),
    ),
    "end": Many(
        label=lazy("End the level"),
        asks=lambda n: ngettext("End the level of 1 person?", "End the levels of %(n)s people?", n) % {"n": f"{n:,}"},
        button=lambda n: ngettext("End 1 level", "End the levels of %(n)s people", n) % {"n": f"{n:,}"},
        act=_end,
        form=EndForm,
        fits=lambda people: _holding(people).filter(holding=True),
        unfit=lazy("Only people with a level have one to end, in your reach and never you yourself."),
        about=lazy("They are without a level afterwards. A second level ends with it."),
    ),
    "no-level": Many(
        label=lazy("Holds no level on purpose"),
        asks=lambda n: (
            ngettext("Does 1 person hold no level on purpose?", "Do %(n)s people hold no level on purpose?", n)
            % {"n": f"{n:,}"}
        ),
        button=lambda n: ngettext("Yes, 1 person", "Yes, all %(n)s people", n) % {"n": f"{n:,}"},
        act=_no_level,
        form=NoLevelForm,
        fits=lambda people: _holding(people).filter(~_on_purpose(), holding=False),
        unfit=lazy("It is said of people without a level, in your reach and never of yourself."),
        about=lazy("They leave the list of people without a level. Placing them ends it."),
    ),
    "no-level-end": Many(
        label=lazy("Needs a level after all"),
        asks=lambda n: ngettext("Does 1 person need a level?", "Do %(n)s people need a level?", n) % {"n": f"{n:,}"},
        button=lambda n: ngettext("Put 1 person back", "Put %(n)s people back", n) % {"n": f"{n:,}"},
        act=_wait,
        fits=lambda people: people.filter(_on_purpose()),
        unfit=lazy("Only people who hold no level on purpose, in your reach and never you yourself."),
        about=lazy("They are among the people without a level again."),
    ),
}
