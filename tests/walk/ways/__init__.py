"""The ways, in the order in which they are walked. Each takes other people, so that one that breaks hides no other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ..people import Walk
from . import (
    absence,
    adjustment,
    delegation,
    diagonal,
    empty_organisation,
    equal_pay,
    exceptions,
    framework_file,
    lateral,
    letters,
    many_at_once,
    plan,
    promotion,
    proposal,
    publication,
    publication_back,
    raises,
    reorganisation,
    representative,
    right_of_return,
    right_to_know,
    salary_file,
    second_factor,
    second_look,
    second_person,
    silence,
    step_back,
)

Way = Callable[[Walk], str]

WAYS: Final[dict[str, Way]] = {
    "delegation": delegation.walk,  # first: a request of the demo's that would pass on as time goes by
    "promotion": promotion.walk,
    "lateral": lateral.walk,
    "diagonal": diagonal.walk,
    "step-back": step_back.walk,
    "return": right_of_return.walk,
    "proposal": proposal.walk,
    "second-look": second_look.walk,
    "silence": silence.walk,
    "absence": absence.walk,
    "adjustment": adjustment.walk,
    "right-to-know": right_to_know.walk,
    "representative": representative.walk,
    "equal-pay": equal_pay.walk,
    "raises": raises.walk,
    "plan": plan.walk,
    "salary-file": salary_file.walk,
    "letters": letters.walk,
    "many-at-once": many_at_once.walk,
    "exceptions": exceptions.walk,
    "framework-file": framework_file.walk,
    "second-factor": second_factor.walk,
    "second-person": second_person.walk,
    "publication": publication.walk,
    "publication-back": publication_back.walk,
    "reorganisation": reorganisation.walk,
    "empty-organisation": empty_organisation.walk,
}
