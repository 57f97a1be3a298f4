"""Whom HR chose from a plan, and what each payment is to be, as a page sends it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ladders.compensation.web.amount_field import typed_amount
from ladders.core.errors import DomainError

from ..actions.raises import refuse_less
from ..models import PlannedRaise, RemedyPlan

FIELDS: Final = 300  # people with a field each; of larger plans everybody is raised as planned


class WrongAmounts(DomainError):
    """Amounts that are none, or no raise: what is wrong with each, by planned raise."""

    def __init__(self, found: dict[int, str]) -> None:
        super().__init__(_("Nothing is raised yet: look at the amounts that are marked."))
        self.found = found


def chosen_of(plan: RemedyPlan, data: Mapping[str, Any]) -> list[tuple[int, Decimal]]:
    """Planned raises by id, each with the new amount: 1 query. Raises WrongAmounts for what is no amount or no raise,
    and DomainError for nobody.

    `all`: everybody as planned. Else those whose `who` is sent, at `amount-ID`, or as planned where nothing is written.
    """
    rows = {row.pk: row for row in plan.raises.select_related("employee")}
    if data.get("all"):
        return [(pk, row.after) for pk, row in rows.items()]
    sent: list[str] = data.getlist("who")  # type: ignore[attr-defined]
    picked = [rows[int(pk)] for pk in sent if pk.isdecimal() and len(pk) < 19 and int(pk) in rows]
    if not picked:
        raise DomainError(_("Choose at least one person."))
    chosen, wrong = [], {}
    for row in picked:
        try:
            chosen.append((row.pk, _amount(row, str(data.get(f"amount-{row.pk}", "")))))
        except DomainError as error:
            wrong[row.pk] = error.sentence
    if wrong:
        raise WrongAmounts(wrong)
    return chosen


def _amount(row: PlannedRaise, text: str) -> Decimal:
    amount: Decimal = row.after
    if not text.strip():
        return amount
    try:
        amount = typed_amount(text)
    except ValidationError as error:
        raise DomainError(" ".join(error.messages)) from error
    refuse_less(row, amount)
    return amount
