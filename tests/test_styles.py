"""A class name means one thing: each stylesheet styles names of its own, all of them are used, and all that is used is styled.

`static/css/app.css` holds what every page has and the parts that pages of many rooms share. Every other stylesheet names
its components in its first line; its classes begin with one of them, as `grid-cell` does in the grid's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bootstrap_wrapper import get_bootstrap_css_dir
from crispy_bootstrap5 import __file__ as crispy

from ladders.settings import BASE_DIR

SHEETS = {path.stem: path.read_text() for path in sorted((BASE_DIR / "static" / "css").glob("*.css"))}
TEMPLATES = {
    str(path.relative_to(BASE_DIR / "templates")): path.read_text()
    for path in sorted((BASE_DIR / "templates").rglob("*.html"))
    if "emails" not in path.parts
}
SCRIPTS = "".join(path.read_text() for path in (BASE_DIR / "static" / "js").glob("*.js"))
PYTHON = "".join(path.read_text() for room in ("ladders", "accounts") for path in (BASE_DIR / room).rglob("*.py"))
LIBRARIES = (Path(get_bootstrap_css_dir()) / "bootstrap.min.css").read_text() + "".join(
    path.read_text() for path in (Path(crispy).parent / "templates").rglob("*.html")
)

NAME = r"-?[A-Za-z_][\w-]*"
TAG = r"\{%.*?%\}|\{\{.*?\}\}"
# What a stylesheet may say of parts it shares, for all pages that load it.
FOR_ITS_PAGES = {
    ".actions + .small": "moves: what a deed does stands under its button",
    ".bar .push": "reading: on a phone what is pushed aside begins its own line",
    ".cards > li": "editor: ways to begin are of one height",
    ".chip strong": "exchange: chips hold a number",
    ".crumbs": "on paper",
    ".empty .btn": "editor: buttons below one another",
    ".lede > p:last-child": "reading: a text of several paragraphs",
    ".lede p": "editor: a text of several paragraphs",
    ".notice-success": "on paper",
    ".page > .notice": "on paper",
    ".table-wrap": "on paper",
    "nav.bar": "grid: on a phone it is drawn sideways",
    "h1 .code": "editor: the code before a title is small",
}
# Classes that nothing styles and no script reads: tests find rows by them.
HOOKS = {"factor-points", "growth-asked", "growth-asks", "growth-new", "growth-team", "growth-unanswered"}


def selectors(sheet: str) -> Iterator[str]:
    """Every selector of a stylesheet, those in lists by themselves."""
    text = re.sub(r"/\*.*?\*/", "", SHEETS[sheet], flags=re.DOTALL)
    for rule in re.findall(r"([^{};]+)\{", text):
        if not rule.strip().startswith("@"):
            yield from (each.strip() for each in re.split(r",(?![^(]*\))", rule))


def classes(selector: str) -> list[str]:
    return re.findall(rf"\.({NAME})", selector)


def components(sheet: str) -> list[str]:
    """The names that a stylesheet's classes begin with, as its first line says."""
    said = re.match(r"/\* Components: ([\w, -]+)\.", SHEETS[sheet])
    assert said, f"{sheet}.css names its components in its first line"
    return said[1].split(", ")


def is_own(name: str, sheet: str) -> bool:
    return any(name == part or name.startswith(f"{part}-") for part in components(sheet))


def given(text: str) -> Iterator[str]:
    """The values of class attributes of a template, and of the classes of a page."""
    for start in re.finditer(r"(?<![\w.-])[a-z_]*class=([\"'])", text):
        value = re.match(rf"(?:{TAG}|[^{start[1]}])*", text[start.end() :], re.DOTALL)
        assert value
        yield value[0]
    yield from re.findall(r"{% block page_class %}(.*?){% endblock", text)


def names(value: str) -> set[str]:
    """The words of a class attribute, those that tags may put there included; one that a value ends is left open: `way-`."""
    literal = [word for tag in re.findall(TAG, value) for word in re.findall(r"(?<![=!]= )[\"']([\w -]+)[\"']", tag)]
    plain = re.sub(r"\{%.*?%\}", " ", value, flags=re.DOTALL)
    opened = set(re.findall(rf"({NAME})\{{\{{", plain))
    return (
        set(re.findall(rf"(?<![\w-]){NAME}", re.sub(rf"({NAME})?\{{\{{.*?\}}\}}", " ", plain)))
        | opened
        | {word for words in literal for word in words.split()}
    )


SHARED = {name for selector in selectors("app") for name in classes(selector)}
STYLED = {name for sheet in SHEETS for selector in selectors(sheet) for name in classes(selector)}
GIVEN = {name for text in TEMPLATES.values() for value in given(text) for name in names(value)}
# Those that end in what only a page knows; the columns of a lattice are counted by `lattice_drawing`.
OPEN = ("lattice-cols-", *(name for name in GIVEN if f"{name}{{{{" in "".join(TEMPLATES.values())))


def test_no_component_belongs_to_two_stylesheets() -> None:
    counted = Counter(part for sheet in SHEETS if sheet != "app" for part in components(sheet))
    assert [part for part, n in counted.items() if n > 1] == []


def test_a_stylesheet_styles_classes_of_its_own_components() -> None:
    """Other classes stand in its selectors only beside or inside one of its own."""
    found = [
        f"{sheet}.css: {selector}"
        for sheet in SHEETS
        if sheet != "app"
        for selector in selectors(sheet)
        if (met := classes(selector)) and not any(is_own(name, sheet) for name in met) and selector not in FOR_ITS_PAGES
    ]
    assert found == []


def test_every_class_that_is_styled_is_used() -> None:
    words = set(re.findall(NAME, PYTHON + SCRIPTS + LIBRARIES))
    assert sorted(name for name in STYLED - GIVEN - words if not name.startswith(OPEN)) == []


def test_every_class_that_is_used_is_styled() -> None:
    known = STYLED | set(re.findall(NAME, LIBRARIES)) | HOOKS
    read = set(re.findall(rf"[.\"' ]({NAME})", SCRIPTS))
    assert sorted(name for name in GIVEN - known - read if not any(each.startswith(name) for each in STYLED)) == []


def test_what_is_excepted_exists() -> None:
    assert set(FOR_ITS_PAGES) <= {selector for sheet in SHEETS for selector in selectors(sheet)}
    assert HOOKS <= GIVEN


def test_what_a_phone_makes_of_a_table_is_for_the_screen() -> None:
    """A sheet of A4 between its margins is narrower than a tablet: there a table keeps its head and its columns."""
    narrow = [
        (name, rule)
        for name, text in SHEETS.items()
        for rule in re.findall(r"@media \(max-width[^{]*\{((?:[^{}]*\{[^{}]*\})*)", text)
    ]
    assert len(narrow) > 20  # it did look
    hidden = r"\bthead\b[^{},]*\{[^}]*(?:display: none|clip-path)|\bt[rd]\b[^{]*\{[^}]*display: (?:block|none)"
    assert [(name, found[0]) for name, rule in narrow if (found := re.search(hidden, rule))] == []
