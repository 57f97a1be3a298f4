"""What every rendered page must be, for the tests of all rooms."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

CSP = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "manifest-src": "'self'",
}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
DATA = {"application/json", "application/ld+json"}  # script blocks that are never run
LABELLED = {"input": {"hidden", "submit", "button", "image", "reset"}, "select": set(), "textarea": set()}


class Page(HTMLParser):
    """Reads a page and notes what is wrong with it."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.wrong: list[str] = []
        self.ids: list[str] = []
        self.h1 = 0
        self.title = ""
        self.assets: list[str] = []
        self._labels: set[str] = set()
        self._fields: list[tuple[str, dict[str, str]]] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        self._check_fields()
        self.wrong += [f"id used twice: {each}" for each in sorted({i for i in self.ids if self.ids.count(i) > 1})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a strict content security policy would block, ids, headings, fields and assets."""
        at = {name: value or "" for name, value in attrs}
        self._open += [] if tag in VOID else [tag]
        self.ids += [at["id"]] if at.get("id") else []
        self.h1 += tag == "h1"
        self.wrong += [f"<{tag} {name}>: inline handler or style" for name in at if name == "style" or name[:2] == "on"]
        if tag == "style" or (tag == "script" and "src" not in at and at.get("type") not in DATA):
            self.wrong.append(f"<{tag}> inline")
        for name in ("href", "src", "action"):
            if at.get(name, "").strip().lower().startswith("javascript:"):
                self.wrong.append(f"<{tag} {name}=javascript:>")
        if tag == "script" and "src" in at:
            self.assets.append(at["src"])
        if tag == "link" and at.get("rel") in ("stylesheet", "icon"):
            self.assets.append(at["href"])
        self.wrong += [f"asset from elsewhere: {each}" for each in self.assets if re.match(r"(https?:)?//", each)]
        if tag == "img" and "alt" not in at:
            self.wrong.append("<img> without alt")
        if tag == "label":
            self._labels.add(at.get("for", ""))
        if tag in LABELLED and at.get("type", "text") not in LABELLED[tag]:
            self._fields.append((tag, at | ({"wrapped": "1"} if "label" in self._open else {})))

    def handle_endtag(self, tag: str) -> None:
        """Follow which elements are open."""
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        """The page's title."""
        if self._open and self._open[-1] == "title" and "svg" not in self._open:
            self.title += data

    def _check_fields(self) -> None:
        for tag, at in self._fields:
            named = (
                at.get("aria-label") or at.get("aria-labelledby") or at.get("wrapped") or at.get("id") in self._labels
            )
            if not named:
                self.wrong.append(f"<{tag} name={at.get('name')}> without a label")


def assert_clean(response: Any, *, status: int = 200) -> Page:
    """A whole page: strict policy in its header and nothing in it that the policy blocks, one h1, a title, every id once,
    every field with a label, at most 10 assets, and no word that the product does not use. Returns what was read.
    """
    assert response.status_code == status
    assert response.headers["Content-Type"].startswith("text/html")
    assert policy(response) == CSP
    assert "no-store" in response.headers["Cache-Control"]
    text = response.content.decode()
    page = assert_clean_fragment(text)
    assert page.h1 == 1, f"{page.h1} h1"
    assert page.title.replace("· Ladders", "").strip(), "no title"
    assert len(page.assets) <= 10, page.assets
    return page


def assert_clean_fragment(text: str) -> Page:
    """The same for a fragment that htmx puts into a page."""
    page = Page(text)
    assert page.wrong == []
    assert not re.search("demot", text, re.IGNORECASE), "the word that nobody reads here"
    return page


def policy(response: Any) -> dict[str, str]:
    """The content security policy as `{directive: sources}`."""
    parts = response.headers["Content-Security-Policy"].split(";")
    return {name: " ".join(sources) for name, *sources in (part.split() for part in parts if part.strip())}


# fmt: off
APART = {
    "html", "head", "body", "title", "meta", "link", "script", "style", "div", "p", "ul", "ol", "li", "dl", "dt",
    "dd", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "aside", "header", "footer", "main", "nav",
    "form", "fieldset", "legend", "table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "colgroup",
    "col", "figure", "figcaption", "details", "summary", "option", "optgroup", "hr", "template", "dialog", "br",
    "svg", "g", "path", "rect", "circle", "line", "text", "tspan", "defs", "desc", "use", "button", "select",
}
# fmt: on


def without_tokens(text: str) -> str:
    """A page without its random tokens, which may read “S5” or “84k” by chance."""
    return re.sub(r"\b[A-Za-z0-9]{64}\b", "", text)


def squeezed(answer: Any) -> str:
    """The HTML of an answer without the white space that a reader never sees: tests look for what is on the page."""
    done: list[str] = []
    edge = True  # white space here would not be seen
    for part in re.split(r"(<textarea.*?</textarea>|<[^>]*>)", answer.content.decode(), flags=re.S):
        if part.startswith("<textarea"):
            done, edge = [*done, part], False
        elif part.startswith("<"):
            name = re.match(r"</?([a-zA-Z0-9!]+)", part)
            if name is not None and name[1].lower() in APART:
                edge = True
                for index in range(len(done) - 1, -1, -1):
                    if not done[index].startswith("<"):
                        done[index] = done[index].rstrip()
                        if done[index]:
                            break
                    elif (before := re.match(r"</?([a-zA-Z0-9!]+)", done[index])) and before[1].lower() in APART:
                        break
            done.append(re.sub(r'\s+(?=>)|(?<==")\s+|\s+(?="[ >])', "", re.sub(r"\s+", " ", part)))
        else:
            text = re.sub(r"\s+", " ", part)
            text = text.lstrip() if edge else text
            edge = text.endswith(" ") if text else edge
            done.append(text)
    return "".join(done)
