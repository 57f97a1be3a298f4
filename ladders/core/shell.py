"""Pages whose body is the same for every reader: a cached shell (masthead, title, footer) joined with the body's bytes.

Rendering a page costs far more than sending it. What differs between two readers of such a page is small: what the
masthead offers, the name in it, how many notices wait, the colours, and the token that protects forms. So the shell is
rendered once per kind of reader and kept, with marks where name, number and token belong.

It is safe by construction. The template is rendered for a stand-in, never for the person asking: it holds the verbs that
are part of the cache's key, and a mark instead of a name. It knows no cookie but the theme, no session, no query string.
And all that the view can show in the shell is `page`, which is itself the key. What is not in the key cannot be shown.

Masthead, footer and head are kept in the same way for all other pages (`{% frame %}`): there, the entry of the page one is on
is a mark, too, so that they are the same on every address.
"""

from __future__ import annotations

import datetime as dt
import re
import secrets
from collections.abc import Hashable
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext

from .permissions import Permission

# Marks that nobody outside this process knows, so that no text can contain them.
_BODY, _NAME, _TOKEN, _UNREAD, _CURRENT = (f"mark{secrets.token_hex(16)}" for _ in range(5))
_MARKED = re.compile(f"({_BODY}|{_NAME}|{_TOKEN}|{_UNREAD}|{_CURRENT}[^;]*;)")
KEPT = 256  # shells, of some 6 kB each
HERE = ' aria-current="page"'


class ShellReader:
    """Stands in for whoever reads: the verbs held, whether they lead people, and nothing else of the person."""

    is_authenticated = is_active = True
    is_anonymous = is_staff = is_superuser = False
    name = _NAME
    email = ""
    unread = _UNREAD

    def __init__(self, held: frozenset[Permission], leads: bool) -> None:
        self.held = held
        self.leads = leads

    def holds(self, permission: Permission) -> bool:
        """True for the verbs held."""
        return permission in self.held

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """True for the verbs held as such. Verbs about an object are the view's to ask, and part of its `page`."""
        return obj is None and perm in self.held


class ShellKind(NamedTuple):
    """What shells differ by."""

    template: str
    page: Hashable
    path: str
    theme: str
    language: str | None
    day: dt.date | None  # the demo says which day it is
    held: frozenset[Permission]
    leads: bool


class FrameKind(NamedTuple):
    """What parts of the frame differ by, wherever they stand."""

    template: str
    theme: str
    language: str | None
    day: dt.date | None  # as above
    held: frozenset[Permission] | None  # None: nobody is signed in
    leads: bool


def respond(request: HttpRequest, template: str, page: Hashable, body: bytes) -> HttpResponse:
    """The page: `template` with `page` and `body` in its context, where `body` is HTML that everybody may read.

    `page` must be hashable and compare by value (a frozen dataclass): it decides which cached shell fits.
    """
    if len(get_messages(request)):
        # What was said to this person is nobody else's: render it in full, keep nothing.
        return render(request, template, {"page": page, "body": mark_safe(body.decode())})
    kind = ShellKind(
        template=template,
        page=page,
        path=request.path,
        theme=theme_of(request),
        language=get_language(),
        day=_demo_day(),
        held=request.user.held,  # type: ignore[union-attr]  # only those who are signed in get here
        leads=bool(getattr(request.user, "leads", False)),
    )
    fill = {
        _BODY: body,
        _NAME: escape(getattr(request.user, "name", "") or getattr(request.user, "email", "")).encode(),
        _TOKEN: get_token(request).encode(),
        _UNREAD: unread_mark(getattr(request.user, "unread", 0)).encode(),
    }
    return HttpResponse(b"".join(fill[part] if isinstance(part, str) else part for part in _shell(kind)))


def _demo_day() -> dt.date | None:
    return timezone.localdate() if settings.DEMO else None


def theme_of(request: HttpRequest) -> str:
    """The colours chosen in this browser: "light", "dark", or "" for those of the system."""
    theme = request.COOKIES.get("theme", "")
    return theme if theme in ("light", "dark") else ""


def frame(request: HttpRequest, template: str, token: object) -> SafeString:
    """A part of the frame of every page for whoever asks, from what is kept for all who may do the same. No query.

    `token` protects the forms in it.
    """
    user = getattr(request, "user", None)
    kind = FrameKind(
        template=template,
        theme=theme_of(request),
        language=get_language(),
        day=_demo_day(),
        held=user.held if user and user.is_authenticated else None,
        leads=bool(getattr(user, "leads", False)),
    )
    parts = _frame_at(kind, request.path)
    if len(parts) == 1:
        return parts[0]
    fill = {
        _NAME: escape(getattr(user, "name", "") or getattr(user, "email", "")),
        _TOKEN: str(token),
        _UNREAD: unread_mark(getattr(user, "unread", 0)),
    }
    return mark_safe("".join(fill.get(part, part) for part in parts))


@lru_cache(maxsize=KEPT)
def _frame_at(kind: FrameKind, path: str) -> tuple[SafeString, ...]:
    """The part for this page, cut at what differs between two readers."""
    html = "".join(_here(part, path) for part in _frame(kind))
    return tuple(map(mark_safe, _MARKED.split(html)))


def _here(part: str, path: str) -> str:
    if part.startswith(_CURRENT):
        return HERE if is_current(path, part[len(_CURRENT) : -1]) else ""
    return part


def is_current(path: str, entry: str) -> bool:
    """True where the page is one of those that an entry of the masthead stands for: their prefixes with `|` between them, or
    `=` and the address."""
    return path == entry[1:] if entry.startswith("=") else path.startswith(tuple(entry.split("|")))


@lru_cache(maxsize=KEPT)
def _frame(kind: FrameKind) -> tuple[str, ...]:
    """The rendered part, cut at its marks."""
    request = HttpRequest()
    request.method, request.COOKIES = "GET", {"theme": kind.theme}
    request.user = AnonymousUser() if kind.held is None else ShellReader(kind.held, kind.leads)  # type: ignore[assignment]
    request.mark_current = lambda entry: f"{_CURRENT}{entry};"  # type: ignore[attr-defined]
    html = render_to_string(kind.template, {"csrf_token": _TOKEN}, request=request)
    return tuple(_MARKED.split(html))


def unread_mark(unread: int | str) -> SafeString:
    """How many notices wait, for the masthead: nothing for none. A text is the mark of a shell, and stays as it is."""
    if isinstance(unread, str):
        return mark_safe(unread)
    if not unread:
        return mark_safe("")
    words = ngettext("%(n)s unread notice", "%(n)s unread notices", unread) % {"n": unread}
    shown = str(unread) if unread < 100 else "99+"
    return format_html(
        ' <span class="unread" aria-hidden="true">{}</span><span class="visually-hidden">, {}</span>', shown, words
    )


def forget() -> None:
    """Empty the cache: for tests."""
    _shell.cache_clear()
    _frame.cache_clear()
    _frame_at.cache_clear()


@lru_cache(maxsize=KEPT)
def _shell(kind: ShellKind) -> tuple[bytes | str, ...]:
    """The rendered shell, cut at its marks: bytes to send, and marks (as str) to fill."""
    html = render_to_string(
        kind.template, {"page": kind.page, "body": _BODY, "csrf_token": _TOKEN}, request=_stand_in(kind)
    )
    marks = (_BODY, _NAME, _TOKEN, _UNREAD)
    return tuple(part if part in marks else part.encode() for part in _MARKED.split(html))


def _stand_in(kind: ShellKind) -> HttpRequest:
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", kind.path, kind.path
    request.COOKIES = {"theme": kind.theme}
    request.user = ShellReader(kind.held, kind.leads)  # type: ignore[assignment]
    return request
