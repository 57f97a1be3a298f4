"""What was chosen or typed on a form and is looked at before it is done: kept in the session, so that its page has an address.

A browser goes back to an address without a warning; to what a POST brought it does not. Each look has an address of its own, so
that several tabs show what was typed in each. What is kept may name pay: it is sealed, stands in no address, and is gone once it
is done, with the session, or behind later ones.
"""

from __future__ import annotations

import secrets
from typing import Final

from cryptography.fernet import InvalidToken
from django.http import HttpRequest, QueryDict

from .private import box

LOOK: Final = "look"  # in the address
MOST: Final = 10  # of one session
LARGEST: Final = (
    200_000  # characters of all of them, since every page reads its session; the last one is kept in any case
)
PURPOSE: Final = "choice"
_TOKEN: Final = "csrfmiddlewaretoken"
_KEPT: Final = (
    "choices"  # in the session: key → path, what was sent there, and the key it was sent from; the last one last
)


def keep_choice(request: HttpRequest, *, at: str = "") -> str:
    """Keep what is sent; the address that shows it: on the page `at`, else on this one."""
    sent, query, path = request.POST.copy(), request.GET.copy(), at or request.path
    sent.pop(_TOKEN, None)
    key = secrets.token_urlsafe(6)
    query[LOOK] = key
    kept: dict[str, list[str]] = dict(request.session.get(_KEPT, {}))
    kept[key] = [path, box(PURPOSE).encrypt(sent.urlencode().encode()).decode(), request.GET.get(LOOK, "")]
    while len(kept) > 1 and (len(kept) > MOST or sum(len(each[1]) for each in kept.values()) > LARGEST):
        del kept[next(iter(kept))]
    request.session[_KEPT] = kept
    return f"{path}?{query.urlencode()}"


def choice_of(request: HttpRequest) -> QueryDict | None:
    """What is sent, or what the address leads to; None where nothing is, or where it is no longer kept."""
    if request.method == "POST":
        return request.POST
    path, sealed, *_from = request.session.get(_KEPT, {}).get(request.GET.get(LOOK, ""), ("", ""))
    if path != request.path:
        return None
    try:
        return QueryDict(box(PURPOSE).decrypt(sealed))
    except InvalidToken:
        return None


def forget_choice(request: HttpRequest) -> None:
    """What the address leads to is done: it goes, with what it was sent from before. What other tabs look at stays: for pages on
    which several things are made."""
    kept, key = dict(request.session.get(_KEPT, {})), request.GET.get(LOOK, "")
    while key in kept and kept[key][0] == request.path:
        _path, _sealed, *came = kept.pop(key)
        key = came[0] if came else ""
        request.session[_KEPT] = kept


def forget_choices(request: HttpRequest, *, at: str = "") -> None:
    """What was looked at on that page is done: nothing of it stays, in any tab. For pages about one thing, such as one salary."""
    path, kept = at or request.path, request.session.get(_KEPT, {})
    if any(each[0] == path for each in kept.values()):
        request.session[_KEPT] = {key: each for key, each in kept.items() if each[0] != path}
