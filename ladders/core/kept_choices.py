"""What was chosen on a form and is looked at before it is done: kept in the session, so that its page has an address.

A browser goes back to an address without a warning; to what a POST brought it does not.
"""

from __future__ import annotations

import secrets
from typing import Final

from django.http import HttpRequest, QueryDict

LOOK: Final = "look"  # in the address
_TOKEN: Final = "csrfmiddlewaretoken"


def keep_choice(request: HttpRequest) -> str:
    """Keep what is sent, in place of what was sent to this page before; the address that shows it."""
    key, sent, query = secrets.token_urlsafe(6), request.POST.copy(), request.GET.copy()
    sent.pop(_TOKEN, None)
    request.session[_name(request)] = [key, sent.urlencode()]
    query[LOOK] = key
    return f"{request.path}?{query.urlencode()}"


def choice_of(request: HttpRequest) -> QueryDict | None:
    """What is sent, or what the address leads to; None where nothing is, or something else was chosen since."""
    if request.method == "POST":
        return request.POST
    key, sent = request.session.get(_name(request), ("", ""))
    return QueryDict(sent) if key and request.GET.get(LOOK) == key else None


def _name(request: HttpRequest) -> str:
    return f"chosen {request.path}"
