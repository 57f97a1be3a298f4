"""Celery shells: they take ids and call what does the work. Celery closes the database’s connections after each."""

from __future__ import annotations

import uuid
from importlib import import_module

from celery import shared_task
from django.conf import settings

from . import history_chain, jobs
from .approvals import actions


@shared_task
def run_job(job_id: str) -> None:
    """Run one job."""
    jobs.run(uuid.UUID(job_id))


@shared_task
def sweep() -> int:
    """Hand over what was missed."""
    return jobs.sweep()


@shared_task
def expire_approvals() -> int:
    """Close what no second person has answered in time."""
    return actions.expire()


@shared_task
def forget_sessions() -> None:
    """Delete sessions that are over, and with them what was typed there and never sent."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


@shared_task
def close_history_days() -> int:
    """Close the days of the history that are over, also those that were missed."""
    return history_chain.close_days()
