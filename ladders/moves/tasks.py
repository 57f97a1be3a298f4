"""Celery shells: they take the day and call what does the work."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from .actions import consequences, effects, overdue, try_outs
from .notifications import mail_outbox


@shared_task
def sweep_requests() -> int:
    """Pass on what nobody answered, follow changes of managers, let requests of who has left lapse."""
    return overdue.sweep(timezone.localdate())


@shared_task
def bring_into_effect() -> int:
    """Bring what is scheduled for today, or was missed, into effect."""
    return effects.run_effects(timezone.localdate())


@shared_task
def delete_reasons() -> int:
    """Private reasons whose day has come."""
    return overdue.delete_reasons(timezone.localdate())


@shared_task
def remind_of_endings() -> int:
    """Rights of return, trials and try-outs that end soon; and what ended with a level that is no longer held."""
    today = timezone.localdate()
    consequences.end_consequences_of_ended(today)
    return overdue.remind(today) + try_outs.remind(today)


@shared_task
def send_notices() -> int:
    """Write and send the mail that notices call for."""
    return mail_outbox.run()
