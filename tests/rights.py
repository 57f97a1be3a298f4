"""Roles that carry less than the product's do, for a test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from accounts.roles import PERMISSIONS_OF, Role, verbs_of
from ladders.core import home
from ladders.core.permissions import Permission


@contextmanager
def role_without(role: Role, permission: Permission) -> Iterator[None]:
    """Nobody has the permission by this role for as long; what is kept by roles is made anew then, and again afterwards."""
    whole = PERMISSIONS_OF[role]
    PERMISSIONS_OF[role] = whole - {permission}
    _forget()
    try:
        yield
    finally:
        PERMISSIONS_OF[role] = whole
        _forget()


def _forget() -> None:
    verbs_of.cache_clear()
    home._kept.cache_clear()
