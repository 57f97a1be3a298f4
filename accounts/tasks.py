"""Celery shells: what leaves by mail without a page that waits for it."""

from __future__ import annotations

from allauth.account.internal.flows.password_reset import request_password_reset
from celery import shared_task

from .backends import user_of, works_today


@shared_task
def send_reset_link(typed: str) -> bool:
    """Mail a link for a new password to whom HR gave that address, while they work here. Whether there was one."""
    user = user_of(typed)
    if user is None or not user.is_active or not works_today(user):
        return False
    request_password_reset(None, user.email, [user], None)
    return True
