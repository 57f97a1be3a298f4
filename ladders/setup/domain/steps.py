"""The steps of setting up, and how far each is by what stands in the database. Nothing here is ticked by anybody."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from ladders.core.labels import Labelled
from ladders.core.permissions import Permission as P
from ladders.core.sentences import gettext as _


class Step(Labelled):
    """In the order in which each finds what it needs."""

    SIGN_IN = "sign-in", _("Your organisation, sign-in and roles")
    FACTORS = "factors", _("Factors: what work is valued by")
    FRAMEWORK = "framework", _("Your first framework")
    GRADES = "grades", _("A grade for each level")
    BANDS = "bands", _("Pay zones and bands")
    PEOPLE = "people", _("People")
    PUBLISHING = "publishing", _("Publishing")
    LEVELS = "levels", _("Everybody’s level")
    SALARIES = "salaries", _("Salaries")
    TELLING = "telling", _("Telling people")


class State(Labelled):
    """How far a step is."""

    NOT_STARTED = "not_started", _("Not started")
    BEGUN = "begun", _("Begun")
    DONE = "done", _("Done")


# Whoever holds one of these does the step and sees how far it is; nobody else does.
DONE_WITH: Final[Mapping[Step, tuple[P, ...]]] = {
    Step.SIGN_IN: (P.MANAGE_ROLES, P.MANAGE_SETTINGS),
    Step.FACTORS: (P.EDIT_PLAN,),
    Step.FRAMEWORK: (P.CREATE_FRAMEWORK, P.IMPORT_FRAMEWORK),
    Step.GRADES: (P.EVALUATE_LEVEL,),
    Step.BANDS: (P.EDIT_BANDS,),
    Step.PEOPLE: (P.IMPORT_PEOPLE,),
    Step.PUBLISHING: (P.PUBLISH_FRAMEWORK,),
    Step.LEVELS: (P.PLACE_PEOPLE,),
    Step.SALARIES: (P.EDIT_PAY,),
    Step.TELLING: (P.INVITE_PEOPLE,),
}
# What has to be there before a step can come to its end.
NEEDS: Final[Mapping[Step, tuple[Step, ...]]] = {
    Step.GRADES: (Step.FACTORS, Step.FRAMEWORK),
    Step.BANDS: (Step.FACTORS,),
    Step.PUBLISHING: (Step.GRADES,),
    Step.LEVELS: (Step.PEOPLE, Step.PUBLISHING),
    Step.SALARIES: (Step.PEOPLE,),
    Step.TELLING: (Step.PEOPLE, Step.PUBLISHING),
}


@dataclass(frozen=True, slots=True)
class Figures:
    """What is counted for a step: so many of so many, and what else there is to say, by name.

    `begun` is true where something was started that does not count yet, such as a draft or a file that waits; `only_own`
    where what counts is of those who set up, so that it is no beginning.
    """

    done: int = 0
    total: int = 0
    begun: bool = False
    more: Mapping[str, int] | None = None
    only_own: bool = False
    after: tuple[Step, ...] = ()  # what this waits for as it is now, beside `NEEDS`

    @property
    def state(self) -> State:
        """Done where all are; begun where some are, or something was started."""
        if self.total and self.done >= self.total:
            return State.DONE
        return State.BEGUN if self.begun or (self.done and not self.only_own) else State.NOT_STARTED

    def __getitem__(self, name: str) -> int:
        return (self.more or {}).get(name, 0)


def missing(step: Step, figures: Mapping[Step, Figures], skipped: Collection[Step]) -> tuple[Step, ...]:
    """What comes before `step`, and is neither begun far enough to build on nor skipped.

    What is not in `figures` stands in nobody's way: this reader does not know how far it is.
    """
    return tuple(
        need
        for need in (*NEEDS.get(step, ()), *(figures[step].after if step in figures else ()))
        if need in figures and need not in skipped and not _carries(need, figures[need])
    )


def _carries(need: Step, figures: Figures) -> bool:
    """Whether the next step can begin: one published framework or one graded level is enough to go on with."""
    return figures.done > 0


def next_step(mine: Collection[Step], figures: Mapping[Step, Figures], skipped: Collection[Step]) -> Step | None:
    """The first of `mine` that waits and can be done now; None where all are done or skipped, or wait for others."""
    waiting = [step for step in Step if step in mine and step not in skipped]
    waiting = [step for step in waiting if figures[step].state is not State.DONE]
    return next((step for step in waiting if not missing(step, figures, skipped)), None)


def finished(figures: Mapping[Step, Figures], skipped: Collection[Step]) -> bool:
    """True where this reader has nothing left to do."""
    return all(step in skipped or each.state is State.DONE for step, each in figures.items())
