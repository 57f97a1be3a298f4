"""Pages whose body is the same for every reader: a cached shell (masthead, title, footer) joined with the body's bytes.

Rendering a page costs far more than sending it. What differs between two readers of such a page is small: what the
masthead offers, the name in it, how many notices wait, the colours, and the token that protects forms. So the shell is
rendered once per kind of reader and kept, with marks where name, number and token belong.

It is safe by construction. The template is rendered for a stand-in, never for the person asking: it holds the verbs that
are part of the cache's key, and a mark instead of a name. It knows no cookie but the theme, no session, no query string.
And all that the view can show in the shell is `page`, which is itself the key. What is not in the key cannot be shown.
"""

from __future__ import annotations

import secrets
from collections.abc import Hashable
from functools import lru_cache
from typing import Any, NamedTuple

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext

from .permissions import Permission

# Marks that nobody outside this process knows, so that no text can contain them.
_BODY, _NAME, _TOKEN, _UNREAD = (f"mark{secrets.token_hex(16)}" for _ in range(4))
KEPT = 256  # shells, of some 6 kB each


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
    held: frozenset[Permission]
    leads: bool


def respond(request: HttpRequest, template: str, page: Hashable, body: bytes) -> HttpResponse:
    """The page: `template` with `page` and `body` in its context, where `body` is HTML that everybody may read.

    `page` must be hashable and compare by value (a frozen dataclass): it decides which cached shell fits.
    """
    if len(get_messages(request)):
        # What was said to this person is nobody else's: render it in full, keep nothing.
        return render(request, template, {"page": page, "body": mark_safe(body.decode())})
    theme = request.COOKIES.get("theme", "")
    kind = ShellKind(
        template=template,
        page=page,
        path=request.path,
        theme=theme if theme in ("light", "dark") else "",
        language=get_language(),
        held=_held(request.user),
        leads=bool(getattr(request.user, "leads", False)),
    )
    fill = {
        _BODY: body,
        _NAME: escape(getattr(request.user, "name", "") or getattr(request.user, "email", "")).encode(),
        _TOKEN: get_token(request).encode(),
        _UNREAD: unread_mark(getattr(request.user, "unread", 0)).encode(),
    }
    return HttpResponse(b"".join(fill[part] if isinstance(part, str) else part for part in _shell(kind)))


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


def _held(user: Any) -> frozenset[Permission]:
    """The verbs that the user's roles hold. Asked of the user, not of the rules: that is ten times faster."""
    return frozenset(verb for verb in Permission if user.holds(verb))


@lru_cache(maxsize=KEPT)
def _shell(kind: ShellKind) -> tuple[bytes | str, ...]:
    """The rendered shell, cut at its marks: bytes to send, and marks (as str) to fill."""
    html = render_to_string(
        kind.template, {"page": kind.page, "body": _BODY, "csrf_token": _TOKEN}, request=_stand_in(kind)
    )
    parts: list[bytes | str] = [html]
    for mark in (_BODY, _NAME, _TOKEN, _UNREAD):
        parts = [piece for part in parts for piece in _cut(part, mark)]
    return tuple(part if part in (_BODY, _NAME, _TOKEN, _UNREAD) else str(part).encode() for part in parts)


def _cut(part: bytes | str, mark: str) -> list[bytes | str]:
    pieces: list[Any] = []
    for piece in str(part).split(mark):
        pieces += [piece, mark]
    return pieces[:-1]


def _stand_in(kind: ShellKind) -> HttpRequest:
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", kind.path, kind.path
    request.COOKIES = {"theme": kind.theme}
    request.user = ShellReader(kind.held, kind.leads)  # type: ignore[assignment]
    return request
