"""What somebody typed while their session ended: kept for them alone, and shown after they have signed in again.

Sealed, in the session of the browser it was typed in; never in an address, a log or a field of a page before sign-in, and
no longer than a session. A signed-out browser is known by a signed cookie that signing in writes; its value is a keyed hash
that tells nobody who it was, and whether several people signed in there. Whoever signs in as somebody else gets nothing:
what was kept is thrown away at once. Where several people sign in, nobody knows whose an old tab is, so a form whose check
failed is not kept at all.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.formats import date_format

from .private import box

COOKIE: Final = "last"  # whose browser this was
COOKIE_DAYS: Final = 30
SESSION_KEY: Final = "unsent"
SHARED: Final = ".shared"  # others signed in here, too: old tabs may be theirs
SENT: Final = frozenset({422, *range(200, 400)})  # answers after which the page, or the database, has what was typed
MAX_CHARACTERS: Final = 200_000
NEVER: Final = ("csrfmiddlewaretoken",)
# What pages carry in hidden fields and buttons for themselves: tests compare it with all templates and forms, and no field
# that somebody fills in has such a name.
MARKS: Final = {
    "accept", "after", "answer-question", "back", "by", "change", "clear", "conflict", "count", "credential",
    "direction", "do", "done", "event", "finding", "later", "look", "next", "number", "page", "part", "plan",
    "query", "remove", "row", "rows", "save", "seen", "sheet", "show", "shown", "sort", "stamp", "step", "theme",
    "token", "unwritten", "version", "written",
}  # fmt: skip
ROW: Final = re.compile(r"\d+|[0-9a-f]{32}")  # parts of a name that say which row it is of
DATE: Final = re.compile(r"\d{4}-\d\d-\d\d")
SIGN_IN_MODULES: Final = "allauth."  # their forms hold passwords, codes and keys: none of it is kept


@dataclass(frozen=True, slots=True)
class Unsent:
    """One form: its address, its fields in their order, and whether files belonged to it, which are not kept."""

    path: str
    fields: tuple[tuple[str, str], ...]
    files: bool = False

    @property
    def typed(self) -> list[tuple[str, str]]:
        """What a person would miss: (name as words, text), without blank fields and the marks that a page needs for itself."""
        return [
            (_as_words(name), _as_said(text)) for name, text in self.fields if text.strip() and not _is_mark(name, text)
        ]


def owner_mark(user: Any) -> str:
    """What stands for that account in a browser."""
    return salted_hmac("ladders.unsent.owner", str(user.pk), algorithm="sha256").hexdigest()


def browser_of(request: HttpRequest) -> tuple[str, bool]:
    """What stands for whoever signed in last in this browser, and whether they are one of several; "" where nobody did."""
    try:
        said = _signer().unsign(request.COOKIES.get(COOKIE, ""))
    except BadSignature:
        return "", False
    return said.removesuffix(SHARED), said.endswith(SHARED)


def typed_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """The posted fields in their order; none of forms that hold passwords, codes and keys, and none where it is too much."""
    try:
        view = (request.resolver_match or resolve(request.path_info)).func
    except Resolver404:
        return []
    if view.__module__.startswith(SIGN_IN_MODULES):
        return []
    names = [name for name in request.POST if name not in NEVER and "password" not in name.lower()]
    fields = [(name, text) for name in names for text in request.POST.getlist(name)]
    return fields if sum(len(name) + len(text) for name, text in fields) <= MAX_CHARACTERS else []


def keep_unsent(request: HttpRequest, owner: str) -> bool:
    """Keep the form that was posted, for that account; False where there is nothing that can be kept."""
    fields = typed_fields(request) if owner else []
    if not fields:
        return False
    data = {"owner": owner, "path": request.get_full_path(), "fields": fields, "files": bool(request.FILES)}
    request.session[SESSION_KEY] = box("unsent").encrypt(json.dumps(data).encode()).decode()
    request.unsent_kept = True  # type: ignore[attr-defined]
    return True


def unsent_of(request: HttpRequest) -> Unsent | None:
    """What was kept for whoever is signed in. What was kept for somebody else is thrown away."""
    sealed = request.session.get(SESSION_KEY)
    if sealed is None:
        return None
    try:
        data = json.loads(box("unsent").decrypt(sealed.encode()))
    except InvalidToken:
        data = {"owner": ""}
    if not constant_time_compare(data["owner"], owner_mark(request.user)):
        forget_unsent(request)
        return None
    return Unsent(data["path"], tuple((name, text) for name, text in data["fields"]), data["files"])


def forget_unsent(request: HttpRequest) -> None:
    """Nothing is kept any more."""
    request.session.pop(SESSION_KEY, None)


def follow(request: HttpRequest, response: HttpResponseBase) -> None:
    """After a signed-in request: note whose browser this is; throw away what is another's, and what has arrived now.

    No query where nothing is kept.
    """
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return
    _remember_owner(request, response)
    if SESSION_KEY in request.session:
        kept = unsent_of(request)
        kept_now = getattr(request, "unsent_kept", False)  # led away instead of being answered
        sent = request.method == "POST" and response.status_code in SENT and not kept_now
        if kept and sent and kept.path == request.get_full_path():
            forget_unsent(request)


def _remember_owner(request: HttpRequest, response: HttpResponseBase) -> None:
    before, _shared = browser_of(request)
    if before == (mark := owner_mark(request.user)):
        return
    response.set_cookie(
        COOKIE,
        _signer().sign(mark + SHARED if before else mark),
        max_age=COOKIE_DAYS * 24 * 3600,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _signer() -> Signer:
    return Signer(salt="ladders.unsent.browser")


def is_from_here(request: HttpRequest) -> bool:
    """True where the browser says that the form stood on a page of ours."""
    said = request.META.get("HTTP_ORIGIN") or request.META.get("HTTP_REFERER") or ""
    here = f"{request.scheme}://{request.get_host()}"
    return said == here or said.startswith(f"{here}/")


def page_above(path: str) -> str:
    """The nearest address above that one which leads anywhere: the page that a deed belongs to."""
    parts = [part for part in path.split("/") if part]
    while parts:
        parts.pop()
        above = "/" + "".join(f"{part}/" for part in parts)
        try:
            resolve(above)
        except Resolver404:
            continue
        return above
    return "/"


def _as_words(name: str) -> str:
    said = [part for part in name.split("-") if not ROW.fullmatch(part)] or [name]
    words = said[-1].replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def _as_said(text: str) -> str:
    """A date as people write it; everything else as it was typed."""
    try:
        return date_format(dt.date.fromisoformat(text), "j F Y") if DATE.fullmatch(text) else text
    except ValueError:
        return text


def _is_mark(name: str, text: str) -> bool:
    """True for what nobody typed: fields of the page's own, by their name or its last part, what was seen of rows, and ids."""
    if MARKS & {name, name.rpartition("-")[2]} or name.startswith("seen-"):
        return True
    try:
        UUID(text)
    except ValueError:
        return False
    return True
