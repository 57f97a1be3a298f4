"""What follows from opening an invitation: a first password, and the person is in by the way that everybody takes."""

from __future__ import annotations

from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from ladders.core import audit
from ladders.core.errors import DomainError

from .invitation_links import still_open
from .limits import forgive
from .models import User
from .open_sessions import end_other_sessions


def company_only() -> bool:
    """True where people sign in through the company's own provider, so that an invitation leads there and carries no key."""
    return bool(settings.SOCIALACCOUNT_PROVIDERS)


def accept_invitation(*, invitation: str | UUID, password: str) -> User:
    """Set the first password of whoever opened that invitation by its key, which opens nothing afterwards. `password` was
    checked before.

    Two who come at once find one of them first. Raises DomainError where its key opens nothing (any more).
    """
    with transaction.atomic():
        found = still_open(invitation, locked=True)
        if found is None:
            raise DomainError(_("This link does not work any more: it was used, or is too old."))
        user = found.user
        user.set_password(password)
        user.save(update_fields=["password"])
        found.used_at = timezone.now()
        found.save(update_fields=["used_at"])
        end_other_sessions(user=user, keep=None)
        audit.record(
            by=user, verb="accounts.invitation.accepted", subject=str(user), about=user, subject_key=str(user.pk)
        )
    return user


def let_in(request: HttpRequest, user: User) -> HttpResponseBase:
    """Tell its owner that a password was set, and sign in with it: past the checks and second steps of the page for that."""
    get_adapter().send_notification_mail("account/email/password_set", user)
    for action in ("sign_in", "second_step", "reset_password"):
        forgive(request, action, user.email)
    answer: HttpResponseBase = perform_password_login(
        request, {"email": user.email}, Login(user=user, email=user.email)
    )
    return answer
