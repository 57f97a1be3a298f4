"""Attempts to sign in, told to the audit trail: of whom, when, and how it ended. Never what was typed."""

from __future__ import annotations

from typing import Any

from ladders.core import audit

from .models import User


def record_attempt(user: User, what: str) -> None:
    """Tell the trail of an attempt to sign in as `user`: "failed", "refused". Nobody knows who it was."""
    audit.record(by=None, verb=f"accounts.sign_in.{what}", subject=str(user), subject_key=str(user.pk))


def signed_in(sender: Any, user: User, **kwargs: Any) -> None:
    """Somebody is in, by whichever way (a signal of allauth)."""
    audit.record(by=user, verb="accounts.sign_in.done", subject=str(user), subject_key=str(user.pk))


def second_step_failed(sender: Any, user: User, **kwargs: Any) -> None:
    """A wrong code or passkey after the right password (a signal of allauth)."""
    record_attempt(user, "second_step_failed")
