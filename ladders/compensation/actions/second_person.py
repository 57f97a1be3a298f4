"""What about the structure of pay waits for a second person, where the rules about pay say so; and loosening these rules."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from accounts.models import Employee
from ladders.core.approvals.actions import Line
from ladders.core.approvals.deeds import carry_out, values_of
from ladders.core.approvals.kinds import ApprovalKind, Beside, Payload
from ladders.core.audit import record
from ladders.core.permissions import Permission
from ladders.core.single_rows import change_row

from ..models import BandVisibility, PayPolicy
from ..money import money
from ..queries.pay_effects import effect_of_supplement

WIDTH = (BandVisibility.HR, BandVisibility.NEAR, BandVisibility.EVERYONE)


def needed() -> bool:
    """True where a second person confirms changes of the structure of pay."""
    return PayPolicy.current().second_approver


def loosened(now: PayPolicy, values: dict[str, Any]) -> dict[str, Any]:
    """Those of the values that take a safeguard away or show pay to more people."""
    looser = {
        "second_approver": now.second_approver and values.get("second_approver") is False,
        "managers_see_pay": not now.managers_see_pay and values.get("managers_see_pay") is True,
        "band_visibility": WIDTH.index(BandVisibility(values.get("band_visibility", now.band_visibility)))
        > WIDTH.index(BandVisibility(now.band_visibility)),
    }
    return {name: values[name] for name, so in looser.items() if so}


def lines_of(now: PayPolicy, values: dict[str, Any]) -> list[Line]:
    """What these values change, as people read it."""
    words = {True: _("yes"), False: _("no")} | {each.value: str(each.label) for each in BandVisibility}
    return [
        (str(PayPolicy._meta.get_field(name).verbose_name), words[getattr(now, name)], words[value])  # type: ignore[union-attr]
        for name, value in values.items()
    ]


def write_policy(values: dict[str, Any], by: Any) -> bool:
    """Write rules about pay, by whatever right: what `change_policy` does at once, or a second person has confirmed."""
    with transaction.atomic():
        detail = change_row(PayPolicy, values)
        if detail:
            record(by=by, verb="compensation.policy.changed", subject=_("Rules about pay"), detail=detail)
    return bool(detail)


def loosen(payload: Payload, by: Any) -> None:
    """What a second person has confirmed."""
    write_policy(payload, by)


def protected_amount(values: dict[str, Any]) -> list[Line]:
    """What the audit trail does not hold: the amount that is promised, or was."""
    row = values.get("protection")
    if row is not None:
        return [(_("protected pay"), money(row.amount, row.currency), "")]
    return [
        (_("protected pay"), "", money(values["amount"], values["currency"])),
        (_("reason"), "", str(values["reason"])),
    ]


def _effect_of_supplement(payload: Payload, user: Any) -> Beside | None:
    """What a new supplement does to equal pay, for whoever may see it; nothing for other changes of one."""
    if payload["deed"] != "add_supplement":
        return None
    values = values_of(payload)["values"]
    effect = effect_of_supplement(user, values["framework"].pk, values["zone"], values["percent"])
    return Beside("core/_equal_pay.html", {"effect": effect, "to_minimum": True})


def _structure(name: str, title: Any, **more: Any) -> ApprovalKind:
    return ApprovalKind(
        name, title, asks=Permission.EDIT_BANDS, confirms=Permission.APPROVE_BANDS, carry_out=carry_out, **more
    )


CONFIRMED_KINDS = (
    ApprovalKind(
        name="pay-rules",
        title=lazy("Rules about pay"),
        asks=Permission.EDIT_PAY_RULES,
        confirms=Permission.EDIT_PAY_RULES,
        carry_out=loosen,
    ),
    _structure("zone", lazy("Pay zone")),
    _structure("supplement", lazy("Market supplement"), beside=_effect_of_supplement),
    _structure("exception", lazy("End of a band exception")),
    _structure("bands", lazy("Taking back a change of bands")),
    ApprovalKind(
        name="protection",
        title=lazy("Pay protection"),
        asks=Permission.EDIT_PAY,
        confirms=Permission.EDIT_PAY,
        carry_out=carry_out,
        reach=lambda user: Employee.objects.within(user, Permission.EDIT_PAY),
    ),
)
