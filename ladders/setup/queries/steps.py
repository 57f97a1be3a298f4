"""The set-up as one reader finds it: every step, how far it is, what is next, and who does what they do not."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from accounts.models import RoleGrant
from accounts.roles import PERMISSIONS_OF, Role

from ..domain.steps import DONE_WITH, Figures, State, Step, finished, missing, next_step
from ..models import SkippedStep
from ..places import Place, guide_of, places_of
from ..text.steps import WHYS, figures_text
from .figures import figures_of, may_do, may_skip, published_at_all

MOST_NAMES = 3  # of those who do a step


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step on the page. `figures` is None where this reader does not do it: then `who` names who does."""

    step: Step
    number: int
    figures: Figures | None
    skipped: bool
    next: bool
    first: tuple[str, ...]  # titles of what has to come before
    places: list[Place]
    guide: str
    who: tuple[str, ...]
    may_skip: bool

    @property
    def title(self) -> str:
        """What it is called."""
        return self.step.label

    @property
    def why(self) -> Promise:
        """Why it is there."""
        return WHYS[self.step]

    @property
    def done(self) -> bool:
        """Nothing is left."""
        return self.figures is not None and self.figures.state is State.DONE

    @property
    def mark(self) -> str:
        """For the look of it: a state, or `skipped`, or `others`."""
        if self.skipped and not self.done:
            return "skipped"
        return self.figures.state.value if self.figures else "others"

    @property
    def state(self) -> str:
        """How far it is, in a word; empty for what others do."""
        return self.figures.state.label if self.figures else ""

    @property
    def said(self) -> str:
        """How far it is, in numbers."""
        return figures_text(self.step, self.figures) if self.figures else ""


@dataclass(frozen=True, slots=True)
class SetUp:
    """The whole of it."""

    steps: list[ShownStep]
    finished: bool

    @property
    def done(self) -> int:
        """Steps of this reader that are done or skipped."""
        return sum(1 for each in self.steps if each.figures is not None and (each.done or each.skipped))

    @property
    def skipped(self) -> int:
        """Those of them that were skipped."""
        return sum(1 for each in self.steps if each.figures is not None and each.skipped and not each.done)

    @property
    def total(self) -> int:
        """Steps of this reader."""
        return sum(1 for each in self.steps if each.figures is not None)

    @property
    def next(self) -> ShownStep | None:
        """What is to be done now."""
        return next((each for each in self.steps if each.next), None)


def sees_set_up(user: Any) -> bool:
    """Whoever does at least one step."""
    return any(may_do(user, step) for step in Step)


def set_up(user: Any, day: dt.date) -> SetUp:
    """All steps for this reader: those of `figures_of`, 1 query for what was skipped, 1 for who does the rest, and at most 3
    for where the links lead.
    """
    figures = figures_of(user, day)
    skipped = {Step(name) for name in SkippedStep.objects.values_list("step", flat=True) if name in set(Step)}
    # That something is published everybody sees on the shelf.
    known = figures if Step.PUBLISHING in figures else {**figures, Step.PUBLISHING: published_at_all()}
    now = next_step(figures, known, skipped)
    others = [step for step in Step if step not in figures]
    who = _who_may(others, day) if others else {}
    steps = [
        ShownStep(
            step,
            number,
            figures.get(step),
            step in skipped,
            step is now,
            tuple(need.label for need in missing(step, known, skipped)) if step in figures else (),
            places_of(user, step, figures[step]) if step in figures else [],
            guide_of(step),
            who.get(step, ()),
            may_skip(user, step),
        )
        for number, step in enumerate(Step, start=1)
    ]
    return SetUp(steps, finished(figures, skipped))


def _who_may(steps: list[Step], day: dt.date) -> dict[Step, tuple[str, ...]]:
    """Step → people whose role does it for the whole organisation, a few of them: 1 query."""
    grants = RoleGrant.objects.filter(user__is_active=True, legal_entities=[], departments=[])
    grants = grants.exclude(user__employee__left_on__lt=day).select_related("user").order_by("user__sort_name", "user")
    held = [(Role(grant.role), str(grant.user)) for grant in grants if grant.role in Role.values]
    return {
        step: tuple(dict.fromkeys(name for role, name in held if PERMISSIONS_OF[role].intersection(DONE_WITH[step])))[
            :MOST_NAMES
        ]
        for step in steps
    }
