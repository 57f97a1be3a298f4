"""Markdown: what people write is formatted, what attackers write is harmless."""

from __future__ import annotations

import re

import pytest
from django.template import Context, Template

from ladders.core.markdown import LONGEST, to_html, to_text


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        (" \n ", ""),
        ("Works *alone* and **well**.", "<p>Works <em>alone</em> and <strong>well</strong>.</p>"),
        ("one\ntwo", "<p>one<br>\ntwo</p>"),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"),
        ("3. three", '<ol start="3">\n<li>three</li>\n</ol>'),
        ("# Loud", "<p><strong>Loud</strong></p>"),
        ("R&D < all", "<p>R&amp;D &lt; all</p>"),
        (
            "[guide](https://example.org/a)",
            '<p><a href="https://example.org/a" rel="noopener noreferrer nofollow">guide</a></p>',
        ),
        (
            "![chart](https://example.org/a.png)",
            '<p>!<a href="https://example.org/a.png" rel="noopener noreferrer nofollow">chart</a></p>',
        ),
    ],
)
def test_formats_what_people_write(text: str, html: str) -> None:
    assert to_html(text) == html


ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe src=//evil.example></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox)",
    "[x](file:///etc/passwd)",
    "<javascript:alert(1)>",
    "[x]: javascript:alert(1)\n\n[x]",
    '[x](https://a.example "\\" onmouseover=alert(1) x=\\"")',
    "![x](javascript:alert(1))",
    '![" onerror="alert(1)](x)',
    "<style>*{display:none}</style>",
    "<div style='position:fixed'>x</div>",
    "<form action=//evil.example><input></form>",
    "```\n<script>alert(1)</script>\n```",
    "```js onload=alert(1)\nx\n```",
    "`<script>`",
    "<!--><script>alert(1)</script>-->",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    '"><script>alert(1)</script>',
]


@pytest.mark.parametrize("text", ATTACKS)
def test_nothing_written_becomes_active(text: str) -> None:
    html = to_html(text)
    tags = re.findall(r"<[^>]*>", html)
    for tag in tags:
        assert re.fullmatch(
            r"</?(p|br|strong|em|ul|ol|li|code|pre|blockquote|hr)>|</a>"
            r'|<a href="(https?:|mailto:|x"|[^":]*")[^<>]*>',
            tag,
        ), tag
        attributes = re.sub(r'"[^"]*"', '""', tag)  # what stands in quotes is a value, not markup
        assert "on" not in attributes.replace("strong", "").replace("ol", ""), tag


def test_a_huge_text_is_cut_and_deep_nesting_ends() -> None:
    assert to_html("a" * (LONGEST + 10)) == f"<p>{'a' * LONGEST}</p>"
    assert to_html(">" * 5000 + " deep").count("<blockquote>") < 100
    assert "<em>" not in to_html("[" * 10_000)


def test_plain_text_has_no_marks() -> None:
    assert to_text("**Owns** R&D:\n- one\n- <b>two</b>") == "Owns R&D: one <b>two</b>"


def test_filters_in_a_template() -> None:
    template = Template("{% load text %}{{ a|markdown }}|{{ b|plain }}|{{ c|markdown }}")
    assert template.render(Context({"a": "*x*", "b": "*<y>*", "c": None})) == "<p><em>x</em></p>|&lt;y&gt;|"
