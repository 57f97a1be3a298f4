"""The two roles of the database: one runs and owns nothing, the other owns the tables and changes them.

Pages and background work connect as the role of `DATABASE_URL`. Only commands that change tables become the owner, by
`as_owner`. Where `DATABASE_OWNER_URL` is not set, one role does both, and what that costs is said (`owns_what_it_uses`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext_lazy as _

ONE_ROLE = _(
    "Ladders runs as the role that owns its tables, so whoever gets hold of that role can change the history. "
    "Give it a second role: DATABASE_URL for one that owns nothing, DATABASE_OWNER_URL for the owner, then run migrate."
)


@contextmanager
def connected_as(role: dict[str, Any]) -> Iterator[None]:
    """Inside, the default connection, of the whole process, is that role's (`USER`, `PASSWORD` …). Not in a transaction."""
    now = connection.settings_dict
    before = {name: now.get(name) for name in role}
    if role == before:
        yield
        return
    connection.close()
    now.update(role)
    try:
        yield
    finally:
        connection.close()
        now.update(before)


def as_owner() -> AbstractContextManager[None]:
    """Inside, the default connection is the owner's. For commands. Without an owner of its own nothing changes."""
    return connected_as(settings.DATABASE_OWNER)


def owns_what_it_uses() -> bool:
    """True when the role of this connection could change tables and rights: it owns them, or is a superuser. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.rolsuper OR EXISTS (SELECT 1 FROM pg_class c WHERE c.relname = 'django_migrations' "
            "AND pg_has_role(current_user, c.relowner, 'MEMBER')) FROM pg_roles r WHERE r.rolname = current_user"
        )
        return bool(cursor.fetchone()[0])
