"""Markdown that people write, as HTML that is safe to show: CommonMark, then an allow-list.

Raw HTML in a text is shown as text, never as markup. Headings become bold paragraphs (the page owns its outline),
images become links, single line breaks count, because texts often come from spreadsheet cells.
"""

from __future__ import annotations

from functools import lru_cache
from html import unescape
from typing import Any

import nh3
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

ALLOWED_TAGS = frozenset(
    {"p", "br", "strong", "em", "ul", "ol", "li", "a", "code", "pre", "blockquote", "hr"},
)
ALLOWED_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
ALLOWED_SCHEMES = frozenset({"http", "https", "mailto"})
LONGEST = 20_000  # characters; forms allow less, files may bring anything


def _bold_open(*_args: Any) -> str:
    return "<p><strong>"


def _bold_close(*_args: Any) -> str:
    return "</strong></p>\n"


_parser = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable("image")
_parser.renderer.rules["heading_open"] = _bold_open  # type: ignore[attr-defined]
_parser.renderer.rules["heading_close"] = _bold_close  # type: ignore[attr-defined]


def to_html(text: str) -> SafeString:
    """The text as safe HTML; empty for an empty text. Beyond 20,000 characters it is cut."""
    return _to_html(text[:LONGEST]) if text and not text.isspace() else SafeString("")


def to_text(text: str) -> str:
    """The text without its marks, on one line: for tooltips, pictures and lists."""
    return " ".join(unescape(strip_tags(to_html(text))).split())


@lru_cache(maxsize=8192)  # the same descriptors are shown on page after page
def _to_html(text: str) -> SafeString:
    cleaned = nh3.clean(
        _parser.render(text),
        tags=set(ALLOWED_TAGS),
        attributes=ALLOWED_ATTRIBUTES,
        url_schemes=set(ALLOWED_SCHEMES),
        link_rel="noopener noreferrer nofollow",
    )
    return mark_safe(cleaned.strip())
