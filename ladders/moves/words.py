"""What the rules of moves are called. The same neutral words for every kind."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ladders.careers.kinds import MoveKind

from .enums import Decider, PayRule, StepDeed

KINDS: dict[str, Promise] = {
    MoveKind.PROMOTION.value: _("Promotion"),
    MoveKind.LATERAL.value: _("Lateral move"),
    MoveKind.DIAGONAL.value: _("Diagonal move"),
    MoveKind.STEP_BACK.value: _("Step back"),
    MoveKind.RETURN.value: _("Return"),
}
DEEDS: dict[str, Promise] = {
    StepDeed.APPROVE.value: _("approves"),
    StepDeed.RELEASE.value: _("releases, with a date"),
    StepDeed.CONFIRM.value: _("sets salary and date"),
}
DECIDERS: dict[str, Promise] = {
    Decider.CURRENT_MANAGER.value: _("Your manager"),
    Decider.RECEIVING_MANAGER.value: _("The receiving manager"),
    Decider.HR.value: _("HR"),
    Decider.GROUP.value: _("One of a group"),
}
PAY_RULES: dict[str, Promise] = {
    PayRule.KEPT.value: _("Kept"),
    PayRule.STEPPED.value: _("Kept for some months, then stepped"),
    PayRule.BAND.value: _("Band of the new grade"),
}
