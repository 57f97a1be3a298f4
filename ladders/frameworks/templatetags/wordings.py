"""What was reworded, in templates: `{% difference segments %}`."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ..domain.wordings import Op, Segment

register = template.Library()


@register.simple_tag
def difference(segments: Iterable[Segment], side: str = "") -> SafeString:
    """Two texts laid over each other; with `side` before or after that one alone, what is only in it marked.

    Not a template: white space between the parts would be white space in the text.
    """
    own = {"before": Op.REMOVED, "after": Op.ADDED}.get(side)
    marks = {own: "mark"} if own else {Op.ADDED: "ins", Op.REMOVED: "del"}
    shown = [part for part in segments if part.op == Op.SAME or part.op in marks]
    return format_html_join("", "{}", ((_marked(part.text, marks.get(part.op)),) for part in shown))


def _marked(text: str, mark: str | None) -> str | SafeString:
    return format_html("<{0}>{1}</{0}>", mark, text) if mark else text
