"""When the database gives no answer, or no lock: which failures those are, and how a form that met one is sent again."""

from __future__ import annotations

from typing import Final

from django.core.exceptions import SuspiciousOperation
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest

from .unsent_texts import typed_fields

# PostgreSQL's classes and codes, https://www.postgresql.org/docs/current/errcodes-appendix.html: no connection, no resources
# (disk, memory, connections), input or output failed; shutting down, crashed, starting; a server that only reads for now.
_AWAY: Final = ("08", "53", "58", "57P01", "57P02", "57P03", "25006")
_BUSY: Final = ("55P03", "40P01")  # a lock was not to be had in time; two waited for each other


def is_busy(error: BaseException | None) -> bool:
    """True where somebody else held a row for too long: nothing was written, and the same thing may succeed a moment later.

    That may be a host that was cut off with a transaction open, which the database takes for alive for a while.
    """
    return isinstance(error, OperationalError) and getattr(error.__cause__, "sqlstate", None) in _BUSY


def is_outage(error: BaseException | None) -> bool:
    """True where the database was away or out of room, so that the same thing may succeed a moment later."""
    if isinstance(error, InterfaceError):
        return True  # the connection was closed under us
    if not isinstance(error, DatabaseError):
        return False
    state = getattr(error.__cause__, "sqlstate", None)
    if state is None:
        return isinstance(error, OperationalError)  # nobody answered, so nobody gave a code
    return str(state).startswith(_AWAY)


def fields_to_send_again(request: HttpRequest) -> list[tuple[str, str]]:
    """What was posted, for a form that posts it once more; empty for what must not stand in a page, such as passwords.

    Nothing is asked of the database. The token is the one that came with the form, never a fresh one: a form that another
    site made us receive is refused when it is sent again, too.
    """
    if request.method != "POST":
        return []
    try:
        fields = typed_fields(request)
        token = request.POST.get("csrfmiddlewaretoken", "")
    except (OSError, SuspiciousOperation):  # the body did not arrive whole, or is larger than we read
        return []
    return [("csrfmiddlewaretoken", token), *fields] if token and fields and not request.FILES else []
