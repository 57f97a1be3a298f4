"""Sessions in the database, each with whose it is, so that people see and end their own (settings: SESSION_ENGINE).

What the cookie holds is in no table: a row is found by a digest of it, so that whoever reads the database, a backup or a
statement in a log is signed in nowhere.

Two limits: SESSION_COOKIE_AGE after signing in, whatever is done meanwhile, and SESSION_IDLE_SECONDS after the last thing
that was done. Both count by the computer's clock.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import time
from typing import Any, Final

from allauth.account import app_settings
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.utils import timezone

from ladders.core.statements import Statement

STAMP: Final = "sign_in"  # in a session: when and where it began, when and where it was last used
# In a session: somebody else has asked for a second factor, such as the company's provider.
VOUCHED: Final = "second_factor_elsewhere"
NOTED_EVERY: Final = 60  # seconds: a page that is looked at writes nothing more often


def stored_key(key: str | None) -> str:
    """What stands in the table for the key in a browser's cookie; "" for none. Keys are random, so no salt is needed."""
    return hashlib.sha256(f"accounts.session:{key}".encode()).hexdigest()[:40] if key else ""


def _rows(key: str, now: dt.datetime) -> Any:
    return SessionStore.get_model_class().objects.filter(session_key=key, expire_date__gt=now)


_row = Statement(_rows, str, dt.datetime).one


class SessionStore(DatabaseStore):
    """Django's own, with a row that knows its user and not its key, and an end that activity does not move.

    Only what is called here is changed: none of our views is asynchronous.
    """

    @classmethod
    def get_model_class(cls) -> Any:
        """The table."""
        from .models import BrowserSession

        return BrowserSession

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """The row for these data."""
        row: Any = super().create_model_instance(data)
        row.session_key = stored_key(row.session_key)
        row.user_id = data.get(SESSION_KEY)
        return row

    def _get_session_from_db(self) -> Any:
        row = _row(stored_key(self.session_key), timezone.now())
        if row is None:
            self._session_key = None
        return row

    def exists(self, session_key: str) -> bool:
        """Whether there is a row for that key."""
        return bool(self.model.objects.filter(session_key=stored_key(session_key)).exists())

    def delete(self, session_key: str | None = None) -> None:
        """Take the row out; harmless when repeated."""
        if key := session_key or self.session_key:
            self.model.objects.filter(session_key=stored_key(key)).delete()

    def get_expiry_date(self, **kwargs: Any) -> dt.datetime:
        """Never later than so many hours after signing in: Django would begin anew with every change."""
        usual: dt.datetime = super().get_expiry_date(**kwargs)
        begun = self.get(STAMP, {}).get("begun")
        if begun is None:
            return usual
        left = dt.timedelta(seconds=begun + settings.SESSION_COOKIE_AGE - time.time())
        return min(usual, timezone.now() + left)


def begin(request: HttpRequest) -> None:
    """Note when and where somebody signed in."""
    now = time.time()
    request.session[STAMP] = {"begun": now, "used": now, **_where(request)}


def note_use(request: HttpRequest) -> None:
    """Note that the session is used, at most once a minute; looking at work that goes on by itself is no use."""
    stamp = request.session.get(STAMP)
    if stamp is None:
        begin(request)
    elif time.time() - stamp["used"] >= NOTED_EVERY and not _unattended(request):
        request.session[STAMP] = stamp | {"used": time.time(), **_where(request)}


def _unattended(request: HttpRequest) -> bool:
    """True where an open page asks by itself how far some work is."""
    return request.method == "GET" and bool(request.headers.get("X-Unattended"))


def began_just_now(session: SessionBase) -> bool:
    """True where somebody signed in a moment ago: within the time for which showing who one is counts."""
    stamp = session.get(STAMP)
    return stamp is not None and time.time() - stamp["begun"] < app_settings.REAUTHENTICATION_TIMEOUT


def is_idle(session: SessionBase) -> bool:
    """True where nothing was done in it for too long."""
    stamp = session.get(STAMP)
    return stamp is not None and time.time() - stamp["used"] > settings.SESSION_IDLE_SECONDS


def _where(request: HttpRequest) -> dict[str, str]:
    """The address as far as proxies are trusted (TRUSTED_PROXY_COUNT), and what the browser says of itself."""
    from allauth.core.internal.httpkit import get_client_ip

    try:
        address = get_client_ip(request)
    except ImproperlyConfigured:  # it came round the proxy
        address = request.META.get("REMOTE_ADDR")
    return {"address": address or "", "agent": request.META.get("HTTP_USER_AGENT", "")[:200]}
