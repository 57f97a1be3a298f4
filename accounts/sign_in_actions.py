"""Writes about signing in: what is demanded of whom, and the reset of a second factor that somebody has lost."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from ladders.core import audit
from ladders.core.approvals.actions import ask
from ladders.core.approvals.kinds import ApprovalKind
from ladders.core.errors import DomainError
from ladders.core.models import Approval
from ladders.core.permissions import Permission

from .models import SignInPolicy, User
from .open_sessions import end_other_sessions
from .roles import Role
from .second_factor import FactorDemand

KEEPERS = (Role.HR_ADMIN, Role.SYSTEM_ADMINISTRATOR)  # hear of every loosening


def demand_second_factor(
    *, roles: Collection[Role], grace_days: int, by: User, why: str = ""
) -> tuple[bool, Approval | None]:
    """Demand a second factor of whoever holds one of these roles, after so many days; False where it was so before.

    What asks less of anybody takes a second person: it is asked for, with the reason `why`, and nothing changes before.
    Raises DomainError where it cannot be asked for.
    """
    with transaction.atomic():
        row = _locked_policy()
        before, after = row.demand, row.demand.changed(roles, grace_days, timezone.now())
        if not before.loosened_by(after):
            return _write(row, after, by), None
        waits = ask(
            kind=LOOSENING.name,
            key="demand",
            subject=_("A second step at sign-in"),
            payload={
                "without": sorted(set(before.demanded) - set(after.demanded)),
                "also": sorted(set(after.demanded) - set(before.demanded)),
                "grace_days": grace_days,
            },
            shown=[
                (_("demanded of"), ", ".join(_names(before)), ", ".join(_names(after)) or _("nobody")),
                (_("days to set one up"), str(before.grace_days), str(after.grace_days)),
            ],
            reason=why,
            by=by,
        )
        return False, waits


def loosen_second_factor(payload: dict[str, Any], by: User) -> None:
    """What a second person has confirmed; roles that were added meanwhile stay. Everybody else who may change it is told."""
    with transaction.atomic():
        row = _locked_policy()
        before = row.demand
        roles = (set(before.demanded) - set(payload["without"])) | set(payload["also"])
        after = before.changed(roles, payload["grace_days"], timezone.now())
        if _write(row, after, by):
            transaction.on_commit(lambda: _tell_keepers(by, before, after))


LOOSENING = ApprovalKind(
    name="second_factor",
    title=lazy("Second step at sign-in"),
    asks=Permission.MANAGE_SETTINGS,
    confirms=Permission.MANAGE_SETTINGS,
    carry_out=loosen_second_factor,
)


def _locked_policy() -> SignInPolicy:
    now = FactorDemand.read(SignInPolicy.stored().first())
    SignInPolicy.objects.get_or_create(pk=1, defaults={"demanded": now.demanded, "grace_days": now.grace_days})
    return SignInPolicy.objects.select_for_update().get(pk=1)


def _write(row: SignInPolicy, after: FactorDemand, by: User) -> bool:
    before = row.demand
    if before == after:
        return False
    row.demanded, row.grace_days = dict(after.demanded), after.grace_days
    row.save()
    audit.record(
        by=by,
        verb=f"accounts.second_factor.{'loosened' if before.loosened_by(after) else 'demanded'}",
        subject=", ".join(_names(after)) or _("nobody"),
        detail=audit.changes(
            {"roles": ", ".join(_names(before)), "days": before.grace_days},
            {"roles": ", ".join(_names(after)), "days": after.grace_days},
        ),
    )
    return True


def reset_second_factor(*, user: User, by: User) -> None:
    """Take away app, passkeys and codes that somebody has lost, and sign them out everywhere; they hear of it by mail.

    Raises DomainError for one's own, and where there is none.
    """
    if user.pk == by.pk:
        raise DomainError(_("Nobody resets their own second step. Ask another HR or system administrator to do it."))
    with transaction.atomic():
        taken, _each = Authenticator.objects.filter(user=user).delete()
        if not taken:
            raise DomainError(_("%(name)s has set up no second step, so there is none to reset.") % {"name": user})
        user.forget_factors()
        end_other_sessions(user=user, keep=None)
        audit.record(
            by=by, verb="accounts.second_factor.reset", subject=str(user), about=user, subject_key=str(user.pk)
        )
        context = {"user": user, "by": by}
        transaction.on_commit(lambda: _mail("account/email/second_factor_reset", user, context))


def _tell_keepers(by: User, before: FactorDemand, after: FactorDemand) -> None:
    context = {"by": by, "before": _names(before) or ["–"], "after": _names(after) or ["–"]}
    context |= {"days_before": before.grace_days, "days_after": after.grace_days}
    others = User.objects.filter(grants__role__in=KEEPERS, is_active=True).exclude(pk=by.pk).distinct().order_by("pk")
    for each in others:
        _mail("account/email/second_factor_loosened", each, context | {"user": each})


def _names(demand: FactorDemand) -> list[str]:
    return [str(role.label) for role in Role if role.value in demand.demanded]


def _mail(template: str, to: User, context: dict[str, Any]) -> None:
    get_adapter().send_mail(template, to.email, context)
