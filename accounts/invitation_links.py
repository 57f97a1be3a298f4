"""The key in the link of an invitation: worked out anew whenever it is needed, stored nowhere.

It is a message authentication code under the server's secret over the invitation and what the account is today: address,
password, last sign-in. So each attempt to send one mail carries the same link, a copy of the database opens nobody's account,
and the link ends by itself when the address changes, a password is set, or the person signs in another way.
"""

from __future__ import annotations

import hashlib
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from .backends import works_today
from .invitation_models import Invitation
from .models import User

SALT: Final = "accounts.invitation"
LENGTH: Final = 64  # hexadecimal digits: 256 bits that nobody guesses


def digest_of(key: str) -> str:
    """What is stored of a key."""
    return hashlib.sha256(key.encode()).hexdigest()


def make_key(invitation: Invitation, user: User, secret: str | None = None) -> str:
    """The key of that invitation while the account is as it is now; under another secret than today's where one is given."""
    seen = user.last_login.isoformat() if user.last_login else ""
    known = "\n".join([str(invitation.pk), user.email.lower(), user.password, seen])
    return salted_hmac(SALT, known, secret=secret, algorithm="sha256").hexdigest()


def key_of(invitation: Invitation, user: User) -> str:
    """The key that fits what is stored, also one made under a former secret; "" where the account has changed since."""
    for secret in (None, *settings.SECRET_KEY_FALLBACKS):
        key = make_key(invitation, user, secret)
        if constant_time_compare(digest_of(key), invitation.digest):
            return key
    return ""


def opened_by(key: str) -> Invitation | None:
    """The invitation that this key opens now, with its user; None for every other key, whatever is wrong with it: 1 query."""
    if len(key) != LENGTH:
        return None
    found = _with_user().filter(digest=digest_of(key)).first()
    return found if found is not None and constant_time_compare(key, _opening(found)) else None


def still_open(pk: str | UUID, *, locked: bool = False) -> Invitation | None:
    """That invitation, which its key has opened in this browser, where the key would open it now as well: 1 query.

    For what has to remember an invitation: its number opens nothing. `locked` holds the row until the transaction ends.
    """
    try:
        rows = _with_user().filter(pk=UUID(str(pk)))
    except ValueError:
        return None
    found = (rows.select_for_update(of=("self", "user")) if locked else rows).first()
    return found if found is not None and _opening(found) else None


def _with_user() -> QuerySet[Invitation]:
    return Invitation.objects.select_related("user__employee")


def _opening(found: Invitation) -> str:
    """The key that opens it now; "" where none does."""
    user = found.user
    works = found.is_open(timezone.now()) and user.is_active and works_today(user)
    return key_of(found, user) if works else ""
