"""What `manage.py check` says of a server's settings: what is missing, what follows from it, and the cure.

On the embedded database nothing has to be set, so nothing is said. What makes a start impossible raises in the settings.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import DatabaseError, connection

from .owner import owns_what_it_uses

NO_BROKER = Warning(
    "CELERY_BROKER_URL is not set: background work goes through files in LADDERS_DATA_DIR.",
    hint="That works while web and worker share this machine. Otherwise set CELERY_BROKER_URL=redis://… or amqp://…",
    id="ladders.W001",
)
NO_MAIL_SERVER = Warning(
    "EMAIL_URL is not set: mail goes to port 25 of this machine, without a password or encryption.",
    hint="Set EMAIL_URL=smtp+tls://user:password@host:587, or nobody can set a password or hears of a request.",
    id="ladders.W002",
)
NO_PROXY = Warning(
    "Every request over http is sent to https, and no proxy is believed to have spoken https.",
    hint="Behind a proxy that ends TLS set BEHIND_TLS_PROXY=1 and TRUSTED_PROXY_COUNT, or every page redirects to itself. "
    "SECURE_SSL_REDIRECT=0 switches the redirect off, for a server that is reached in no other way than through that proxy.",
    id="ladders.W003",
)
NO_HOSTS = Warning(
    "ALLOWED_HOSTS is empty: every request is answered with 400.",
    hint="Set ALLOWED_HOSTS to the names under which people open Ladders, separated by commas.",
    id="ladders.W004",
)


ONE_ROLE = Warning(
    "The database role that runs Ladders owns its tables: whoever gets hold of it can change history and audit trail.",
    hint="Make a second role, set DATABASE_URL to the one that owns nothing and DATABASE_OWNER_URL to the owner, run migrate.",
    id="ladders.W005",
)


NO_TIMEOUT = Warning(
    "The pooler's connections wait for locks without end: one page could hold up all others.",
    hint="Set lock_timeout and idle_in_transaction_session_timeout for the roles of Ladders, as docs/operations.md says.",
    id="ladders.W006",
)


@register(Tags.security, deploy=True)
def check_timeouts(**kwargs: Any) -> Sequence[CheckMessage]:
    """What connections set by themselves, a pooler does not take."""
    if not settings.DATABASE_POOLED:
        return []
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('lock_timeout') = '0'")
            return [NO_TIMEOUT] if cursor.fetchone()[0] else []
    except DatabaseError:
        return []


@register(Tags.security, deploy=True)
def check_roles(**kwargs: Any) -> Sequence[CheckMessage]:
    """One role for everything is possible, and said. A database that does not answer is told by whoever needs it."""
    try:
        return [ONE_ROLE] if owns_what_it_uses() else []
    except DatabaseError:
        return []


@register(Tags.security)
def check_server_settings(**kwargs: Any) -> Sequence[CheckMessage]:
    """What a server that people rely on should have set."""
    if settings.EMBEDDED:
        return []
    redirects, header = (getattr(settings, name) for name in ("SECURE_SSL_REDIRECT", "SECURE_PROXY_SSL_HEADER"))
    found = [
        (NO_BROKER, os.environ.get("CELERY_BROKER_URL")),
        (NO_MAIL_SERVER, os.environ.get("EMAIL_URL")),
        (NO_PROXY, header or not redirects),
        (NO_HOSTS, settings.ALLOWED_HOSTS),
    ]
    return [message for message, fine in found if not fine]
