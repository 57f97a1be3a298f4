"""What stands around the rows of a list: tools, headings and the field of its orders, written once for all who see it alike.

They are written for a stand-in of the list as one reader sees it, which knows no reader, no saved filter and nothing of what
the list is narrowed to: where that belongs stands a mark. What the stand-in knows is the key that it is kept by.
"""

from __future__ import annotations

import re
import secrets
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from .kinds import list_kind
from .page import SORT, ListPage
from .rows import escaped

# Marks that nobody outside this process knows, so that no text can contain them.
_ASKED, _TOKEN = (f"mark{secrets.token_hex(16)}" for _ in range(2))
# As a hidden field, before what follows in an address, and as the query itself.
_MARKED = re.compile(f'(<input type="hidden" name="{_ASKED}" value="">|{_ASKED}=&amp;|{_ASKED}=|{_TOKEN})')
KEPT = 512


class _Alike(NamedTuple):
    """What the parts of a list differ by."""

    template: str
    name: str
    allowed: frozenset[str]
    shown: tuple[str, ...]
    order: str
    may_take: bool
    asked: bool  # narrowed, sorted or with columns chosen: what its addresses go on with
    can_be_saved: bool
    select: bool
    language: str | None


def part_of(page: ListPage, template: str, *, token: str = "", select: bool = False) -> SafeString:
    """A part of the list, which `template` writes of `list`; `token` protects its forms. No query."""
    if page.saved or list_kind(page.kind.name) is not page.kind:
        return render_to_string(template, {"list": page, "csrf_token": token, "select": select})
    shown = tuple(column.key for column in page.columns)
    alike = _Alike(
        template, page.kind.name, page.allowed, shown, page.order.key, page.may_take, bool(page.kept), page.can_be_saved,
        select, get_language(),
    )  # fmt: skip
    parts = _part(alike)
    return SafeString("".join(_filled(parts, page, token)) if len(parts) > 1 else parts[0])


def _filled(parts: tuple[str, ...], page: ListPage, token: str) -> list[str]:
    """The parts, every second of which is a mark."""
    asked = urlencode(page.hidden(SORT))
    values = {
        _TOKEN: escaped(token),
        f"{_ASKED}=": escaped(page.query),
        f"{_ASKED}=&amp;": escaped(f"{asked}&") if asked else "",
    }
    return [
        values[part] if part in values else _columns_sent(page) if at % 2 else part for at, part in enumerate(parts)
    ]


def _columns_sent(page: ListPage) -> str:
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', page.for_columns)


@lru_cache(maxsize=KEPT)
def _part(alike: _Alike) -> tuple[str, ...]:
    kind = list_kind(alike.name)
    assert kind is not None
    page = ListPage(
        kind=kind,
        user=None,
        kept=QueryDict(f"{_ASKED}=" if alike.asked else ""),
        order=kind.by_key[alike.order],
        columns=[column for column in kind.columns if column.key in alike.shown],
        saved=[],
        allowed=alike.allowed,
        may_take=alike.may_take,
        can_be_saved=alike.can_be_saved,
    )
    html = render_to_string(alike.template, {"list": page, "csrf_token": _TOKEN, "select": alike.select})
    return tuple(_MARKED.split(html))
