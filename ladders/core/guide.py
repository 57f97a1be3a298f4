"""The guide as part of the product: the pages of `docs/guide/`, which are written for readers of the repository, too.

Links between its pages lead to them here; what leads elsewhere in the repository is shown as text, and pictures by their words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache, lru_cache
from html import escape, unescape
from pathlib import Path
from typing import Any, Final

import nh3
from django.conf import settings
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext_lazy
from markdown_it import MarkdownIt
from markdown_it.token import Token

from .access import may
from .permissions import Permission as P
from .providers import Provider

FOLDER: Final = Path(settings.BASE_DIR) / "docs" / "guide"
FRONT: Final = "README"
OTHERS: Final = gettext_lazy("For other roles")
# Pages for those alone who hold one of these verbs; every other page is for everybody.
FOR_SOME: Final[dict[str, tuple[P, ...]]] = {
    "first-day": (P.INVITE_PEOPLE, P.MANAGE_SETTINGS),
    "building": (P.CREATE_FRAMEWORK, P.EDIT_FRAMEWORK),
    "evaluating": (P.EVALUATE_LEVEL,),
    "people": (P.VIEW_PEOPLE,),
    "keeping": (P.EDIT_RETENTION, P.ERASE_PEOPLE, P.VIEW_AUDIT),
    "import": (P.IMPORT_FRAMEWORK, P.EDIT_FRAMEWORK),
    "pay": (P.VIEW_BANDS, P.VIEW_PAY),
    "equal-pay": (P.VIEW_PAY_EQUITY,),
    "pay-reports": (P.VIEW_PAY_EQUITY, P.REPRESENT_EMPLOYEES),
    "remedies": (P.VIEW_PAY_EQUITY,),
    "proving-it": (P.VIEW_PAY_EQUITY,),
    "moves-hr": (P.HANDLE_MOVES, P.EDIT_MOVE_POLICY),
}
TAGS: Final = frozenset(
    "p br strong em ul ol li a code pre blockquote hr h2 h3 h4 table thead tbody tr th td div".split()  # noqa: SIM905
)
ATTRIBUTES: Final = {"a": {"href"}, "ol": {"start"}, **{name: {"id"} for name in ("h2", "h3", "h4")}} | {
    "div": {"class", "tabindex", "role", "aria-label"},
    "table": {"class"},
}
_PAGE = re.compile(r"([a-z-]+|README)\.md(#[\w-]+)?")
_parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")


@dataclass(frozen=True, slots=True)
class GuidePage:
    """One page: `name` is that of its file; `body` is safe HTML without the title; `headings` are (anchor, words)."""

    name: str
    title: str
    body: SafeString
    headings: tuple[tuple[str, str], ...]


@cache
def names() -> frozenset[str]:
    """Of all pages but the front one: they come with the release."""
    return frozenset(path.stem for path in FOLDER.glob("*.md")) - {FRONT}


def guide_page(name: str) -> GuidePage | None:
    """The page of that name; None where there is none."""
    return _read(name) if name == FRONT or name in names() else None


def guide_url(name: str, anchor: str = "") -> str:
    """Where a page is read."""
    path = reverse("guide") if name == FRONT else reverse("guide-page", args=[name])
    return f"{path}#{anchor}" if anchor else path


@Provider
def verbs_of_owner(user: Any) -> Collection[P]:
    """What somebody may do without a role with something that they own: nothing, where no room knows. 1 query."""
    return ()


def front_for(user: Any) -> tuple[SafeString, SafeString]:
    """The front page with the pages for this reader, and a table of the others; "" where there are none."""
    page = guide_page(FRONT)
    assert page is not None
    before, rows, after = re.split(r"(?<=<tbody>)|(?=</tbody>)", page.body)
    own: list[str] = []
    others: list[str] = []
    owned = verbs_of_owner(user)
    for row in re.findall(r"<tr>.*?</tr>", rows, re.S):
        verbs = FOR_SOME.get(row.partition(reverse("guide"))[2].partition("/")[0], ())
        (others if verbs and not any(verb in owned or may(user, verb) for verb in verbs) else own).append(row)
    table = before[before.index("<div") :].replace(f'"{escape(page.title)}"', f'"{escape(str(OTHERS))}"')
    rest = f"{table}{''.join(others)}{after}" if others else ""
    return mark_safe(f"{before}{''.join(own)}{after}"), mark_safe(rest)


@lru_cache(maxsize=256)
def heading_of(target: str) -> str | None:
    """What a page (`page`) or one of its paragraphs (`page#paragraph`) is called; None where there is none."""
    name, _hash, anchor = target.partition("#")
    page = guide_page(name)
    if page is None or not anchor:
        return page.title if page else None
    found = re.search(rf'<h[2-4] id="{re.escape(anchor)}">(.*?)</h[2-4]>', page.body)
    return unescape(strip_tags(found[1])) if found else None


@lru_cache(maxsize=64)
def _read(name: str) -> GuidePage:
    tokens = _parser.parse((FOLDER / f"{name}.md").read_text(encoding="utf-8"))
    title, headings = "", []
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            words = _words(tokens[place + 1])
            if token.tag == "h1":
                title = title or words
            else:
                token.attrSet("id", slugify(words))
                headings += [(slugify(words), words)] if token.tag == "h2" else []
        elif token.type == "th_open" and not tokens[place + 1].content:
            token.tag = tokens[place + 2].tag = "td"  # the corner of a table, or a table without headings
        elif token.type == "inline":
            token.children = _led_here(token.children or [])
    first = next((place for place, token in enumerate(tokens) if token.type == "heading_close"), -1) + 1
    html = _parser.renderer.render(tokens[first:], _parser.options, {})
    clean = nh3.clean(html, tags=set(TAGS), attributes=ATTRIBUTES, url_schemes={"https", "mailto"}, link_rel=None)
    return GuidePage(name, title, mark_safe(_scrollable(clean, title)), tuple(headings))


_HEADING_OR_TABLE = re.compile(r"<h[2-4][^>]*>(.*?)</h[2-4]>|<table>")


def _scrollable(html: str, title: str) -> str:
    """Tables and samples scroll sideways, by keys too; a table is called by the heading above it, each by another name."""
    heading, names = title, Counter[str]()

    def named(match: re.Match[str]) -> str:
        nonlocal heading
        if match[1] is not None:
            heading = unescape(strip_tags(match[1]))
            return match[0]
        names[heading] += 1
        label = heading if names[heading] == 1 else f"{heading} ({names[heading]})"
        return f'<div class="table-wrap" tabindex="0" role="region" aria-label="{escape(label)}"><table class="list">'

    html = _HEADING_OR_TABLE.sub(named, html)
    return html.replace("</table>", "</table></div>").replace("<pre>", '<pre tabindex="0">')


def _words(inline: Token) -> str:
    return "".join(child.content for child in inline.children or [] if child.type in ("text", "code_inline"))


def _led_here(children: list[Token]) -> list[Token]:
    """Links to pages of the guide lead to them; those into the repository go, their words stay."""
    kept: list[Token] = []
    open_links: list[bool] = []
    for token in children:
        if token.type == "link_open":
            href: Any = token.attrGet("href") or ""
            page = _PAGE.fullmatch(str(href))
            stays = bool(page) or str(href).startswith(("https://", "#"))
            if page:
                token.attrSet("href", guide_url(page[1], (page[2] or "").lstrip("#")))
            open_links.append(stays)
            if not stays:
                continue
        elif token.type == "link_close" and not open_links.pop():
            continue
        kept.append(token)
    return kept
