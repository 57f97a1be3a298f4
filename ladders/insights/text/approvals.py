"""Loyalty or impact? In sentences."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ladders.careers.domain.suppression import SMALLEST

from ..domain.ladder_parity.approval import ApprovalModel, ApprovalPredictor

FEWEST = 30  # requests below which a regression on two columns tells of single people rather than of a practice


def approval_sentences(model: ApprovalModel | None) -> list[str]:
    """What goes with an approved request for a higher grade; why nothing can be said where that is so."""
    if model is None or model.requests < FEWEST or min(model.approved, model.requests - model.approved) < SMALLEST:
        return [
            _(
                "There are too few answered requests for a higher grade to say what they depend on: at least %(n)s, of people "
                "whose assessments were known, and at least %(few)s of them declined."
            )
            % {"n": FEWEST, "few": SMALLEST}
        ]
    counted = _("%(requests)s requests for a higher grade were answered in three years, %(approved)s approved.") % {
        "requests": model.requests,
        "approved": model.approved,
    }
    return [
        counted,
        _predicted(model.years_in_level, _("one year more in the level")),
        _predicted(model.assessed_gaps, _("one assessed gap more to the level asked for")),
        _conclusion(model),
    ]


def _predicted(predictor: ApprovalPredictor | None, unit: str) -> str:
    if predictor is None:
        return _("What goes with %(unit)s cannot be told from the rest.") % {"unit": unit}
    value, low, high = (
        round(100 * each)
        for each in (predictor.coefficient.value, predictor.coefficient.low, predictor.coefficient.high)
    )
    said = {"unit": unit, "n": abs(value), "low": _signed(low), "high": _signed(high)}
    if value == 0:
        return _("With %(unit)s as many are approved (95 %%: %(low)s to %(high)s in 100).") % said
    if value > 0:
        return _("With %(unit)s, %(n)s in 100 more are approved (95 %%: %(low)s to %(high)s).") % said
    return _("With %(unit)s, %(n)s in 100 fewer are approved (95 %%: %(low)s to %(high)s).") % said


def _signed(value: int) -> str:
    return f"{'−' if value < 0 else '+' if value else ''}{abs(value)}"


def _conclusion(model: ApprovalModel) -> str:
    if model.loyalty is None:
        return _("Neither goes further than chance would.")
    if model.loyalty:
        return _("So far time in the level goes further than what somebody can do: look at how requests are decided.")
    return _("What somebody can do goes further than time in the level, as it should.")
